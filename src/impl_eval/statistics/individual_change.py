"""Change of single persons: how much of it is more than error of measurement.

Only with a reliability that somebody stated, from outside these data: it decides what counts as change.
The change of groups is in paired_change.py and its neighbours.
"""

import math
from dataclasses import dataclass, replace

from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    WITHOUT_INTERVAL,
    FloatArray,
    answered,
    check_level,
    is_constant,
    largest_magnitude,
    paired,
)
from impl_eval.statistics.descriptive import share

CRITERION = 1.96
"""Jacobson and Truax's rounded normal quantile: error of measurement alone passes it in 5% of persons."""

SOURCE_ERROR = "Lord and Novick (1968)"
SOURCE_DETECTABLE = "Beckerman et al. (2001)"
SOURCE_INDEX = "Jacobson and Truax (1991)"


@dataclass(frozen=True)
class MeasurementError:
    """Error of one score, of the difference of two, and the smallest difference beyond it, in points."""

    standard_error_of_measurement: Estimate
    standard_error_of_difference: Estimate
    minimal_detectable_change: Estimate


@dataclass(frozen=True)
class IndividualChange:
    """Error of measurement, and shares of persons with reliable change; the three shares add up to 1."""

    error: MeasurementError
    improved: Estimate
    worsened: Estimate
    unchanged: Estimate


def measurement_error(
    standard_deviation: float, *, reliability: float, reliability_source: str, n: int | None = None
) -> MeasurementError:
    """Standard error of measurement SD sqrt(1 - reliability), and what follows for differences.

    Parameters
    ----------
    standard_deviation : of the scores at baseline, in points, from `n` persons.
    reliability : between 0 and 1, both excluded.
    reliability_source : where the reliability is from; printed with every number.

    Returns
    -------
    MeasurementError: SEM, SEM sqrt(2), and the minimal detectable change 1.96 sqrt(2) SEM, without
    intervals. Not estimable where the scores do not vary.

    Raises
    ------
    ValueError : a reliability outside its range or without source, or a negative or infinite deviation.

    Sources: Lord and Novick (1968), Statistical theories of mental test scores; Jacobson and Truax (1991),
    Journal of Consulting and Clinical Psychology 59, 12-19; Beckerman et al. (2001), Quality of Life
    Research 10, 571-578.
    """
    note = _reliability_note(reliability, reliability_source)
    if not 0 <= standard_deviation < math.inf:
        raise ValueError(f"a standard deviation is not negative and finite; got {standard_deviation}")
    methods = (
        f"SD times sqrt(1 - reliability), {note}",
        f"sqrt(2) times the standard error of measurement, {note}",
        f"{CRITERION} sqrt(2) times the standard error of measurement, {note}",
    )
    names = ("standard_error_of_measurement", "standard_error_of_difference", "minimal_detectable_change")
    if standard_deviation == 0:
        reason = "the scores do not vary at baseline"
        missing = (
            Estimate.not_estimable(name, reason, n=n, method=how)
            for name, how in zip(names, methods, strict=True)
        )
        return MeasurementError(*missing)
    one = standard_deviation * math.sqrt(1 - reliability)
    values = (one, math.sqrt(2) * one, CRITERION * math.sqrt(2) * one)
    sources = (SOURCE_ERROR, SOURCE_INDEX, SOURCE_DETECTABLE)
    found = (
        Estimate(name, value, n=n, method=how, source=source, reason=WITHOUT_INTERVAL)
        for name, value, how, source in zip(names, values, methods, sources, strict=True)
    )
    return MeasurementError(*found)


def reliable_change_index(
    baseline: ArrayLike, follow_up: ArrayLike, standard_error_of_difference: float
) -> FloatArray:
    """Return follow-up minus baseline of every person, divided by the standard error of a difference.

    One number per pair, in the order of the pairs: of single persons, so never for a report. ValueError on
    unequal lengths, a missing or infinite value, or a standard error that is not positive and finite.

    Source: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    before, after = paired(baseline, follow_up)
    if not 0 < standard_error_of_difference < math.inf:
        raise ValueError(f"a standard error is positive and finite; got {standard_error_of_difference}")
    return (after - before) / standard_error_of_difference


def individual_change(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    *,
    reliability: float,
    reliability_source: str,
    baseline_of_all: ArrayLike | None = None,
    higher_is_better: bool = True,
    level: float = 0.95,
) -> IndividualChange:
    """Shares of matched persons who reliably improved, worsened, or did neither, with Wilson intervals.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    reliability, reliability_source : as in measurement_error.
    baseline_of_all : baseline scores that give the standard deviation, NaN where missing; left out, those
        of the pairs do.
    higher_is_better : false where a lower score is the better one.
    level : confidence level of the intervals.

    Returns
    -------
    IndividualChange. Reliable is a change beyond 1.96 standard errors of a difference in either direction;
    `n` of the shares counts pairs, that of the error baseline scores. Not estimable without a pair, or
    with fewer than two baseline scores or scores that do not vary.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value of a pair, a reliability outside its range or
        without source, or a level that is none.

    Sources: Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59, 12-19; Wilson
    (1927), Journal of the American Statistical Association 22, 209-212.
    """
    check_level(level)
    before, after = paired(baseline, follow_up)
    everybody = before if baseline_of_all is None else answered(baseline_of_all)
    error = _error_from(everybody, reliability, reliability_source)
    note = _reliability_note(reliability, reliability_source)
    method = f"share whose change passes {CRITERION} standard errors of a difference, {note}, Wilson interval"
    of_difference, n = error.standard_error_of_difference, before.size
    names = ("share_reliably_improved", "share_reliably_worsened", "share_not_reliably_changed")
    if of_difference.value is None or n == 0:
        reason = of_difference.reason if of_difference.value is None else "there is no matched respondent"
        missing = (
            Estimate.not_estimable(name, reason, n=n, unit="proportion", method=method) for name in names
        )
        return IndividualChange(error, *missing)
    index = reliable_change_index(before, after, of_difference.value)
    gains = index if higher_is_better else -index
    improved, worsened = int((gains > CRITERION).sum()), int((gains < -CRITERION).sum())
    counts = (improved, worsened, n - improved - worsened)
    found = (
        replace(share(count, n, level=level), statistic=name, method=method, source=SOURCE_INDEX)
        for name, count in zip(names, counts, strict=True)
    )
    return IndividualChange(error, *found)


def _error_from(everybody: FloatArray, reliability: float, reliability_source: str) -> MeasurementError:
    varies = everybody.size >= 2 and not is_constant(everybody, largest_magnitude(everybody))
    deviation = float(everybody.std(ddof=1)) if varies else 0.0
    error = measurement_error(
        deviation, reliability=reliability, reliability_source=reliability_source, n=everybody.size
    )
    if everybody.size >= 2:
        return error
    reason = "fewer than two baseline scores: no standard deviation"
    return MeasurementError(
        replace(error.standard_error_of_measurement, reason=reason),
        replace(error.standard_error_of_difference, reason=reason),
        replace(error.minimal_detectable_change, reason=reason),
    )


def _reliability_note(reliability: float, reliability_source: str) -> str:
    if not 0 < reliability < 1:
        raise ValueError(f"a reliability lies between 0 and 1; got {reliability}")
    if not reliability_source.strip():
        raise ValueError("a reliability needs its source")
    return f"reliability {reliability:g} ({reliability_source.strip()})"
