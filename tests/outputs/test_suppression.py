import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.outcome_suppression import names_people
from impl_eval.outputs.reasons import SECONDARY_REASON, is_suppressed
from impl_eval.outputs.suppression import suppress, suppression_log
from impl_eval.outputs.walk import every_reported
from impl_eval.results import DecidedFit, Estimate, Evaluation, Fit, Reported, Table
from tests.outputs.examples import (
    by_id,
    change_chart,
    distribution_chart,
    evaluation,
    people,
    place_table,
    survey,
)

COUNTS = st.dictionaries(
    st.sampled_from(["North", "South", "East", "West Side", "Coast"]),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
    min_size=1,
)


def shown_counts(result: Evaluation, timepoint: str) -> dict[str, str]:
    return {
        reported.place or reported.group: value_text(reported)
        for reported in by_id(result).values()
        if reported.id.startswith(f"survey.confidence.count.{timepoint}")
    }


def test_a_small_count_takes_its_mean_and_the_next_smallest_count_with_it() -> None:
    table = place_table({"North": (3, 20), "South": (9, 20), "East": (40, 20), "West": (12, 20)})
    result = suppress(evaluation(tables=(table,)))
    assert shown_counts(result, "baseline") == {
        "North": "fewer than 5",
        "South": "suppressed",
        "East": "40",
        "West": "12",
    }
    assert set(shown_counts(result, "follow_up").values()) == {"20"}
    means = {
        id_: value_text(reported) for id_, reported in by_id(result).items() if ".mean.baseline.place" in id_
    }
    assert means == {
        "survey.confidence.mean.baseline.place.north": "suppressed",
        "survey.confidence.mean.baseline.place.south": "suppressed",
        "survey.confidence.mean.baseline.place.east": "6.25",
        "survey.confidence.mean.baseline.place.west": "6.25",
    }
    north = by_id(result)["survey.confidence.mean.baseline.place.north"].estimate
    assert (north.n, north.low, north.high) == (None, None, None)


def test_zero_stays_unless_it_is_all_that_a_lone_hidden_count_can_hide_behind() -> None:
    """The total, 3, is known: were South said to be nobody, North would be 3."""
    result = suppress(evaluation(tables=(place_table({"North": (3, 0), "South": (0, 9)}),)))
    assert shown_counts(result, "baseline") == {"North": "suppressed", "South": "suppressed"}
    assert shown_counts(result, "follow_up") == {"North": "0", "South": "9"}


def test_two_hidden_counts_with_one_solution_or_a_small_sum_take_a_third() -> None:
    ones = suppress(evaluation(tables=(place_table({"A": (1, 9), "B": (1, 9), "C": (7, 9), "D": (30, 9)}),)))
    assert shown_counts(ones, "baseline") == {
        "A": "fewer than 5",
        "B": "fewer than 5",
        "C": "suppressed",
        "D": "30",
    }
    fours = suppress(evaluation(tables=(place_table({"A": (4, 9), "B": (4, 9), "C": (7, 9)}),)))
    assert shown_counts(fours, "baseline")["C"] == "suppressed"
    between = suppress(evaluation(tables=(place_table({"A": (4, 9), "B": (2, 9), "C": (7, 9)}),)))
    assert shown_counts(between, "baseline")["C"] == "7"


def test_only_counts_that_name_a_group_or_place_are_hidden() -> None:
    counts = {"GP": 30, "Nurse": 11}
    rows = [
        (
            name,
            people(f"survey.respondents.group.{name.lower()}.baseline", n, group=name, timepoint="baseline"),
        )
        for name, n in counts.items()
    ]
    not_stated = people("survey.respondents.group.not_stated.baseline", 2, timepoint="baseline")
    total = people("survey.respondents.answering.baseline", 43, timepoint="baseline")
    table = Table(
        "survey.groups", "Groups", ("Group", "Before"), (*rows, ("Not stated", not_stated), ("All", total))
    )
    shown = [value_text(row[1]) for row in suppress(evaluation(tables=(table,))).sections[0].tables[0].rows]
    assert shown == ["30", "11", "2", "43"]  # "Not stated" names no group


@given(COUNTS, st.integers(1, 8))
def test_nothing_small_is_left_and_suppressing_twice_changes_nothing(
    counts: dict[str, tuple[int, int]], smallest: int
) -> None:
    before = evaluation(tables=(place_table(counts), place_table(counts, "group")), smallest=smallest)
    once = suppress(before)
    assert suppress(once) is once
    assert suppress(replace(once, suppressed=False)) == once
    for reported in every_reported(once):
        value = reported.estimate.value
        in_breakdown = reported.place or reported.group
        if in_breakdown and reported.estimate.unit == "respondents" and value is not None:
            assert value == 0 or value >= smallest
        if reported.place or reported.group:
            assert reported.estimate.n is None or reported.estimate.n == 0 or reported.estimate.n >= smallest


@given(COUNTS)
def test_a_hidden_count_cannot_be_worked_out_from_its_total(counts: dict[str, tuple[int, int]]) -> None:
    """An intruder knows the total, what is shown, and that the small ones are from 1 to 4."""
    smallest = 5
    result = suppress(evaluation(tables=(place_table(counts),), smallest=smallest))
    for position, timepoint in enumerate(("baseline", "follow_up")):
        shown = shown_counts(result, timepoint)
        total = sum(pair[position] for pair in counts.values())
        hidden = {place: text for place, text in shown.items() if not text.isdigit()}
        if not hidden or total < smallest or all(text == "0" for text in shown.values() if text.isdigit()):
            continue  # without any other count to hide behind, the total itself is all there is
        rest = total - sum(int(text) for text in shown.values() if text.isdigit())
        assert len(hidden) >= 2
        assert rest >= smallest
        if all(text == "fewer than 5" for text in hidden.values()):
            assert len(hidden) < rest < len(hidden) * (smallest - 1)


def test_one_id_is_hidden_everywhere_it_stands() -> None:
    few = survey("survey.confidence.mean_change", "mean_change", 0.42, low=0.18, high=0.66, level=0.95, n=3)
    start = evaluation()
    assert start.headline is not None
    change = replace(few, scale_id="confidence", mechanism_id="confidence")
    confidence = replace(start.headline.evidence, change=change)
    rows = tuple(replace(row, survey=confidence) if row.survey else row for row in start.joint_display.rows)
    table = Table(
        "survey.change", "Change", ("Scale", "Change", "Direction"), (("Confidence", change, "up"),)
    )
    chart = change_chart(((0.42, 0.18, 0.66),), (("confidence", "Confidence"),))
    chart = replace(chart, points=(replace(chart.points[0], reported=change),))
    survey_section = replace(start.sections[0], tables=(table,), charts=(chart,), reported=(change,))
    result = suppress(
        replace(
            start,
            headline=replace(start.headline, evidence=confidence),
            joint_display=replace(start.joint_display, rows=rows),
            sections=(survey_section, *start.sections[1:]),
        )
    )
    everywhere = [one for one in every_reported(result) if one.id == change.id]
    assert len(everywhere) == 5
    assert all(is_suppressed(one.estimate) for one in everywhere)
    assert result.headline is not None
    assert result.headline.evidence.direction == "not estimable"
    assert result.sections[0].tables[0].rows[0][2] == "not estimable"
    row = next(row for row in result.joint_display.rows if row.mechanism_id == "confidence")
    assert (row.fit.word, row.fit.kind) == ("silence", "survey suppressed")
    assert row.survey is not None
    assert row.survey.improvement == "unclear"


def test_answers_over_all_sites_stay_and_in_a_place_go_together() -> None:
    chart = distribution_chart(n=84)
    result = suppress(evaluation(charts=(chart,)))
    assert all(point.reported.estimate.value is not None for point in result.sections[0].charts[0].points)
    few = suppress(evaluation(charts=(distribution_chart(n=4),)))
    assert all(is_suppressed(point.reported.estimate) for point in few.sections[0].charts[0].points)
    about = {"item_id": "i0", "place": "North", "timepoint": "baseline", "n": 20}
    shares = tuple(
        survey(f"survey.item.i0.share.{option}.baseline.north", "share", value, **about)
        for option, value in enumerate((0.1, 0.4, 0.5))
    )
    assert all(is_suppressed(by_id(suppress(evaluation(reported=shares)))[one.id].estimate) for one in shares)
    whole = tuple(
        replace(one, estimate=replace(one.estimate, value=value))
        for one, value in zip(shares, (0.25, 0.25, 0.5), strict=True)
    )
    kept = by_id(suppress(evaluation(reported=whole)))
    assert not any(is_suppressed(kept[one.id].estimate) for one in whole)


def test_any_other_share_of_few_people_goes() -> None:
    few = survey("survey.share", "share", 0.04, n=80, place="North")
    many = survey("survey.other", "share", 0.4, n=80)
    shown = by_id(suppress(evaluation(reported=(few, many))))
    assert is_suppressed(shown["survey.share"].estimate)
    assert shown["survey.other"] == many


def test_sites_items_and_interviews_are_not_people_to_hide() -> None:
    start = evaluation(reported=(survey("survey.items", "count", 3.0, unit="items", n=3),))
    shown = by_id(suppress(start))
    assert value_text(shown["survey.items"]) == "3"
    assert value_text(shown["survey.sites"]) == "3"
    small = [
        one for one in by_id(start).values() if one.strand == "interviews" and one.estimate.value in (1, 2)
    ]
    assert small
    assert all(shown[one.id] == one for one in small)


def outcome(statistic: str, value: float, unit: str, place: str = "Coast") -> Reported:
    estimate = Estimate(statistic, value, unit=unit, reason="as supplied")
    return Reported(
        f"outcomes.referrals.{place.lower()}.2024-01-31.{statistic}", "outcomes", "x", estimate,
        timepoint="2024-01-31", place=place,
    )  # fmt: skip


def test_small_outcomes_of_people_go_with_their_rate() -> None:
    few = (
        outcome("value", 3, "referrals"),
        outcome("rate", 1.5, "referrals per 1,000"),
        outcome("denominator", 2000, ""),
    )
    many = (outcome("value", 30, "referrals", "Town"), outcome("rate", 1.5, "referrals per 1,000", "Town"))
    shown = by_id(suppress(evaluation(outcomes=(*few, *many))))
    assert value_text(shown[few[0].id]) == "fewer than 5"
    assert value_text(shown[few[1].id]) == "suppressed"
    assert shown[few[2].id] == few[2]
    assert [shown[one.id] for one in many] == list(many)
    days = outcome("value", 3, "days")
    assert by_id(suppress(evaluation(outcomes=(days,))))[days.id] == days


@pytest.mark.parametrize(
    ("unit", "answer"),
    [
        ("people", True),
        ("Harms", True),
        ("new patients", True),
        ("items", False),
        ("referrals per 1,000", False),
    ],
)
def test_units_that_name_people(unit: str, answer: bool) -> None:
    assert names_people(unit) is answer


def test_log_names_everything_hidden_and_why() -> None:
    start = evaluation(tables=(place_table({"North": (3, 20), "South": (9, 20), "East": (40, 20)}),))
    log = suppression_log(start)
    assert log == suppression_log(suppress(start))
    assert dict(log) == {
        "survey.confidence.count.baseline.place.north": "suppressed: fewer than 5 respondents",
        "survey.confidence.count.baseline.place.south": SECONDARY_REASON,
        "survey.confidence.mean.baseline.place.north": "suppressed: based on fewer than 5 respondents",
        "survey.confidence.mean.baseline.place.south": SECONDARY_REASON,
    }


def test_what_could_not_be_estimated_from_few_says_only_that_they_are_few() -> None:
    none = survey("survey.x", "mean_change", None, reason="only 1 pair", n=1)
    assert "1 pair" not in by_id(suppress(evaluation(reported=(none,))))["survey.x"].estimate.reason


def test_what_people_decided_on_a_hidden_change_goes_with_it() -> None:
    """Their words may say what is hidden; so do their words on both strands together."""
    start = evaluation()
    few = survey("survey.confidence.mean_change", "mean_change", 0.42, n=3)
    decided = DecidedFit("dissonance", "AB", datetime.date(2024, 3, 20), "All three went up by 0.42")
    rows = tuple(
        replace(
            row,
            survey=replace(row.survey, change=few) if row.survey else None,
            fit=Fit("dissonance", "discordance", "decided: All three", "decided", "agreement", (decided,)),
            meta_inferences=(("All three went up", "AB"),),
        )
        for row in start.joint_display.rows
        if row.survey
    )
    hidden = suppress(replace(start, joint_display=replace(start.joint_display, rows=rows)))
    (row,) = hidden.joint_display.rows
    assert (row.fit.word, row.fit.state, row.fit.decisions) == ("silence", "proposed", ())
    assert row.meta_inferences == ()
