"""Transcripts: one immutable text, with turns, speakers and participants placed in it by offsets."""

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Role = Literal["interviewer", "participant", "other"]


@dataclass(frozen=True)
class Speaker:
    """A label that stands before turns, and who it is. Interviewers have no participant_id."""

    label: str
    role: Role
    participant_id: str = ""
    stakeholder_group: str = ""


@dataclass(frozen=True)
class Turn:
    """What one speaker said at one go: text[start:end], without the speaker's label.

    Offsets are Unicode code points, end exclusive.
    """

    speaker: str
    participant_id: str
    role: Role
    stakeholder_group: str
    start: int
    end: int


@dataclass(frozen=True)
class Transcript:
    """A transcript as imported: the text is never normalised, so offsets hold for ever."""

    id: str
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    simulated: bool

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text as UTF-8: offsets hold for a text with this hash, and for no other."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def participant_turns(self) -> tuple[Turn, ...]:
        """Turns that may be coded; the others are context."""
        return tuple(turn for turn in self.turns if turn.role == "participant")

    @property
    def word_count(self) -> int:
        """Words spoken by anyone; labels, headings and dashes that stand alone are not counted."""
        spoken = (word for turn in self.turns for word in self.text[turn.start : turn.end].split())
        return sum(any(character.isalnum() for character in word) for word in spoken)

    def turns_in(self, start: int, end: int) -> tuple[Turn, ...]:
        """Return the turns of which something stands in start..end, in order."""
        last = bisect_left(self._turn_starts, end)
        first = last
        while first and self.turns[first - 1].end > start:
            first -= 1
        return self.turns[first:last]

    @cached_property
    def _turn_starts(self) -> tuple[int, ...]:
        return tuple(turn.start for turn in self.turns)

    def turn_of(self, start: int, end: int) -> Turn | None:
        """Return the participant's turn that holds most of start..end, or None."""
        spoken = [turn for turn in self.turns_in(start, end) if turn.role == "participant"]
        overlaps = [(min(end, turn.end) - max(start, turn.start), turn) for turn in spoken]
        best = max(overlaps, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] > 0 else None
