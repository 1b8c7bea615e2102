"""Simulated programme outcomes: values at places before and after the start of the programme."""

import datetime
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from impl_eval.simulation.table import SIMULATED_COLUMN, SIMULATED_MARK, SimulatedTable
from impl_eval.simulation.truth import OutcomeTruth, SimulationTruth

OUTCOME_COLUMNS = (SIMULATED_COLUMN, "outcome", "place", "date", "value", "denominator", "source")
SOURCE = "simulated, not real"
_STREAM = 2


class Outcome(Protocol):
    """What has to be known of an expected outcome: its id, and per how many its rate is reported."""

    @property
    def id(self) -> str:
        """Id of the outcome."""

    @property
    def per(self) -> float:
        """Size of the denominator for which the rate is given."""


def simulate_outcomes(
    truth: SimulationTruth,
    expected: Sequence[Outcome],
    places: Sequence[str],
    start: datetime.date,
    *,
    seed: int | None = None,
) -> SimulatedTable:
    """Return values of the outcomes that the truth declares, by outcome, place and date.

    Dates are the first days of months, counted from the month of `start`. With a denominator the
    value is a count and the declared course that of value / denominator x per; each place has a
    denominator of its own, near the declared one. Outcomes that the truth leaves out stay absent.

    Raises
    ------
    ValueError : the truth declares an outcome that is not expected.
    """
    rng = np.random.default_rng([truth.seed if seed is None else seed, _STREAM])
    per = {outcome.id: outcome.per for outcome in expected}
    rows: list[tuple[str, ...]] = []
    for course in truth.outcomes:
        if course.outcome not in per:
            raise ValueError(f"the simulation has outcome {course.outcome}, which nobody expects")
        for place in places:
            rows.extend(_rows_at(course, per[course.outcome], place, start, rng))
    return SimulatedTable(OUTCOME_COLUMNS, tuple(rows))


def _rows_at(
    course: OutcomeTruth, per: float, place: str, start: datetime.date, rng: np.random.Generator
) -> list[tuple[str, ...]]:
    size = rng.uniform(0.7, 1.3)
    denominator = None if course.denominator is None else max(1, round(course.denominator * size))
    rows: list[tuple[str, ...]] = []
    for months in range(-course.months_before, course.months_after + 1, course.every_months):
        trend = course.start_value + course.monthly_change * (months + course.months_before)
        level = max(0.0, trend + rng.normal(0, course.noise))
        value = f"{level:.1f}" if denominator is None else str(round(level * denominator / per))
        date = _months_later(start, months).isoformat()
        bottom = "" if denominator is None else str(denominator)
        rows.append((SIMULATED_MARK, course.outcome, place, date, value, bottom, SOURCE))
    return rows


def _months_later(date: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies so many months away."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)
