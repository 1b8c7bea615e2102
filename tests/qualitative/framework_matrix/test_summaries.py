"""Summaries: their text, and when they have gone stale, in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES, CodedSegment
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


# --- a summary is stale exactly if what it rests on has changed ---

WORDS = ("we agreed", "nobody told us", "the list")
segments = st.builds(
    lambda name, start, words, code_id, valence, change: CodedSegment(
        name, start, start + len(words), "skill", "AB", words, valence, change, "human", code_id=code_id
    ),
    st.sampled_from(["int01", "int02"]),
    st.integers(0, 30),
    st.sampled_from(WORDS),
    st.sampled_from(["", "steps"]),
    st.sampled_from(VALENCES),
    st.sampled_from(REPORTED_CHANGES),
)


def text_at(one: CodedSegment) -> tuple[str, int, int]:
    return one.transcript_id, one.start, one.end


def sound(made: Iterable[CodedSegment]) -> list[CodedSegment]:
    """Keep what one transcript can hold: at one place stand the same words, with one coding by a code."""
    words: dict[tuple[str, int, int], str] = {}
    kept = {}
    for one in made:
        if words.setdefault(text_at(one), one.quote) == one.quote:
            kept[*text_at(one), one.applied_code] = one
    return sorted(kept.values())


cells = st.lists(segments, max_size=6).map(sound)


def said(made: list[CodedSegment]) -> Counter[object]:
    """Return what is coded, passage by passage, as plain facts: which words, and as what. No places."""
    passages: dict[tuple[str, int, int], set[tuple[str, ...]]] = {}
    for one in made:
        facts = (one.quote, one.applied_code, one.valence, one.reported_change)
        passages.setdefault(text_at(one), set()).add(facts)
    return Counter((place[0], frozenset(facts)) for place, facts in passages.items())


CHANGES = ("nothing", "add", "remove", "recode", "valence", "change", "words", "shift", "coder and note")


@st.composite
def before_and_after(draw: st.DrawFn) -> tuple[list[CodedSegment], list[CodedSegment]]:
    """A cell, and the same cell after up to four changes that people make."""
    before = draw(cells)
    after = before
    for what in draw(st.lists(st.sampled_from(CHANGES), max_size=4)):
        if what == "add":
            after = sound([*after, draw(segments)])
        elif after and what != "nothing":
            at = draw(st.integers(0, len(after) - 1))
            after = sound(changed(after, at, what, draw))
    return before, after


def changed(now: list[CodedSegment], at: int, what: str, draw: st.DrawFn) -> list[CodedSegment]:
    one = now[at]
    if what == "remove":
        return [*now[:at], *now[at + 1 :]]
    if what == "shift":  # words put in before: everything after them moves
        by = draw(st.integers(1, 12))
        return [
            replace(each, start=each.start + by, end=each.end + by)
            if each.transcript_id == one.transcript_id and each.start >= one.start
            else each
            for each in now
        ]
    facts = {
        "recode": {"code_id": "" if one.code_id else "steps"},
        "valence": {"valence": draw(st.sampled_from(VALENCES))},
        "change": {"reported_change": draw(st.sampled_from(REPORTED_CHANGES))},
        "coder and note": {"coder": "CD", "note": "a note"},
    }
    if what == "words":  # a correction of the transcript: every coding of the place has the new words
        return [
            replace(each, quote=one.quote.upper()) if text_at(each) == text_at(one) else each for each in now
        ]
    return [*now[:at], replace(one, **facts[what]), *now[at + 1 :]]


@given(before_and_after())
@settings(max_examples=400)
def test_a_summary_is_stale_exactly_if_what_it_rests_on_has_changed(
    pair: tuple[list[CodedSegment], list[CodedSegment]],
) -> None:
    before, after = pair
    state = standing_of(summary(tuple(before)), seen_passages(after)).state
    assert (state == "stale") == (said(before) != said(after))


def test_words_that_moved_onto_the_place_of_the_next_passage_have_not_changed() -> None:
    one = CodedSegment("int01", 0, 9, "skill", "AB", "we agreed", "unclear", "not said", "human")
    two = replace(one, start=9, end=18, quote="they did.")
    moved = [replace(each, start=each.start + 9, end=each.end + 9) for each in (one, two)]
    assert standing_of(summary((one, two)), seen_passages(moved)).state == "current"
