"""How programs count positions: the standard's way unless the words around them plainly show another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.readers.refi.positions import (
    STANDARD,
    WAYS,
    CountedText,
    Counting,
    Ruler,
    check_of,
    choose_counting,
)

TEXTS = st.text(st.sampled_from("ab \r\n\U0001f600é"), max_size=30)


def count(text: str, position: int, counting: Counting, *, had_mark: bool) -> int:
    """Return the number that a program of this way writes for a code point: counted naively."""
    before = text[:position]
    number = len(before)
    if counting.line_ends == "two as one":
        number -= before.count("\r\n")
    if counting.line_ends == "one as two" and "\r\n" not in text:
        number += before.count("\n")
    if counting.wide_as_two:
        number += sum(ord(character) > 0xFFFF for character in before)
    return number + (counting.mark_counted and had_mark)


@given(TEXTS, st.sampled_from(WAYS), st.booleans(), st.data())
def test_every_way_of_counting_finds_the_place_again(
    text: str, counting: Counting, had_mark: bool, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(text)))
    if counting.line_ends == "two as one" and text[position - 1 : position + 1] == "\r\n" and position:
        return  # a program that takes the pair for one character has no place between the two
    number = count(text, position, counting, had_mark=had_mark)
    assert Ruler(CountedText("", text, had_mark, ()), counting).place(number) == position


@given(TEXTS, st.sampled_from(WAYS))
def test_places_beyond_the_text_are_none(text: str, counting: Counting) -> None:
    ruler = Ruler(CountedText("", text, False, ()), counting)
    assert ruler.place(-1) is None
    assert ruler.place(2 * len(text) + 2) is None
    assert ruler.place(10**30) is None
    assert ruler.places(len(text) + 99, 0) is None


STORY = "".join(f"{n}: it rained\U0001f327 all that day, said number {n}\r\nand then\r\n" for n in range(40))


@pytest.mark.parametrize("counting", [way for way in WAYS if way.line_ends != "one as two"])
def test_the_way_is_found_from_names(counting: Counting) -> None:
    text = CountedText("", STORY, True, passages(STORY, counting, named=True))
    assert choose_counting([text]) == counting


# Without names, a text of short numbers cannot tell the last character from a mark that was counted.
PLAIN_ENDS = [way for way in WAYS if way.line_ends != "one as two" and not way.end_is_last]


@pytest.mark.parametrize("counting", PLAIN_ENDS)
def test_the_way_is_found_from_words_that_are_not_cut(counting: Counting) -> None:
    text = CountedText("", STORY, True, passages(STORY, counting, named=False))
    assert choose_counting([text]) == counting


def test_an_end_that_is_the_last_character_is_found_from_words_that_are_not_cut() -> None:
    text = "there were several longer words in every single sentence. " * 10
    spans = [(58 * n + 11, 58 * n + 24, "") for n in range(10)]
    assert choose_counting([CountedText("", text, True, tuple(spans))]) == Counting(end_is_last=True)


@pytest.mark.parametrize("named", [True, False])
def test_a_line_end_counted_as_two_characters(named: bool) -> None:
    story, counting = STORY.replace("\r\n", "\n"), Counting("one as two")
    text = CountedText("", story, True, passages(story, counting, named=named))
    assert choose_counting([text]) == counting


def passages(text: str, counting: Counting, *, named: bool) -> tuple[tuple[int, int, str], ...]:
    found = []
    for number in range(1, 40, 2):
        words = f"said number {number}"
        start = text.index(words)
        ends = [count(text, at, counting, had_mark=True) for at in (start, start + len(words))]
        found.append((ends[0], ends[1] - counting.end_is_last, words if named else ""))
    return tuple(found)


def test_positions_that_no_way_explains_are_left_as_they_are() -> None:
    wrong = tuple(
        (start + n % 3, end + n % 4, "")
        for n, (start, end, _) in enumerate(passages(STORY, STANDARD, named=False))
    )
    assert choose_counting([CountedText("", STORY, False, wrong)]) == STANDARD


def test_few_passages_without_names_prove_nothing() -> None:
    one = passages(STORY, Counting("two as one"), named=False)[-1:]
    assert choose_counting([CountedText("", STORY, False, one)]) == STANDARD


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8))
def test_a_check_counts_places_and_those_between_words(spans: list[tuple[int, int]]) -> None:
    text = "four five sixes and more of them to have enough words for every place in this text"
    inside = [(start, end, "") for start, end in spans if start <= end]
    check = check_of(CountedText("s", text, False, tuple((*sorted(pair), "") for pair in spans)), STANDARD)
    assert check.places == 2 * len(spans) >= 2 * len(inside)
    cut = sum(text[at - 1 : at + 1].isalpha() for pair in spans for at in pair if at)
    assert check.between_words == check.places - cut
