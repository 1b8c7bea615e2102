"""Change over all rows, matched or not: difference of means, with uncertainty from differences between sites.

Paired change drops everyone who answered once. This keeps them, and lets respondents of one site (and
the two answers of one respondent, who stays in one site) resemble each other.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    WITHOUT_INTERVAL,
    BoolArray,
    FloatArray,
    LabelArray,
    check_level,
    largest_magnitude,
)
from impl_eval.statistics.cluster_robust import ols_cr2

MINIMUM_SITES = 5
"""Below five sites the spread between sites rests on three differences or fewer: no inference over sites."""

MINIMUM_DEGREES_OF_FREEDOM = 4.0
"""Below four, the t approximation with Satterthwaite degrees of freedom rejects too often (Tipton 2015)."""

ROUNDING_OF_DEGREES_OF_FREEDOM = 1e-9
"""Five equal sites have exactly four degrees of freedom, but for the rounding of floats."""

METHOD = "difference of means over all rows, CR2 by site with Satterthwaite degrees of freedom"
SOURCE = "Pustejovsky and Tipton (2018)"


@dataclass(frozen=True)
class AllRowsChange:
    """Change over all rows and what inference over sites says of it; `n` counts rows everywhere."""

    mean_change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate


def all_rows_change(
    scores: ArrayLike, is_follow_up: ArrayLike, site: ArrayLike, *, level: float = 0.95
) -> AllRowsChange:
    """Mean at follow-up minus mean at baseline over all rows, clustered by site.

    Parameters
    ----------
    scores : n scores, NaN where missing (the row is left out).
    is_follow_up : n booleans, true for rows of the follow-up.
    site : n site labels, none missing.
    level : confidence level of the interval.

    Returns
    -------
    AllRowsChange. With fewer than MINIMUM_SITES sites, fewer than MINIMUM_DEGREES_OF_FREEDOM degrees
    of freedom, all rows of a timepoint from one site, or no variation, the change keeps its value, has
    no interval, and the rest is not estimable; with an empty timepoint nothing is. Each says why.

    Raises
    ------
    ValueError : unequal lengths, an infinite score, a timepoint that is neither true nor false, or a
        level that is none.

    Sources: Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36, 672-683;
    Tipton (2015), Psychological Methods 20, 375-393.
    """
    check_level(level)
    values, later = np.asarray(scores, dtype=np.float64), np.asarray(is_follow_up, dtype=np.bool_)
    sites = np.asarray(site)
    if values.ndim != 1 or later.shape != values.shape or sites.shape != values.shape:
        raise ValueError(f"need equal lengths; got {values.shape}, {later.shape} and {sites.shape}")
    if np.isinf(values).any():
        raise ValueError("a score is infinite")
    if not np.isin(is_follow_up, (False, True)).all():
        raise ValueError("a row belongs to neither timepoint")
    present = ~np.isnan(values)
    values, later, sites = values[present], later[present], sites[present]
    n = values.size
    if n == 0 or later.all() or not later.any():
        when = "" if n == 0 else " at baseline" if later.any() else " at follow-up"
        return _nothing(f"nobody answered{when}", n)
    change = float(values[later].mean() - values[~later].mean())
    reason = _too_few_sites(sites, later)
    if reason:
        return _change_only(change, reason, n)
    return _inference(values, later, sites, change, level)


def _inference(
    values: FloatArray, later: BoolArray, sites: LabelArray, change: float, level: float
) -> AllRowsChange:
    from scipy import stats

    n = values.size
    fit = ols_cr2(np.column_stack([np.ones(n), later]), values, sites)
    error, freedom = float(fit.standard_errors[1]), float(fit.degrees_of_freedom[1])
    if error <= RELATIVE_ROUNDING * largest_magnitude(values):
        return _change_only(change, "the change does not vary between sites", n)
    if freedom < MINIMUM_DEGREES_OF_FREEDOM - ROUNDING_OF_DEGREES_OF_FREEDOM:
        shown = math.floor(10 * (freedom + ROUNDING_OF_DEGREES_OF_FREEDOM)) / 10
        reason = f"only {shown:.1f} degrees of freedom over sites: at least 4 are needed"
        return _change_only(change, reason, n)
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return AllRowsChange(
        Estimate("mean_change", change, change - half, change + half, level, n, method=METHOD, source=SOURCE),
        _without_interval("standard_error", error, n),
        _without_interval("degrees_of_freedom", freedom, n),
        _without_interval("p_value", float(fit.p_values[1]), n),
    )


def _too_few_sites(sites: LabelArray, later: BoolArray) -> str:
    count = np.unique(sites).size
    if count < MINIMUM_SITES:
        noun = "site" if count == 1 else "sites"
        return f"only {count} {noun}: at least {MINIMUM_SITES} are needed for inference over sites"
    for name, rows in (("baseline", ~later), ("follow-up", later)):
        # The one site would determine its timepoint's mean alone: CR2 would count its spread as none.
        if np.unique(sites[rows]).size == 1:
            return f"all {name} rows come from one site: no inference over sites"
    return ""


def _nothing(reason: str, n: int) -> AllRowsChange:
    return AllRowsChange(Estimate.not_estimable("mean_change", reason, n=n, method=METHOD), *_rest(reason, n))


def _change_only(change: float, reason: str, n: int) -> AllRowsChange:
    mean_change = Estimate("mean_change", change, n=n, method=METHOD, source=SOURCE, reason=reason)
    return AllRowsChange(mean_change, *_rest(reason, n))


def _rest(reason: str, n: int) -> tuple[Estimate, Estimate, Estimate]:
    return (
        Estimate.not_estimable("standard_error", reason, n=n, method=METHOD),
        Estimate.not_estimable("degrees_of_freedom", reason, n=n, method=METHOD),
        Estimate.not_estimable("p_value", reason, n=n, method=METHOD),
    )


def _without_interval(statistic: str, value: float, n: int) -> Estimate:
    return Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
