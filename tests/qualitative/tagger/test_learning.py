"""The prior by its parts, what is learned against scikit-learn, and the weight the prior keeps."""

import numpy as np
import pytest

from impl_eval.qualitative.tagger.labels import Labels, read_labels
from impl_eval.qualitative.tagger.learning import learn_code, prior_share
from impl_eval.qualitative.tagger.prior import Corpus, Vocabulary, read_corpus
from impl_eval.qualitative.tagger.scorer import PriorParts, Standard, prior_scorer
from impl_eval.qualitative.tagger.units import units_of
from tests.qualitative.examples import code, codebook_of, transcript_of
from tests.qualitative.tagger.talk import book, coded, interviews

TALKS = interviews()


def read(**options: object) -> tuple[Corpus, Labels]:
    units = units_of(TALKS)
    corpus = read_corpus(TALKS, book(), units, Vocabulary())
    return corpus, read_labels(units, book(), coded(*TALKS), in_full=True)


CORPUS, LABELS = read()


@pytest.mark.parametrize(("positives", "share"), [(0, 1), (2, 1), (3, 10 / 13), (10, 0.5), (30, 0.25)])
def test_the_prior_keeps_k_of_k_and_positives(positives: int, share: float) -> None:
    assert prior_share(positives) == pytest.approx(share)


def standardised(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def test_the_prior_is_the_sum_of_its_standardised_parts() -> None:
    parts = (CORPUS.phrases, CORPUS.similarity, CORPUS.question_phrases, CORPUS.question_similarity)
    expected = sum(
        weight * standardised(part[:, 0])
        for part, weight in zip(parts, (1, 1, 0.5, 0.5), strict=True)
        if part[:, 0].std()
    )
    assert prior_scorer(CORPUS, 0).scores(CORPUS, 0) == pytest.approx(standardised(expected))


def test_a_part_that_never_varies_counts_nothing() -> None:
    assert Standard.of(np.full(5, 0.1)).factor == 0
    assert Standard.of(np.array([])).of_values(np.array([1.0])) == 0


def test_many_phrases_count_as_three_and_each_once() -> None:
    talk = transcript_of("P01: One two three four. Four four. One")
    corpus = read_corpus(
        [talk], codebook_of(code("a", "one", "two", "three", "four")), units_of([talk]), Vocabulary()
    )
    assert corpus.phrases.tolist() == [[3]]
    assert corpus.said[0]["a"] == ("four", "one", "three", "two")


def test_what_is_learned_is_the_logistic_regression_of_scikit_learn() -> None:
    """On the features as the module's words describe them, put together here."""
    from sklearn.linear_model import LogisticRegression

    parts = PriorParts.of(CORPUS, 0).values(CORPUS, 0) * 0.3 * np.array([1, 1, 0.5, 0.5])
    features = np.hstack([CORPUS.words.toarray(), 0.5 * CORPUS.question_words.toarray(), parts])
    positive = LABELS.positive[:, 0]
    theirs = LogisticRegression(C=1.0, class_weight="balanced", solver="liblinear").fit(features, positive)
    model = learn_code(CORPUS, 0, LABELS, np.arange(len(positive)))
    assert model.learned is not None
    expected = standardised(theirs.decision_function(features))
    assert model.learned.scores(CORPUS, 0) == pytest.approx(expected, abs=1e-6)
    share = 10 / (10 + positive.sum())
    blended = share * prior_scorer(CORPUS, 0).scores(CORPUS, 0) + (1 - share) * expected
    assert model.blended.scores(CORPUS, 0) == pytest.approx(blended, abs=1e-6)


def few(positives: int) -> Labels:
    rows = np.flatnonzero(LABELS.positive[:, 0])[:positives]
    positive = np.zeros_like(LABELS.positive)
    positive[rows, 0] = True
    return Labels(LABELS.known, positive, LABELS.rejected)


def test_below_three_positives_the_prior_stands_alone() -> None:
    everything = np.arange(len(LABELS.known))
    model = learn_code(CORPUS, 0, few(2), everything)
    assert (model.learned, model.prior_share, model.positives) == (None, 1.0, 2)
    assert learn_code(CORPUS, 0, few(3), everything).learned is not None


def test_without_a_negative_nothing_is_learned() -> None:
    rows = np.flatnonzero(LABELS.positive[:, 0])
    assert learn_code(CORPUS, 0, LABELS, rows).learned is None


def test_turns_that_nobody_decided_teach_nothing() -> None:
    known = LABELS.known.copy()
    known[20:] = False
    hidden = Labels(known, LABELS.positive, LABELS.rejected)
    everything, first = np.arange(len(known)), np.arange(20)
    one, other = learn_code(CORPUS, 0, hidden, everything), learn_code(CORPUS, 0, LABELS, first)
    assert one.blended.scores(CORPUS, 0).tolist() == other.blended.scores(CORPUS, 0).tolist()
