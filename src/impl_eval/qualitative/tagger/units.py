"""The unit that is scored: a turn, with the question that came before it.

Turns, not sentences, are scored: on the reference study, average precision over mechanisms was .75 for
turns and .68 for turns ranked by their best sentence, and a turn is what agreement is counted over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.qualitative.transcript import Transcript, Turn

Span = tuple[int, int]


@dataclass(frozen=True)
class Unit:
    """A turn of a transcript that may be suggested. Offsets are code points, end exclusive.

    `question` is the nearest earlier turn of an interviewer in which something was asked of this
    speaker or another; None where nobody asked before.
    """

    transcript_id: str
    start: int
    end: int
    question: Span | None

    @property
    def place(self) -> str:
        """Name the turn so that a person can find it: transcript:start-end."""
        return f"{self.transcript_id}:{self.start}-{self.end}"

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether start..end shares a character with the turn."""
        return start < self.end and self.start < end


def units_of(transcripts: Sequence[Transcript], *, include_interviewers: bool = False) -> tuple[Unit, ...]:
    """Return the turns to score, by transcript id and place; interviewers' turns only where asked for."""
    found = []
    for transcript in sorted(transcripts, key=lambda each: each.id):
        question: Span | None = None
        for turn in transcript.turns:
            if _is_scored(turn, include_interviewers=include_interviewers):
                found.append(Unit(transcript.id, turn.start, turn.end, question))
            if turn.role == "interviewer":
                question = (turn.start, turn.end)
    return tuple(found)


def _is_scored(turn: Turn, *, include_interviewers: bool) -> bool:
    return turn.role == "participant" or (include_interviewers and turn.role == "interviewer")
