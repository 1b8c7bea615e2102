"""Rows of two timepoints arranged by respondent, for models of both scores of one person.

Links are made before the rows arrive here; a row without a label is a respondent of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import BoolArray, FloatArray, LabelArray

ABSENT = -1


@dataclass(frozen=True, eq=False)
class Occasions:
    """Per respondent (u of them): rows at baseline and follow-up (u x 2, ABSENT where none), and the site."""

    rows: NDArray[np.intp]
    site: LabelArray

    @property
    def linked(self) -> int:
        """Number of respondents with a row at both timepoints."""
        return int((self.rows != ABSENT).all(axis=1).sum())

    @property
    def first_row(self) -> NDArray[np.intp]:
        """The row at baseline, else the one at follow-up."""
        return np.where(self.rows[:, 0] != ABSENT, self.rows[:, 0], self.rows[:, 1])


def by_respondent(is_follow_up: BoolArray, respondent: Sequence[str], site: LabelArray) -> Occasions:
    """Arrange n rows by respondent, in the order of first appearance.

    A respondent who appears in two sites takes the site of the first row. ValueError on lengths that
    differ, and on two rows of one respondent at one timepoint.
    """
    n = len(respondent)
    if is_follow_up.shape != (n,) or site.shape != (n,):
        raise ValueError(f"need equal lengths; got {is_follow_up.shape}, {n} and {site.shape}")
    place: dict[str, int] = {}
    rows: list[list[int]] = []
    for row, (label, later) in enumerate(zip(respondent, is_follow_up, strict=True)):
        unit = place.get(label) if label else None
        if unit is None:
            unit = len(rows)
            rows.append([ABSENT, ABSENT])
            place[label] = unit
        if rows[unit][int(later)] != ABSENT:
            raise ValueError("a respondent has two rows at one timepoint")
        rows[unit][int(later)] = row
    arranged = np.array(rows, dtype=np.intp).reshape(-1, 2)
    first = np.where(arranged[:, 0] != ABSENT, arranged[:, 0], arranged[:, 1])
    return Occasions(arranged, site[first])


def spread_out(matrix: FloatArray, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> FloatArray:
    """Return units x scores: matrix[rows, columns], NaN where the row is ABSENT."""
    return np.asarray(np.where(rows == ABSENT, np.nan, matrix[rows, columns]), dtype=np.float64)


def site_mean(values: FloatArray, site: LabelArray) -> FloatArray:
    """Return, per unit (u x 1), the mean of what its site answered, in standard deviations of each column.

    The unit's own answers are in it. Without them the mean of a large site would tell the missing answer
    from the rest by subtraction, where sites are few.
    """
    spread = np.nanstd(values, axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    standardised = (values - np.nanmean(values, axis=0)) / scale
    sums, counts = np.nansum(standardised, axis=1), (~np.isnan(standardised)).sum(axis=1)
    _, codes = np.unique(site, return_inverse=True)
    codes = codes.reshape(-1)
    means = np.bincount(codes, weights=sums) / np.bincount(codes, weights=counts)
    return np.asarray(means[codes][:, np.newaxis], dtype=np.float64)
