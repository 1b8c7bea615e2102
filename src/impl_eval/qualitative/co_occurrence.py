"""Which codes come up together: in the same turn, and with the same participant.

Counted in turns, because a passage has no natural length: two coders who cut passages differently still
see the same turns. Passages outside any participant's turn are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from impl_eval.qualitative.code_counts import CodeTalk
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.interview_counts import Interviews
from impl_eval.results import Cell, Estimate, Reported, Table

SOURCE = "Jaccard (1912), New Phytologist 11(2), 37-50"
METHOD = "turns with both codes, of turns with either"
NOTE = (
    "A code counts with its sub-codes; a code and its own sub-codes are not compared. The overlap is the "
    "part of the turns with either code that have both. Codes that come up together need not have to do with "
    "each other."
)
Turn = tuple[str, int]
"""Transcript, and where the turn begins."""


@dataclass(frozen=True)
class CoOccurrence:
    """Two codes: turns with both, turns with either, and participants who speak of both."""

    first: CodeTalk
    second: CodeTalk
    both: int
    either: int
    participants: int


def jaccard_overlap(both: int, either: int) -> Estimate:
    """Return the part of `either` that is `both`, from 0 to 1. None where neither code was used.

    Raises
    ------
    ValueError : more have both than either.

    Source: Jaccard (1912), New Phytologist 11(2), 37-50.
    """
    if not 0 <= both <= either:
        raise ValueError(f"{both} with both, of {either} with either")
    if either == 0:
        return Estimate.not_estimable("code_overlap", "neither code was used", n=0, method=METHOD)
    return Estimate(
        "code_overlap",
        both / either,
        n=either,
        method=METHOD,
        source=SOURCE,
        reason="turns of one interview are not independent: no interval",
    )


def turns_of(segment: CodedSegment, interviews: Interviews) -> frozenset[Turn]:
    """Return the participants' turns that a segment lies in, wholly or in part."""
    transcript = interviews.by_id[segment.transcript_id]
    return frozenset(
        (transcript.id, turn.start)
        for turn in transcript.participant_turns
        if turn.start < segment.end and segment.start < turn.end
    )


def co_occurrences(entries: Sequence[CodeTalk], interviews: Interviews) -> tuple[CoOccurrence, ...]:
    """Compare every two codes that were used, none of which lies under the other; in codebook order."""
    used = [entry for entry in entries if entry.talk.segments]
    turns = {
        entry.code.code_id: frozenset(
            turn for segment in entry.talk.segments for turn in turns_of(segment, interviews)
        )
        for entry in used
    }
    pairs = []
    for first, second in combinations(used, 2):
        if first.code.family & second.code.family:
            continue
        one, other = turns[first.code.code_id], turns[second.code.code_id]
        people = len(first.talk.participants & second.talk.participants)
        pairs.append(CoOccurrence(first, second, len(one & other), len(one | other), people))
    return tuple(pairs)


def co_occurrence_table(pairs: Sequence[CoOccurrence]) -> Table | None:
    """Return the table of codes that share a turn or a participant; None where no two do."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (pair.first.code.label, pair.second.code.label, *_reported(pair))
        for pair in pairs
        if pair.both or pair.participants
    )
    if not rows:
        return None
    columns = ("Code", "Other code", "Turns with both", "Turns with either", "Overlap", "Participants")
    return Table("interviews.co_occurrence", "Codes that come up together", columns, rows, NOTE)


def _reported(pair: CoOccurrence) -> tuple[Reported, ...]:
    names = f"{pair.first.code.code_id}.with.{pair.second.code.code_id}"
    labels = f"{pair.first.code.label} with {pair.second.code.label}"
    no_interval = "a count has no interval"
    either = Estimate("count", float(pair.either), unit="turns", reason=no_interval)
    both = Estimate("count", float(pair.both), n=pair.either, unit="turns", reason=no_interval)
    people = Estimate("count", float(pair.participants), unit="participants", reason=no_interval)
    overlap = jaccard_overlap(pair.both, pair.either)
    parts = (("both", both), ("either", either), ("overlap", overlap), ("participants", people))
    return tuple(
        Reported(f"interviews.together.{names}.{name}", "interviews", f"{labels}: {name}", estimate)
        for name, estimate in parts
    )
