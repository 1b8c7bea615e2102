"""Summaries: their text, and when they have gone stale, in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.framework_matrix import (
    CellKey,
    PassagePlace,
    Summary,
    places_now,
    seen_passages,
    standing_of,
    tidy_text,
)
from tests.qualitative.matrix_examples import FIRST, LAYER, coded

KEY = CellKey("participant", "P01", "skill")
THREE = (*LAYER[:3], coded(FIRST, "told late", "skill"))


def summary(segments: tuple = THREE, text: str = "Knows the steps.") -> Summary:  # type: ignore[type-arg]
    seen = seen_passages(segments)
    return Summary(KEY, "AB", text, tuple(one.place for one in seen), seen)


def test_without_summary_a_cell_is_empty() -> None:
    assert standing_of(None, seen_passages(THREE)).state == "empty"
    assert standing_of(summary(text=""), ()).state == "empty"


def test_a_summary_of_what_is_coded_is_current() -> None:
    assert standing_of(summary(), seen_passages(THREE)).state == "current"


def test_a_summary_of_a_cell_without_segments_is_current_until_one_is_coded() -> None:
    one = summary(())
    assert standing_of(one, ()).state == "current"
    assert (
        standing_of(one, seen_passages(LAYER[:1])).reason == "1 segment added since the summary was written"
    )


def test_a_summary_without_links_is_not_linked() -> None:
    standing = standing_of(replace(summary(), seen=None), seen_passages(THREE))
    assert (standing.state, standing.reason) == ("not linked", "nobody has said which segments it rests on")


def test_what_has_changed_is_said_in_words() -> None:
    """Two added (a, b), one removed ("told late"), one coded anew: counted by hand."""
    now = (
        replace(LAYER[0], valence="mixed"),
        LAYER[1],
        LAYER[2],
        coded(FIRST, "steps. I", "skill"),
        coded(FIRST, "late.", "skill"),
    )
    assert standing_of(summary(), seen_passages(now)).reason == (
        "2 segments added, 1 removed, 1 coded anew since the summary was written; "
        "it rests on 2 of those removed or coded anew"
    )


def test_what_it_does_not_rest_on_may_go_and_makes_it_stale_all_the_same() -> None:
    one = replace(summary(), rests_on=(PassagePlace("int01", LAYER[2].start, LAYER[2].end),))
    standing = standing_of(one, seen_passages(THREE[:3]))
    assert standing.reason == "1 segment removed since the summary was written"


def test_links_follow_words_that_moved_and_drop_what_was_removed() -> None:
    moved = tuple(replace(each, start=each.start + 7, end=each.end + 7) for each in LAYER[:2])
    one = summary(LAYER[:3])
    standing = standing_of(one, seen_passages(moved))
    assert [str(place) for place in places_now(one, standing)] == ["int01:31-48"]


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  one  two ", "one two"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\n\n a \n\n\n b \n\n", "a\n\nb"),
        ("a\x07b_x000D_c\ufffd", "a b c"),
        (" \n ", ""),
    ],
)
def test_texts_are_tidied(text: str, tidy: str) -> None:
    assert tidy_text(text) == tidy


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy_text(tidy_text(text)) == tidy_text(text)
