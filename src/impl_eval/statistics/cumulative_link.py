"""Change of one ordered answer as an odds ratio: the proportional-odds (cumulative link) model.

All rows, linked or not. The odds ratio is that of answering in a higher category at follow-up. The model
itself knows neither respondents nor sites; its standard error is therefore a sandwich over sites, within
which answers may resemble each other, and both are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.all_rows_change import MINIMUM_SITES
from impl_eval.statistics.arrays import (
    WITHOUT_INTERVAL,
    BoolArray,
    FloatArray,
    LabelArray,
    check_level,
)
from impl_eval.statistics.cumulative_link_likelihood import (
    OrdinalAnswers,
    has_no_maximum,
    scores_and_information,
)

METHOD = (
    "proportional-odds model of one item on timepoint{covariates}, all rows; sandwich standard error by "
    "site, t with sites - 1 degrees of freedom"
)
SOURCE = "McCullagh (1980); Liang and Zeger (1986)"
STEPS = 100
CONVERGED = 1e-9
"""In units of the log-likelihood: what one more Newton step would gain; it is still taken."""


@dataclass(frozen=True)
class CumulativeLinkChange:
    """Odds ratio of a higher answer at follow-up, the coefficient behind it, and the model.

    `standard_error`, df and p-value go with `log_odds_ratio` and are by site; `model_standard_error`
    ignores sites and respondents. `thresholds` are on the logit scale, between the `categories` used.
    """

    odds_ratio: Estimate
    log_odds_ratio: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    model_standard_error: Estimate
    log_likelihood: Estimate
    thresholds: tuple[Estimate, ...]
    categories: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class CumulativeLinkFit:
    """Parameters (thresholds, then coefficients), log-likelihood, score contributions, information."""

    parameters: FloatArray
    log_likelihood: float
    scores: FloatArray
    information: FloatArray
    thresholds: int

    @property
    def covariance(self) -> FloatArray:
        """Inverse of the observed information."""
        return np.asarray(np.linalg.inv(self.information), dtype=np.float64)


def cumulative_link_change(
    answers: ArrayLike,
    is_follow_up: ArrayLike,
    site: ArrayLike,
    *,
    covariates: ArrayLike | None = None,
    names: Sequence[str] = (),
    level: float = 0.95,
) -> CumulativeLinkChange:
    """Fit the answers to one item on timepoint by proportional odds.

    Parameters
    ----------
    answers : n ordered answers, NaN where missing (the row is left out). Categories nobody used are no
        categories of the model.
    is_follow_up : n booleans, true for rows of the follow-up.
    site : n site labels.
    covariates : n x c numbers; rows with a missing one are left out.
    names : c names, for the method.
    level : confidence level of the interval.

    Returns
    -------
    CumulativeLinkChange. Under MINIMUM_SITES sites the odds ratio has no interval and no test. Not
    estimable, with the reason: an empty timepoint, one category only, predictors that depend on each
    other, or that separate the categories (nobody's answers overlap: the odds ratio is unlimited).

    Raises
    ------
    ValueError : lengths that differ, an infinite value, or a level that is none.

    Sources: McCullagh (1980), JRSS B 42, 109-142; Liang and Zeger (1986), Biometrika 73, 13-22, with the
    factor G / (G - 1) for G sites.
    """
    check_level(level)
    values, design, sites = check_rows(answers, is_follow_up, site, covariates)
    said = "".join(f", {name}" for name in names)
    method = METHOD.format(covariates=said)
    ordinal, categories = as_categories(values, design)
    reason = why_no_model(ordinal)
    if reason:
        return _nothing(reason, values.size, method, categories)
    fit = fit_cumulative_link(ordinal)
    if fit is None:
        return _nothing("the likelihood was not maximised", values.size, method, categories)
    return _change(fit, sites, categories, method, level)


def fit_cumulative_link(answers: OrdinalAnswers) -> CumulativeLinkFit | None:
    """Return the maximum-likelihood fit, or None where the maximiser did not arrive.

    The caller has asked why_no_model. The log-likelihood is concave in thresholds and coefficients, so
    that Newton steps, halved until they gain, end at its one maximum.
    """
    parameters = _start(answers)
    value, scores, information = scores_and_information(answers, parameters)
    for _ in range(STEPS):
        slope = scores.sum(axis=0)
        step = np.linalg.solve(information, slope)
        gain = float(slope @ step) / 2
        for length in 0.5 ** np.arange(30):
            there = parameters + length * step
            reached, scores, information = scores_and_information(answers, there)
            if gain < CONVERGED or reached >= value + 1e-4 * length * gain:
                break
        else:
            return None
        parameters, value = there, reached
        if gain < CONVERGED:
            return CumulativeLinkFit(parameters, value, scores, information, answers.k - 1)
    return None


def _start(answers: OrdinalAnswers) -> FloatArray:
    """Return the maximum without predictors: logits of the shares below each threshold, zeros."""
    below = np.cumsum(np.bincount(answers.categories, minlength=answers.k))[:-1] / answers.categories.size
    return np.concatenate([np.log(below / (1 - below)), np.zeros(answers.design.shape[1])])


def check_rows(
    answers: ArrayLike, is_follow_up: ArrayLike, group: ArrayLike, covariates: ArrayLike | None
) -> tuple[FloatArray, FloatArray, LabelArray]:
    """Return complete rows: answers, design (timepoint first, then covariates) and group labels."""
    values, later = np.asarray(answers, dtype=np.float64), np.asarray(is_follow_up)
    labels = np.asarray(group)
    extra = np.empty((values.size, 0)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    if values.ndim != 1 or later.shape != values.shape or labels.shape != values.shape:
        raise ValueError(f"need equal lengths; got {values.shape}, {later.shape} and {labels.shape}")
    if extra.ndim != 2 or len(extra) != values.size:
        raise ValueError(f"need a row of covariates for each answer; got shape {extra.shape}")
    if not np.isin(later, (False, True)).all():
        raise ValueError("a row belongs to neither timepoint")
    if np.isinf(values).any() or np.isinf(extra).any():
        raise ValueError("a value is infinite")
    design = np.column_stack([later.astype(np.float64), extra])
    complete: BoolArray = np.asarray(~np.isnan(values) & ~np.isnan(extra).any(axis=1), dtype=np.bool_)
    return values[complete], design[complete], labels[complete]


def as_categories(values: FloatArray, design: FloatArray) -> tuple[OrdinalAnswers, tuple[float, ...]]:
    """Return the answers as categories 0 to k - 1 of those used, and the categories."""
    used, categories = np.unique(values, return_inverse=True)
    codes: NDArray[np.intp] = categories.reshape(-1).astype(np.intp)
    return OrdinalAnswers(codes, design, used.size), tuple(float(value) for value in used)


def why_no_model(answers: OrdinalAnswers) -> str:
    """Return the reason why the answers have no proportional-odds model on timepoint, or nothing."""
    later = answers.design[:, 0] == 1
    n = later.size
    if n == 0 or later.all() or not later.any():
        when = "" if n == 0 else " at baseline" if later.any() else " at follow-up"
        return f"nobody answered{when}"
    if answers.k == 1:
        return "everybody gave the same answer"
    with_ones = np.column_stack([np.ones(n), answers.design])
    if np.linalg.matrix_rank(with_ones) < with_ones.shape[1]:
        return "timepoint and covariates depend linearly on each other"
    if has_no_maximum(answers):
        return "the answers are separated by timepoint or covariates: the odds ratio has no finite estimate"
    return ""


def _change(
    fit: CumulativeLinkFit, sites: LabelArray, categories: tuple[float, ...], method: str, level: float
) -> CumulativeLinkChange:
    n, at = len(fit.scores), fit.thresholds
    value = float(fit.parameters[at])

    def plain(statistic: str, number: float) -> Estimate:
        return Estimate(statistic, number, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    model_error = float(np.sqrt(fit.covariance[at, at]))
    thresholds = tuple(plain("threshold", float(number)) for number in fit.parameters[:at])
    inference = _by_site(value, fit, sites, method, level)
    return CumulativeLinkChange(
        *inference,
        plain("model_standard_error", model_error),
        plain("log_likelihood", fit.log_likelihood),
        thresholds,
        categories,
    )


def _by_site(
    value: float, fit: CumulativeLinkFit, sites: LabelArray, method: str, level: float
) -> tuple[Estimate, Estimate, Estimate, Estimate, Estimate]:
    """Return odds ratio, its logarithm, and standard error, df and p-value of the logarithm."""
    from scipy import stats

    n, ratio = len(fit.scores), float(np.exp(value))
    error, count = _sandwich(fit, sites)
    reason = _no_inference(count, error)

    def estimate(name: str, number: float, low: float, high: float) -> Estimate:
        return Estimate(name, number, low, high, level, n, method=method, source=SOURCE)

    def plain(name: str, number: float, why: str = WITHOUT_INTERVAL) -> Estimate:
        return Estimate(name, number, n=n, method=method, source=SOURCE, reason=why)

    if reason:
        missing = [
            Estimate.not_estimable(name, reason, n=n, method=method)
            for name in ("standard_error", "degrees_of_freedom", "p_value")
        ]
        return (
            plain("odds_ratio", ratio, reason),
            plain("log_odds_ratio", value, reason),
            missing[0],
            missing[1],
            missing[2],
        )
    half = float(stats.t.ppf((1 + level) / 2, count - 1)) * error
    p_value = 2 * float(stats.t.sf(abs(value) / error, count - 1))
    return (
        estimate("odds_ratio", ratio, float(np.exp(value - half)), float(np.exp(value + half))),
        estimate("log_odds_ratio", value, value - half, value + half),
        plain("standard_error", error),
        plain("degrees_of_freedom", count - 1),
        plain("p_value", p_value),
    )


def _sandwich(fit: CumulativeLinkFit, sites: LabelArray) -> tuple[float, int]:
    """Return the standard error of the timepoint by site, and the number of sites."""
    _, codes = np.unique(sites, return_inverse=True)
    count = int(codes.max()) + 1
    sums = np.zeros((count, fit.scores.shape[1]))
    np.add.at(sums, codes.reshape(-1), fit.scores)
    influence = sums @ fit.covariance[:, fit.thresholds]
    factor = count / (count - 1) if count > 1 else 1.0
    return float(np.sqrt(factor * (influence**2).sum())), count


def _no_inference(count: int, error: float) -> str:
    if count < MINIMUM_SITES:
        noun = "site" if count == 1 else "sites"
        return f"only {count} {noun}: at least {MINIMUM_SITES} are needed for inference over sites"
    return "" if error > 1e-9 else "the change does not vary between sites"


def _nothing(reason: str, n: int, method: str, categories: tuple[float, ...]) -> CumulativeLinkChange:
    def missing(statistic: str) -> Estimate:
        return Estimate.not_estimable(statistic, reason, n=n, method=method)

    return CumulativeLinkChange(
        missing("odds_ratio"),
        missing("log_odds_ratio"),
        missing("standard_error"),
        missing("degrees_of_freedom"),
        missing("p_value"),
        missing("model_standard_error"),
        missing("log_likelihood"),
        (),
        categories,
    )
