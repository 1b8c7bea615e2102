"""Sign-flip permutation test of the changes of sites: for few sites, where a t test leans on normality.

Takes the same changes of sites as site_summary.py. If nothing but chance is at work, a site's change was
as likely to go the other way; the p value counts the ways that lead at least as far from zero.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, FloatArray, answered
from impl_eval.statistics.site_summary import NO_SITE, changes_of_sites

SOURCE = "Fisher (1935)"
EXACT_UP_TO = 32
"""So many sites that changed have all their flips counted: sums of one half against sums of the other."""

DRAWS = 99_999
ROWS_AT_ONCE = 4096
RELATIVE_SLACK = 1e-10
"""Sums of the same changes in another order differ by rounding; they must count as equal."""


@dataclass(frozen=True)
class SiteSignFlip:
    """The mean change of a site and its sign-flip test; `n` counts sites.

    `smallest_attainable_p_value` is what the p value would be had all changes gone one way.
    """

    mean_change: Estimate
    p_value: Estimate
    smallest_attainable_p_value: Estimate


def site_sign_flip(
    scores: ArrayLike, is_follow_up: ArrayLike, site: ArrayLike, *, seed: int, draws: int = DRAWS
) -> SiteSignFlip:
    """Sign-flip test of a site's mean at follow-up minus its mean at baseline, every site counted once.

    Parameters
    ----------
    scores : n scores, NaN where missing (the row is left out).
    is_follow_up : n booleans, true for rows of the follow-up.
    site : n site labels, none missing. Sites with one timepoint only are left out.
    seed, draws : as in sign_flip_test.

    Returns and raises as sign_flip_test, and ValueError on unequal lengths, an infinite score, or a
    timepoint that is neither true nor false.
    """
    return sign_flip_test(changes_of_sites(scores, is_follow_up, site), seed=seed, draws=draws)


def sign_flip_test(changes: ArrayLike, *, seed: int, draws: int = DRAWS) -> SiteSignFlip:
    """Two-sided test that the changes lie symmetrically around zero; the statistic is their mean.

    Parameters
    ----------
    changes : one change per site, none missing.
    seed : for the random flips; used only where there are more than EXACT_UP_TO changes.
    draws : number of random flips; the observed one is added to them (Phipson and Smyth 2010).

    Returns
    -------
    SiteSignFlip. The p value is exact for up to EXACT_UP_TO changes other than zero, and a Monte Carlo
    one beyond; its method says which. With one site, or where no site changed, there is no test.

    Raises
    ------
    ValueError : a missing or infinite change, or fewer than one draw.

    Sources: Fisher (1935), The design of experiments, section 21; Phipson and Smyth (2010), Statistical
    Applications in Genetics and Molecular Biology 9, article 39.
    """
    values = answered(changes)
    if values.size != np.size(changes):
        raise ValueError("a change is missing: leave the site out before")
    if draws < 1:
        raise ValueError(f"need at least one draw; got {draws}")
    n, moved = values.size, values[values != 0]
    exact = moved.size <= EXACT_UP_TO
    how = "all flips counted" if exact else f"{draws:,} random flips and the observed one"
    method = f"sign-flip permutation of the changes of sites, two-sided, {how}"
    if n == 0:
        names = ("mean_change", "p_value", "smallest_attainable_p_value")
        return SiteSignFlip(*(Estimate.not_estimable(name, NO_SITE, n=0, method=method) for name in names))
    mean_change = _given("mean_change", float(values.mean()), n, method)
    reason = "only one site: it cannot be compared" if n == 1 else "" if moved.size else "no site changed"
    if reason:
        return SiteSignFlip(
            mean_change,
            Estimate.not_estimable("p_value", reason, n=n, method=method),
            Estimate.not_estimable("smallest_attainable_p_value", reason, n=n, method=method),
        )
    p_value = _exact_p_value(moved) if exact else _monte_carlo_p_value(moved, seed, draws)
    smallest = 2.0 ** (1 - moved.size) if exact else 1 / (draws + 1)
    return SiteSignFlip(
        mean_change,
        _given("p_value", p_value, n, method),
        _given("smallest_attainable_p_value", smallest, n, method),
    )


def _exact_p_value(moved: FloatArray) -> float:
    """Share of all flips that lie at least as far from zero as no flip.

    A flip of all is a flip of the first half and one of the second: with the sums of one half sorted, each
    sum of the other finds its partners by one search, so 2^32 flips need 2 x 2^16 sums.
    """
    reach = abs(float(moved.sum())) - _slack(moved)
    if reach <= 0:
        return 1.0
    middle = moved.size // 2
    ones, others = _all_sums(moved[:middle]), np.sort(_all_sums(moved[middle:]))
    too_small = np.searchsorted(others, reach - ones, side="left")
    beyond = ones.size * others.size - int(too_small.sum())
    return 2.0 * beyond / 2.0**moved.size


def _all_sums(values: FloatArray) -> FloatArray:
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums - value, sums + value])
    return sums


def _monte_carlo_p_value(moved: FloatArray, seed: int, draws: int) -> float:
    random = np.random.default_rng(seed)
    reach = abs(float(moved.sum())) - _slack(moved)
    beyond = 0
    for start in range(0, draws, ROWS_AT_ONCE):
        rows = min(ROWS_AT_ONCE, draws - start)
        signs = 2.0 * random.integers(0, 2, size=(rows, moved.size)) - 1
        beyond += int(np.count_nonzero(np.abs(signs @ moved) >= reach))
    return (beyond + 1) / (draws + 1)


def _slack(moved: FloatArray) -> float:
    return RELATIVE_SLACK * float(np.abs(moved).sum())


def _given(statistic: str, value: float, n: int, method: str) -> Estimate:
    return Estimate(statistic, value, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)
