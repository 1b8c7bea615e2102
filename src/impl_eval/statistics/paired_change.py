"""Change in the same respondents, in the unit of the scores: follow-up minus baseline.

Pairs are made in quantitative/ before they arrive here. The standardised forms are in
standardised_change.py; the change over all rows, matched or not, is in all_rows_change.py.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    WITHOUT_INTERVAL,
    FloatArray,
    check_level,
    is_constant,
    largest_magnitude,
    paired,
)

METHOD = "paired t test on follow-up minus baseline"
SOURCE = "Student (1908)"
SAME_CHANGE = "every respondent changed by the same amount"


def paired_mean_change(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Mean of follow-up minus baseline, with its paired t interval.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate in the unit of the scores; `n` counts pairs. Where every respondent changed by the same
    amount there is no interval, and the reason says so. Not estimable from fewer than two pairs.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Source: Student (1908), Biometrika 6(1), 1-25.
    """
    from scipy import stats

    check_level(level)
    before, after = paired(baseline, follow_up)
    method = "mean change in matched respondents, paired t interval"
    n = before.size
    if n < 2:
        return Estimate.not_estimable("mean_change", too_few_pairs(n), n=n, method=method)
    change = float((after - before).mean())
    if same_change(before, after):
        reason = f"no interval: {SAME_CHANGE}"
        return Estimate("mean_change", change, n=n, method=method, source=SOURCE, reason=reason)
    interval = stats.ttest_rel(after, before).confidence_interval(level)
    low, high = float(interval.low), float(interval.high)
    return Estimate("mean_change", change, low, high, level, n, method=method, source=SOURCE)


def paired_standard_error(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Standard error of the paired mean change. Arguments and errors as in paired_mean_change.

    Not estimable from fewer than two pairs, or where every respondent changed by the same amount.
    """
    check_level(level)
    before, after = paired(baseline, follow_up)
    reason = _why_no_test(before, after)
    if reason:
        return Estimate.not_estimable("standard_error", reason, n=before.size, method=METHOD)
    value = float(np.std(after - before, ddof=1)) / math.sqrt(before.size)
    return _without_interval("standard_error", value, before.size)


def paired_degrees_of_freedom(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Degrees of freedom of the paired t test: pairs minus one. Arguments as in paired_mean_change."""
    check_level(level)
    before, _ = paired(baseline, follow_up)
    n = before.size
    if n < 2:
        return Estimate.not_estimable("degrees_of_freedom", too_few_pairs(n), n=n, method=METHOD)
    return _without_interval("degrees_of_freedom", float(n - 1), n)


def paired_p_value(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Two-sided p-value of the paired t test that the mean change is zero.

    Arguments and errors as in paired_mean_change. Not estimable from fewer than two pairs, or where
    every respondent changed by the same amount: t is then infinite or undefined.
    """
    from scipy import stats

    check_level(level)
    before, after = paired(baseline, follow_up)
    reason = _why_no_test(before, after)
    if reason:
        return Estimate.not_estimable("p_value", reason, n=before.size, method=METHOD)
    return _without_interval("p_value", float(stats.ttest_rel(after, before).pvalue), before.size)


def too_few_pairs(n: int) -> str:
    """Return the reason why fewer than two pairs give no estimate."""
    return f"only {n} matched {'respondent' if n == 1 else 'respondents'}: at least 2 are needed"


def same_change(before: FloatArray, after: FloatArray) -> bool:
    """Tell whether all differences are equal, but for the rounding of the scores they came from."""
    return is_constant(after - before, largest_magnitude(before, after))


def _why_no_test(before: FloatArray, after: FloatArray) -> str:
    if before.size < 2:
        return too_few_pairs(before.size)
    return SAME_CHANGE if same_change(before, after) else ""


def _without_interval(statistic: str, value: float, n: int) -> Estimate:
    return Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
