"""Simulated outcomes: values at the declared dates, around the declared course."""

import datetime

import pytest

from impl_eval.quantitative.outcomes import ExpectedOutcome, OutcomeValue, outcomes_strand
from impl_eval.simulation import SimulatedTable, simulate_outcomes
from tests.quantitative.builders import reference_truth

START = datetime.date(2023, 4, 17)
EXPECTED = (
    ExpectedOutcome(id="opioid_prescribing", label="Opioid prescribing", unit="items"),
    ExpectedOutcome(id="gabapentinoid_prescribing", label="Gabapentinoid prescribing", unit="items"),
    ExpectedOutcome(id="harms", label="Harms", unit="events"),
)


def test_rows_at_every_quarter_before_and_after_the_start():
    table = simulate_outcomes(reference_truth(), EXPECTED, ["Northtown", "Southtown"], START)
    assert set(table.column("simulated")) == {"yes"}
    assert sorted(set(table.column("date"))) == [
        "2022-10-01", "2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01", "2024-04-01",
    ]  # fmt: skip
    assert len(table.rows) == 2 * 2 * 7
    assert set(table.column("outcome")) == {"opioid_prescribing", "gabapentinoid_prescribing"}
    assert len(set(table.column("denominator"))) == 4


def test_rates_follow_the_declared_course():
    """Opioids: 62 per 1,000 at first, .30 less each month; without noise, within the rounding of a count."""
    outcome = {**reference_truth().outcomes[0].model_dump(), "noise": "0"}
    table = simulate_outcomes(reference_truth(outcomes=[outcome]), EXPECTED, ["Northtown"], START)
    values = [
        OutcomeValue(
            outcome_id, place, datetime.date.fromisoformat(date), float(value), float(bottom), source
        )
        for _, outcome_id, place, date, value, bottom, source in table.rows
    ]
    (chart,) = outcomes_strand(EXPECTED, values).charts
    rates = [point.reported.estimate.value for point in chart.points]
    assert rates == pytest.approx([62 - 0.3 * months for months in range(0, 19, 3)], abs=0.01)


def test_without_denominator_the_value_is_the_level_itself():
    outcome = {**reference_truth().outcomes[0].model_dump(), "denominator": None, "noise": "0"}
    table = simulate_outcomes(reference_truth(outcomes=[outcome]), EXPECTED, ["Northtown"], START)
    assert table.column("value")[0] == "62.0"
    assert set(table.column("denominator")) == {""}


def test_an_outcome_that_nobody_expects_is_refused():
    with pytest.raises(ValueError, match="nobody expects"):
        simulate_outcomes(reference_truth(), EXPECTED[:1], ["Northtown"], START)


def test_the_same_seed_gives_the_same_values():
    first, again, other = (
        simulate_outcomes(reference_truth(), EXPECTED, ["Northtown"], START, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_simulated_table_cannot_lose_its_mark():
    with pytest.raises(ValueError, match="mark of simulated data"):
        SimulatedTable(("simulated", "a"), (("no", "1"),))
    with pytest.raises(ValueError, match="mark of simulated data"):
        SimulatedTable(("a",), ())
    with pytest.raises(ValueError, match="2 cells"):
        SimulatedTable(("simulated", "a"), (("yes",),))
