"""Correlations between scale scores: how far scales say different things.

Takes scores, returns Estimate; item correlations are in reliability.py.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import RELATIVE_ROUNDING, check_level, is_constant, largest_magnitude

_METHOD = "Pearson correlation over respondents with both scores, Fisher z interval"
_SOURCE = "Fisher (1921)"


def score_correlation(scores_a: ArrayLike, scores_b: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Pearson correlation of two scores of the same respondents.

    Parameters
    ----------
    scores_a, scores_b : n scores each, NaN where missing; only pairs of both are used, and `n` counts
        them.
    level : confidence level of Fisher's interval, which takes respondents for independent.

    Returns
    -------
    Estimate without unit. Not estimable with fewer than three pairs, or where a score does not vary;
    without interval with three pairs, or at +-1.

    Raises
    ------
    ValueError : different lengths, an infinite score, or a level that is none.

    Source: Fisher (1921), Metron 1, 3-32.
    """
    from scipy import special

    check_level(level)
    a, b = np.asarray(scores_a, dtype=np.float64), np.asarray(scores_b, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"need two scores for each respondent; got {a.shape} and {b.shape}")
    if np.isinf(a).any() or np.isinf(b).any():
        raise ValueError("a score is infinite")
    both = ~np.isnan(a) & ~np.isnan(b)
    a, b, n, name = a[both], b[both], int(both.sum()), "score_correlation"
    if n < 3:
        reason = f"{n} respondents have both scores: at least 3 are needed"
        return Estimate.not_estimable(name, reason, n=n, method=_METHOD)
    if is_constant(a, largest_magnitude(a)) or is_constant(b, largest_magnitude(b)):
        return Estimate.not_estimable(name, "one of the scores does not vary", n=n, method=_METHOD)
    a, b = a - a.mean(), b - b.mean()
    r = float(a @ b) / math.sqrt(float(a @ a) * float(b @ b))
    if 1 - abs(r) <= RELATIVE_ROUNDING:
        reason = "no interval: one score is a linear function of the other"
        return Estimate(name, math.copysign(1.0, r), n=n, method=_METHOD, source=_SOURCE, reason=reason)
    if n == 3:
        reason = "no interval: it needs at least 4 respondents"
        return Estimate(name, r, n=n, method=_METHOD, source=_SOURCE, reason=reason)
    half = float(special.ndtri((1 + level) / 2)) / math.sqrt(n - 3)
    low, high = (math.tanh(math.atanh(r) + side * half) for side in (-1, 1))
    return Estimate(name, r, low, high, level, n, method=_METHOD, source=_SOURCE)
