"""Order statistics of all Walsh averages, without making them.

The Walsh averages of n numbers are the n (n + 1) / 2 means of two of them, each number with itself
included. They are counted below a limit that is halved in on, so that memory grows with n, not its square.
"""

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import FloatArray

ROUNDS = 200
"""Halvings of the range: floats leave no middle after some 60 to 130 of them."""


def walsh_average(ordered: FloatArray, position: int) -> float:
    """Return the Walsh average at a position, 1 for the smallest, of numbers in ascending order.

    Correct but for the rounding of floats. ValueError where there is no such position.
    """
    n = ordered.size
    if not 1 <= position <= n * (n + 1) // 2:
        raise ValueError(f"{n} values have no Walsh average number {position}")
    low, high = 2 * float(ordered[0]), 2 * float(ordered[-1])
    if _count_at_most(ordered, low) >= position:
        return low / 2
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if _count_at_most(ordered, middle) >= position:
            high = middle
        else:
            low = middle
    return _largest_sum_at_most(ordered, high) / 2


def walsh_median(ordered: FloatArray) -> float:
    """Return the median of all Walsh averages of numbers in ascending order."""
    count = ordered.size * (ordered.size + 1) // 2
    lower = walsh_average(ordered, (count + 1) // 2)
    return lower if count % 2 else (lower + walsh_average(ordered, count // 2 + 1)) / 2


def _partners(ordered: FloatArray, limit: float) -> NDArray[np.int64]:
    """Return for each number how many, itself among them, give a sum of at most `limit` with it."""
    return np.searchsorted(ordered, limit - ordered, side="right").astype(np.int64)


def _count_at_most(ordered: FloatArray, limit: float) -> int:
    """Return how many sums of two are at most `limit`: every sum of two different ones is met twice."""
    partners = _partners(ordered, limit)
    with_itself = np.count_nonzero(partners > np.arange(ordered.size))
    return int(partners.sum() + with_itself) // 2


def _largest_sum_at_most(ordered: FloatArray, limit: float) -> float:
    """Return the largest sum of two numbers that is at most `limit`: halving ends beside it, not on it."""
    partners = _partners(ordered, limit)
    some = partners > 0
    return float((ordered[some] + ordered[partners[some] - 1]).max())
