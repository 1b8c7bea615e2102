"""How much worse the people not found again must have fared for the change to be lost: a tipping point.

A pattern-mixture model: those matched changed by d on average, the baseline respondents without a match
by d + delta. With the share u of unmatched among baseline respondents the change of all is d + u delta,
and delta is not estimated but varied. Its standard error stays that of d: delta and u are taken as given.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, check_level, paired
from impl_eval.statistics.paired_change import (
    paired_degrees_of_freedom,
    paired_mean_change,
    paired_standard_error,
)

METHOD = (
    "pattern mixture: change of all baseline respondents = change of the matched + share unmatched x delta, "
    "standard error of the paired t test"
)
SOURCE = "Little (1994)"


@dataclass(frozen=True)
class ShiftedChange:
    """The change of all baseline respondents if the unmatched differ by `delta` points, with its p-value."""

    delta: float
    mean_change: Estimate
    p_value: Estimate


@dataclass(frozen=True)
class TippingPoint:
    """Deltas (points) at which the interval reaches 0 and at which the change is 0, and a table.

    `unmatched_change` is the mean change the unmatched must have had at `interval_delta`.
    """

    share_unmatched: Estimate
    interval_delta: Estimate
    unmatched_change: Estimate
    zero_delta: Estimate
    table: tuple[ShiftedChange, ...]


def tipping_point(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    *,
    unmatched: int,
    deltas: Sequence[float] = (),
    score_width: float | None = None,
    level: float = 0.95,
) -> TippingPoint:
    """Find the difference between unmatched and matched that takes the change away.

    Parameters
    ----------
    baseline, follow_up : n scores each of the matched respondents; none missing.
    unmatched : number of baseline respondents without a match.
    deltas : points by which the unmatched are let differ, for the table.
    score_width : highest minus lowest possible score: nobody can change by more.
    level : confidence level of the interval.

    Returns
    -------
    TippingPoint. For a change d with interval L to H the interval reaches 0 at delta = -L / u where d > 0
    and -H / u where d < 0; the change is 0 at -d / u (u = share unmatched). Not estimable, with the
    reason: everybody was matched, the interval includes 0 already, the paired change has no interval, or
    the unmatched would have to change by more than `score_width`.

    Raises
    ------
    ValueError : as in paired_mean_change; a negative number of unmatched, a delta that is not finite, or a
        width not above 0.

    Source: Little (1994), Biometrika 81, 471-483; Cro et al. (2020), Statistics in Medicine 39, 2815-2842.
    """
    check_level(level)
    before, _ = paired(baseline, follow_up)
    if unmatched < 0 or not all(math.isfinite(delta) for delta in deltas):
        raise ValueError("the unmatched are counted, and every delta is finite")
    if score_width is not None and not score_width > 0:
        raise ValueError(f"the width of a score lies above 0; got {score_width}")
    everybody = before.size + unmatched
    change = paired_mean_change(baseline, follow_up, level=level)
    reason = _why_not(change, unmatched, everybody)
    if reason:
        return _nothing(reason, unmatched, everybody)
    share = unmatched / everybody
    error = paired_standard_error(baseline, follow_up).value
    freedom = paired_degrees_of_freedom(baseline, follow_up).value
    rows = tuple(_shifted(change, error, freedom, share, delta, everybody) for delta in deltas)
    interval, implied = _interval_delta(change, share, everybody, score_width)
    return TippingPoint(
        _plain("share_unmatched", share, everybody),
        interval,
        implied,
        _zero_delta(change, share, everybody, score_width),
        rows,
    )


def _why_not(change: Estimate, unmatched: int, everybody: int) -> str:
    if everybody == 0:
        return "nobody answered at baseline"
    if unmatched == 0:
        return "all baseline respondents are matched: nobody is missing"
    return "" if change.low is not None else change.reason


def _interval_delta(
    change: Estimate, share: float, n: int, score_width: float | None
) -> tuple[Estimate, Estimate]:
    assert change.value is not None
    assert change.low is not None
    assert change.high is not None
    if change.low <= 0 <= change.high:
        reason = "the interval includes 0 already, without any difference of the unmatched"
        return _missing("interval_delta", reason, n), _missing("unmatched_change", reason, n)
    nearest = change.low if change.low > 0 else change.high
    delta = -nearest / share
    implied = change.value + delta
    if score_width is not None and abs(implied) > score_width:
        reason = _out_of_reach(score_width)
        return _missing("interval_delta", reason, n), _missing("unmatched_change", reason, n)
    return _plain("interval_delta", delta, n), _plain("unmatched_change", implied, n)


def _zero_delta(change: Estimate, share: float, n: int, score_width: float | None) -> Estimate:
    assert change.value is not None
    delta = -change.value / share
    if score_width is not None and abs(change.value + delta) > score_width:
        return _missing("zero_delta", _out_of_reach(score_width), n)
    return _plain("zero_delta", delta, n)


def _out_of_reach(score_width: float) -> str:
    return f"not reached: the unmatched would have to change by more than the scale's {score_width:g} points"


def _shifted(
    change: Estimate, error: float | None, freedom: float | None, share: float, delta: float, n: int
) -> ShiftedChange:
    from scipy import stats

    assert change.value is not None
    assert change.low is not None
    assert change.high is not None
    assert error is not None
    assert freedom is not None
    move = share * delta
    value = change.value + move
    moved = Estimate(
        "mean_change",
        value,
        change.low + move,
        change.high + move,
        change.level,
        n,
        method=METHOD,
        source=SOURCE,
    )
    p_value = 2 * float(stats.t.sf(abs(value) / error, freedom))
    return ShiftedChange(delta, moved, _plain("p_value", p_value, n))


def _plain(statistic: str, value: float, n: int) -> Estimate:
    return Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)


def _missing(statistic: str, reason: str, n: int) -> Estimate:
    return Estimate.not_estimable(statistic, reason, n=n, method=METHOD)


def _nothing(reason: str, unmatched: int, everybody: int) -> TippingPoint:
    share = (
        _plain("share_unmatched", unmatched / everybody, everybody)
        if everybody
        else _missing("share_unmatched", reason, 0)
    )
    return TippingPoint(
        share,
        _missing("interval_delta", reason, everybody),
        _missing("unmatched_change", reason, everybody),
        _missing("zero_delta", reason, everybody),
        (),
    )
