"""What is known of a statistic: its name, its kind of number, its unit, and what a reader must know of it."""

from dataclasses import dataclass
from typing import Literal

POINTS = "points of the scale or item"
NONE = "none"
SQUARED = "squared points"

NumberKind = Literal[
    "count", "mean", "change", "share", "per cent", "p value", "coefficient", "rate", "amount"
]


@dataclass(frozen=True)
class StatisticName:
    """A name as it stands in results.json, its kind of number, and what a reader must know of it."""

    name: str
    kind: NumberKind
    unit: str
    meaning: str
