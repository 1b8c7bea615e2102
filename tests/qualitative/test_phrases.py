"""Phrases: stems, gaps and sentences; the trie against a slow search that is plainly right."""

import itertools

import nltk
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.phrases import BREAK, GAP, WORD, PhraseTrie, Stems, TokenStems, phrase_words
from impl_eval.qualitative.sentences import sentence_spans

STEMS = Stems()


def found(phrase: str, words: str) -> list[tuple[int, int]]:
    trie = PhraseTrie([(phrase, "x")], STEMS)
    return [(match.first, match.end) for match in trie.find([STEMS[word] for word in words.split()])]


@pytest.mark.parametrize(
    ("phrase", "words", "places"),
    [
        ("taper", "tapers Tapering tapered", [(0, 1), (1, 2), (2, 3)]),
        ("GP's job", "the gp’s jobs", [(1, 3)]),
        ("part of * job", "part of job", [(0, 3)]),
        ("part of * job", "part of a very hard job", [(0, 6)]),
        ("part of * job", "part of a very very hard job", []),
        ("hospital * put * up", "hospital put it up up", [(0, 4)]),
        ("* whose job *", "whose job", [(0, 2)]),
    ],
)
def test_stems_and_gaps(phrase: str, words: str, places: list[tuple[int, int]]) -> None:
    assert found(phrase, words) == places


def test_a_phrase_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        PhraseTrie([("* …", "x")], STEMS)


def test_stems_need_no_downloaded_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nltk.data, "path", [])

    def no_download(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be downloaded")

    monkeypatch.setattr(nltk, "download", no_download)
    assert Stems()["Tapering"] == "taper"


def slow_ends(words: tuple[str, ...], text: list[str], start: int) -> set[int]:
    """Every end of a phrase that begins at start: the definition, written out."""
    if not words:
        return {start}
    if words[0] == GAP:
        return {
            end
            for skipped in range(4)
            if start + skipped <= len(text)
            for end in slow_ends(words[1:], text, start + skipped)
        }
    if start < len(text) and text[start] == words[0]:
        return slow_ends(words[1:], text, start + 1)
    return set()


LETTERS = st.sampled_from(["a", "b", "c"])


@given(
    st.lists(st.lists(LETTERS | st.just(GAP), min_size=1, max_size=5).map(" ".join), min_size=1, max_size=5),
    st.lists(LETTERS, max_size=12),
)
def test_the_trie_finds_what_a_slow_search_finds(phrases: list[str], text: list[str]) -> None:
    phrases = sorted({phrase for phrase in phrases if phrase_words(phrase)})
    expected = {
        (start, min(ends), phrase)
        for phrase in phrases
        for start in range(len(text))
        if (ends := slow_ends(phrase_words(phrase), text, start))
    }
    trie = PhraseTrie([(phrase, phrase) for phrase in phrases], STEMS)
    assert {(match.first, match.end, match.payload) for match in trie.find(text)} == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("He said “no.” Then I left.", ["He said “no.”", "Then I left."]),
        ("Dr. Smith and Mrs. Jones came, e.g. Oramorph was cut.", None),
        ("It was 20 mg. We then cut it.", ["It was 20 mg.", "We then cut it."]),
        ("It was 20 mg. of morphine.", None),
        ("From 2.5 to 1.5 a day.", None),
        ("no stop here\n\nnext one", ["no stop here", "next one"]),
        ("no stop here\r\nsame one", None),
        ("no stop here\r\n \r\nnext one", ["no stop here", "next one"]),
        ("   ", []),
    ],
)
def test_sentences(text: str, sentences: list[str] | None) -> None:
    found_spans = [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
    assert found_spans == ([text] if sentences is None else sentences)


@given(st.text(alphabet=' .!?…ab\n\r"”)', max_size=60))
def test_sentences_hold_all_that_is_said(text: str) -> None:
    spans = sentence_spans(text, 0, len(text))
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


ENDINGS = [
    "",
    "s",
    "ed",
    "ing",
    "ies",
    "ied",
    "ly",
    "y",
    "er",
    "'s",
    "s'",
    "ness",
    "ational",
    "eedly",
    "us",
    "e",
]
WORDS = st.tuples(st.text("aeiouybdglmnrstx", max_size=4), st.sampled_from(ENDINGS)).map("".join)


@given(st.lists(WORDS.filter(bool), max_size=6), WORDS.filter(bool))
def test_stems_of_what_is_looked_for_are_all_found(words: list[str], phrase: str) -> None:
    """A word that is not stemmed could never have been the phrase's."""
    few = Stems([phrase])
    for word in [*words, phrase, f"{phrase}s", f"{phrase}ing"]:
        assert (few[word] == few[phrase]) == (STEMS[word] == STEMS[phrase])


@pytest.mark.parametrize(
    ("phrase", "word"),
    [("die", "dying"), ("use", "using"), ("cry", "cries"), ("sky", "Skies"), ("owe", "owing")],
)
def test_words_that_begin_otherwise_than_their_stem(phrase: str, word: str) -> None:
    assert Stems([phrase])[word] == Stems([phrase])[phrase] == STEMS[word]


@given(st.lists(st.text("ab-,. \x00\x01\n’", max_size=20), max_size=5))
def test_pieces_together_have_the_stems_of_each(pieces: list[str]) -> None:
    tokens = TokenStems(Stems())
    apart: list[str] = []
    for number, piece in enumerate(pieces):
        apart += [BREAK] * (number > 0) + [STEMS[word] for word in WORD.findall(piece)]
    assert tokens.of_pieces(pieces) == apart


@given(st.text("ab-,.’ \n\x00\x01", max_size=40))
def test_words_are_placed_where_a_plain_search_finds_them(text: str) -> None:
    tokens = TokenStems(Stems())
    tokens.of_pieces(["", ""])
    spans = [word.span() for word in WORD.finditer(text)]
    stretches = [(first, end) for end in range(1, len(spans) + 1) for first in range(end)]
    expected = [(spans[first][0], spans[end - 1][1]) for first, end in stretches]
    assert tokens.places(text, stretches) == expected
