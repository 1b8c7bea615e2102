"""Description of one group, and of two independent groups side by side.

Takes plain numbers, returns Estimate. Change in the same respondents is in paired_change.py.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    WITHOUT_INTERVAL,
    answered,
    check_level,
    is_constant,
    largest_magnitude,
)

NOBODY_ANSWERED = "nobody answered"


def mean_score(values: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Mean of the answered values, with its t interval.

    Parameters
    ----------
    values : n scores, NaN where missing; missing ones are left out and `n` counts the others.
    level : confidence level of the interval.

    Returns
    -------
    Estimate in the unit of the scores. One value, or values that are all the same, give a mean
    without interval and the reason why.

    Raises
    ------
    ValueError : an infinite value, or a level that is none.

    Source: Student (1908), Biometrika 6(1), 1-25.
    """
    from scipy import stats

    check_level(level)
    method, source = "mean of the answered scores, t interval", "Student (1908)"
    scores = answered(values)
    n = scores.size
    if n == 0:
        return Estimate.not_estimable("mean", NOBODY_ANSWERED, n=0, method=method)
    mean = float(scores.mean())
    if n == 1:
        return Estimate("mean", mean, n=n, method=method, source=source, reason="no interval: only one value")
    if is_constant(scores, largest_magnitude(scores)):
        reason = "no interval: all values are the same"
        return Estimate("mean", mean, n=n, method=method, source=source, reason=reason)
    half = float(stats.t.ppf((1 + level) / 2, n - 1)) * float(scores.std(ddof=1)) / math.sqrt(n)
    return Estimate("mean", mean, mean - half, mean + half, level, n, method=method, source=source)


def standard_deviation(values: ArrayLike) -> Estimate:
    """Sample standard deviation (divisor n - 1) of the answered values, in the unit of the scores.

    Not estimable from fewer than two values. ValueError on an infinite value.
    """
    method = "sample standard deviation (divisor n - 1)"
    scores = answered(values)
    n = scores.size
    if n < 2:
        reason = NOBODY_ANSWERED if n == 0 else "only one value"
        return Estimate.not_estimable("standard_deviation", reason, n=n, method=method)
    constant = is_constant(scores, largest_magnitude(scores))
    value = 0.0 if constant else float(scores.std(ddof=1))
    return Estimate("standard_deviation", value, n=n, method=method, reason=WITHOUT_INTERVAL)


def share(count: int, n: int, *, level: float = 0.95) -> Estimate:
    """Share `count` of `n` as a proportion from 0 to 1, with Wilson's score interval.

    Not estimable where n is 0. ValueError where the count is negative or above n.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    from scipy import stats

    check_level(level)
    if not 0 <= count <= n:
        raise ValueError(f"a count lies between 0 and n; got {count} of {n}")
    method, unit = "count divided by n, Wilson score interval", "proportion"
    if n == 0:
        return Estimate.not_estimable("share", "there is nobody to count", n=0, unit=unit, method=method)
    interval = stats.binomtest(count, n).proportion_ci(confidence_level=level, method="wilson")
    low, high = float(interval.low), float(interval.high)
    return Estimate("share", count / n, low, high, level, n, unit, method, "Wilson (1927)")


def welch_mean_difference(group_a: ArrayLike, group_b: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Mean of group a minus mean of group b, two independent groups, with Welch's t interval.

    Parameters
    ----------
    group_a, group_b : scores of different respondents, NaN where missing (left out).

    Returns
    -------
    Estimate in the unit of the scores; `n` counts both groups. A group of one, or no variation in
    either group, gives the difference without interval and the reason why.

    Raises
    ------
    ValueError : an infinite value, or a level that is none.

    Source: Welch (1947), Biometrika 34, 28-35.
    """
    from scipy import stats

    check_level(level)
    method, source = "difference of two independent means, Welch t interval", "Welch (1947)"
    a, b = answered(group_a), answered(group_b)
    n = a.size + b.size
    if a.size == 0 or b.size == 0:
        return Estimate.not_estimable("mean_difference", "one group is empty", n=n, method=method)
    difference = float(a.mean() - b.mean())
    magnitude = largest_magnitude(a, b)
    reason = ""
    if min(a.size, b.size) < 2:
        reason = "no interval: one group has only one value"
    elif is_constant(a, magnitude) and is_constant(b, magnitude):
        reason = "no interval: the values do not vary in either group"
    if reason:
        return Estimate("mean_difference", difference, n=n, method=method, source=source, reason=reason)
    variance_a, variance_b = float(np.var(a, ddof=1)) / a.size, float(np.var(b, ddof=1)) / b.size
    variance = variance_a + variance_b
    part_a, part_b = variance_a / variance, variance_b / variance
    degrees_of_freedom = 1 / (part_a**2 / (a.size - 1) + part_b**2 / (b.size - 1))
    half = float(stats.t.ppf((1 + level) / 2, degrees_of_freedom)) * math.sqrt(variance)
    low, high = difference - half, difference + half
    return Estimate("mean_difference", difference, low, high, level, n, method=method, source=source)
