"""Internal consistency of the items of one scale: Cronbach's alpha, and what fits two items.

Takes item scores that are already reverse scored, or their moments, returns Estimate. Omega is in
omega.py, ordinal alpha in polychoric.py.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import RELATIVE_ROUNDING, WITHOUT_INTERVAL, check_level
from impl_eval.statistics.item_moments import ItemMoments, moments_of_matrix

ALPHA_METHOD = "Cronbach's alpha on complete cases, Feldt interval"
_ALPHA_SOURCE = "Cronbach (1951); Feldt, Woodruff and Salih (1987)"
_DROPPED_SOURCE = "Cronbach (1951)"
_DROPPED_METHOD = "Cronbach's alpha without the item, on complete cases of all items"
TOTALS_DO_NOT_VARY = "the total scores do not vary"


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
    return alpha_from_moments(moments_of_matrix(item_scores), level=level)


def alpha_from_moments(moments: ItemMoments, *, level: float = 0.95) -> Estimate:
    """Cronbach's alpha from the moments of the complete cases: see `cronbachs_alpha`."""
    from scipy import special

    check_level(level)
    n, k = moments.n, moments.items
    reason = why_without_reliability(n, k) or ("" if moments.total_variance > 0 else TOTALS_DO_NOT_VARY)
    if reason:
        return Estimate.not_estimable("cronbachs_alpha", reason, n=n, method=ALPHA_METHOD)
    alpha = _alpha(k, float(moments.variances.sum()), moments.total_variance)
    if 1 - alpha <= RELATIVE_ROUNDING:
        reason = "no interval: the items differ by no more than a constant"
        return Estimate("cronbachs_alpha", 1.0, n=n, method=ALPHA_METHOD, source=_ALPHA_SOURCE, reason=reason)
    tail = (1 - level) / 2
    freedom = (n - 1, (n - 1) * (k - 1))
    low = 1 - (1 - alpha) * float(special.fdtri(*freedom, 1 - tail))
    high = 1 - (1 - alpha) * float(special.fdtri(*freedom, tail))
    return Estimate("cronbachs_alpha", alpha, low, high, level, n, method=ALPHA_METHOD, source=_ALPHA_SOURCE)


def alpha_if_item_dropped(moments: ItemMoments) -> tuple[Estimate, ...]:
    """Cronbach's alpha of the scale without each item in turn (k estimates, no interval).

    All are of the complete cases of the whole scale, so that they can be compared with its alpha. Not
    estimable where fewer than two items would be left.
    """
    n, k = moments.n, moments.items
    name = "cronbachs_alpha_if_dropped"
    shared = why_without_reliability(n, k)
    if not shared and k < 3:
        shared = "fewer than two items would be left"
    if shared:
        return (Estimate.not_estimable(name, shared, n=n, method=_DROPPED_METHOD),) * k
    variances = moments.variances.tolist()
    together = float(moments.variances.sum())
    estimates = []
    for variance, rest in zip(variances, moments.rest_variances.tolist(), strict=True):
        if rest <= 0:
            reason = "the totals without this item do not vary"
            estimates.append(Estimate.not_estimable(name, reason, n=n, method=_DROPPED_METHOD))
            continue
        value = _alpha(k - 1, together - variance, rest)
        estimates.append(
            Estimate(
                name, value, n=n, method=_DROPPED_METHOD, source=_DROPPED_SOURCE, reason=WITHOUT_INTERVAL
            )
        )
    return tuple(estimates)


def inter_item_correlation(moments: ItemMoments) -> Estimate:
    """Mean correlation of the pairs of items, on complete cases, without interval.

    For two items it is their correlation. Not estimable where an item does not vary: it has no
    correlation, and leaving it out would describe another scale.
    """
    n, k = moments.n, moments.items
    method = "mean Pearson correlation of pairs of items on complete cases"
    reason = why_without_reliability(n, k) or _constant_item(moments)
    if reason:
        return Estimate.not_estimable("inter_item_correlation", reason, n=n, method=method)
    scale = np.sqrt(moments.variances)
    correlations = moments.covariance / np.multiply.outer(scale, scale)
    value = float((correlations.sum() - k) / (k * (k - 1)))
    value = min(1.0, max(-1.0, value))
    return Estimate("inter_item_correlation", value, n=n, method=method, reason=WITHOUT_INTERVAL)


def spearman_brown(moments: ItemMoments, *, level: float = 0.95) -> Estimate:
    """Reliability of a scale of two items: 2 r / (1 + r), with Fisher's z interval of r carried over.

    Returns
    -------
    Estimate without unit; `n` counts complete cases. Not estimable for another number of items, where
    an item does not vary, or at r = -1; without interval below four respondents or where r is 1.

    Source: Eisinga, te Grotenhuis & Pelzer (2013), International Journal of Public Health 58, 637-642.
    """
    from scipy import special

    check_level(level)
    n, name = moments.n, "spearman_brown"
    method = "Spearman-Brown coefficient of two items, Fisher z interval of their correlation carried over"
    if moments.items != 2:
        reason = f"it is for two items; the scale has {moments.items}"
        return Estimate.not_estimable(name, reason, n=n, method=method)
    correlation = inter_item_correlation(moments)
    if correlation.value is None:
        return replace(correlation, statistic=name, method=method)
    r = correlation.value
    if 1 + r <= RELATIVE_ROUNDING:
        return Estimate.not_estimable(name, "the two items contradict each other fully", n=n, method=method)
    found = Estimate(
        name, 2 * r / (1 + r), n=n, method=method,
        source="Eisinga, te Grotenhuis and Pelzer (2013)", reason=WITHOUT_INTERVAL,
    )  # fmt: skip
    if 1 - r <= RELATIVE_ROUNDING:
        return replace(found, value=1.0, reason="no interval: the items differ by no more than a constant")
    if n < 4:
        return replace(found, reason="no interval: it needs at least 4 respondents")
    half = float(special.ndtri((1 + level) / 2)) / math.sqrt(n - 3)
    low, high = (math.tanh(math.atanh(r) + side * half) for side in (-1, 1))
    return replace(found, low=2 * low / (1 + low), high=2 * high / (1 + high), level=level, reason="")


def why_without_reliability(n: int, k: int) -> str:
    """Return why n complete respondents and k items say nothing of reliability, or nothing."""
    if k < 2:
        return "the scale has fewer than two items"
    if n < 2:
        return f"{'nobody' if n == 0 else 'only one respondent'} answered every item: at least 2 are needed"
    return ""


def _constant_item(moments: ItemMoments) -> str:
    return "an item does not vary: everybody gave the same answer" if (moments.variances == 0).any() else ""


def _alpha(items: int, item_variances: float, total_variance: float) -> float:
    return items / (items - 1) * (1 - item_variances / total_variance)
