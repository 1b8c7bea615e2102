"""One change per site, and their mean with a t interval over sites.

Every site counts once, however many answered there. Sites that have one timepoint only say nothing of
change and are left out. The permutation test on the same changes is in sign_flip.py.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.all_rows_change import MINIMUM_SITES
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    WITHOUT_INTERVAL,
    BoolArray,
    FloatArray,
    LabelArray,
    check_level,
    largest_magnitude,
)

METHOD = "mean of the changes of sites, each site counted once, t interval over sites"
SOURCE = "Matthews et al. (1990)"
NO_SITE = "no site has answers from both timepoints"


@dataclass(frozen=True)
class SiteSummaryChange:
    """The mean change of a site and what inference over sites says of it; `n` counts sites everywhere."""

    mean_change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate


def site_summary_change(
    scores: ArrayLike, is_follow_up: ArrayLike, site: ArrayLike, *, level: float = 0.95
) -> SiteSummaryChange:
    """Mean over sites of a site's mean at follow-up minus its mean at baseline.

    Parameters
    ----------
    scores : n scores, NaN where missing (the row is left out).
    is_follow_up : n booleans, true for rows of the follow-up.
    site : n site labels, none missing.
    level : confidence level of the interval.

    Returns
    -------
    SiteSummaryChange. With fewer than MINIMUM_SITES sites that have both timepoints, or sites that all
    changed alike, the change keeps its value, has no interval, and the rest is not estimable; with no such
    site nothing is. Each says why.

    Raises
    ------
    ValueError : unequal lengths, an infinite score, a timepoint that is neither true nor false, or a
        level that is none.

    Source: Matthews, Altman, Campbell and Royston (1990), BMJ 300, 230-235 (summary measures).
    """
    from scipy import stats

    check_level(level)
    changes = changes_of_sites(scores, is_follow_up, site)
    n = changes.size
    if n == 0:
        nothing = Estimate.not_estimable("mean_change", NO_SITE, n=0, method=METHOD)
        return SiteSummaryChange(nothing, *_rest(NO_SITE, 0))
    change = float(changes.mean())
    reason = ""
    if n < MINIMUM_SITES:
        noun = "site has" if n == 1 else "sites have"
        reason = (
            f"only {n} {noun} both timepoints: at least {MINIMUM_SITES} are needed for inference over sites"
        )
    elif not np.ptp(changes):
        reason = "the change does not vary between sites"
    if reason:
        only = Estimate("mean_change", change, n=n, method=METHOD, source=SOURCE, reason=reason)
        return SiteSummaryChange(only, *_rest(reason, n))
    error = float(changes.std(ddof=1)) / math.sqrt(n)
    half = float(stats.t.ppf((1 + level) / 2, n - 1)) * error
    return SiteSummaryChange(
        Estimate("mean_change", change, change - half, change + half, level, n, method=METHOD, source=SOURCE),
        _without_interval("standard_error", error, n),
        _without_interval("degrees_of_freedom", float(n - 1), n),
        _without_interval("p_value", 2 * float(stats.t.sf(abs(change) / error, n - 1)), n),
    )


def changes_of_sites(scores: ArrayLike, is_follow_up: ArrayLike, site: ArrayLike) -> FloatArray:
    """Return one change per site that has both timepoints, in the order of the sites' sorted labels.

    Arguments and errors as in site_summary_change. Changes that differ from zero or from each other by the
    rounding of floats only are made equal.
    """
    values, later, labels = _rows(scores, is_follow_up, site)
    names, place = np.unique(labels, return_inverse=True)
    counts = [np.bincount(place[rows], minlength=names.size) for rows in (~later, later)]
    sums = [np.bincount(place[rows], weights=values[rows], minlength=names.size) for rows in (~later, later)]
    both = (counts[0] > 0) & (counts[1] > 0)
    changes = sums[1][both] / counts[1][both] - sums[0][both] / counts[0][both]
    tolerance = RELATIVE_ROUNDING * largest_magnitude(values)
    changes[np.abs(changes) <= tolerance] = 0.0
    if changes.size and np.ptp(changes) <= tolerance:
        changes[:] = changes[0]
    return changes


def _rows(
    scores: ArrayLike, is_follow_up: ArrayLike, site: ArrayLike
) -> tuple[FloatArray, BoolArray, LabelArray]:
    values, later = np.asarray(scores, dtype=np.float64), np.asarray(is_follow_up, dtype=np.bool_)
    labels = np.asarray(site)
    if values.ndim != 1 or later.shape != values.shape or labels.shape != values.shape:
        raise ValueError(f"need equal lengths; got {values.shape}, {later.shape} and {labels.shape}")
    if np.isinf(values).any():
        raise ValueError("a score is infinite")
    if not np.isin(is_follow_up, (False, True)).all():
        raise ValueError("a row belongs to neither timepoint")
    present = ~np.isnan(values)
    return values[present], later[present], labels[present]


def _rest(reason: str, n: int) -> tuple[Estimate, Estimate, Estimate]:
    return (
        Estimate.not_estimable("standard_error", reason, n=n, method=METHOD),
        Estimate.not_estimable("degrees_of_freedom", reason, n=n, method=METHOD),
        Estimate.not_estimable("p_value", reason, n=n, method=METHOD),
    )


def _without_interval(statistic: str, value: float, n: int) -> Estimate:
    return Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
