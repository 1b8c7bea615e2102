"""Quotes find their place again: exactly, but for spaces and signs, or by likeness; never by a guess."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from impl_eval.qualitative.placing import LOWEST_SCORE, Placed, Placer, place_quote

TEXT = (
    "P01: I know how to get started these days. Nobody told us whose job it was.\r\n"
    "I: Yeah.\r\nP01: Yeah. It's the “consultant” who decides – we just carry on…\r\n"
    "P02: The patient was frightened of stopping, and nobody had an hour to talk it through.\r\n"
    "P01: Yeah, and the physiotherapy list is a year long.\r\n"
)


def words_at(placed: Placed | None, text: str = TEXT) -> str:
    assert placed is not None
    return text[placed.start : placed.end]


def test_the_same_words_once_are_placed_exactly() -> None:
    at = TEXT.index("Nobody told us")
    assert place_quote(TEXT, "Nobody told us") == Placed(at, at + 14, "exact", 100.0)


@pytest.mark.parametrize(
    ("quote", "meant"),
    [
        ("job it was.\nI: Yeah.", "job it was.\r\nI: Yeah."),
        ("these\u00a0days.  Nobody", "these days. Nobody"),
        ('It\u2019s the "consultant" who decides - we', "It's the “consultant” who decides – we"),
        ("we just carry on...", "we just carry on…"),
        ("told us\ufffdwhose job", "told us whose job"),
        (" whose job\u200b it was. ", "whose job it was."),
    ],
)
def test_other_spaces_breaks_quotation_marks_and_dashes_are_the_same_words(quote: str, meant: str) -> None:
    placed = place_quote(TEXT, quote)
    assert words_at(placed) == meant
    assert placed is not None and (placed.certainty, placed.score) == ("whitespace", 100.0)


@pytest.mark.parametrize(
    ("quote", "meant"),
    [
        ("The patient was frigthened of stopping", "The patient was frightened of stopping"),
        ("nobody had the hour to talk it trough", "nobody had an hour to talk it through"),
        ("I know now how to get started these days", "I know how to get started these days"),
        ("the physio list is a year long", "the physiotherapy list is a year long"),
    ],
)
def test_words_that_were_corrected_are_placed_by_likeness_at_whole_words(quote: str, meant: str) -> None:
    placed = place_quote(TEXT, quote)
    assert words_at(placed) == meant
    assert placed is not None and placed.certainty == "fuzzy"
    assert LOWEST_SCORE <= placed.score < 100


def test_words_that_stand_twice_are_placed_by_what_stands_around_them_or_not_at_all() -> None:
    assert place_quote(TEXT, "Yeah") is None
    assert len(Placer(TEXT).candidates("Yeah")) == 3
    third = place_quote(TEXT, "Yeah", "talk it through.\nP01: ", ", and the physiotherapy list")
    assert third is not None and third.start == TEXT.rindex("Yeah")
    assert words_at(place_quote(TEXT, "Yeah", near=TEXT.index("Yeah") + 2)) == "Yeah"
    assert place_quote("Yeah. No. Yeah.", "Yeah", near=5) is None  # as near to the one as to the other


@pytest.mark.parametrize("quote", ["", "  \n", "words that nobody ever said here", "Nay", "\u200b"])
def test_what_does_not_stand_there_is_not_placed(quote: str) -> None:
    assert place_quote(TEXT, quote) is None
    assert Placer(TEXT).candidates(quote) == ()


def test_a_short_quote_in_foreign_surroundings_is_not_taken_for_the_one_meant() -> None:
    """ "No" was said, and was taken out of the text; another "No" is left elsewhere."""
    text = "P01: We never had a pathway. No. Somebody has to pay for it in the end."
    assert place_quote(text, "No.", "Did it help you at all?\nP02: ", "\nI: And the pharmacist?") is None
    assert place_quote(text, "No.", "We never had a pathway. ", " Somebody has to pay") is not None
    assert place_quote(text, "No.") is not None


def test_two_passages_that_are_equally_alike_are_not_chosen_between() -> None:
    text = "The nurse rang me on Monday morning. Later. The nurse rang me on Sunday morning."
    assert place_quote(text, "The nurse rang me on Tuesday morning") is None
    assert len(Placer(text).candidates("The nurse rang me on Tuesday morning")) == 2
    assert words_at(place_quote(text, "The nurse rang me on Tuesday morning", "Later. "), text).endswith(
        "Sunday morning"
    )


texts = st.text(st.sampled_from('ab c.\n\r\u00a0’"…\U0001f600é-'), min_size=1, max_size=60)


@given(texts, st.data())
@example("…", None)
def test_a_quote_of_the_text_is_among_the_places_found(text: str, data: st.DataObject | None) -> None:
    start = 0 if data is None else data.draw(st.integers(0, len(text) - 1))
    end = len(text) if data is None else data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    found = Placer(text).candidates(quote)
    if quote.strip():
        assert Placed(start, end, "exact") in found
    placed = place_quote(text, quote, text[:start], text[end:], start)
    if quote.strip():
        assert placed is not None and text[placed.start : placed.end] == quote


@given(st.lists(st.sampled_from(["taper", "it’s", "‘slow’", "and", "nobody"]), min_size=3), st.data())
def test_white_space_and_quotation_marks_never_move_a_quote(words: list[str], data: st.DataObject) -> None:
    spaces = st.sampled_from([" ", "\n", "\r\n", "\u00a0", "  "])
    text = "Start: " + " ".join(words) + " :stop"
    copy = "".join(word.replace("’", "'").replace("‘", "'") + data.draw(spaces) for word in words)
    placed = place_quote(text, copy)
    assert placed is not None and text[placed.start : placed.end].strip() == " ".join(words)


@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=10), st.integers(0, 80))
def test_any_place_lies_within_the_text(text: str, quote: str, before: str, near: int) -> None:
    placed = place_quote(text, quote, before, "", near)
    if placed is not None:
        assert 0 <= placed.start < placed.end <= len(text)
        assert LOWEST_SCORE <= placed.score <= 100
