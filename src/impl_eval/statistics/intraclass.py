"""How alike respondents of one site are: ICC(1) of unequal groups, and the design effect.

Takes scores and the group of each, returns Estimates. The share of variance in the mixed model is
another estimate of the same thing, by another method (mixed_model/).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import FloatArray, check_level, is_constant, largest_magnitude

_ICC_METHOD = "ICC(1), one-way analysis of variance of unequal groups, exact interval of Wald"
_ICC_SOURCE = "Donner (1986); Wald (1940)"
_EFFECT_METHOD = "1 + (m - 1) ICC(1), m the mean site size weighted by size; interval carried over"
_EFFECT_SOURCE = "Kish (1965); Eldridge, Ashby and Kerry (2006)"


@dataclass(frozen=True)
class SiteClustering:
    """ICC(1) and design effect of one score over sites; `sites` and `mean_size` are what they rest on.

    `mean_size` is the sum of squared site sizes over the sum of sizes: the size of the site of a
    respondent, on average.
    """

    icc: Estimate
    design_effect: Estimate
    sites: int
    mean_size: float


def icc_of_sites(scores: ArrayLike, sites: ArrayLike, *, level: float = 0.95) -> SiteClustering:
    """ICC(1): the share of the variance of single scores that lies between sites, and the design effect.

    Parameters
    ----------
    scores : n scores, NaN where missing (left out).
    sites : n labels.
    level : confidence level of Wald's interval, which is exact for normal scores whatever the sizes of
        the sites; with equal sizes it is the F interval of Shrout and Fleiss.

    Returns
    -------
    SiteClustering. An ICC below 0 is returned as it is (sites are more alike than chance has it), as is
    the design effect below 1 that goes with it. Not estimable with fewer than two sites, where no site
    has two scores, or where scores do not vary; without interval where they vary between sites only.

    Raises
    ------
    ValueError : different lengths, an infinite score, or a level that is none.

    Sources: Donner (1986), International Statistical Review 54, 67-82; Wald (1940), Annals of
    Mathematical Statistics 11, 96-99; Kish (1965), Survey sampling; Eldridge, Ashby & Kerry (2006),
    International Journal of Epidemiology 35, 1292-1300.
    """
    check_level(level)
    values, labels = np.asarray(scores, dtype=np.float64), np.asarray(sites)
    if values.ndim != 1 or values.shape != labels.shape:
        raise ValueError(f"need one site for each score; got {values.shape} and {labels.shape}")
    if np.isinf(values).any():
        raise ValueError("a score is infinite")
    present = ~np.isnan(values)
    values = values[present]
    _, index, sizes = np.unique(labels[present], return_inverse=True, return_counts=True)
    n, groups = len(values), len(sizes)
    mean_size = float((sizes**2).sum() / n) if n else 0.0
    reason = _why_not_estimable(values, groups)
    if reason:
        icc = Estimate.not_estimable("icc1", reason, n=n, method=_ICC_METHOD)
    else:
        icc = _icc(values, index, sizes.astype(np.float64), level)
    return SiteClustering(icc, _design_effect(icc, mean_size), groups, mean_size)


def _why_not_estimable(values: FloatArray, groups: int) -> str:
    n = len(values)
    if groups < 2:
        return "there are no scores" if n == 0 else "all scores are of one site: at least 2 are needed"
    if n == groups:
        return "no site has more than one score"
    if is_constant(values, largest_magnitude(values)):
        return "the scores do not vary"
    return ""


def _icc(values: FloatArray, index: NDArray[np.intp], sizes: FloatArray, level: float) -> Estimate:
    means = np.bincount(index, values) / sizes
    n, groups = len(values), len(sizes)
    freedom = (groups - 1, n - groups)
    deviations = values - means[index]
    if is_constant(deviations, largest_magnitude(values)):
        reason = "no interval: scores vary between sites only"
        return Estimate("icc1", 1.0, n=n, method=_ICC_METHOD, source=_ICC_SOURCE, reason=reason)
    within = float((deviations**2).sum()) / freedom[1]
    between = float((sizes * (means - values.mean()) ** 2).sum()) / freedom[0]
    usual_size = (n - float((sizes**2).sum()) / n) / freedom[0]
    icc = (between - within) / (between + (usual_size - 1) * within)
    low, high = _wald_interval(means, sizes, within, freedom, level)
    # With very unequal sites the two methods may disagree; an interval without its estimate helps nobody.
    return Estimate("icc1", icc, min(low, icc), max(high, icc), level, n, "", _ICC_METHOD, _ICC_SOURCE)


def _wald_interval(
    means: FloatArray, sizes: FloatArray, within: float, freedom: tuple[int, int], level: float
) -> tuple[float, float]:
    """Return the ICCs at which the weighted variance ratio of the site means meets both F quantiles."""
    from scipy import special

    def ratio(icc: float) -> float:
        weights = sizes * (1 - icc) / (1 + (sizes - 1) * icc)
        centre = (weights * means).sum() / weights.sum()
        return float((weights * (means - centre) ** 2).sum()) / freedom[0] / within

    smallest = -1 / (float(sizes.max()) - 1)
    quantiles = (float(special.fdtri(*freedom, (1 + side * level) / 2)) for side in (1, -1))
    low, high = (_where_it_falls_to(ratio, quantile, smallest) for quantile in quantiles)
    return low, high


def _where_it_falls_to(ratio: Callable[[float], float], wanted: float, smallest: float) -> float:
    """Return where a falling function of the ICC meets a value; the end of the range where it is below it.

    At its smallest value an ICC makes the weight of the largest sites infinite, hence the small steps
    away from both ends.
    """
    from scipy import optimize

    start, end = smallest * (1 - 1e-9), 1 - 1e-12
    if ratio(start) <= wanted:
        return smallest
    if ratio(end) >= wanted:
        return 1.0
    return float(optimize.brentq(lambda icc: ratio(icc) - wanted, start, end, xtol=1e-14, rtol=1e-13))


def _design_effect(icc: Estimate, mean_size: float) -> Estimate:
    name, n = "design_effect", icc.n
    if icc.value is None:
        return Estimate.not_estimable(name, icc.reason, n=n, method=_EFFECT_METHOD)
    effect = 1 + (mean_size - 1) * icc.value
    low, high = (None if end is None else 1 + (mean_size - 1) * end for end in (icc.low, icc.high))
    return Estimate(name, effect, low, high, icc.level, n, "", _EFFECT_METHOD, _EFFECT_SOURCE, icc.reason)
