"""Places of a text after parts of it were replaced: worked by hand, then laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.offset_map import Edit, OffsetMap

TEXT = "Ask Anita Patel at NR1 today"
#       0   4           16 19  23
EDITS = (Edit(4, 15, "[Person 1]"), Edit(19, 22, "[Postcode 1]"))


def test_known_places() -> None:
    """Counted by hand: 'Ask [Person 1] at [Postcode 1] today'."""
    offsets = OffsetMap(EDITS)
    assert offsets.apply(TEXT) == "Ask [Person 1] at [Postcode 1] today"
    assert offsets.map(0, 3) == (0, 3)  # Ask
    assert offsets.map(4, 15) == (4, 14)  # the name itself
    assert offsets.map(16, 18) == (15, 17)  # at
    assert offsets.map(23, 28) == (31, 36)  # today
    assert offsets.map(0, 28) == (0, 36)


def test_a_span_that_cuts_through_a_replaced_part_takes_in_the_whole_replacement() -> None:
    offsets = OffsetMap(EDITS)
    assert offsets.map(0, 9) == (0, 14)  # "Ask Anita"
    assert offsets.map(10, 18) == (4, 17)  # "Patel at"
    assert offsets.map(6, 8) == (4, 14)  # "it" of Anita
    assert offsets.map(21, 28) == (18, 36)


def test_insertions_and_deletions() -> None:
    offsets = OffsetMap([Edit(3, 3, "++"), Edit(5, 7, "")])
    assert offsets.apply("abcdefgh") == "abc++deh"
    assert offsets.map(0, 3) == (0, 3)
    assert offsets.map(3, 5) == (5, 7)
    assert offsets.map(2, 4) == (2, 6)
    assert offsets.map(5, 7) == (7, 7)
    assert offsets.map(6, 8) == (7, 8)
    assert offsets.map(3, 3) == (5, 5)


def test_neighbouring_edits_and_an_insertion_before_a_replacement() -> None:
    offsets = OffsetMap([Edit(1, 2, "xyz"), Edit(2, 3, ""), Edit(4, 4, "-"), Edit(4, 5, "Q")])
    assert offsets.apply("abcdef") == "axyzd-Qf"
    assert offsets.map(1, 2) == (1, 4)
    assert offsets.map(2, 3) == (4, 4)
    assert offsets.map(3, 4) == (4, 5)
    assert offsets.map(4, 5) == (6, 7)


def test_astral_characters_count_as_one() -> None:
    offsets = OffsetMap([Edit(2, 6, "[x]")])
    assert offsets.apply("\U0001f600 Anna\U0001f600") == "\U0001f600 [x]\U0001f600"
    assert offsets.map(6, 7) == (5, 6)


@pytest.mark.parametrize("edits", [[(3, 2)], [(-1, 2)], [(0, 4), (3, 5)]])
def test_impossible_edits_are_refused(edits: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="edit"):
        OffsetMap([Edit(start, end, "x") for start, end in edits])


def test_impossible_spans_and_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="span"):
        OffsetMap([]).map(4, 2)
    with pytest.raises(ValueError, match="beyond"):
        OffsetMap([Edit(2, 9, "x")]).apply("abc")


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text of letters, and disjoint edits whose replacements are of signs that the text has not."""
    text = draw(st.text("abcdef\U0001f600", max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(start, end, draw(st.text("XYZ", max_size=5))) for start, end in spans]


@given(texts_with_edits(), st.data())
def test_what_was_kept_of_a_span_is_what_the_mapped_span_holds(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = OffsetMap(edits)
    after = offsets.apply(text)
    new_start, new_end = offsets.map(start, end)
    assert 0 <= new_start <= new_end <= len(after)
    gone = {at for edit in edits for at in range(edit.start, edit.end)}
    kept = "".join(text[at] for at in range(start, end) if at not in gone)
    held = after[new_start:new_end]
    assert "".join(sign for sign in held if sign not in "XYZ") == kept
    touched = [edit for edit in sorted(edits) if edit.start < end and edit.end > start]
    assert "".join(sign for sign in held if sign in "XYZ") == "".join(edit.replacement for edit in touched)


@given(texts_with_edits())
def test_the_whole_text_maps_to_the_whole_text(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    offsets = OffsetMap(edits)
    if text:
        start, end = offsets.map(0, len(text))
        assert (start, end) == (0, len(offsets.apply(text)))


@given(texts_with_edits(), st.data())
def test_order_is_kept(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    offsets = OffsetMap(edits)
    starts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    mapped = [offsets.map(start, len(text))[0] for start in starts]
    assert mapped == sorted(mapped)
