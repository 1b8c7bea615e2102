"""Programme outcomes: described as supplied, rates only where there is a denominator."""

import datetime

import pytest

from impl_eval.quantitative.outcomes import ExpectedOutcome, OutcomeValue, not_supplied, outcomes_strand

OPIOIDS = ExpectedOutcome(id="opioids", label="Opioid prescribing", unit="items per 1,000 patients")
WAITS = ExpectedOutcome(id="waits", label="Wait for the pain service", unit="days", per=1)
HARMS = ExpectedOutcome(id="harms", label="Harms", unit="events")
MARCH, APRIL = datetime.date(2024, 3, 1), datetime.date(2024, 4, 1)


def value(outcome, date, number, denominator=None, place="Great Northtown"):
    return OutcomeValue(outcome, place, date, number, denominator, "supplied by hand")


def found(section):
    return {reported.id: reported.estimate for reported in section.reported}


def test_rate_worked_by_hand():
    """630 items for 9,000 patients: 70 per 1,000."""
    section = outcomes_strand([OPIOIDS], [value("opioids", MARCH, 630, 9000)])
    estimates = found(section)
    assert estimates["outcomes.opioids.great_northtown.2024-03-01.value"].value == 630
    rate = estimates["outcomes.opioids.great_northtown.2024-03-01.rate"]
    assert (rate.value, rate.unit) == (pytest.approx(70), "items per 1,000 patients")
    assert rate.method == "value divided by denominator, times 1,000"
    assert section.charts == ()


@pytest.mark.parametrize(
    ("denominator", "reason"), [(0, "the denominator is 0"), (None, "no denominator supplied")]
)
def test_no_rate_without_denominator(denominator, reason):
    estimates = found(outcomes_strand([OPIOIDS], [value("opioids", MARCH, 630, denominator)]))
    rate = estimates["outcomes.opioids.great_northtown.2024-03-01.rate"]
    assert (rate.value, rate.reason) == (None, reason)


def test_trend_needs_two_dates_and_shows_rates_where_there_are_denominators():
    values = [
        value("waits", APRIL, 80),
        value("waits", MARCH, 90),
        value("opioids", MARCH, 630, 9000),
        value("opioids", APRIL, 600, 9000),
        value("opioids", APRIL, 300, None, place="Southtown"),
    ]
    opioids, waits = outcomes_strand([OPIOIDS, WAITS], values).charts
    assert [point.label for point in waits.points] == ["2024-03-01", "2024-04-01"]
    assert [point.reported.estimate.statistic for point in waits.points] == ["value", "value"]
    assert {point.reported.estimate.statistic for point in opioids.points} == {"rate"}
    assert {point.series for point in opioids.points} == {"Great Northtown", "Southtown"}


def test_what_is_absent_is_named():
    values = [value("opioids", MARCH, 630, 9000)]
    assert not_supplied([OPIOIDS, WAITS, HARMS], values) == ("Wait for the pain service", "Harms")
    section = outcomes_strand([OPIOIDS, WAITS, HARMS], values)
    assert "Not supplied: Wait for the pain service; Harms." in section.cautions


def test_nothing_supplied_gives_no_table():
    section = outcomes_strand([OPIOIDS], [])
    assert (section.tables, section.charts, section.reported) == ((), (), ())
    assert section.cautions == ("Not supplied: Opioid prescribing.",)


def test_unexpected_and_repeated_values_are_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="not expected"):
        outcomes_strand([OPIOIDS], [value("waits", MARCH, 1)])
    with pytest.raises(ValueError, match="two values"):
        outcomes_strand([OPIOIDS], [value("opioids", MARCH, 1), value("opioids", MARCH, 2)])


def test_places_that_look_alike_keep_their_own_ids():
    values = [value("waits", MARCH, 1, place="St. Mary"), value("waits", MARCH, 2, place="St Mary")]
    assert len(found(outcomes_strand([WAITS], values))) == 6


def test_the_note_says_in_which_unit_rates_and_values_are():
    values = [value("opioids", MARCH, 630, 9000), value("waits", MARCH, 80)]
    (table,) = outcomes_strand([OPIOIDS, WAITS, HARMS], values).tables
    assert table.note == (
        "Rate: value divided by denominator, in items per 1,000 patients (Opioid prescribing). "
        "Value without denominator, in days (Wait for the pain service). Described, not tested."
    )
    (table,) = outcomes_strand([WAITS], values[1:]).tables
    assert table.note.startswith("Value without denominator")
