"""How far two groups lie apart, in standard deviations: description of balance, never a test.

Takes the scores of two groups of different respondents, returns Estimate. The change of the same
respondents is standardised in standardised_change.py.
"""

import math

from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, answered, is_constant, largest_magnitude

STATISTIC = "standardised_mean_difference"


def standardised_mean_difference(group_a: ArrayLike, group_b: ArrayLike) -> Estimate:
    """Mean of group a minus mean of group b, divided by the root of the mean of their two variances.

    Parameters
    ----------
    group_a, group_b : scores of different respondents, NaN where missing (left out).

    Returns
    -------
    Estimate in standard deviations, without interval: it says how alike two groups are, and does not
    grow with their size. `n` counts both groups. Not estimable with fewer than two scores in a group or
    where no score varies.

    Raises
    ------
    ValueError : an infinite value.

    Source: Austin (2009), Statistics in Medicine 28(25), 3083-3107.
    """
    method = "difference of means divided by the root of the mean of the two variances"
    a, b = answered(group_a), answered(group_b)
    n = a.size + b.size
    unit = "standard deviations"
    if min(a.size, b.size) < 2:
        reason = "fewer than two scores in one group"
        return Estimate.not_estimable(STATISTIC, reason, n=n, unit=unit, method=method)
    magnitude = largest_magnitude(a, b)
    variances = [0.0 if is_constant(group, magnitude) else float(group.var(ddof=1)) for group in (a, b)]
    if not any(variances):
        reason = "the scores do not vary in either group"
        return Estimate.not_estimable(STATISTIC, reason, n=n, unit=unit, method=method)
    value = float(a.mean() - b.mean()) / math.sqrt(sum(variances) / 2)
    return Estimate(
        STATISTIC, value, n=n, unit=unit, method=method, source="Austin (2009)", reason=WITHOUT_INTERVAL
    )
