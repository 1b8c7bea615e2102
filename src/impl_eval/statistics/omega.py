"""Omega total of one scale: reliability of its sum under one common factor.

Takes item scores that are already reverse scored, returns Estimates. The likelihood is in
one_factor.py; here is decided what counts as a proper solution and what is said where there is none.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, BoolArray, FloatArray, check_level
from impl_eval.statistics.item_moments import ItemMoments, complete_cases, moments_of_matrix
from impl_eval.statistics.item_statistics import shares
from impl_eval.statistics.one_factor import OneFactorFits, fit_one_factor
from impl_eval.statistics.reliability import why_without_reliability

MINIMUM_RESPONDENTS = 50
"""Below this many complete respondents no factor is fitted."""
MOST_IMPROPER = 0.5
"""Above this share of improper resamples there is no interval: what is left is the smaller part."""
JUST_IDENTIFIED = "three items are just identified: one factor always fits"
_CELLS_AT_ONCE = 4_000_000
_METHOD = (
    "one-factor maximum likelihood on covariances of complete cases; percentile interval of {resamples} "
    "resamples of respondents, those without a proper solution left out"
)
_SOURCE = "McDonald (1999); Joreskog (1967)"


@dataclass(frozen=True)
class OneFactorFit:
    """How well one factor fits: likelihood-ratio test and indices, under normal likelihood."""

    chi_square: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    cfi: Estimate
    tli: Estimate
    rmsea: Estimate
    srmr: Estimate


@dataclass(frozen=True)
class OmegaTotal:
    """Omega total with what it rests on.

    `loadings` and `residual_variances` (k, in the metric of the items, factor variance 1) are empty
    where there is no solution. `improper_resamples` is the share of resamples without a proper
    solution: they are left out of the interval.
    """

    omega: Estimate
    improper_resamples: Estimate
    fit: OneFactorFit
    loadings: tuple[float, ...] = ()
    residual_variances: tuple[float, ...] = ()


def omega_total(
    item_scores: ArrayLike,
    *,
    level: float = 0.95,
    resamples: int = 500,
    seed: int = 1,
    minimum_n: int = MINIMUM_RESPONDENTS,
) -> OmegaTotal:
    """Omega total: squared sum of loadings, divided by it plus the sum of residual variances.

    Parameters
    ----------
    item_scores : n respondents x k items, reverse scored already, NaN where missing; complete cases
        are used.
    level : confidence level of the percentile interval.
    resamples, seed : bootstrap of whole respondents; the result does not depend on the order of rows.
        0 resamples give no interval.
    minimum_n : fewest complete respondents for which a factor is fitted.

    Returns
    -------
    OmegaTotal. Not estimable, with the reason: fewer than three items (one factor is not identified),
    fewer than `minimum_n` complete respondents, an item that does not vary, covariances that are
    singular, and improper solutions: a residual variance at or below zero, or no convergence.

    Raises
    ------
    ValueError : not a matrix, an infinite value, a level that is none, or a negative number of resamples.

    Sources: McDonald (1999), Test theory: a unified treatment; Joreskog (1967), Psychometrika 32,
    443-482; Efron & Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    check_level(level)
    if resamples < 0:
        raise ValueError(f"a number of resamples is 0 or more; got {resamples}")
    complete = complete_cases(item_scores)
    moments = moments_of_matrix(complete)
    reason = _why_not_fitted(moments, minimum_n)
    if reason:
        return _without_omega(reason, moments.n)
    correlations, scale = _correlations(moments.covariance[None])
    fits = fit_one_factor(correlations)
    reason = _why_improper(fits)
    if reason:
        return _without_omega(reason, moments.n)
    omegas, _ = _omegas(fits, scale)
    resampled, improper = _resampled_omegas(complete, resamples, seed)
    return OmegaTotal(
        _with_interval(float(omegas[0]), resampled, level, moments.n, resamples),
        _improper_share(int(np.count_nonzero(improper)), resamples, level),
        _fit(fits, correlations[0], moments.n),
        tuple((fits.loadings[0] * scale[0]).tolist()),
        tuple((fits.residual_variances[0] * scale[0] ** 2).tolist()),
    )


def _why_not_fitted(moments: ItemMoments, minimum_n: int) -> str:
    n, k = moments.n, moments.items
    reason = why_without_reliability(n, k)
    if reason:
        return reason
    if k == 2:
        return "two items do not identify a factor"
    if n < minimum_n:
        return f"{n} respondents answered every item: no factor is fitted to fewer than {minimum_n}"
    if (moments.variances == 0).any():
        return "an item does not vary: everybody gave the same answer"
    return ""


def _why_improper(fits: OneFactorFits) -> str:
    if not np.isfinite(fits.discrepancy[0]) and not fits.converged[0]:
        return "the items are linear combinations of each other: their covariances are singular"
    if not fits.converged[0]:
        return "improper solution: one-factor maximum likelihood has no solution for these covariances"
    negative = np.flatnonzero(fits.residual_variances[0] <= 0)
    if len(negative):
        return f"improper solution: the residual variance of item {negative[0] + 1} is not above zero"
    return ""


def _without_omega(reason: str, n: int) -> OmegaTotal:
    nothing = {
        name: Estimate.not_estimable(name, reason, n=n)
        for name in (
            "omega_total", "improper_resamples", "chi_square", "degrees_of_freedom", "p_value",
            "cfi", "tli", "rmsea", "srmr",
        )
    }  # fmt: skip
    omega, improper, *fit = nothing.values()
    return OmegaTotal(omega, improper, OneFactorFit(*fit))


def _correlations(covariances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return correlations (b x k x k) and standard deviations (b x k); zeros where an item is constant."""
    scale = np.sqrt(np.maximum(np.diagonal(covariances, axis1=1, axis2=2), 0))
    both = scale[:, :, None] * scale[:, None, :]
    correlations = np.zeros_like(covariances)
    np.divide(covariances, both, out=correlations, where=both > 0)
    return correlations, scale


def _omegas(fits: OneFactorFits, scale: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return omega of each solution (b), and which of them are proper."""
    common = (fits.loadings * scale).sum(axis=1) ** 2
    whole = common + (fits.residual_variances * scale**2).sum(axis=1)
    proper = fits.converged & (fits.residual_variances > 0).all(axis=1) & (whole > 0)
    omegas = np.full(len(common), np.nan)
    np.divide(common, whole, out=omegas, where=proper)
    return omegas, proper


def _resampled_omegas(complete: FloatArray, resamples: int, seed: int) -> tuple[FloatArray, BoolArray]:
    """Return the proper omegas of resampled respondents, and which resamples were improper."""
    n = len(complete)
    # Equal rows are drawn together, in sorted order: the seed then says all, whatever the order of rows.
    patterns, counts = np.unique(complete, axis=0, return_counts=True)
    centred = patterns - complete.mean(axis=0)
    rows, columns = np.triu_indices(centred.shape[1])
    products = centred[:, rows] * centred[:, columns]
    random = np.random.default_rng(seed)
    omegas, improper = [], []
    at_once = max(1, _CELLS_AT_ONCE // len(patterns))
    for start in range(0, resamples, at_once):
        weights = random.multinomial(n, counts / n, size=min(at_once, resamples - start)).astype(np.float64)
        means = weights @ centred / n
        covariances = np.empty((len(weights), centred.shape[1], centred.shape[1]))
        covariances[:, rows, columns] = weights @ products / n - means[:, rows] * means[:, columns]
        covariances[:, columns, rows] = covariances[:, rows, columns]
        correlations, scale = _correlations(covariances)
        found, proper = _omegas(fit_one_factor(correlations), scale)
        omegas.append(found[proper])
        improper.append(~proper)
    return np.concatenate([np.empty(0), *omegas]), np.concatenate([np.zeros(0, np.bool_), *improper])


def _with_interval(value: float, resampled: FloatArray, level: float, n: int, resamples: int) -> Estimate:
    method = _METHOD.format(resamples=resamples)
    found = Estimate("omega_total", value, n=n, method=method, source=_SOURCE, reason=WITHOUT_INTERVAL)
    if not resamples:
        return found
    if 1 - len(resampled) / resamples > MOST_IMPROPER:
        lost = resamples - len(resampled)
        return replace(found, reason=f"no interval: {lost} of {resamples} resamples have improper solutions")
    low, high = np.quantile(resampled, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return replace(found, low=low, high=high, level=level, reason="")


def _improper_share(improper: int, resamples: int, level: float) -> Estimate:
    if not resamples:
        return Estimate.not_estimable("improper_resamples", "nothing was resampled", n=0, unit="proportion")
    (share,) = shares("improper_resamples", [improper], [resamples], level=level)
    return replace(share, method="share of resamples without a proper solution, Wilson score interval")


def _fit(fits: OneFactorFits, correlations: FloatArray, n: int) -> OneFactorFit:
    k = len(correlations)
    names = ("chi_square", "degrees_of_freedom", "p_value", "cfi", "tli", "rmsea", "srmr")
    if k == 3:
        return OneFactorFit(*(Estimate.not_estimable(name, JUST_IDENTIFIED, n=n) for name in names))
    from scipy import special

    loadings, residuals = fits.loadings[0], fits.residual_variances[0]
    freedom, freedom_apart = k * (k - 3) // 2, k * (k - 1) // 2
    chi_square = max(0.0, n * float(fits.discrepancy[0]))
    apart = -n * float(np.linalg.slogdet(correlations)[1])
    excess, excess_apart = chi_square - freedom, apart - freedom_apart
    worst = max(excess, excess_apart, 0.0)
    misfit = correlations - np.multiply.outer(loadings, loadings) - np.diag(residuals)
    values = (
        chi_square,
        float(freedom),
        float(special.chdtrc(freedom, chi_square)),
        1 - max(excess, 0.0) / worst if worst > 0 else 1.0,
        (apart / freedom_apart - chi_square / freedom) / (apart / freedom_apart - 1),
        math.sqrt(max(excess / freedom / n, 0.0)),
        math.sqrt(float((misfit[np.triu_indices(k)] ** 2).mean())),
    )
    method = "one-factor model against free covariances, normal likelihood (n times the discrepancy)"
    return OneFactorFit(
        *(
            Estimate(name, value, n=n, method=method, reason=WITHOUT_INTERVAL)
            for name, value in zip(names, values, strict=True)
        )
    )
