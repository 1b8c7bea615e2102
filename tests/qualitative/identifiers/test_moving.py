"""Summaries and examples of codes follow their passages."""

from dataclasses import replace

from impl_eval.qualitative.framework_matrix import (
    CellKey,
    PassagePlace,
    SeenPassage,
    Summary,
    compare_passages,
    seen_passages,
)
from impl_eval.qualitative.identifiers import ListedName, find_identifiers
from impl_eval.qualitative.identifiers.moving import move_passages_in, move_summaries
from impl_eval.qualitative.identifiers.replacement import (
    ReplacedTranscript,
    move_segments,
    replace_identifiers,
)
from tests.qualitative.examples import segment, transcript_of

#        0    5         15     22
TALK = "P01: Anita Bell knows. She said so, and Anita Bell was right."
TRANSCRIPT = transcript_of(TALK)
SEGMENTS = (
    segment(TRANSCRIPT, "Anita Bell knows"),
    segment(TRANSCRIPT, "She said so", coder="CD"),
    segment(TRANSCRIPT, "She said so", "knowledge"),
)


def replaced() -> dict[str, ReplacedTranscript]:
    found = find_identifiers(TALK, [ListedName("Anita Bell", "person")])
    new = replace_identifiers(TRANSCRIPT, found, {("person", "anita bell"): "The manager"})
    assert isinstance(new, ReplacedTranscript)
    return {"int01": new}


def cell(*segments: int) -> Summary:
    chosen = [SEGMENTS[index] for index in segments]
    places = tuple(PassagePlace("int01", one.start, one.end) for one in chosen)
    key = CellKey("participant", "P01", "role_expectation")
    return Summary(key, "AB", "What was said.", places, seen_passages(chosen))


def test_places_move_and_a_current_summary_stays_current() -> None:
    """Counted by hand: [The manager] is three characters longer than Anita Bell."""
    (moved,) = move_summaries([cell(0, 1)], SEGMENTS, replaced())
    assert [str(one) for one in moved.rests_on] == ["int01:5-24", "int01:26-37"]
    now = move_segments([SEGMENTS[0], SEGMENTS[1]], replaced())
    assert moved.seen is not None
    assert compare_passages(moved.seen, seen_passages(now)).nothing_changed


def test_a_stale_summary_stays_stale() -> None:
    stale = replace(cell(0), seen=(SeenPassage(PassagePlace("int01", 5, 21), "0" * 12),))
    (moved,) = move_summaries([stale], SEGMENTS, replaced())
    assert moved.seen == (SeenPassage(PassagePlace("int01", 5, 24), "0" * 12),)


def test_summaries_of_other_transcripts_and_without_links_stay() -> None:
    unlinked = replace(cell(), seen=None)
    assert move_summaries([unlinked, cell(0)], SEGMENTS, {}) == (unlinked, cell(0))


def test_only_known_passages_of_a_text_move() -> None:
    text = "- segment: int01:23-34   # see int01:23-34\n- int01:1-2\n- xint01:23-34\n- int02:23-34\n"
    moved = move_passages_in(text, {"int01:23-34", "int02:23-34"}, replaced())
    assert moved == "- segment: int01:26-37   # see int01:26-37\n- int01:1-2\n- xint01:23-34\n- int02:23-34\n"
