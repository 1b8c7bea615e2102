"""TF-IDF against scikit-learn and a hand; what says nothing is left out."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.phrases import Stems
from impl_eval.qualitative.tagger.similarity import ContentStems, TermSpace, directions
from impl_eval.qualitative.tagger.stopwords import says_nothing


def test_weights_by_hand() -> None:
    """Two texts: "a b" and "a a c". a stands in both: ln(3/3) + 1 = 1; b in one: ln(3/2) + 1."""
    space = TermSpace.of([Counter("ab"), Counter("aac")])
    rare = math.log(1.5) + 1
    assert space.terms == ("a", "b", "c")
    assert space.weights == pytest.approx([1, rare, rare])
    second = space.vectors([Counter("aac")]).toarray()[0]
    length = math.hypot(1 + math.log(2), rare)
    assert second == pytest.approx([(1 + math.log(2)) / length, 0, rare / length])


TEXTS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8), min_size=1, max_size=6)


@given(TEXTS)
def test_the_same_as_scikit_learn(texts: list[list[str]]) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    theirs = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(texts).toarray()
    counted = [Counter(text) for text in texts]
    ours = TermSpace.of(counted).vectors(counted).toarray()
    assert ours == pytest.approx(theirs, abs=1e-12)


@given(TEXTS)
def test_every_vector_has_length_one_or_is_empty(texts: list[list[str]]) -> None:
    space = TermSpace.of([Counter("ab"), Counter("c")])
    lengths = np.linalg.norm(space.vectors([Counter(text) for text in texts]).toarray(), axis=1)
    known = [bool(set(text) & set("abc")) for text in texts]
    assert lengths == pytest.approx(np.array(known, dtype=float))


def test_a_code_of_whose_texts_nobody_spoke_a_word_is_like_nothing() -> None:
    space = TermSpace.of([Counter("ab")])
    rows = directions(space, [[Counter("a"), Counter("b")], [Counter("z")], []])
    assert rows[0] == pytest.approx([math.sqrt(0.5), math.sqrt(0.5)])
    assert not rows[1:].any()


@pytest.mark.parametrize("word", ["The", "Um", "of", "erm"])
def test_words_that_say_nothing(word: str) -> None:
    assert says_nothing(word)


@pytest.mark.parametrize("word", ["not", "know", "need", "GP's", "job", "don't", "you", "how", "it’s"])
def test_words_that_can_carry_a_code(word: str) -> None:
    assert not says_nothing(word)


def test_stems_of_content_words_are_counted() -> None:
    counts = ContentStems(Stems()).counted("The GP's jobs, and it's a job – out-of-hours.")
    assert counts == {"gp": 1, "job": 2, "it": 1, "out": 1, "hour": 1}
