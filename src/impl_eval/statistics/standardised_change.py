"""Change in the same respondents as a multiple of a standard deviation, whose kind is in the name.

`_av` divides by the average of the two occasions' standard deviations, `_z` by the standard deviation
of the differences. They answer different questions and must not be compared with each other. Each has a
`_hedges` form, corrected for the bias of small samples.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    FloatArray,
    check_level,
    is_constant,
    largest_magnitude,
    paired,
)
from impl_eval.statistics.noncentral_t import noncentrality_at
from impl_eval.statistics.paired_change import SAME_CHANGE, same_change, too_few_pairs

SOURCE_AV = "Bonett (2008)"
SOURCE_Z = "Steiger and Fouladi (1997)"
SOURCE_HEDGES = "Hedges (1981)"

MINIMUM_FOR_HEDGES = 3
"""With two pairs a variance may have one degree of freedom, and d has no expectation to correct."""


def standardised_mean_change_av(
    baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Mean change divided by sqrt((s1^2 + s2^2) / 2), its sign kept, with Bonett's interval.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate in standard deviations; `n` counts pairs. The interval uses the correlation of the two
    occasions and the normal quantile. Not estimable from fewer than two pairs, or where the scores
    vary on neither occasion.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Source: Bonett (2008), Psychological Methods 13, 99-109.
    """
    from scipy import stats

    check_level(level)
    before, after = paired(baseline, follow_up)
    statistic, unit, n = "standardised_mean_change_av", "standard deviations", before.size
    method = "mean change divided by the root of the mean of the two variances (d_av), Bonett interval"
    magnitude = largest_magnitude(before, after)
    if n < 2:
        return Estimate.not_estimable(statistic, too_few_pairs(n), n=n, unit=unit, method=method)
    if is_constant(before, magnitude) and is_constant(after, magnitude):
        reason = "the scores vary on neither occasion"
        return Estimate.not_estimable(statistic, reason, n=n, unit=unit, method=method)
    if largest_magnitude(after - before) <= RELATIVE_ROUNDING * magnitude:
        reason = "no interval: nobody changed"
        return Estimate(statistic, 0.0, n=n, unit=unit, method=method, source=SOURCE_AV, reason=reason)
    value, error = _bonett_value_and_error(before, after)
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    return Estimate(statistic, value, value - half, value + half, level, n, unit, method, SOURCE_AV)


def standardised_mean_change_z(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Mean change divided by the standard deviation of the differences, with its exact interval.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate in standard deviations of the differences; `n` counts pairs. The limits are those
    noncentrality parameters, divided by the root of n, for which the observed t lies at a tail of the
    noncentral t distribution. Not estimable from fewer than two pairs, or where every respondent
    changed by the same amount.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Source: Steiger and Fouladi (1997), in What if there were no significance tests?, 221-257.
    """
    check_level(level)
    before, after = paired(baseline, follow_up)
    statistic, unit, n = "standardised_mean_change_z", "standard deviations of the differences", before.size
    method = "mean change divided by the standard deviation of the differences (d_z), noncentral t interval"
    reason = too_few_pairs(n) if n < 2 else SAME_CHANGE if same_change(before, after) else ""
    if reason:
        return Estimate.not_estimable(statistic, reason, n=n, unit=unit, method=method)
    differences = after - before
    value = float(differences.mean() / differences.std(ddof=1))
    root, tail = math.sqrt(n), (1 - level) / 2
    low = noncentrality_at(value * root, n - 1, 1 - tail)
    high = noncentrality_at(value * root, n - 1, tail)
    return Estimate(statistic, value, low / root, high / root, level, n, unit, method, SOURCE_Z)


def _bonett_value_and_error(before: FloatArray, after: FloatArray) -> tuple[float, float]:
    """Return d_av and its standard error (Bonett 2008, for two correlated means)."""
    a, b, c = _relative_variances(before, after)
    variance = (before.var(ddof=1) + after.var(ddof=1)) / 2
    value = float((after - before).mean() / math.sqrt(variance))
    from_spread = value**2 * (a**2 + b**2 + 2 * c**2) / 8
    from_change = max(a + b - 2 * c, 0.0)
    return value, math.sqrt((from_spread + from_change) / (before.size - 1))


def standardised_mean_change_z_hedges(
    baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """d_z without its bias: multiplied by Hedges' exact factor for n - 1 degrees of freedom.

    Arguments, unit, interval and errors as in standardised_mean_change_z; both limits are multiplied by the
    same factor. Not estimable either from two pairs, where the factor is zero: d_z has no expectation then.

    Source: Hedges (1981), Journal of Educational Statistics 6, 107-128.
    """
    plain = standardised_mean_change_z(baseline, follow_up, level=level)
    return _corrected(plain, float((plain.n or 0) - 1))


def standardised_mean_change_av_hedges(
    baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """d_av with its bias reduced by Hedges' exact factor; arguments and errors as in the plain form.

    The degrees of freedom are those of the mean of two correlated variances, estimated by their spread in
    Bonett's interval: 2 (n - 1) / (1 + r^2) with equal variances. Both limits are multiplied by the same
    factor. Not estimable either from two pairs.

    Sources: Hedges (1981), Journal of Educational Statistics 6, 107-128; Bonett (2008), Psychological
    Methods 13, 99-109.
    """
    plain = standardised_mean_change_av(baseline, follow_up, level=level)
    if plain.value is None or (plain.n or 0) < MINIMUM_FOR_HEDGES:
        return _corrected(plain, 0.0)
    a, b, c = _relative_variances(*paired(baseline, follow_up))
    return _corrected(plain, 4 * ((plain.n or 0) - 1) / (a**2 + b**2 + 2 * c**2))


def hedges_factor(degrees_of_freedom: float) -> float:
    """Return Hedges' exact factor J, below 1; ValueError at 1 degree of freedom or fewer.

    Source: Hedges (1981), Journal of Educational Statistics 6, 107-128, equation 6e.
    """
    if not degrees_of_freedom > 1:
        raise ValueError(f"the factor needs more than 1 degree of freedom; got {degrees_of_freedom}")
    half = degrees_of_freedom / 2
    return math.exp(math.lgamma(half) - math.lgamma(half - 0.5)) / math.sqrt(half)


def _corrected(plain: Estimate, degrees_of_freedom: float) -> Estimate:
    """Return the estimate times Hedges' factor, or why there is none."""
    statistic, n = f"{plain.statistic}_hedges", plain.n or 0
    method = f"{plain.method}, both times Hedges' exact factor"
    reason = plain.reason if plain.value is None else ""
    if not reason and n < MINIMUM_FOR_HEDGES:
        reason = f"only {n} matched respondents: at least {MINIMUM_FOR_HEDGES} are needed for the correction"
    if plain.value is None or reason:
        return Estimate.not_estimable(statistic, reason, n=n, unit=plain.unit, method=method)
    factor = hedges_factor(degrees_of_freedom)
    low = None if plain.low is None else factor * plain.low
    high = None if plain.high is None else factor * plain.high
    source = f"{plain.source}; {SOURCE_HEDGES}"
    value = factor * plain.value
    return Estimate(statistic, value, low, high, plain.level, n, plain.unit, method, source, plain.reason)


def _relative_variances(before: FloatArray, after: FloatArray) -> tuple[float, float, float]:
    """Return both variances and the covariance, divided by the mean of the two variances."""
    (before_variance, covariance), (_, after_variance) = np.cov(before, after)
    variance = (before_variance + after_variance) / 2
    return float(before_variance / variance), float(after_variance / variance), float(covariance / variance)
