"""Words in context: whole words, wildcards, apostrophes, and places that are right whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.keyword_in_context import keyword_in_context, keyword_pattern
from tests.qualitative.examples import participant, transcript_of

TEXT = (
    "Interviewer: Do you taper?\nP01: I taper. Tapering isn\u2019t easy; un-tapered, the \U0001f600 pain\n"
    "clinic waits.\nP02: My taper plan.\n"
)
ONE = transcript_of(TEXT, participant("P01"), participant("P02"))


def found(keyword: str, **options: bool) -> list[str]:
    return [hit.word for hit in keyword_in_context([ONE], keyword, **options)]


@pytest.mark.parametrize(
    ("keyword", "words"),
    [
        ("taper", ["taper", "taper"]),
        ("TAPER", ["taper", "taper"]),
        ("taper*", ["taper", "Tapering", "tapered", "taper"]),
        ("*aper*", ["taper", "Tapering", "tapered", "taper"]),
        ("isn't", ["isn\u2019t"]),
        ("pain clinic", ["pain clinic"]),
        ("un-tapered", ["un-tapered"]),
        ("tape", []),
        ("P01", []),
        ("easy;", ["easy;"]),
    ],
)
def test_what_is_found(keyword: str, words: list[str]) -> None:
    assert found(keyword) == words


def test_interviewers_are_looked_in_only_when_asked() -> None:
    assert len(found("taper", with_interviewers=True)) == 3


def test_context_is_that_of_the_same_speaker() -> None:
    hit = next(iter(keyword_in_context([ONE], "plan", context=200)))
    assert (hit.left, hit.word, hit.right, hit.speaker) == ("My taper ", "plan", ".", "P02")


@pytest.mark.parametrize("keyword", ["", "  ", "*", "**", "--", "'"])
def test_a_keyword_needs_a_letter(keyword: str) -> None:
    with pytest.raises(ValueError, match="letter or a digit"):
        keyword_pattern(keyword)


@given(st.text(max_size=30), st.text(min_size=1, max_size=4), st.integers(0, 20))
def test_places_are_right_for_any_text_and_keyword(said: str, keyword: str, context: int) -> None:
    transcript = transcript_of(f"P01: a {said} {keyword} z")
    if not any(sign.isalnum() for sign in keyword):
        return
    for hit in keyword_in_context([transcript], keyword, context=context):
        assert " ".join(transcript.text[hit.start : hit.end].split()) == hit.word
        assert len(hit.left) <= context
        assert transcript.turn_of(hit.start, hit.end) is not None
