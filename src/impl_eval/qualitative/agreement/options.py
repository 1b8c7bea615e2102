"""What is asked of a comparison: in which units, at which level of codes, of whom."""

from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["utterance", "sentence", "character", "overlap"]
Level = Literal["mechanism", "code"]
UNITS: tuple[Unit, ...] = get_args(Unit)
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True)
class Comparison:
    """How coders are compared.

    Parameters
    ----------
    unit : "utterance" is a participant's turn, "sentence" a sentence of one, "character" a character of
        the whole transcript, and "overlap" the passages themselves.
    level : "mechanism" lets a sub-code count for its mechanism; at "code" each code stands for itself.
    coders : only these are compared; empty for all.
    by_transcript : agreement in each transcript too.
    confidence_level : of the intervals.
    """

    unit: Unit = "utterance"
    level: Level = "mechanism"
    coders: tuple[str, ...] = ()
    by_transcript: bool = False
    confidence_level: float = 0.95

    @property
    def prefix(self) -> str:
        """Return how the ids of results begin: the default comparison has the short one."""
        unit = "" if self.unit == "utterance" else f".{self.unit}"
        return f"agreement{unit}{'.code' if self.level == 'code' else ''}"


OF_TURNS = Comparison()
"""The comparison that is made where nothing else is asked for: in turns, by mechanism."""
