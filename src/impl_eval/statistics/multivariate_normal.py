"""Mean and covariance of a multivariate normal distribution where cells are missing: EM, maximum likelihood.

Works on sums and cross-products of the rows that miss the same cells, so that an iteration costs by
patterns and not by rows. What is done with the moments (Little's test, starts of an imputation) is in
the modules of its own name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.statistics.arrays import BoolArray, FloatArray, is_constant, largest_magnitude

CONVERGED = 1e-11
"""Largest change of a moment in one step, in standard deviations of the columns."""

MOST_ITERATIONS = 5_000

SINGULAR = 1e-9
"""Below this smallest eigenvalue, in standard deviations of the columns, they depend on each other."""


@dataclass(frozen=True, eq=False)
class MissingPattern:
    """Rows (indices) in which the same columns are answered (`answered`: p booleans)."""

    answered: BoolArray
    rows: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class NormalMoments:
    """Maximum-likelihood mean (p) and covariance (p x p, divisor n), from `n` rows with any answer.

    Where they cannot be had `reason` says why, and mean and covariance are empty.
    """

    mean: FloatArray
    covariance: FloatArray
    n: int
    patterns: tuple[MissingPattern, ...]
    iterations: int = 0
    reason: str = ""


@dataclass(frozen=True, eq=False)
class _PatternSums:
    answered: BoolArray
    n: int
    mean: FloatArray
    cross: FloatArray  # about the mean of the pattern


def missing_patterns(values: FloatArray) -> tuple[MissingPattern, ...]:
    """Return the patterns of an n x p matrix, NaN where missing; rows without any value are left out."""
    answered = ~np.isnan(values)
    masks, codes = np.unique(answered, axis=0, return_inverse=True)
    codes = codes.reshape(-1)
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(masks)))
    rows = np.split(order, ends[:-1]) if len(masks) else []
    return tuple(MissingPattern(mask, group) for mask, group in zip(masks, rows, strict=True) if mask.any())


def matrix_of_scores(values: ArrayLike) -> FloatArray:
    """Return an n x p matrix of numbers, NaN where missing; ValueError on another shape or infinity."""
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] == 0:
        raise ValueError(f"need rows by columns; got shape {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError("a value is infinite")
    return matrix


def normal_moments(values: ArrayLike, *, names: Sequence[str] = ()) -> NormalMoments:
    """Maximum-likelihood mean and covariance of an n x p matrix with missing cells.

    Parameters
    ----------
    values : n x p, NaN where missing. Rows without any value are left out.
    names : p names for the reasons; "column 1" and so on without them.

    Returns
    -------
    NormalMoments. No moments, with the reason, where a column is empty or constant, two columns were
    never answered in one row (their covariance is then not identified), there are not more rows than
    columns, the columns depend linearly on each other, or the iteration does not converge.

    Raises
    ------
    ValueError : not a matrix, an infinite value, or a wrong number of names.

    Source: Dempster, Laird and Rubin (1977), JRSS B 39, 1-38; Little and Rubin (2002), section 11.2.
    """
    matrix = matrix_of_scores(values)
    labels = column_labels(names, matrix.shape[1])
    patterns = missing_patterns(matrix)
    n = sum(pattern.rows.size for pattern in patterns)
    reason = _why_not(matrix, n, labels)
    if reason:
        return _without(n, patterns, reason)
    centre, spread = np.nanmean(matrix, axis=0), np.nanstd(matrix, axis=0)
    sums = [_sums((matrix - centre) / spread, pattern) for pattern in patterns]
    mean, covariance, iterations, reason = _iterate(sums, n)
    if reason:
        return _without(n, patterns, reason)
    scaled = covariance * np.outer(spread, spread)
    return NormalMoments(centre + spread * mean, scaled, n, patterns, iterations)


def column_labels(names: Sequence[str], columns: int) -> tuple[str, ...]:
    """Return the names, or "column 1" and so on where none are given; ValueError on a wrong number."""
    if names and len(names) != columns:
        raise ValueError(f"{len(names)} names for {columns} columns")
    return tuple(names) or tuple(f"column {number}" for number in range(1, columns + 1))


def _without(n: int, patterns: tuple[MissingPattern, ...], reason: str) -> NormalMoments:
    return NormalMoments(np.empty(0), np.empty((0, 0)), n, patterns, reason=reason)


def _why_not(matrix: FloatArray, n: int, labels: tuple[str, ...]) -> str:
    columns = len(labels)
    if n == 0:
        return "nobody answered"
    if n <= columns:
        return f"too few rows ({n}) for the number of scores ({columns})"
    for label, column in zip(labels, matrix.T, strict=True):
        present = column[~np.isnan(column)]
        if present.size == 0:
            return f"{label} was never answered"
        if is_constant(present, largest_magnitude(present)):
            return f"{label} does not vary"
    answered = (~np.isnan(matrix)).astype(np.float64)
    apart = np.argwhere(answered.T @ answered == 0)
    if apart.size:
        return f"{labels[apart[0][0]]} and {labels[apart[0][1]]} were never answered in one row"
    return ""


def _sums(standardised: FloatArray, pattern: MissingPattern) -> _PatternSums:
    values = standardised[np.ix_(pattern.rows, pattern.answered)]
    mean = values.mean(axis=0)
    return _PatternSums(pattern.answered, len(values), mean, (values - mean).T @ (values - mean))


def _iterate(sums: list[_PatternSums], n: int) -> tuple[FloatArray, FloatArray, int, str]:
    columns = sums[0].answered.size
    mean, covariance = np.zeros(columns), np.eye(columns)
    for iteration in range(1, MOST_ITERATIONS + 1):
        shift, cross = np.zeros(columns), np.zeros((columns, columns))
        for pattern in sums:
            _add_expected(pattern, mean, covariance, shift, cross)
        new_mean = mean + shift / n
        new_covariance = cross / n - np.outer(shift, shift) / n**2
        change = max(np.abs(new_mean - mean).max(), np.abs(new_covariance - covariance).max())
        mean, covariance = new_mean, new_covariance
        if np.linalg.eigvalsh(covariance)[0] < SINGULAR:
            return mean, covariance, iteration, "the columns depend linearly on each other"
        if change <= CONVERGED:
            return mean, covariance, iteration, ""
    return mean, covariance, MOST_ITERATIONS, "the moments do not converge: too much is missing"


def _add_expected(
    pattern: _PatternSums, mean: FloatArray, covariance: FloatArray, shift: FloatArray, cross: FloatArray
) -> None:
    """Add the expected sum and cross-product of the completed deviations from the mean of one pattern."""
    seen, unseen = pattern.answered, ~pattern.answered
    to_all = np.zeros((int(seen.sum()), seen.size))
    to_all[:, seen] = np.eye(len(to_all))
    if unseen.any():
        slopes = np.linalg.solve(covariance[np.ix_(seen, seen)], covariance[np.ix_(seen, unseen)])
        to_all[:, unseen] = slopes
        left_over = covariance[np.ix_(unseen, unseen)] - covariance[np.ix_(unseen, seen)] @ slopes
        cross[np.ix_(unseen, unseen)] += pattern.n * left_over
    deviation = pattern.mean - mean[seen]
    shift += pattern.n * (deviation @ to_all)
    cross += to_all.T @ (pattern.cross + pattern.n * np.outer(deviation, deviation)) @ to_all
