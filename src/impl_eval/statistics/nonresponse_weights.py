"""Change of those who answered twice, weighted so that they stand for all baseline respondents.

Weights are inverse probabilities of answering at follow-up, from what was known at baseline. They mend
non-response that depends on these facts, and no other: that is what tipping_point.py is about.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.all_rows_change import (
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    ROUNDING_OF_DEGREES_OF_FREEDOM,
)
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    WITHOUT_INTERVAL,
    BoolArray,
    FloatArray,
    LabelArray,
    check_level,
    largest_magnitude,
)
from impl_eval.statistics.multivariate_normal import column_labels
from impl_eval.statistics.separation import binary_inequalities, is_separated
from impl_eval.statistics.weighted_mean import weighted_mean_cr2

METHOD = (
    "mean change in matched respondents, weighted by stabilised inverse probability of answering at "
    "follow-up (logistic regression on the baseline score{predictors}), weights truncated at the {low:g} and "
    "{high:g} percentiles; CR2 by site with Satterthwaite degrees of freedom, weights taken as known"
)
SOURCE = "Cole and Hernan (2008)"
TRUNCATION = (0.01, 0.99)


@dataclass(frozen=True)
class WeightedChange:
    """The weighted change, its inference over sites, and what the weights do.

    `n` counts matched respondents with weights, and baseline respondents in `response_share`.
    `effective_n`: that many equally weighted respondents would be as informative. `left_out` counts
    baseline respondents without their baseline score or a predictor.
    """

    mean_change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    effective_n: Estimate
    smallest_weight: Estimate
    largest_weight: Estimate
    response_share: Estimate
    left_out: int


def nonresponse_weighted_change(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    site: ArrayLike,
    *,
    predictors: ArrayLike | None = None,
    names: Sequence[str] = (),
    truncation: tuple[float, float] = TRUNCATION,
    level: float = 0.95,
) -> WeightedChange:
    """Mean of follow-up minus baseline, weighted for non-response at follow-up.

    Parameters
    ----------
    baseline : n baseline scores, of everybody whose answers could be linked; NaN where missing.
    follow_up : their n scores at follow-up, NaN where not answered.
    site : n site labels.
    predictors : n x c further facts of the baseline (groups as 0 and 1), NaN where missing. The baseline
        score is always a predictor. Constant ones do nothing and are left out.
    names : c names, for method and reasons.
    truncation : quantiles of the weights at which they are cut.
    level : confidence level of the interval.

    Returns
    -------
    WeightedChange. Nothing is estimable, with the reason, where nobody or everybody answered at
    follow-up, the predictors depend on each other, or they tell perfectly who answered. With too few
    sites or degrees of freedom (as in all_rows_change) the change stands without inference.

    Raises
    ------
    ValueError : lengths that differ, infinite values, quantiles or a level that are none.

    Sources: Cole and Hernan (2008), American Journal of Epidemiology 168, 656-664 (stabilised and
    truncated weights); Seaman and White (2013), Statistical Methods in Medical Research 22, 278-295;
    Pustejovsky and Tipton (2018) for the standard error.
    """
    check_level(level)
    before, after, sites, extra = _check(baseline, follow_up, site, predictors, truncation)
    labels = column_labels(names, extra.shape[1]) if extra.shape[1] else ()
    said = "".join(f", {label}" for label in labels)
    low, high = truncation
    method = METHOD.format(predictors=said, low=100 * low, high=100 * high)
    known = ~np.isnan(before) & ~np.isnan(extra).any(axis=1)
    left_out = int((~known).sum())
    before, after, sites, extra = before[known], after[known], sites[known], extra[known]
    answered = np.asarray(~np.isnan(after), dtype=np.bool_)
    design = _design(before, extra)
    reason = _why_no_weights(answered, design)
    if reason:
        return _nothing(reason, answered, method, left_out)
    weights = _weights(answered, design, truncation)
    change = (after - before)[answered]
    return _weighted(change, weights, sites[answered], answered, method, left_out, level)


def stabilised_weights(answered: BoolArray, design: FloatArray) -> FloatArray:
    """Return, for those of n who answered, the share who answered over their own fitted probability."""
    from impl_eval.statistics.statsmodels_adapter import logistic_coefficients

    linear = design @ logistic_coefficients(answered, design)
    return np.asarray(answered.mean() * (1 + np.exp(-linear[answered])), dtype=np.float64)


def _check(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    site: ArrayLike,
    predictors: ArrayLike | None,
    truncation: tuple[float, float],
) -> tuple[FloatArray, FloatArray, LabelArray, FloatArray]:
    before, after = np.asarray(baseline, dtype=np.float64), np.asarray(follow_up, dtype=np.float64)
    sites = np.asarray(site)
    extra = np.empty((before.size, 0)) if predictors is None else np.asarray(predictors, dtype=np.float64)
    if before.ndim != 1 or after.shape != before.shape or sites.shape != before.shape:
        raise ValueError(f"need equal lengths; got {before.shape}, {after.shape} and {sites.shape}")
    if extra.ndim != 2 or len(extra) != before.size:
        raise ValueError(f"need a row of predictors for each respondent; got shape {extra.shape}")
    if np.isinf(before).any() or np.isinf(after).any() or np.isinf(extra).any():
        raise ValueError("a value is infinite")
    if not 0 <= truncation[0] < truncation[1] <= 1:
        raise ValueError(f"truncation needs two quantiles in ascending order; got {truncation}")
    return before, after, sites, extra


def _design(before: FloatArray, extra: FloatArray) -> FloatArray:
    """Return ones and the standardised predictors that vary: fitted probabilities do not depend on units."""
    facts = np.column_stack([before, extra])
    if not len(facts):
        return np.ones((0, 1))
    spread = facts.std(axis=0)
    varying = spread > RELATIVE_ROUNDING * np.maximum(np.abs(facts).max(axis=0), 1)
    standardised = (facts[:, varying] - facts[:, varying].mean(axis=0)) / spread[varying]
    return np.column_stack([np.ones(len(facts)), standardised])


def _why_no_weights(answered: BoolArray, design: FloatArray) -> str:
    if answered.size == 0:
        return "no baseline respondent can be linked to a follow-up"
    if not answered.any():
        return "no baseline respondent answered at follow-up"
    if answered.all():
        return "all baseline respondents answered at follow-up: there is no non-response to weight for"
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "the predictors of non-response depend linearly on each other"
    if is_separated(binary_inequalities(answered.astype(np.float64), design)):
        return "the predictors tell perfectly, for some, who answered at follow-up (separation)"
    return ""


def _weights(answered: BoolArray, design: FloatArray, truncation: tuple[float, float]) -> FloatArray:
    weights = stabilised_weights(answered, design)
    low, high = np.quantile(weights, truncation)
    return np.asarray(np.clip(weights, low, high), dtype=np.float64)


def _weighted(
    change: FloatArray,
    weights: FloatArray,
    sites: LabelArray,
    answered: BoolArray,
    method: str,
    left_out: int,
    level: float,
) -> WeightedChange:
    n = change.size
    value = float(weights @ change / weights.sum())
    inference = _inference(value, change, weights, sites, method, level)
    effective = float(weights.sum() ** 2 / (weights**2).sum())

    def plain(statistic: str, number: float, count: int = n) -> Estimate:
        return Estimate(statistic, number, n=count, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    return WeightedChange(
        *inference,
        plain("effective_n", effective),
        plain("smallest_weight", float(weights.min())),
        plain("largest_weight", float(weights.max())),
        plain("response_share", float(answered.mean()), answered.size),
        left_out,
    )


def _inference(
    value: float, change: FloatArray, weights: FloatArray, sites: LabelArray, method: str, level: float
) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    from scipy import stats

    n, count = change.size, np.unique(sites).size
    if count < MINIMUM_SITES:
        noun = "site" if count == 1 else "sites"
        reason = f"only {count} {noun}: at least {MINIMUM_SITES} are needed for inference over sites"
        return _change_only(value, reason, n, method)
    fit = weighted_mean_cr2(change, weights, sites)
    error, freedom = fit.standard_error, fit.degrees_of_freedom
    if error <= RELATIVE_ROUNDING * largest_magnitude(change):
        return _change_only(value, "the change does not vary between sites", n, method)
    if freedom < MINIMUM_DEGREES_OF_FREEDOM - ROUNDING_OF_DEGREES_OF_FREEDOM:
        shown = math.floor(10 * (freedom + ROUNDING_OF_DEGREES_OF_FREEDOM)) / 10
        reason = f"only {shown:.1f} degrees of freedom over sites: at least 4 are needed"
        return _change_only(value, reason, n, method)
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * error

    def plain(statistic: str, number: float) -> Estimate:
        return Estimate(statistic, number, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    change_estimate = Estimate(
        "mean_change", value, value - half, value + half, level, n, method=method, source=SOURCE
    )
    return (
        change_estimate,
        plain("standard_error", error),
        plain("degrees_of_freedom", freedom),
        plain("p_value", 2 * float(stats.t.sf(abs(value) / error, freedom))),
    )


def _change_only(
    value: float, reason: str, n: int, method: str
) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    change = Estimate("mean_change", value, n=n, method=method, source=SOURCE, reason=reason)
    rest = [
        Estimate.not_estimable(statistic, reason, n=n, method=method)
        for statistic in ("standard_error", "degrees_of_freedom", "p_value")
    ]
    return (change, rest[0], rest[1], rest[2])


def _nothing(reason: str, answered: BoolArray, method: str, left_out: int) -> WeightedChange:
    n = int(answered.sum())

    def missing(statistic: str) -> Estimate:
        return Estimate.not_estimable(statistic, reason, n=n, method=method)

    return WeightedChange(
        missing("mean_change"),
        missing("standard_error"),
        missing("degrees_of_freedom"),
        missing("p_value"),
        missing("effective_n"),
        missing("smallest_weight"),
        missing("largest_weight"),
        missing("response_share")
        if answered.size == 0
        else Estimate(
            "response_share",
            n / answered.size,
            n=answered.size,
            method=method,
            source=SOURCE,
            reason=WITHOUT_INTERVAL,
        ),
        left_out,
    )
