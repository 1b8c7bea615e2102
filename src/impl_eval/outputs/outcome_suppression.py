"""Which supplied programme outcomes are too small to show: rule 7 of suppression.py."""

import re
from collections.abc import Iterable

from impl_eval.outputs.reasons import SECONDARY_REASON, is_suppressed, small_count_reason
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.results import Reported

_PEOPLE = re.compile(
    r"\b(people|persons?|patients?|referrals?|harms?|prescribers?|staff|carers?|clients?|deaths?|admissions?)\b",
    re.IGNORECASE,
)
DENOMINATOR = "denominator"
_IS_RATE = re.compile(r"\bper\b|/|%", re.IGNORECASE)


def names_people(unit: str) -> bool:
    """Whether values of a unit count people ('referrals'), and are not a rate ('per 1000 patients')."""
    return bool(_PEOPLE.search(unit)) and not _IS_RATE.search(unit)


def hidden_outcomes(everything: Iterable[Reported], smallest: int) -> dict[str, str]:
    """Return why an outcome is hidden, by id: small counts of people, and the rates made of them."""
    outcomes = [reported for reported in everything if reported.strand == "outcomes"]
    reasons = {
        reported.id: reported.estimate.reason for reported in outcomes if is_suppressed(reported.estimate)
    }
    small = {
        reported.id: _reason(reported, smallest) for reported in outcomes if _is_small(reported, smallest)
    }
    reasons = small | reasons
    rows = {_row(reported) for reported in outcomes if reported.id in reasons}
    for reported in outcomes:
        is_rate = statistic_named(reported.estimate.statistic).kind == "rate"
        if is_rate and _row(reported) in rows:
            reasons.setdefault(reported.id, SECONDARY_REASON)
    return reasons


def _is_small(reported: Reported, smallest: int) -> bool:
    """Whether an outcome is a number of people from 1 to k - 1, or divided by so few."""
    estimate = reported.estimate
    is_number = statistic_named(estimate.statistic).kind in ("count", "amount")
    of_people = names_people(estimate.unit) or estimate.statistic == DENOMINATOR
    return is_number and of_people and estimate.value is not None and 0 < estimate.value < smallest


def _reason(reported: Reported, smallest: int) -> str:
    return small_count_reason(smallest, reported.estimate.unit or "people")


def _row(reported: Reported) -> tuple[str, ...]:
    """Return what a value, its denominator and its rate share: the outcome, its place and its date."""
    parts = [part for part in reported.id.split(".") if part != reported.estimate.statistic]
    return (".".join(parts), reported.place, reported.group, reported.timepoint)
