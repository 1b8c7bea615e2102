"""Draws of missing cells from a multivariate normal regression: data augmentation, several chains at once.

The rows are regressed on predictors that are complete; what a row answered predicts what it misses, and
parameters are drawn anew for every step, so that imputed values carry the uncertainty of the model too
("proper" imputation). Knows nothing of timepoints or sites: those are in multiple_imputation.py.
"""

from dataclasses import dataclass

import numpy as np

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.multivariate_normal import MissingPattern, NormalMoments, missing_patterns


@dataclass(frozen=True, eq=False)
class _Regression:
    """The design (n x c) and what every parameter draw needs of it."""

    design: FloatArray
    projection: FloatArray  # c x n, to the least-squares coefficients
    root: FloatArray  # c x c, root @ root.T is the inverse of design' design


@dataclass(frozen=True, eq=False)
class _Parameters:
    """One draw for each of m chains: fitted means (m x n x k) and residual covariance (m x k x k)."""

    fitted: FloatArray
    covariance: FloatArray


def draw_completed(
    values: FloatArray,
    design: FloatArray,
    moments: NormalMoments,
    *,
    imputations: int,
    iterations: int,
    rng: np.random.Generator,
) -> FloatArray:
    """Draw m completed copies of an n x k matrix, each from a chain of its own.

    Parameters
    ----------
    values : n x k, NaN where missing, at least one value in each row.
    design : n x c predictors of full column rank with a column of ones; n - c is at least k.
    moments : maximum-likelihood moments of `values`: every chain starts there.
    imputations, iterations : number of chains m, and of steps of each before its draw is taken.

    Returns
    -------
    m x n x k: the values given, and draws where they are NaN. Neither rounded nor kept in the range of
    the scores: either would bias the mean.

    Sources: Schafer (1997), Analysis of Incomplete Multivariate Data, section 5.4; the prior of the
    parameters is Jeffreys's. Rubin (1987) for what is asked of imputations.
    """
    centre, spread = moments.mean, np.sqrt(np.diag(moments.covariance))
    standardised = (values - centre) / spread
    patterns = tuple(pattern for pattern in missing_patterns(values) if not pattern.answered.all())
    q, r = np.linalg.qr(design)
    root = np.linalg.inv(r)
    regression = _Regression(design, root @ q.T, root)
    correlation = moments.covariance / np.outer(spread, spread)
    completed = np.repeat(standardised[np.newaxis], imputations, axis=0)
    start = _Parameters(np.zeros_like(completed), np.repeat(correlation[np.newaxis], imputations, axis=0))
    _impute(completed, patterns, start, rng)
    for _ in range(iterations):
        _impute(completed, patterns, _draw_parameters(completed, regression, rng), rng)
    filled = centre + spread * completed
    return np.where(np.isnan(values), filled, values)


def _impute(
    completed: FloatArray,
    patterns: tuple[MissingPattern, ...],
    parameters: _Parameters,
    rng: np.random.Generator,
) -> None:
    """Draw the missing cells of every chain in place, given its parameters and the answered cells."""
    covariance, deviation = parameters.covariance, completed - parameters.fitted
    for pattern in patterns:
        seen, unseen = np.flatnonzero(pattern.answered), np.flatnonzero(~pattern.answered)
        across = covariance[:, seen[:, np.newaxis], unseen]
        slopes = np.linalg.solve(covariance[:, seen[:, np.newaxis], seen], across)
        left_over = covariance[:, unseen[:, np.newaxis], unseen] - across.transpose(0, 2, 1) @ slopes
        noise = rng.standard_normal((len(completed), pattern.rows.size, unseen.size))
        expected = deviation[:, pattern.rows[:, np.newaxis], seen] @ slopes
        drawn = expected + noise @ np.linalg.cholesky(left_over).transpose(0, 2, 1)
        cells = (slice(None), pattern.rows[:, np.newaxis], unseen)
        completed[cells] = parameters.fitted[cells] + drawn


def _draw_parameters(completed: FloatArray, regression: _Regression, rng: np.random.Generator) -> _Parameters:
    """Draw coefficients and residual covariance of every chain from their posterior, given full data.

    The covariance is inverse Wishart with n - c degrees of freedom (Bartlett's decomposition), the
    coefficients normal about their least-squares values.
    """
    m, n, k = completed.shape
    c = regression.design.shape[1]
    coefficients = regression.projection @ completed
    residuals = completed - regression.design @ coefficients
    factor = np.linalg.cholesky(residuals.transpose(0, 2, 1) @ residuals)
    triangle = np.tril(rng.standard_normal((m, k, k)), -1)
    chi = np.sqrt(rng.chisquare(n - c - np.arange(k), size=(m, k)))
    triangle[:, np.arange(k), np.arange(k)] = chi
    root = np.linalg.solve(triangle, factor.transpose(0, 2, 1)).transpose(0, 2, 1)
    noise = regression.root @ rng.standard_normal((m, c, k)) @ root.transpose(0, 2, 1)
    return _Parameters(regression.design @ (coefficients + noise), root @ root.transpose(0, 2, 1))
