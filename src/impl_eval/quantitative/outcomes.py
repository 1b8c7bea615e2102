"""Programme outcomes as supplied: described, never tested."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from impl_eval.declared import DeclaredModel, Identifier, Number, Text
from impl_eval.quantitative.reporting import all_reported, slugs
from impl_eval.results import Cell, Chart, ChartPoint, Estimate, Reported, Section, Table


class ExpectedOutcome(DeclaredModel):
    """An outcome the programme aims at. Absent from the data it is reported as not supplied.

    Where values come with a denominator the report shows value / denominator x `per`. `unit` is the
    unit of what is shown: of that rate, or of the value where there is no denominator.
    """

    id: Identifier
    label: Text
    unit: Text
    per: Number = Field(default=1000, gt=0)


@dataclass(frozen=True)
class OutcomeValue:
    """One value of one outcome, at one place and date, with its source."""

    outcome_id: str
    place: str
    date: datetime.date
    value: float
    denominator: float | None
    source: str


def outcomes_strand(expected: Sequence[ExpectedOutcome], values: Sequence[OutcomeValue]) -> Section:
    """Describe the outcomes supplied, in a table and a chart for each with two dates or more.

    Raises
    ------
    ValueError : a value of an outcome that is not expected, or two values for one outcome, place and
        date.
    """
    _check_values(expected, values)
    parts = slugs(sorted({value.place for value in values}))
    rows: list[tuple[Cell, ...]] = []
    charts: list[Chart] = []
    for outcome in expected:
        here = sorted((value for value in values if value.outcome_id == outcome.id), key=_place_and_date)
        described = [_Described(outcome, value, parts[value.place]) for value in here]
        rows.extend(entry.row() for entry in described)
        charts.extend(_trend_chart(outcome, described))
    table = Table(
        id="outcomes.values",
        title="Programme outcomes as supplied",
        columns=("Outcome", "Place", "Date", "Value", "Denominator", "Rate", "Source"),
        rows=tuple(rows),
        note=f"{_units(expected, values)} Described, not tested.".strip(),
    )
    missing = not_supplied(expected, values)
    return Section(
        strand="outcomes",
        title="Programme outcomes",
        reported=all_reported((table,), charts),
        tables=(table,) if rows else (),
        charts=tuple(charts),
        cautions=_cautions(missing, has_values=bool(rows)),
        methods=("Outcomes are described as they were supplied: value, denominator and rate. No test.",),
    )


def _units(expected: Sequence[ExpectedOutcome], values: Sequence[OutcomeValue]) -> str:
    """Return what a rate is, and in which unit the rates and the values without denominator are."""
    with_rate = {value.outcome_id for value in values if value.denominator is not None}
    without = {value.outcome_id for value in values if value.denominator is None}
    sentences = [f"Rate: value divided by denominator{_in_units(expected, with_rate)}."] if with_rate else []
    sentences += [f"Value without denominator{_in_units(expected, without)}."] if without else []
    return " ".join(sentences)


def _in_units(expected: Sequence[ExpectedOutcome], ids: set[str]) -> str:
    units: dict[str, list[str]] = {}
    for outcome in expected:
        if outcome.id in ids:
            units.setdefault(outcome.unit, []).append(outcome.label)
    return ", in " + "; ".join(f"{unit} ({', '.join(labels)})" for unit, labels in units.items())


def not_supplied(expected: Sequence[ExpectedOutcome], values: Sequence[OutcomeValue]) -> tuple[str, ...]:
    """Return the labels of the expected outcomes for which there is no value at all."""
    supplied = {value.outcome_id for value in values}
    return tuple(outcome.label for outcome in expected if outcome.id not in supplied)


@dataclass(frozen=True)
class _Described:
    """One supplied value, with its rate where there is a denominator."""

    outcome: ExpectedOutcome
    value: OutcomeValue
    place_part: str

    def row(self) -> tuple[Cell, ...]:
        """Return the row of the table."""
        denominator = self.value.denominator
        if denominator is None:
            bottom = Estimate.not_estimable("denominator", "no denominator supplied")
        else:
            bottom = Estimate("denominator", float(denominator), reason=_AS_SUPPLIED)
        return (
            self.outcome.label,
            self.value.place,
            self.value.date.isoformat(),
            self.supplied(),
            self._reported(bottom),
            self.rate(),
            self.value.source,
        )

    def supplied(self) -> Reported:
        """Return the value as it was supplied."""
        unit = self.outcome.unit if self.value.denominator is None else ""
        return self._reported(Estimate("value", float(self.value.value), unit=unit, reason=_AS_SUPPLIED))

    def rate(self) -> Reported:
        """Return value / denominator x per, or the reason why there is none."""
        unit, denominator = self.outcome.unit, self.value.denominator
        if not denominator:
            reason = "no denominator supplied" if denominator is None else "the denominator is 0"
            return self._reported(Estimate.not_estimable("rate", reason, unit=unit))
        rate = self.value.value / denominator * self.outcome.per
        method = f"value divided by denominator, times {self.outcome.per:,g}"
        return self._reported(Estimate("rate", rate, unit=unit, method=method, reason=_AS_SUPPLIED))

    def _reported(self, estimate: Estimate) -> Reported:
        date = self.value.date.isoformat()
        return Reported(
            id=f"outcomes.{self.outcome.id}.{self.place_part}.{date}.{estimate.statistic}",
            strand="outcomes",
            label=f"{self.outcome.label}: {estimate.statistic}, {self.value.place}, {date}",
            estimate=estimate,
            timepoint=date,
            place=self.value.place,
        )


_AS_SUPPLIED = "described as supplied, without an interval"


def _place_and_date(value: OutcomeValue) -> tuple[str, datetime.date]:
    return value.place, value.date


def _check_values(expected: Sequence[ExpectedOutcome], values: Sequence[OutcomeValue]) -> None:
    if not {value.outcome_id for value in values} <= {outcome.id for outcome in expected}:
        raise ValueError("a value belongs to an outcome that is not expected")
    if len({(value.outcome_id, value.place, value.date) for value in values}) < len(values):
        raise ValueError("an outcome has two values for one place and date")


def _trend_chart(outcome: ExpectedOutcome, described: Sequence[_Described]) -> tuple[Chart, ...]:
    if len({entry.value.date for entry in described}) < 2:
        return ()
    has_rates = any(entry.value.denominator is not None for entry in described)
    points = tuple(
        ChartPoint(
            label=entry.value.date.isoformat(),
            series=entry.value.place,
            reported=entry.rate() if has_rates else entry.supplied(),
        )
        for entry in described
    )
    chart = Chart(
        id=f"outcomes.{outcome.id}.trend",
        kind="trend",
        title=outcome.label,
        axis_label=outcome.unit,
        points=points,
        note="Described, not tested.",
    )
    return (chart,)


def _cautions(missing: Sequence[str], *, has_values: bool) -> tuple[str, ...]:
    found = []
    if has_values:
        found.append(
            "Outcomes are described, not tested: a change over time is not proof of what caused it, and "
            "what is counted need not be what matters most to patients."
        )
    if missing:
        found.append(f"Not supplied: {'; '.join(missing)}.")
    return tuple(found)
