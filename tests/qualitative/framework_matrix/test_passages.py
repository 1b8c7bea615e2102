"""Passages a summary rests on: places, fingerprints, and what has changed since. Laws and cases by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.framework_matrix import (
    PassagePlace,
    SeenPassage,
    compare_passages,
    fingerprint_text,
    parse_fingerprint,
    parse_places,
    places_text,
    seen_passages,
)
from tests.qualitative.matrix_examples import FIRST, LAYER, coded

places = st.builds(
    lambda name, start, length: PassagePlace(name, start, start + length),
    st.sampled_from(["int01", "int02", "x-3_b"]),
    st.integers(0, 500),
    st.integers(1, 90),
)
seen = st.lists(
    st.builds(SeenPassage, places, st.sampled_from(["a" * 12, "b" * 12, "0123456789ab"])),
    unique_by=lambda one: one.place,
    max_size=8,
).map(tuple)


def test_a_place_is_written_as_people_read_it() -> None:
    assert str(PassagePlace("int01", 935, 1020)) == "int01:935-1020"


@given(st.sets(places))
def test_places_come_back_from_their_text(given_places: set[PassagePlace]) -> None:
    assert parse_places(places_text(given_places)) == (tuple(sorted(given_places)), ())


@pytest.mark.parametrize(
    "text", ["int01", "int01:5", "int01:9-3", "int01:3-3", "1:2-3", "int01:-1-3", "a b:1-2"]
)
def test_what_is_no_place_is_told(text: str) -> None:
    assert parse_places(f"int02:1-2; {text}") == ((PassagePlace("int02", 1, 2),), (text,))


@given(seen)
def test_a_fingerprint_comes_back_from_its_text(before: tuple[SeenPassage, ...]) -> None:
    assert parse_fingerprint(fingerprint_text(before)) == tuple(sorted(before))


def test_nothing_seen_and_not_known_are_not_the_same() -> None:
    assert fingerprint_text(()) == "none"
    assert parse_fingerprint("none") == ()
    assert parse_fingerprint(" ") is None


@pytest.mark.parametrize("text", ["x", "int01:1-2", "int01:1-2#xyz", "int01:2-1#0123456789ab", "none none"])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a fingerprint"):
        parse_fingerprint(text)


def test_a_passage_with_two_codes_is_one_passage() -> None:
    assert [str(one.place) for one in seen_passages(LAYER[:2])] == ["int01:24-41"]
    assert FIRST.text[24:41] == "I know the steps."


@pytest.mark.parametrize(
    "change",
    [{"valence": "mixed"}, {"reported_change": "same"}, {"quote": "other words"}, {"code_id": "timing"}],
)
def test_the_digest_covers_words_and_coding(change: dict[str, str]) -> None:
    one = LAYER[0]
    changed = compare_passages(seen_passages([one]), seen_passages([replace(one, **change)]))
    assert (len(changed.recoded), changed.added, changed.removed) == (1, (), ())


@pytest.mark.parametrize("change", [{"coder": "CD"}, {"note": "a note"}, {"origin": "accepted_suggestion"}])
def test_who_coded_it_and_how_is_no_change(change: dict[str, str]) -> None:
    one = LAYER[0]
    assert compare_passages(seen_passages([one]), seen_passages([replace(one, **change)])).nothing_changed


def test_words_that_moved_in_a_corrected_transcript_have_not_changed() -> None:
    one = LAYER[0]
    moved = replace(one, start=one.start + 3, end=one.end + 3)
    changes = compare_passages(seen_passages([one]), seen_passages([moved]))
    assert changes.nothing_changed
    assert [(str(old), str(new)) for old, new in changes.moved] == [("int01:24-41", "int01:27-44")]


def test_the_same_words_in_another_transcript_are_another_passage() -> None:
    one = LAYER[0]
    changes = compare_passages(seen_passages([one]), seen_passages([replace(one, transcript_id="int02")]))
    assert (len(changes.added), len(changes.removed)) == (1, 1)


@given(seen, seen)
def test_every_passage_is_accounted_for_once(
    before: tuple[SeenPassage, ...], now: tuple[SeenPassage, ...]
) -> None:
    changes = compare_passages(before, now)
    same = len(set(before) & set(now))
    assert len(before) == same + len(changes.removed) + len(changes.recoded) + len(changes.moved)
    assert len(now) == same + len(changes.added) + len(changes.recoded) + len(changes.moved)
    back = compare_passages(now, before)
    assert (back.added, back.removed, back.recoded) == (changes.removed, changes.added, changes.recoded)


@given(seen)
def test_nothing_has_changed_against_itself(before: tuple[SeenPassage, ...]) -> None:
    changes = compare_passages(before, before)
    assert changes.nothing_changed
    assert changes.moved == ()


def test_the_order_of_segments_does_not_matter() -> None:
    assert seen_passages(LAYER) == seen_passages(LAYER[::-1])
    assert coded(FIRST, "I know the steps.", "steps").applied_code == "steps"
