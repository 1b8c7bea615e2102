"""The proportional-odds model with a normal random intercept for each respondent.

The odds ratio is that within a respondent: further from 1 than the one over all rows (cumulative_link.py)
wherever people differ. The integral over the intercept is adaptive Gauss-Hermite quadrature. Sites are
not in the model: it describes, and offers no test.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, FloatArray, check_level
from impl_eval.statistics.cumulative_link import (
    as_categories,
    check_rows,
    fit_cumulative_link,
    why_no_model,
)
from impl_eval.statistics.cumulative_link_quadrature import (
    NODES,
    ZERO_DEVIATION,
    Quadrature,
    maximise,
    standard_errors,
)

METHOD = (
    "proportional-odds model of one item on timepoint{covariates} with a random intercept by respondent, "
    f"adaptive Gauss-Hermite quadrature with {NODES} nodes; large-sample interval, sites are not allowed for"
)
SOURCE = "Hedeker and Gibbons (1994)"
NO_VARIANCE = "the variance between respondents is estimated as zero"


@dataclass(frozen=True)
class CumulativeLinkMixedChange:
    """Odds ratio within respondents, the coefficient behind it and the model.

    `standard_error` goes with `log_odds_ratio`; `respondent_variance` is that of the random intercept on
    the logit scale, `log_deviation_error` the standard error of the logarithm of its root.
    `thresholds` lie between the `categories` used. `respondents` is their number.
    """

    odds_ratio: Estimate
    log_odds_ratio: Estimate
    standard_error: Estimate
    respondent_variance: Estimate
    log_deviation_error: Estimate
    log_likelihood: Estimate
    thresholds: tuple[Estimate, ...]
    threshold_errors: tuple[Estimate, ...]
    categories: tuple[float, ...]
    respondents: int
    notes: tuple[str, ...] = ()


def cumulative_link_mixed_change(
    answers: ArrayLike,
    is_follow_up: ArrayLike,
    respondent: Sequence[str],
    *,
    covariates: ArrayLike | None = None,
    names: Sequence[str] = (),
    level: float = 0.95,
) -> CumulativeLinkMixedChange:
    """Fit the answers to one item on timepoint, with a random intercept for each respondent.

    Parameters
    ----------
    answers, is_follow_up, covariates, names, level : as in cumulative_link_change.
    respondent : n labels, unique in the study; "" for a row that is linked to no other.

    Returns
    -------
    CumulativeLinkMixedChange. Not estimable where the model without intercepts is not, where nobody
    answered twice, or where the likelihood has no maximum (all who answered twice agree with themselves).

    Raises
    ------
    ValueError : as in cumulative_link_change.

    Sources: Hedeker and Gibbons (1994), Biometrics 50, 933-944; Pinheiro and Bates (1995), Journal of
    Computational and Graphical Statistics 4, 12-35 (adaptive quadrature).
    """
    check_level(level)
    own = np.array([label or f"\0{row}" for row, label in enumerate(respondent)])
    values, design, labels = check_rows(answers, is_follow_up, own, covariates)
    method = METHOD.format(covariates="".join(f", {name}" for name in names))
    ordinal, categories = as_categories(values, design)
    people, codes = np.unique(labels, return_inverse=True)
    reason = why_no_model(ordinal)
    if not reason and people.size == values.size:
        reason = "nobody answered twice: respondents cannot be told from chance"
    start = None if reason else fit_cumulative_link(ordinal)
    if start is None:
        return _nothing(reason or "the likelihood was not maximised", values.size, method, categories)
    likelihood = Quadrature(ordinal, codes.reshape(-1))
    fitted = maximise(likelihood, np.append(start.parameters, 1.0))
    errors = None if fitted is None else standard_errors(likelihood, fitted)
    if fitted is None or errors is None:
        reason = "the likelihood has no maximum: answers of one respondent agree too well"
        return _nothing(reason, values.size, method, categories)
    return _change(fitted, errors, likelihood, method, categories, level)


def _change(
    parameters: FloatArray,
    errors: FloatArray,
    likelihood: Quadrature,
    method: str,
    categories: tuple[float, ...],
    level: float,
) -> CumulativeLinkMixedChange:
    from scipy import stats

    n, at = likelihood.person.size, likelihood.answers.k - 1
    natural = likelihood.natural(parameters)
    value, error = float(natural[at]), float(errors[at])
    half = float(stats.norm.ppf((1 + level) / 2)) * error

    def plain(statistic: str, number: float) -> Estimate:
        return Estimate(statistic, number, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    def within(statistic: str, number: float, low: float, high: float) -> Estimate:
        return Estimate(statistic, number, low, high, level, n, method=method, source=SOURCE)

    zero = parameters[-1] < ZERO_DEVIATION
    notes = (NO_VARIANCE,) if zero else ()
    ratio, low, high = (float(np.exp(number)) for number in (value, value - half, value + half))
    return CumulativeLinkMixedChange(
        within("odds_ratio", ratio, low, high),
        within("log_odds_ratio", value, value - half, value + half),
        plain("standard_error", error),
        plain("respondent_variance", 0.0 if zero else float(parameters[-1] ** 2)),
        Estimate.not_estimable("log_deviation_error", NO_VARIANCE, n=n, method=method)
        if zero
        else plain("log_deviation_error", float(errors[-1] / parameters[-1])),
        plain("log_likelihood", -likelihood.value(parameters)),
        tuple(plain("threshold", float(number)) for number in natural[:at]),
        tuple(plain("threshold_standard_error", float(number)) for number in errors[:at]),
        categories,
        likelihood.people,
        notes,
    )


def _nothing(reason: str, n: int, method: str, categories: tuple[float, ...]) -> CumulativeLinkMixedChange:
    def missing(statistic: str) -> Estimate:
        return Estimate.not_estimable(statistic, reason, n=n, method=method)

    return CumulativeLinkMixedChange(
        missing("odds_ratio"),
        missing("log_odds_ratio"),
        missing("standard_error"),
        missing("respondent_variance"),
        missing("log_deviation_error"),
        missing("log_likelihood"),
        (),
        (),
        categories,
        0,
    )
