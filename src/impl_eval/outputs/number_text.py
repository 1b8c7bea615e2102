"""The only place where numbers become text, so that a number cannot read differently in two places.

Decimals, signs and per cents follow the kind of the statistic (statistic_names). Minus is U+2212 and
never stands before a zero. Thousands are separated by commas.
"""

import datetime
import math
import re

from impl_eval.outputs.reasons import fewer_than, is_suppressed
from impl_eval.outputs.statistic_names import NumberKind, statistic_named
from impl_eval.results import Estimate, Reported

MINUS = "\N{MINUS SIGN}"
NOT_ESTIMABLE = "not estimable"
SUPPRESSED = "suppressed"
NOT_SUPPLIED = "not supplied"

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBER = rf"[<>+{MINUS}-]?[\d,]*\.?\d+%?"
_NUMBER_TEXT = re.compile(rf"{_NUMBER}( \(([\d.]+% CI )?{_NUMBER} to {_NUMBER}\))?\Z")
_FIXED_DECIMALS: dict[NumberKind, int] = {"count": 0, "mean": 2, "change": 2, "coefficient": 2}


def plain(value: float, decimals: int) -> str:
    """Return a bare number with so many decimals: '1,234.50', '−0.42', and '0.00', never '−0.00'."""
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    return text if is_zero or value >= 0 else MINUS + text


def percent(share: float) -> str:
    """Return a share of 1 as a whole per cent, halves rounded up as readers do: '42%'."""
    return plain(math.floor(round(share * 100, 9) + 0.5), 0) + "%"


def p_text(value: float) -> str:
    """Return a p value: '0.003', '<0.001' or '>0.999'."""
    if value < 0.001:
        return "<0.001"
    return ">0.999" if value >= 0.9995 else plain(value, 3)


def date_text(date: datetime.date) -> str:
    """Return a date as '31 March 2024', whatever the language of the machine."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month_text(date: datetime.date) -> str:
    """Return the month of a date as 'Mar 2024'."""
    return f"{_MONTHS[date.month - 1][:3]} {date.year}"


def number(about: Reported | Estimate, decimals: int | None = None) -> str:
    """Return the value alone, or the words that stand in its place.

    `decimals` overrides those of the statistic's kind; p values and shares keep their own form.

    Raises
    ------
    ValueError : the statistic is not in statistic_names.
    """
    estimate = _estimate(about)
    if estimate.value is None:
        if NOT_SUPPLIED in estimate.reason:
            return NOT_SUPPLIED
        return fewer_than(estimate) or (SUPPRESSED if is_suppressed(estimate) else NOT_ESTIMABLE)
    return _bound(estimate, estimate.value, decimals)


def signed_change(about: Reported | Estimate, decimals: int | None = None) -> str:
    """Return the value with its sign: '+0.42', '−0.42', '0.00'."""
    estimate = _estimate(about)
    text = number(estimate, decimals)
    has_sign = estimate.value is None or estimate.value <= 0 or not text.strip("0.,%")
    return text if has_sign else "+" + text


def interval_text(about: Reported | Estimate, decimals: int | None = None) -> str:
    """Return the value with its interval: '0.42 (95% CI 0.18 to 0.66)'; without interval, the value."""
    return _with_interval(_estimate(about), number(about, decimals), decimals)


def value_text(about: Reported | Estimate) -> str:
    """Return what a table cell says: the value (with its sign if it is a change), and its interval."""
    estimate = _estimate(about)
    is_change = statistic_named(estimate.statistic).kind == "change"
    return _with_interval(estimate, signed_change(estimate) if is_change else number(estimate), None)


def bounds_text(about: Reported | Estimate) -> str:
    """Return the interval alone: '0.18 to 0.66', or nothing where there is none."""
    estimate = _estimate(about)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return ""
    return f"{_bound(estimate, estimate.low, None)} to {_bound(estimate, estimate.high, None)}"


def level_text(level: float) -> str:
    """Return the name of an interval at a level: '95% CI'."""
    return f"{level * 100:.4g}% CI"


def count_text(count: int, one: str, many: str) -> str:
    """Return '1 respondent' or '1,234 respondents'."""
    return f"{plain(count, 0)} {one if count == 1 else many}"


def reason_text(about: Reported | Estimate) -> str:
    """Return why a value, or its interval, is missing; empty if nothing is."""
    estimate = _estimate(about)
    if not estimate.reason or is_suppressed(estimate) or estimate.reason == NOT_SUPPLIED:
        return estimate.reason
    named = estimate.value is not None or estimate.reason.lower().startswith(NOT_ESTIMABLE)
    return estimate.reason if named else f"{NOT_ESTIMABLE}: {estimate.reason}"


def is_number_text(text: str) -> bool:
    """Whether a text is a number, with or without an interval, as this module prints it."""
    return _NUMBER_TEXT.match(text) is not None


def _estimate(about: Reported | Estimate) -> Estimate:
    return about.estimate if isinstance(about, Reported) else about


def _with_interval(estimate: Estimate, text: str, decimals: int | None) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return text
    name = f"{level_text(estimate.level)} " if estimate.level is not None else ""
    low, high = (_bound(estimate, bound, decimals) for bound in (estimate.low, estimate.high))
    return f"{text} ({name}{low} to {high})"


def _bound(estimate: Estimate, value: float, decimals: int | None) -> str:
    """Return value or a bound of an estimate; bounds get as many decimals as their value."""
    kind = statistic_named(estimate.statistic).kind
    if kind == "p value":
        return p_text(value)
    if kind == "share":
        return percent(value)
    if kind == "per cent":
        return percent(value / 100)
    if decimals is None:
        decimals = _FIXED_DECIMALS.get(kind, 0)
        if kind in ("rate", "amount"):
            decimals = _decimals_by_size(kind, value if estimate.value is None else estimate.value)
    return plain(value, decimals)


def _decimals_by_size(kind: NumberKind, value: float) -> int:
    if kind == "amount" and value == round(value):
        return 0
    if abs(value) >= 1000:
        return 0
    return 2 if abs(value) < 1 else 1
