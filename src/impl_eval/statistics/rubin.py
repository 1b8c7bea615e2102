"""Pooling of one analysis over several imputed data sets: Rubin's rules, degrees of freedom of Barnard-Rubin.

Takes what each analysis gave. How data sets are imputed is in multiple_imputation.py.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, check_level, is_constant, largest_magnitude

METHOD = "pooled over imputations by Rubin's rules, t interval with Barnard-Rubin degrees of freedom"
SOURCE = "Barnard and Rubin (1999)"


@dataclass(frozen=True)
class PooledEstimate:
    """The pooled value with its interval, and what the imputations say of what is missing.

    `missing_information` is the share of information missing (with the finite-imputations term);
    `between_share` the share of the total variance that lies between imputations (lambda).
    """

    pooled: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    missing_information: Estimate
    between_share: Estimate
    imputations: int


def pool_rubin(
    values: ArrayLike,
    variances: ArrayLike,
    *,
    complete_degrees_of_freedom: float = math.inf,
    statistic: str = "mean_change",
    n: int | None = None,
    level: float = 0.95,
) -> PooledEstimate:
    """Pool m estimates and their squared standard errors.

    Parameters
    ----------
    values, variances : m estimates of one quantity, and their sampling variances.
    complete_degrees_of_freedom : of the analysis if nothing were missing; infinite where it has none.
    statistic, n : name and number of units of the pooled estimate, for the result only.
    level : confidence level of the interval.

    Returns
    -------
    PooledEstimate. From one imputation nothing is estimable; where all variances are 0 and the
    estimates agree, the value stands without inference.

    Raises
    ------
    ValueError : unequal lengths, no estimates, numbers that are not finite, a negative variance,
        degrees of freedom that are not above 0, or a level that is none.

    Sources: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1;
    Barnard and Rubin (1999), Biometrika 86, 948-955.
    """
    check_level(level)
    q, u = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    _check(q, u, complete_degrees_of_freedom)
    m = q.size
    if m < 2:
        return nothing_pooled(statistic, "only 1 imputation: at least 2 are needed", m, n)
    agree = is_constant(q, largest_magnitude(q))
    between = 0.0 if agree else float(q.var(ddof=1)) * (1 + 1 / m)
    total = float(u.mean()) + between
    if total <= 0:
        pooled = Estimate(
            statistic, float(q.mean()), n=n, method=METHOD, source=SOURCE, reason="no interval: no variation"
        )
        return _with_value_only(pooled, "no variation within or between imputations", m)
    share = between / total
    freedom = barnard_rubin(share, m, complete_degrees_of_freedom)
    return _inference(float(q.mean()), total, share, freedom, statistic, m, n, level)


def barnard_rubin(between_share: float, imputations: int, complete_degrees_of_freedom: float) -> float:
    """Return Barnard and Rubin's degrees of freedom; infinite where neither source limits them.

    `between_share` is lambda, the share of the total variance between imputations, from 0 to 1.
    """
    rubin = (imputations - 1) / between_share**2 if between_share > 0 else math.inf
    if math.isinf(complete_degrees_of_freedom):
        return rubin
    complete = complete_degrees_of_freedom
    observed = (complete + 1) / (complete + 3) * complete * (1 - between_share)
    if math.isinf(rubin):
        return observed
    return rubin * observed / (rubin + observed)


def _check(q: np.ndarray, u: np.ndarray, freedom: float) -> None:
    if q.ndim != 1 or q.shape != u.shape or q.size == 0:
        raise ValueError(f"need as many variances as estimates, at least one; got {q.shape} and {u.shape}")
    if not (np.isfinite(q).all() and np.isfinite(u).all()) or (u < 0).any():
        raise ValueError("estimates are finite, and variances finite and not negative")
    if not freedom > 0:
        raise ValueError(f"degrees of freedom lie above 0; got {freedom}")


def _inference(
    value: float,
    total: float,
    share: float,
    freedom: float,
    statistic: str,
    m: int,
    n: int | None,
    level: float,
) -> PooledEstimate:
    from scipy import stats

    if freedom <= 0:
        reason = "all information is missing: the imputations differ by everything"
        pooled = Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=reason)
        return _with_value_only(pooled, reason, m)
    error = math.sqrt(total)
    reference = stats.norm() if math.isinf(freedom) else stats.t(freedom)
    half = float(reference.ppf((1 + level) / 2)) * error
    # The fraction of missing information allows for estimating the variance between m imputations only.
    missing = share if math.isinf(freedom) else share + (1 - share) * 2 / (freedom + 3)

    def plain(name: str, number: float) -> Estimate:
        return Estimate(name, number, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)

    unlimited = "unlimited: the normal distribution is the reference"
    return PooledEstimate(
        Estimate(statistic, value, value - half, value + half, level, n, method=METHOD, source=SOURCE),
        plain("standard_error", error),
        Estimate.not_estimable("degrees_of_freedom", unlimited, n=n, method=METHOD)
        if math.isinf(freedom)
        else plain("degrees_of_freedom", freedom),
        plain("p_value", 2 * float(reference.sf(abs(value) / error))),
        plain("missing_information", missing),
        plain("between_share", share),
        m,
    )


def nothing_pooled(statistic: str, reason: str, imputations: int, n: int | None = None) -> PooledEstimate:
    """Return a pooled estimate without numbers, with the reason why."""
    return _with_value_only(
        Estimate.not_estimable(statistic, reason, n=n, method=METHOD), reason, imputations
    )


def _with_value_only(pooled: Estimate, reason: str, imputations: int) -> PooledEstimate:
    def missing(name: str) -> Estimate:
        return Estimate.not_estimable(name, reason, n=pooled.n, method=METHOD)

    return PooledEstimate(
        pooled,
        missing("standard_error"),
        missing("degrees_of_freedom"),
        missing("p_value"),
        missing("missing_information"),
        missing("between_share"),
        imputations,
    )
