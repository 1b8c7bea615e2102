"""The Hodges-Lehmann estimate of the change in matched respondents, with its distribution-free interval.

It estimates the centre of the changes: their median where they are symmetric. The test on the same ranks
is in signed_rank.py. Zeros kept and zeros dropped are two statistics with two names: where many pairs do
not change, dropping them moves the estimate away from zero.
"""

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import FloatArray, check_level, is_constant, largest_magnitude, paired
from impl_eval.statistics.paired_change import SAME_CHANGE, too_few_pairs
from impl_eval.statistics.signed_ranks import EXACT_UP_TO, NOBODY_CHANGED, changes, lower_critical_value
from impl_eval.statistics.walsh_averages import walsh_average, walsh_median

SOURCE = "Hodges and Lehmann (1963); Noether (1967)"
EXACT_LIMITS = "closed interval of Walsh averages at the exact signed rank critical value"
SAME_CHANGE_OF_CHANGED = "every respondent who changed did so by the same amount"
NORMAL_LIMITS = "closed interval of Walsh averages at the critical value of the normal approximation"


def hodges_lehmann_change(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Median of all Walsh averages of the changes, pairs without change kept.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate in the unit of the scores; `n` counts pairs. The limits are the Walsh averages at the critical
    value of the signed rank sum of n untied changes, both included: such an interval keeps at least its
    level also where changes are tied or zero (Noether 1967). No interval where everybody changed by the
    same amount, or where so few pairs have none at this level (fewer than six at 95%). Not estimable from
    fewer than two pairs.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Sources: Hodges and Lehmann (1963), Annals of Mathematical Statistics 34, 598-611; Noether (1967),
    Journal of the American Statistical Association 62, 184-188.
    """
    check_level(level)
    before, after = paired(baseline, follow_up)
    method = "median of all Walsh averages, pairs without change kept"
    return _centre("hodges_lehmann_change", before, after, changes(before, after), level, method)


def hodges_lehmann_change_zeros_dropped(
    baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """Median of all Walsh averages of the changes that are not zero, as most programs print it.

    Arguments and errors as in hodges_lehmann_change. `n` counts the pairs that changed. It describes those
    who changed, not all. Not estimable where nobody did, or from fewer than two pairs.
    """
    check_level(level)
    before, after = paired(baseline, follow_up)
    statistic = "hodges_lehmann_change_zeros_dropped"
    method = "median of all Walsh averages, pairs without change dropped"
    differences = changes(before, after)
    if before.size >= 2 and not differences.any():
        return Estimate.not_estimable(statistic, NOBODY_CHANGED, n=before.size, method=method)
    return _centre(statistic, before, after, differences[differences != 0], level, method)


def _centre(
    statistic: str, before: FloatArray, after: FloatArray, differences: FloatArray, level: float, method: str
) -> Estimate:
    n = differences.size
    if before.size < 2:
        return Estimate.not_estimable(statistic, too_few_pairs(before.size), n=before.size, method=method)
    ordered = np.sort(differences)
    value = walsh_median(ordered)
    method = f"{method}; {EXACT_LIMITS if n <= EXACT_UP_TO else NORMAL_LIMITS}"
    position = lower_critical_value(n, (1 - level) / 2)
    reason = ""
    if is_constant(differences, largest_magnitude(before, after)):
        reason = (
            f"no interval: {SAME_CHANGE}" if n == before.size else f"no interval: {SAME_CHANGE_OF_CHANGED}"
        )
    elif position < 1:
        reason = f"no interval: too few pairs for one at level {level:g}"
    if reason:
        return Estimate(statistic, value, n=n, method=method, source=SOURCE, reason=reason)
    low, high = walsh_average(ordered, position), walsh_average(ordered, n * (n + 1) // 2 + 1 - position)
    return Estimate(statistic, value, low, high, level, n, method=method, source=SOURCE)
