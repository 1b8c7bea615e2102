"""Change in the same respondents as a multiple of a standard deviation, whose kind is in the name.

`_av` divides by the average of the two occasions' standard deviations, `_z` by the standard deviation
of the differences. They answer different questions and must not be compared with each other.
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
    (before_variance, covariance), (_, after_variance) = np.cov(before, after)
    variance = (before_variance + after_variance) / 2
    a, b, c = before_variance / variance, after_variance / variance, covariance / variance
    value = float((after - before).mean() / math.sqrt(variance))
    from_spread = value**2 * (a**2 + b**2 + 2 * c**2) / 8
    from_change = max(a + b - 2 * c, 0.0)
    return value, math.sqrt((from_spread + from_change) / (before.size - 1))
