"""Internal consistency of the items of one scale.

Takes item scores that are already reverse scored, returns Estimate.
"""

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    FloatArray,
    check_level,
    is_constant,
    largest_magnitude,
)
from impl_eval.statistics.pingouin_adapter import cronbach_alpha_value


def cronbachs_alpha(item_scores: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Cronbach's alpha on complete cases, with Feldt's F interval.

    Parameters
    ----------
    item_scores : n respondents x k items, reverse scored already, NaN where missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate without unit, at most 1; `n` counts the respondents who answered every item. A negative
    alpha is returned as it is: it says that items contradict each other, most often because one was
    not reverse scored. Not estimable with fewer than two items or complete respondents, or where the
    totals of the respondents do not vary.

    Raises
    ------
    ValueError : not a matrix, an infinite value, or a level that is none.

    Sources: Cronbach (1951), Psychometrika 16, 297-334; Feldt, Woodruff & Salih (1987), Applied
    Psychological Measurement 11, 93-103.
    """
    from scipy import stats

    check_level(level)
    matrix = np.asarray(item_scores, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"need respondents x items; got {matrix.ndim} dimensions")
    if np.isinf(matrix).any():
        raise ValueError("an item score is infinite")
    complete = matrix[~np.isnan(matrix).any(axis=1)]
    n, k = complete.shape
    method = "Cronbach's alpha on complete cases, Feldt interval"
    source = "Cronbach (1951); Feldt, Woodruff and Salih (1987)"
    reason = _why_not_estimable(complete)
    if reason:
        return Estimate.not_estimable("cronbachs_alpha", reason, n=n, method=method)
    alpha = cronbach_alpha_value(complete)
    if 1 - alpha <= RELATIVE_ROUNDING:
        reason = "no interval: the items differ by no more than a constant"
        return Estimate("cronbachs_alpha", 1.0, n=n, method=method, source=source, reason=reason)
    tail = (1 - level) / 2
    freedom = (n - 1, (n - 1) * (k - 1))
    low = 1 - (1 - alpha) * float(stats.f.ppf(1 - tail, *freedom))
    high = 1 - (1 - alpha) * float(stats.f.ppf(tail, *freedom))
    return Estimate("cronbachs_alpha", alpha, low, high, level, n, method=method, source=source)


def _why_not_estimable(complete: FloatArray) -> str:
    n, k = complete.shape
    if k < 2:
        return "the scale has fewer than two items"
    if n < 2:
        return f"{'nobody' if n == 0 else 'only one respondent'} answered every item: at least 2 are needed"
    if is_constant(complete.sum(axis=1), largest_magnitude(complete)):
        return "the total scores do not vary"
    return ""
