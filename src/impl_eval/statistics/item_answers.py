"""Whole-number answers to the items of one scale, and the key by which they become a score.

The form in which counting is fast: one small whole number per answer, items one after another in
memory, and a single number that says "no answer". What a score is computed from lies in
pattern_counts.py; here is only the form.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Answers = NDArray[np.signedinteger]
Column = NDArray[np.integer] | NDArray[np.floating]
_SMALLEST, _LARGEST = -126, 127


@dataclass(frozen=True)
class ScoringKey:
    """How k items become one score.

    Answers are whole numbers from `low` to `high`. `reverse_scored` (k) marks items that are mirrored
    in that range. A score is given where at least `min_valid` items are answered: the mean of the
    answered items, or ("sum") that mean times k.
    """

    low: int
    high: int
    reverse_scored: tuple[bool, ...]
    min_valid: int = 1
    rule: Literal["mean", "sum"] = "mean"

    def __post_init__(self) -> None:
        if not self.reverse_scored:
            raise ValueError("a scale has at least one item")
        if self.high <= self.low or self.min_valid < 1:
            raise ValueError("a range ends above its start, and at least one item is needed for a score")

    @property
    def items(self) -> int:
        """The number of items."""
        return len(self.reverse_scored)

    @property
    def options(self) -> int:
        """The number of response options."""
        return self.high - self.low + 1

    @property
    def no_answer(self) -> int:
        """The number that stands for "no answer": the one below the lowest option."""
        return self.low - 1

    @property
    def score_range(self) -> tuple[int, int]:
        """Lowest and highest possible score."""
        times = self.items if self.rule == "sum" else 1
        return times * self.low, times * self.high


def coded_answers(
    columns: Sequence[Column], low: int, high: int, missing_codes: Collection[int] = ()
) -> Answers:
    """Return k columns of answers as an n x k array of small whole numbers, column by column in memory.

    Parameters
    ----------
    columns : k arrays of n answers each, whole numbers or floats, NaN where there is none.
    low, high : the range of the answers.
    missing_codes : numbers outside the range that stand for "no answer".

    Returns
    -------
    int8 (int16 for wide ranges), with `low - 1` where there is no answer.

    Raises
    ------
    ValueError : columns of different lengths, an answer outside the range that is no missing code, or
        one that is not a whole number: the item's position, how many, and the first row are said.
    """
    narrow = low - 1 >= _SMALLEST and high <= _LARGEST
    n = len(columns[0]) if columns else 0
    coded = np.empty((n, len(columns)), dtype=np.int8 if narrow else np.int32, order="F")
    for position, column in enumerate(columns):
        if column.shape != (n,):
            raise ValueError("columns of answers differ in length")
        _code(column, coded[:, position], (low, high), missing_codes, position)
    return coded


def _code(
    column: Column,
    into: Answers,
    bounds: tuple[int, int],
    missing_codes: Collection[int],
    position: int,
) -> None:
    low, high = bounds
    wrong = column > high
    wrong |= column < low
    absent = np.isnan(column) if column.dtype.kind == "f" else np.zeros(column.shape, dtype=np.bool_)
    for code in missing_codes:
        absent |= column == code
    wrong &= ~absent
    if column.dtype.kind == "f":
        wrong |= ~absent & (np.floor(column) != column)
    if wrong.any():
        raise ValueError(
            f"item {position + 1}: {np.count_nonzero(wrong)} answers are not whole numbers from {low} to "
            f"{high}, the first in row {int(np.argmax(wrong)) + 1}"
        )
    np.copyto(into, np.where(absent, column.dtype.type(low - 1), column), casting="unsafe")
