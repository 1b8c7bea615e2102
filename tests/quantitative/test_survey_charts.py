"""The charts of flow, means and transitions show the numbers of the tables, and only where there are some."""

from dataclasses import replace

import pytest

from tests.quantitative.builders import small_instrument
from tests.quantitative.surveys import TWO_SCALES, drawn_rows, estimates, strand, table_of


def chart_of(result, name):
    return next((chart for chart in result.section.charts if chart.id == f"survey.{name}"), None)


def test_the_flow_has_the_numbers_of_the_table_of_who_answered():
    invited = {(f"s{site:02d}", when): (10, 8) for site in range(6) for when in ("baseline", "follow_up")}
    result = strand(drawn_rows(81), labels={"invited": invited})
    chart = chart_of(result, "flow")
    shown = {(point.label, point.series): point.reported.estimate.value for point in chart.points}
    assert shown["Invited", "Baseline"] == 60
    assert shown["Eligible", "Follow-up"] == 48
    assert shown["With at least one answer", "Baseline"] == 36
    assert shown["Matched: answered both times", ""] == estimates(result)["survey.respondents.matched"].value
    in_table = {cell.id for row in table_of(result, "who_answered").rows for cell in row[1:]}
    assert {point.reported.id for point in chart.points} - in_table == {"survey.respondents.matched"}


def test_the_flow_of_three_timepoints_shows_the_two_that_are_compared():
    three = {"baseline": "Before", "mid": "Between", "follow_up": "After"}
    result = strand(drawn_rows(82, timepoints=tuple(three)), labels={"timepoints": three})
    assert {point.series for point in chart_of(result, "flow").points} == {"Before", "After", ""}
    assert {point.series for point in chart_of(result, "means").points} == {"Before", "After"}


def test_one_timepoint_has_a_flow_without_matched_and_no_means():
    result = strand(drawn_rows(83, timepoints=("baseline",)), follow_up=None)
    assert {point.series for point in chart_of(result, "flow").points} == {"Baseline"}
    for name in ("means", "sensitivity", "transitions.a1", "change"):
        assert chart_of(result, name) is None


def test_means_are_drawn_by_range():
    """Scales with other ranges do not share an axis."""
    plain = strand(drawn_rows(84), family=["a", "b"])
    assert [point.label for point in chart_of(plain, "means").points] == ["Scale a"] * 2 + ["Scale b"] * 2
    scales = [
        {"id": "a", "label": "Scale a", "mechanism": "a", "min_valid": "2", "rule": "sum"},
        {"id": "b", "label": "Scale b", "mechanism": "b", "min_valid": "2"},
    ]
    declared = small_instrument(TWO_SCALES).model_dump(by_alias=True)
    instrument = type(small_instrument(TWO_SCALES)).model_validate({**declared, "scales": scales})
    two = strand(drawn_rows(84), family=["a", "b"], instrument=instrument)
    assert chart_of(two, "means") is None
    assert chart_of(two, "means.3_15").axis_label == "Mean score, from 3 to 15"
    assert [point.label for point in chart_of(two, "means.1_5").points] == ["Scale b"] * 2


def test_transitions_count_the_matched_once_each():
    result = strand(drawn_rows(85, missing=0))
    chart = chart_of(result, "transitions.a1")
    assert len(chart.points) == 5 * 5
    total = sum(point.reported.estimate.value for point in chart.points)
    assert total == estimates(result)["survey.respondents.matched"].value
    assert len({point.reported.id for point in chart.points}) == 25


def test_transitions_by_hand():
    """From 2 to 4 twice, from 5 to 5 once; the answer that was given once only is in no cell."""
    moves = [("2", "4"), ("2", "4"), ("5", "5"), ("3", "-99")]
    rows = [
        (f"s{who}", f"P{who}", "gp", when, answer, "3", "3", "3", "3")
        for who, move in enumerate(moves)
        for when, answer in zip(("baseline", "follow_up"), move, strict=True)
    ]
    found = estimates(strand(rows))
    assert found["survey.item.a1.count.from.2.to.4"].value == 2
    assert found["survey.item.a1.count.from.5.to.5"].value == 1
    assert sum(one.value for id_, one in found.items() if id_.startswith("survey.item.a1.count.from")) == 3


@pytest.mark.parametrize("rows", [drawn_rows(86, linked=0), drawn_rows(86, timepoints=("baseline",)), []])
def test_without_pairs_nobody_moves(rows):
    assert chart_of(strand(rows), "transitions.a1") is None


def test_items_with_very_many_options_are_not_drawn():
    instrument = small_instrument(TWO_SCALES, low=0, high=100)
    result = strand(drawn_rows(87, low=0, high=100), instrument=instrument, items={"thresholds": {}})
    assert chart_of(result, "transitions.a1") is None
    assert estimates(result)["survey.item.a1.mean_change.mixed_model"].value is not None


def test_charts_are_those_of_the_section():
    """No chart stands twice, and every point is among the results."""
    result = strand(drawn_rows(88))
    ids = [chart.id for chart in result.section.charts]
    assert len(set(ids)) == len(ids)
    known = {reported.id: reported for reported in result.section.reported}
    for chart in result.section.charts:
        for point in chart.points:
            assert known[point.reported.id] == replace(point.reported)
