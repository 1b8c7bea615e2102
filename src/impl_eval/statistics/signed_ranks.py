"""Signed ranks of the changes in pairs, and the exact null distribution of their sum.

What the signed rank test, the rank-biserial correlation and the interval of the Hodges-Lehmann estimate
have in common. Changes that differ by the rounding of floats only are tied, and such a change from zero
is zero: scale scores are means of whole numbers, whose differences seldom are equal to the last bit.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import RELATIVE_ROUNDING, BoolArray, FloatArray, largest_magnitude

IntArray = NDArray[np.int64]

Zeros = Literal["pratt", "dropped"]
"""Pairs without change: ranked with the others and then left out (Pratt 1959), or left out before."""

EXACT_UP_TO = 500
"""So many changes have their exact distribution; beyond, the normal approximation is good to 1e-4."""

NOBODY_CHANGED = "nobody changed"


@dataclass(frozen=True)
class SignedRanks:
    """Ranks of the pairs that changed. They are doubled, so that mid-ranks are whole numbers.

    `n` counts the pairs that were ranked: all with Pratt's zeros, those that changed with zeros dropped.
    """

    doubled: IntArray
    is_increase: BoolArray
    n: int

    @property
    def doubled_sum_of_increases(self) -> int:
        """Twice the sum of the ranks of increases."""
        return int(self.doubled[self.is_increase].sum())

    @property
    def doubled_total(self) -> int:
        """Twice the sum of all ranks."""
        return int(self.doubled.sum())


def changes(before: FloatArray, after: FloatArray) -> FloatArray:
    """Return follow-up minus baseline, exactly zero where both differ by rounding only."""
    differences = after - before
    differences[np.abs(differences) <= _tolerance(before, after)] = 0.0
    return differences


def signed_ranks(before: FloatArray, after: FloatArray, zeros: Zeros) -> SignedRanks:
    """Rank the sizes of the changes, equal ones at their mid-rank.

    ValueError where `zeros` is neither of its words.
    """
    if zeros not in ("pratt", "dropped"):
        raise ValueError(f'zeros are treated as "pratt" or "dropped"; got "{zeros}"')
    differences = changes(before, after)
    if zeros == "dropped":
        differences = differences[differences != 0]
    doubled = _doubled_mid_ranks(np.abs(differences), _tolerance(before, after))
    changed = differences != 0
    return SignedRanks(doubled[changed], differences[changed] > 0, differences.size)


def probability_at_most(ranks: IntArray, limit: int) -> float:
    """Return P(sum of a random half of the ranks <= limit): each rank counts with probability 1/2.

    Only additions and halvings of positive numbers: correct to some n x 1e-16 of its size, far into the
    tail. Takes n x limit steps.
    """
    return float(_probabilities(ranks, limit).sum()) if limit >= 0 else 0.0


def lower_critical_value(n: int, tail: float) -> int:
    """Return the smallest w with P(W <= w) >= tail, W the signed rank sum of n untied changes.

    Exact up to EXACT_UP_TO, beyond by the normal approximation, rounded down. It is 0 where even the most
    extreme outcome is not rare enough.
    """
    half = n * (n + 1) // 4
    if n > EXACT_UP_TO:
        from scipy import stats

        spread = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return math.floor(n * (n + 1) / 4 + float(stats.norm.ppf(tail)) * spread)
    cumulated = np.cumsum(_probabilities(np.arange(1, n + 1, dtype=np.int64), half))
    return int(np.searchsorted(cumulated, tail * (1 - RELATIVE_ROUNDING)))


def _probabilities(ranks: IntArray, limit: int) -> FloatArray:
    """Return P(sum = 0), ..., P(sum = limit); ranks are divided by their common divisor on the way."""
    divisor = int(np.gcd.reduce(ranks)) if ranks.size else 1
    size = limit // divisor + 1
    probabilities = np.zeros(size)
    probabilities[0] = 1.0
    for rank in np.sort(ranks // divisor).tolist():
        shifted = probabilities[: max(size - rank, 0)].copy()
        probabilities *= 0.5
        probabilities[rank:] += 0.5 * shifted
    return probabilities


def _doubled_mid_ranks(sizes: FloatArray, tolerance: float) -> IntArray:
    order = np.argsort(sizes, kind="stable")
    starts = np.concatenate([[True], np.diff(sizes[order]) > tolerance])[: sizes.size]
    group = np.cumsum(starts) - 1
    counts = np.bincount(group, minlength=1)
    first = np.cumsum(counts) - counts
    doubled = np.empty(sizes.size, dtype=np.int64)
    doubled[order] = (2 * first + counts + 1)[group]
    return doubled


def _tolerance(before: FloatArray, after: FloatArray) -> float:
    return RELATIVE_ROUNDING * largest_magnitude(before, after)
