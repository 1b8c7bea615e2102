"""The survey strand as a whole: ids, directions, what it says when it cannot say something."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.quantitative.decisions import decide_direction, direction_rule_text, improvement_of
from impl_eval.quantitative.survey_strand import survey_strand
from impl_eval.results import Estimate, Reported
from impl_eval.simulation import simulate_invitations, simulate_survey
from tests.quantitative.builders import (
    labels_for,
    reference_instrument,
    reference_plan,
    reference_truth,
    responses_of,
    responses_of_survey,
    small_instrument,
)

SITES = [f"site{number:02d}" for number in range(20)]
TIMEPOINTS = ["baseline", "follow_up"]


@pytest.fixture(scope="module")
def instrument():
    return reference_instrument()


@pytest.fixture(scope="module")
def survey(instrument):
    return simulate_survey(instrument, reference_truth(), sites=SITES, timepoints=TIMEPOINTS)


@pytest.fixture(scope="module")
def result(instrument, survey):
    invitations = simulate_invitations(survey, reference_truth(), sites=SITES, timepoints=TIMEPOINTS)
    invited = {(site, when): (int(asked), int(able)) for _, site, when, asked, able in invitations.rows}
    responses = responses_of_survey(instrument, survey)
    return survey_strand(responses, reference_plan(instrument), labels=labels_for(SITES, invited=invited))


def by_id(result):
    return {reported.id: reported for reported in result.section.reported}


def small_study(rows, **plan):
    """Scale a (a1, a2) headline, scale b (b1, b2) family; rows: site, person, when, a1, a2, b1, b2."""
    instrument = small_instrument({"a": ("a1", "a2"), "b": ("b1", "b2")})
    responses = responses_of(
        instrument, [(site, who, "gp", when, *cells) for site, who, when, *cells in rows]
    )
    declared = {"headline": "a", "headline_items": ["a1"], "family": ["b"], **plan}
    sites = sorted({row[0] for row in rows}) or ["north"]
    return survey_strand(responses, reference_plan(instrument, **declared), labels=labels_for(sites))


def test_ids_are_unique_and_the_promised_ones_are_there(result):
    ids = [reported.id for reported in result.section.reported]
    assert len(ids) == len(set(ids))
    promised = {
        "survey.knowledge.count.baseline",
        "survey.knowledge.mean.baseline",
        "survey.knowledge.mean.follow_up",
        "survey.knowledge.standard_deviation.baseline",
        "survey.knowledge.cronbachs_alpha.baseline",
        "survey.knowledge.mean_change.paired",
        "survey.knowledge.standard_error.paired",
        "survey.knowledge.degrees_of_freedom.paired",
        "survey.knowledge.p_value.paired",
        "survey.knowledge.p_value_holm.mixed_model",
        "survey.knowledge.mean_change.mixed_model",
        "survey.knowledge.standard_error.mixed_model",
        "survey.knowledge.degrees_of_freedom.mixed_model",
        "survey.knowledge.p_value.mixed_model",
        "survey.knowledge.p_value.mixed_model_cr2",
        "survey.knowledge.variance_site_slope.mixed_model",
        "survey.item.task_start.mean_change.mixed_model",
        "survey.knowledge.standardised_mean_change_av.paired",
        "survey.knowledge.standardised_mean_change_z.paired",
        "survey.knowledge.mean_change.all_rows",
        "survey.knowledge.standard_error.all_rows",
        "survey.knowledge.degrees_of_freedom.all_rows",
        "survey.knowledge.p_value.all_rows",
        "survey.item.task_start.mean_change.paired",
        "survey.item.task_start.mean_change.all_rows",
        "survey.item.know1.share.3.baseline",
        "survey.respondents.invited.baseline",
        "survey.respondents.answering.baseline",
        "survey.respondents.matched",
        "survey.respondents.group.gp.baseline",
        "survey.prescriber_confidence.mean.baseline.place.great_southtown",
        "survey.prescriber_confidence.mean.follow_up.place.northtown",
    }
    assert promised <= set(ids)


def test_every_number_of_tables_charts_and_evidence_stands_among_the_results(result):
    known = by_id(result)
    cells = [cell for table in result.section.tables for row in table.rows for cell in row]
    shown = [cell for cell in cells if isinstance(cell, Reported)]
    shown += [point.reported for chart in result.section.charts for point in chart.points]
    for entry in (*result.evidence, *result.headline.tasks):
        shown += [entry.before, entry.after, entry.change, entry.standardised_change, entry.all_rows_change]
    assert all(known[reported.id] == reported for reported in shown)


def test_results_say_what_they_are_about(result):
    known = by_id(result)
    change = known["survey.knowledge.mean_change.paired"]
    assert (change.mechanism_id, change.scale_id, change.analysis) == ("knowledge", "knowledge", "paired")
    assert (change.contrast, change.estimate.unit) == ("baseline to follow_up", "points")
    task = known["survey.item.task_start.mean_change.all_rows"]
    assert (task.item_id, task.scale_id, task.mechanism_id) == (
        "task_start",
        "prescriber_confidence",
        "confidence",
    )
    assert known["survey.respondents.group.gp.baseline"].group == "gp"
    assert known["survey.prescriber_confidence.mean.baseline.place.northtown"].place == "Northtown"


def test_reference_study_tells_its_declared_story(result):
    """Large declared changes are found up, no declared change is called one; Holm is never below p."""
    words = {entry.scale_id: (entry.direction, entry.improvement) for entry in result.evidence}
    assert words["prescriber_confidence"] == words["knowledge"] == ("up", "better")
    assert words["team_consistency"] == ("no clear change", "unclear")
    known = by_id(result)
    for scale in ("knowledge", "team_consistency", "care_pathway"):
        adjusted = known[f"survey.{scale}.p_value_holm.mixed_model"].estimate.value
        assert adjusted >= known[f"survey.{scale}.p_value.mixed_model"].estimate.value
    assert "survey.prescriber_confidence.p_value_holm.mixed_model" not in known


def test_headline_counts_people_and_sites(result):
    assert result.headline.matched.estimate.value == 60
    assert result.headline.sites.estimate.value == 20
    assert [task.change.item_id for task in result.headline.tasks] == ["task_start", "task_psych"]


def test_charts_show_the_family_and_every_response_option(result):
    charts = {chart.id: chart for chart in result.section.charts}
    assert len(charts["survey.change"].points) == 6
    shares = charts["survey.distribution.knowledge"].points
    assert len(shares) == 3 * 2 * 5
    first = [point for point in shares if point.label == "Knows opioid dose steps, Baseline"]
    assert first[0].series == "Strongly disagree"
    assert sum(point.reported.estimate.value for point in first) == pytest.approx(1)


def test_response_share_is_of_the_eligible_and_absent_where_a_site_did_not_say(instrument, survey):
    responses = responses_of_survey(instrument, survey)
    invited = {(site, "baseline"): (10, 8) for site in SITES}
    invited[SITES[0], "follow_up"] = (None, 8)
    plan = reference_plan(instrument)
    known = by_id(survey_strand(responses, plan, labels=labels_for(SITES, invited=invited)))
    share = known["survey.respondents.share.baseline"].estimate
    assert share.value == pytest.approx(96 / 160)
    assert (
        known["survey.respondents.share.follow_up"].estimate.reason == "eligible: supplied by 1 of 20 sites"
    )
    assert known["survey.respondents.invited.follow_up"].estimate.reason == "not supplied"


def test_one_timepoint_only_says_so(instrument, survey):
    responses = responses_of_survey(instrument, survey)
    before = responses.timepoint == "baseline"
    only = responses_of(
        instrument,
        [(practice, who, role, when, *cells) for _, who, practice, role, when, *cells in survey.rows
         if when == "baseline"],
    )  # fmt: skip
    assert len(only) == before.sum()
    labels = labels_for(SITES, timepoints={"baseline": "Baseline"})
    result = survey_strand(only, reference_plan(instrument, follow_up=None), labels=labels)
    change = by_id(result)["survey.knowledge.mean_change.paired"].estimate
    assert (change.value, change.reason) == (None, "the study has one timepoint only")
    assert {entry.direction for entry in result.evidence} == {"not estimable"}
    assert result.headline.matched.estimate.reason == "the study has one timepoint only"
    assert "survey.change_paired" not in {table.id for table in result.section.tables}
    kinds = [chart.kind for chart in result.section.charts]
    assert kinds == ["flow", *["distribution"] * 7, "missing"]


def test_no_answers_at_follow_up_says_so():
    result = small_study(
        [("north", "1", "baseline", "3", "3", "2", "2"), ("north", "1", "follow_up", "", "", "-88", "")]
    )
    assert result.evidence[0].change.estimate.reason == "no answers at follow_up"
    assert result.headline.sites.estimate.value == 1


def test_one_pair_is_fewer_than_the_plan_asks_for():
    result = small_study(
        [
            ("north", "1", "baseline", "3", "3", "2", "2"),
            ("north", "1", "follow_up", "4", "4", "3", "3"),
            ("north", "2", "baseline", "1", "2", "3", "3"),
            ("south", "2", "follow_up", "5", "4", "3", "2"),
        ]
    )
    change = by_id(result)["survey.a.mean_change.paired"].estimate
    assert (change.value, change.n) == (None, 1)
    assert change.reason == "only 1 matched respondent: the plan asks for at least 2"
    assert by_id(result)["survey.a.mean_change.all_rows"].estimate.value == pytest.approx(4.25 - 2.25)
    assert any("Fewer than 10 matched pairs (every scale)" in caution for caution in result.section.cautions)


def test_a_scale_outside_family_and_headline_gets_no_decision():
    rows = [("north", str(who), when, *(str(cell),) * 4)
            for who, cells in enumerate([(1, 3), (2, 3), (1, 4), (2, 5)])
            for when, cell in zip(TIMEPOINTS, cells, strict=True)]  # fmt: skip
    result = small_study(rows, family=[], primary_change="paired")
    words = {entry.scale_id: entry for entry in result.evidence}
    assert words["b"].direction == "not estimable"
    assert words["b"].decision == "no decision planned: described only"
    assert words["b"].change.estimate.value == pytest.approx(2.25)
    assert words["a"].decision == "headline: decided by its own p value"


def test_paired_change_by_hand_and_whatever_the_order_of_rows():
    """Changes 2, 1, 3, 3: mean 2.25, variance .9167, standard error .4787, t 4.70."""
    rows = [("north", str(who), when, *(str(cell),) * 4)
            for who, cells in enumerate([(1, 3), (2, 3), (1, 4), (2, 5)])
            for when, cell in zip(TIMEPOINTS, cells, strict=True)]  # fmt: skip
    first, second = by_id(small_study(rows)), by_id(small_study(rows[::-1]))
    assert first["survey.a.mean_change.paired"].estimate.value == pytest.approx(2.25)
    assert first["survey.a.standard_error.paired"].estimate.value == pytest.approx(0.478714, abs=1e-6)
    assert first["survey.a.p_value.paired"].estimate.value == pytest.approx(
        second["survey.a.p_value.paired"].estimate.value
    )


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter_for_the_paired_change(order):
    """Changes of a: 1, 2, 0, -1, 2, 1: mean 5/6."""
    before, after = (1, 2, 3, 4, 2, 3), (2, 4, 3, 3, 4, 4)
    rows = [("north", str(who), when, *(str(cells[who]),) * 4)
            for who in range(6) for when, cells in zip(TIMEPOINTS, (before, after), strict=True)]  # fmt: skip
    instrument = small_instrument({"a": ("a1", "a2"), "b": ("b1", "b2")})
    shuffled = [rows[index] for index in order]
    responses = responses_of(
        instrument, [(site, who, "gp", when, *cells) for site, who, when, *cells in shuffled]
    )
    few = {"analyses": []}
    plan = reference_plan(instrument, headline="a", headline_items=[], family=[], sensitivity=few)
    evidence = survey_strand(responses, plan, labels=labels_for(["north"])).evidence
    assert evidence[0].paired_change.estimate.value == pytest.approx(5 / 6)


def test_disagreement_of_pairs_and_all_rows_is_told():
    """The two pairs fall, all rows rise: those who answered once only differ from them."""
    rows = [
        ("north", "1", "baseline", "4", "4", "3", "3"),
        ("north", "1", "follow_up", "3", "3", "3", "3"),
        ("north", "2", "baseline", "5", "5", "3", "3"),
        ("north", "2", "follow_up", "4", "5", "4", "3"),
        ("north", "3", "baseline", "1", "1", "3", "3"),
        ("north", "4", "follow_up", "5", "5", "3", "3"),
    ]
    cautions = small_study(rows, primary_change="paired").section.cautions
    assert any(caution.startswith("Scale a: ") and "opposite signs" in caution for caution in cautions)


def test_plan_entries_of_another_instrument_are_left_to_it():
    instrument = small_instrument({"a": ("a1", "a2")})
    responses = responses_of(instrument, [("north", "1", "gp", "baseline", "3", "3")])
    plan = reference_plan(instrument, headline="elsewhere", headline_items=["far"], family=["a", "other"])
    result = survey_strand(responses, plan, labels=labels_for(["north"]), prefix="survey.small")
    assert result.headline is None
    assert [entry.scale_id for entry in result.evidence] == ["a"]
    assert all(reported.id.startswith("survey.small.") for reported in result.section.reported)


def test_no_rows_at_all_still_give_a_section():
    result = small_study([])
    assert {entry.direction for entry in result.evidence} == {"not estimable"}
    assert result.evidence[0].before.estimate.reason


def test_all_rows_can_be_the_analysis_that_decides(instrument, survey):
    plan = reference_plan(instrument, primary_change="all_rows")
    result = survey_strand(responses_of_survey(instrument, survey), plan, labels=labels_for(SITES))
    assert all(entry.change is entry.all_rows_change for entry in result.evidence)
    assert "survey.knowledge.p_value_holm.all_rows" in by_id(result)


def test_too_few_sites_are_said_and_nothing_takes_the_place_of_the_mixed_model():
    rows = [("north", str(who), when, *(str(cell),) * 4)
            for who, cells in enumerate([(1, 3), (2, 3), (1, 4), (2, 5)])
            for when, cell in zip(TIMEPOINTS, cells, strict=True)]  # fmt: skip
    result = small_study(rows)
    entry = result.evidence[0]
    assert entry.direction == "not estimable"
    assert entry.change.estimate.value == pytest.approx(2.25)
    reason = "only 1 site: at least 5 are needed for inference over sites"
    assert entry.decision == f"not estimable: {reason}"
    assert by_id(result)["survey.a.p_value.paired"].estimate.value is not None


def test_a_row_without_a_label_is_refused():
    instrument = small_instrument({"a": ("a1", "a2")})
    responses = responses_of(instrument, [("north", "1", "surgeon", "baseline", "3", "3")])
    with pytest.raises(ValueError, match="stakeholder group without a label"):
        survey_strand(responses, reference_plan(instrument), labels=labels_for(["north"]))


def test_a_group_that_is_not_stated_has_a_row_of_its_own():
    instrument = small_instrument({"a": ("a1", "a2")})
    responses = responses_of(instrument, [("north", "1", "", "baseline", "3", "3")])
    plan = reference_plan(instrument, headline=None, headline_items=[], family=[])
    result = survey_strand(responses, plan, labels=labels_for(["north"]))
    table = next(table for table in result.section.tables if table.id == "survey.groups")
    assert table.rows[-1][0] == "Not stated"
    assert table.rows[-1][1].estimate.value == 1


@pytest.mark.parametrize(
    ("change", "p_value", "word"),
    [
        (0.4, 0.049, "up"),
        (-0.4, 0.049, "down"),
        (0.4, 0.05, "no clear change"),
        (0.0, 0.01, "no clear change"),
        (0.4, None, "not estimable"),
    ],
)
def test_direction_follows_the_printed_rule(change, p_value, word):
    estimate = Estimate("mean_change", change, reason="no interval in this test")
    assert decide_direction(estimate, p_value, 0.05) == word


def test_improvement_depends_on_what_a_high_score_means():
    assert improvement_of("up", True) == improvement_of("down", False) == "better"
    assert improvement_of("down", True) == improvement_of("up", False) == "worse"
    assert improvement_of("no clear change", True) == improvement_of("up", None) == "unclear"


def test_the_rule_names_its_numbers(instrument):
    text = direction_rule_text(reference_plan(instrument, confidence_level=0.9))
    assert "below 0.1." in text
    assert "90% intervals" in text


def test_reversed_single_item_up_is_worse():
    instrument = small_instrument({"a": ("a1", "a2")}, reverse=("a1",))
    rows = [("north", str(who), "gp", when, str(cell), "3")
            for who, cells in enumerate([(1, 3), (2, 3), (1, 4), (2, 5)])
            for when, cell in zip(TIMEPOINTS, cells, strict=True)]  # fmt: skip
    plan = reference_plan(instrument, headline="a", headline_items=["a1"], family=[], primary_change="paired")
    result = survey_strand(responses_of(instrument, rows), plan, labels=labels_for(["north"]))
    assert (result.headline.tasks[0].direction, result.headline.tasks[0].improvement) == ("up", "worse")
    assert result.evidence[0].improvement == "worse"
    assert np.isclose(result.evidence[0].change.estimate.value, -1.125)
