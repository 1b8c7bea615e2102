"""Power of a survey design by simulation: the analysis that the plan decides by, on data made for it.

Pure: the same assumptions and seed give the same numbers. Nothing of a study's answers is used.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from impl_eval.protocols import PowerPlan, PrimaryChange
from impl_eval.results import Estimate
from impl_eval.statistics import all_rows_change, paired_p_value, share
from impl_eval.statistics.mixed_model import model_based_change

Floats = npt.NDArray[np.float64]
REJECTED, KEPT, NOT_ESTIMABLE = 1, 0, -1


@dataclass(frozen=True)
class DesignRows:
    """The n rows of a design, the same in every replicate: where, when and who; "" links nobody."""

    site: npt.NDArray[np.str_]
    person: npt.NDArray[np.int64]
    respondent: npt.NDArray[np.str_]
    is_follow_up: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PowerAtChange:
    """What the replicates of one true change gave.

    `power` is the share of all replicates with a p value below alpha; a replicate without a p value has
    not rejected. `observed_change` is the mean change of the scores: below the true one where scores
    meet a ceiling. `not_estimable` counts replicates without a p value.
    """

    change: float
    power: Estimate
    observed_change: Estimate
    not_estimable: Estimate


@dataclass(frozen=True)
class PowerResult:
    """Power along the true changes, and the change that is detected with the wanted power."""

    along: tuple[PowerAtChange, ...]
    detectable_change: Estimate
    rows: int
    linked: int


def design_rows(plan: PowerPlan) -> DesignRows:
    """Return the rows of a design: persons spread evenly over sites, the matched among them linked."""
    total = round(plan.sites * plan.respondents_per_site)
    matched = round(total * plan.match_share)
    place = np.arange(total) % plan.sites
    later = np.concatenate([np.arange(matched), np.arange(total, 2 * total - matched)])
    later_place = np.concatenate([place[:matched], place[matched:]])
    person = np.concatenate([np.arange(total), later])
    is_linked = person < matched
    names = np.char.add("p", person.astype(str))
    return DesignRows(
        site=np.char.add("s", np.concatenate([place, later_place]).astype(str)),
        person=person,
        respondent=np.where(is_linked, names, ""),
        is_follow_up=np.arange(2 * total) >= total,
    )


def simulate_power(
    plan: PowerPlan,
    primary: PrimaryChange,
    *,
    alpha: float,
    progress: Callable[[int], None] = lambda done: None,
) -> PowerResult:
    """Return power and detectable change of a design.

    Parameters
    ----------
    plan : the assumptions; `plan.correlation` must be at least `plan.site_share`, which is a part of it.
    primary : the analysis whose p value decides.
    alpha : error rate of the two-sided decision.
    progress : called with the number of replicates done, after each.

    Raises
    ------
    ValueError : the assumptions contradict each other.
    """
    if plan.correlation < plan.site_share:
        raise ValueError("the correlation of two scores of one person includes the share of sites")
    rows = design_rows(plan)
    analyse = _ANALYSES[primary]
    along = []
    for number, change in enumerate(sorted(plan.changes)):
        rng = np.random.default_rng([plan.seed, number])
        decided, observed = [], []
        for scores in draw_scores(plan, rows, change, rng):
            p_value = analyse(scores, rows, 1 - alpha)
            decided.append(NOT_ESTIMABLE if p_value is None else REJECTED if p_value < alpha else KEPT)
            observed.append(float(scores[rows.is_follow_up].mean() - scores[~rows.is_follow_up].mean()))
            progress(1)
        along.append(_at_change(change, decided, observed))
    return PowerResult(
        tuple(along),
        _detectable(along, plan.wanted_power),
        rows=len(rows.site),
        linked=int(np.count_nonzero((rows.respondent != "") & rows.is_follow_up)),
    )


def draw_scores(
    plan: PowerPlan, rows: DesignRows, change: float, rng: np.random.Generator
) -> Iterator[Floats]:
    """Yield the scores of each replicate: n rows, in points, 0 being the mean at baseline.

    A score is the sum of a site, a person, and a residual, all normal, and at follow-up of the change and
    the site's own deviation from it; what lies above the ceiling becomes the ceiling.
    """
    variance = plan.standard_deviation**2
    site_sd = math.sqrt(plan.site_share * variance)
    person_sd = math.sqrt((plan.correlation - plan.site_share) * variance)
    residual_sd = math.sqrt((1 - plan.correlation) * variance)
    _, site = np.unique(rows.site, return_inverse=True)
    sites, persons = int(site.max()) + 1, int(rows.person.max()) + 1
    ceiling = ceiling_of(plan)
    for _ in range(plan.replicates):
        level = site_sd * rng.standard_normal(sites)
        slope = change + plan.site_change_sd * rng.standard_normal(sites)
        latent = level[site] + rows.is_follow_up * slope[site]
        latent += person_sd * rng.standard_normal(persons)[rows.person]
        latent += residual_sd * rng.standard_normal(len(site))
        yield np.minimum(latent, ceiling)


def ceiling_of(plan: PowerPlan) -> float:
    """Return the score above which `ceiling_share` of respondents lie at baseline; infinity without one."""
    if not plan.ceiling_share:
        return math.inf
    from scipy import stats

    return plan.standard_deviation * float(stats.norm.isf(plan.ceiling_share))


def _mixed_model(scores: Floats, rows: DesignRows, level: float) -> float | None:
    timepoint = rows.is_follow_up.astype(np.float64)
    return model_based_change(scores, timepoint, rows.site, rows.respondent, level=level).p_value.value


def _paired(scores: Floats, rows: DesignRows, level: float) -> float | None:
    linked = rows.respondent != ""
    before, after = scores[linked & ~rows.is_follow_up], scores[linked & rows.is_follow_up]
    return paired_p_value(before, after, level=level).value


def _all_rows(scores: Floats, rows: DesignRows, level: float) -> float | None:
    return all_rows_change(scores, rows.is_follow_up, rows.site, level=level).p_value.value


_ANALYSES: dict[PrimaryChange, Callable[[Floats, DesignRows, float], float | None]] = {
    "mixed_model": _mixed_model,
    "paired": _paired,
    "all_rows": _all_rows,
}


def _at_change(change: float, decided: Sequence[int], observed: Sequence[float]) -> PowerAtChange:
    n = len(decided)
    mean = float(np.mean(observed))
    method = "mean over replicates of the change of the scores"
    return PowerAtChange(
        change,
        share(decided.count(REJECTED), n),
        Estimate("mean_change", mean, n=n, method=method, reason="reported without an interval"),
        Estimate(
            "count",
            float(decided.count(NOT_ESTIMABLE)),
            n=n,
            unit="replicates",
            reason="a count has no interval",
        ),
    )


def _detectable(along: Sequence[PowerAtChange], wanted: float) -> Estimate:
    """Return the true change with the wanted power, between the changes tried, with Monte Carlo bounds.

    The bounds are where the upper and the lower ends of the Monte Carlo intervals reach the wanted power.
    """
    name, n = "detectable_change", sum(one.power.n or 0 for one in along)
    method = f"change at which the simulated power reaches {wanted:g}, linear between the changes tried"
    if all(one.not_estimable.value == one.power.n for one in along):
        reason = (
            "no simulated data set had a p value: the analysis of the plan is not estimable in this design"
        )
        return Estimate.not_estimable(name, reason, n=n, method=method)
    upwards = [one for one in along if one.change >= 0]
    changes = [one.change for one in upwards]
    value = _crossing(changes, [one.power.value for one in upwards], wanted)
    if value is None:
        reached = max((one.power.value or 0.0 for one in upwards), default=0.0)
        end = "above" if reached < wanted else "below"
        reason = f"the change with a power of {wanted:g} lies {end} the changes tried"
        return Estimate.not_estimable(name, reason, n=n, method=method)
    low = _crossing(changes, [one.power.high for one in upwards], wanted)
    high = _crossing(changes, [one.power.low for one in upwards], wanted)
    if low is None or high is None:
        reason = "no Monte Carlo interval: it ends outside the changes tried"
        return Estimate(name, value, n=n, method=method, reason=reason)
    return Estimate(name, value, low, high, 0.95, n, method=method)


def _crossing(changes: Sequence[float], powers: Sequence[float | None], wanted: float) -> float | None:
    points = [(at, power) for at, power in zip(changes, powers, strict=True) if power is not None]
    for (start, low), (end, high) in pairwise(points):
        if low < wanted <= high:
            return start + (wanted - low) / (high - low) * (end - start)
    return None
