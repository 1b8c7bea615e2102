"""Where an identifier stands, in words that give nothing away: line, turn, and how many of which kind."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.identifiers.model import KIND_WORDS, KINDS, Certainty, Identifier, Kind
from impl_eval.qualitative.transcript import Transcript, Turn

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTEXT = 40
LINES_SHOWN = 5


@dataclass(frozen=True)
class FoundIdentifier:
    """An identifier in its transcript."""

    transcript: Transcript
    identifier: Identifier

    @property
    def words(self) -> str:
        """What stands there, white space made single: for the review list only."""
        return " ".join(self.transcript.text[self.identifier.start : self.identifier.end].split())

    @property
    def surroundings(self) -> str:
        """The words around it: for the review list only."""
        start, end = max(0, self.identifier.start - _CONTEXT), self.identifier.end + _CONTEXT
        return " ".join(self.transcript.text[start:end].split())

    @property
    def line(self) -> int:
        """Line of the transcript's text, from 1."""
        return len(_LINE_END.findall(self.transcript.text, 0, self.identifier.start)) + 1

    @property
    def turn(self) -> int:
        """Number of the turn it stands in, from 1, labels included; 0 before the first."""
        return turn_number(self.transcript, self.identifier.start, self.identifier.end)

    @property
    def place_id(self) -> str:
        """Stands for this place and these words: changes with either. The letter keeps Excel's hands off."""
        identifier = self.identifier
        return "p" + _short_hash(
            self.transcript.id, str(identifier.start), str(identifier.end), identifier.kind, self.words
        )

    @property
    def thing_id(self) -> str:
        """Stands for what is named, wherever it stands."""
        return "t" + _short_hash(self.identifier.kind, self.identifier.value)


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def turn_number(transcript: Transcript, start: int, end: int) -> int:
    """Return the number of the turn that a place lies in, its label included, from 1; 0 before the first."""
    before = 0
    for number, turn in enumerate(transcript.turns, start=1):
        if start < turn.end:
            in_heading = number == 1 and end <= _label_start(transcript.text, turn)
            return before if in_heading else number
        before = number
    return before


def _label_start(text: str, turn: Turn) -> int:
    return max(text.rfind("\n", 0, turn.start), text.rfind("\r", 0, turn.start)) + 1


def open_identifiers(found: Iterable[FoundIdentifier], certainty: Certainty) -> tuple[FoundIdentifier, ...]:
    """Return those of a certainty."""
    return tuple(one for one in found if one.identifier.certainty == certainty)


def counts_in_words(found: Sequence[FoundIdentifier], *, with_lines: bool) -> str:
    """Say how many of each kind stand where, as in '1 NHS number (line 5), 2 postcodes (lines 7, 9)'.

    Lines where the file has such lines, else turns.
    """
    parts = []
    for kind in KINDS:
        places = [one.line if with_lines else one.turn for one in found if one.identifier.kind == kind]
        if places:
            parts.append(
                f"{counted(kind, len(places))} ({_listed(places, 'line' if with_lines else 'turn')})"
            )
    return ", ".join(parts)


def counted(kind: Kind, count: int) -> str:
    """Return '1 postcode' or '2 postcodes'."""
    return f"{count} {KIND_WORDS[kind][count != 1]}"


def _listed(places: Sequence[int], word: str) -> str:
    distinct = sorted(set(places))
    shown = ", ".join(map(str, distinct[:LINES_SHOWN]))
    more = f" and {len(distinct) - LINES_SHOWN} more" if len(distinct) > LINES_SHOWN else ""
    return f"{word if len(distinct) == 1 else word + 's'} {shown}{more}"
