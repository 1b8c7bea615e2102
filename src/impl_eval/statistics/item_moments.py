"""Variances and covariances of the items of one scale on complete cases: what alpha and its kin rest on.

Made here once, either from a matrix of item scores or from whole-number sums (pattern_counts.py), so
that every coefficient of a scale speaks of the same respondents. No coefficient is computed here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.statistics.arrays import FloatArray, is_constant, largest_magnitude


@dataclass(frozen=True)
class ItemMoments:
    """Moments of k items among the n respondents who answered all of them; divisor n - 1.

    `covariance` is k x k; `total_variance` is that of the sum of all items, `rest_variances` (k) those
    of the sum without each item. What does not vary has a variance of exactly 0. All are 0 where n
    is below 2.
    """

    n: int
    covariance: FloatArray
    total_variance: float
    rest_variances: FloatArray

    @property
    def items(self) -> int:
        """The number of items."""
        return len(self.covariance)

    @property
    def variances(self) -> FloatArray:
        """Variance of each item (k)."""
        return np.asarray(np.diagonal(self.covariance))


def item_matrix(item_scores: ArrayLike) -> FloatArray:
    """Return item scores as an n x k matrix; ValueError on another shape or an infinite value."""
    matrix = np.asarray(item_scores, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"need respondents x items; got {matrix.ndim} dimensions")
    if np.isinf(matrix).any():
        raise ValueError("an item score is infinite")
    return matrix


def complete_cases(item_scores: ArrayLike) -> FloatArray:
    """Return the rows in which no item is NaN; ValueError as `item_matrix`."""
    matrix = item_matrix(item_scores)
    return matrix[~np.isnan(matrix).any(axis=1)]


def moments_of_matrix(item_scores: ArrayLike) -> ItemMoments:
    """Return the moments of the complete cases of item scores (n x k, NaN where missing).

    Raises
    ------
    ValueError : not a matrix, or an infinite value.
    """
    complete = complete_cases(item_scores)
    n, k = complete.shape
    if n < 2:
        return ItemMoments(n, np.zeros((k, k)), 0.0, np.zeros(k))
    magnitude = largest_magnitude(complete)
    centred = complete - complete.mean(axis=0)
    varies = np.array([not is_constant(column, magnitude) for column in complete.T])
    centred[:, ~varies] = 0.0
    totals = complete.sum(axis=1)
    rests = totals[:, None] - complete
    # Sums of k items carry the rounding of k items, and of nothing else.
    return ItemMoments(
        n,
        centred.T @ centred / (n - 1),
        _variance(totals, magnitude),
        np.array([_variance(rest, magnitude) for rest in rests.T]),
    )


def moments_of_sums(n: int, sums: NDArray[np.int64], products: NDArray[np.int64]) -> ItemMoments:
    """Return the moments of k items of whole numbers from their sums (k) and sums of products (k x k).

    Nothing is rounded before the last division: n times a product minus the product of two sums is a
    whole number, so that an item without variation has a variance of exactly 0.
    """
    k = len(sums)
    if n < 2:
        return ItemMoments(n, np.zeros((k, k)), 0.0, np.zeros(k))
    scaled = n * products - np.multiply.outer(sums, sums)
    total = int(scaled.sum())
    rests = total - 2 * scaled.sum(axis=1) + np.diagonal(scaled)
    divisor = float(n) * (n - 1)
    return ItemMoments(n, scaled / divisor, total / divisor, rests / divisor)


def _variance(values: FloatArray, magnitude: float) -> float:
    return 0.0 if is_constant(values, magnitude) else float(values.var(ddof=1))
