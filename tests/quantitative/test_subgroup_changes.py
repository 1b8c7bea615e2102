"""Subgroups as interactions and comparison sites: against R, and whose rows and numbers are shown where."""

from dataclasses import replace

import numpy as np
import pytest

from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.suppression import suppress
from impl_eval.quantitative.subgroup_changes import comparison_table, subgroups_table
from impl_eval.quantitative.survey_strand import survey_strand
from impl_eval.results import Reported
from tests.outputs.examples import evaluation
from tests.quantitative.surveys import (
    assert_as_in_r,
    drawn_rows,
    estimates,
    ids_of_r,
    reference_design,
    reference_results,
    shown_in,
    strand,
    study,
    table_of,
)

COMPARISON = frozenset({"s08", "s09", "s10", "s11"})


def test_subgroups_as_in_r():
    """R 4.2.2: lme4 1.1.31 `lmer(y ~ 0 + role + role:later + (1 + later || site) + (1 | person))`,
    pbkrtest 0.5.2 `KRmodcomp`, `vcovAdj`, `get_Lb_ddf`; counts of the rows (data/reference_study.R)."""
    tested = ("knowledge", "care_pathway")
    table = subgroups_table(reference_design(*tested), reference_results(*tested))
    assert_as_in_r(shown_in(table), ids_of_r("interaction"), 1e-6)
    assert {cell.id for cell in shown_in(table)} == set(ids_of_r("interaction"))


def test_comparison_sites_as_in_r():
    """R 4.2.2: lme4 1.1.31 with programme, timepoint and their product, pbkrtest 0.5.2; S16 to S20 are taken
    as comparison sites."""
    sites = frozenset(f"S{number}" for number in range(16, 21))
    table = comparison_table(reference_design("knowledge"), sites, ["knowledge"])
    assert_as_in_r(shown_in(table), ids_of_r("knowledge", "difference_in_differences"), 1e-6)


def numbers_beside(result):
    """Every estimate but those of the comparison."""
    return {id_: one for id_, one in estimates(result).items() if "difference_in_differences" not in id_}


def test_comparison_sites_are_in_no_other_table():
    """All else is what the programme sites give alone: rows, invitations, places, charts."""
    rows = drawn_rows(31, sites=12)
    programme = [row for row in rows if row[0] not in COMPARISON]
    invited = {(f"s{site:02d}", when): (9, 8) for site in range(12) for when in ("baseline", "follow_up")}
    own = {key: asked for key, asked in invited.items() if key[0] not in COMPARISON}
    result = strand(rows, labels={"comparison_sites": COMPARISON, "invited": invited})
    alone = strand(programme, labels={"invited": own})
    assert numbers_beside(result) == numbers_beside(alone)
    assert estimates(result)["survey.respondents.eligible.baseline"].value == 8 * 8
    table = table_of(result, "comparison")
    assert [row[0] for row in table.rows] == ["Scale a", "Scale b"]
    effect = estimates(result)["survey.a.difference_in_differences.difference_in_differences.effect"]
    assert effect.n == len([row for row in rows if sum(cell == "-99" for cell in row[4:7]) < 2])
    assert table_of(alone, "comparison") is None


def test_a_place_with_comparison_sites_only_is_not_among_the_places():
    rows = drawn_rows(32, sites=12)
    where = {
        f"s{site:02d}": "Far Eastland" if f"s{site:02d}" in COMPARISON else "Northtown" for site in range(12)
    }
    labels = {"comparison_sites": COMPARISON, "sites": where, "places": ("Northtown", "Far Eastland")}
    result = strand(rows, labels=labels)
    assert [row[0] for row in table_of(result, "places").rows] == ["Northtown"]


def test_one_comparison_site_is_not_enough_to_infer_from():
    found = estimates(strand(drawn_rows(33, sites=8), labels={"comparison_sites": frozenset({"s07"})}))
    effect = found["survey.a.difference_in_differences.difference_in_differences.effect"]
    assert effect.value is not None
    assert effect.low is None
    assert "only 1 comparison site" in effect.reason


def test_comparison_sites_that_nobody_answered_for_and_sites_that_are_all_comparison():
    nobody = estimates(strand(drawn_rows(34), labels={"comparison_sites": frozenset({"s99"})}))
    effect = "survey.a.difference_in_differences.difference_in_differences.effect"
    assert nobody[effect].reason == "nobody of comparison sites answered at baseline"
    everybody = estimates(
        strand(drawn_rows(34, sites=2), labels={"comparison_sites": frozenset({"s00", "s01"})})
    )
    assert everybody["survey.a.mean.baseline"].value is None
    assert everybody[effect].reason == "nobody of programme sites answered at baseline"


def test_a_constant_covariate_does_not_stop_the_comparison():
    rows = drawn_rows(35, sites=12)
    plain = strand(rows, labels={"comparison_sites": COMPARISON})
    covariate = {"covariates": {"years": np.full(len(rows), "few")}}
    result = strand(
        rows,
        labels={"comparison_sites": COMPARISON},
        responses=covariate,
        mixed_model={"covariates": ["years"]},
    )
    effect = "survey.a.difference_in_differences.difference_in_differences.effect"
    assert estimates(result)[effect] == estimates(plain)[effect]


@pytest.mark.parametrize("group", ["gp", ""])
def test_one_subgroup_or_none_stated_is_a_row_with_its_reason(group):
    rows = [(site, who, group, *rest) for site, who, _, *rest in drawn_rows(36)]
    result = strand(rows)
    for row in table_of(result, "subgroups").rows:
        (change,) = (
            cell for cell in row if isinstance(cell, Reported) and cell.id.split(".")[2] == "mean_change"
        )
        assert change.estimate.value is None
        expected = "all rows belong to one subgroup" if group else "nobody answered"
        assert change.estimate.reason == expected


def test_subgroups_of_another_fact_of_the_respondent():
    rows = drawn_rows(37, people=8)
    training = np.array(["", "none given", "half a day"])[np.array([int(row[1][2]) for row in rows]) % 3]
    result = strand(rows, subgroups=["training"], responses={"covariates": {"training": training}})
    labels = {row[1] for row in table_of(result, "subgroups").rows}
    assert labels == {"training: half a day", "training: none given"}
    found = estimates(result)
    before = found["survey.a.count.interaction.training.half_a_day.baseline"].value
    assert 0 < before < sum(row[3] == "baseline" for row in rows)


def test_small_subgroups_are_hidden_with_their_change():
    """Four nurses at each timepoint are fewer than five: their number and their change are hidden, and
    those of the next smallest group with them. Ids of groups are the same as in the table of groups."""
    rows = [
        (site, who, "gp" if group == "nurse" and site not in {"s00", "s01"} else group, *rest)
        for site, who, group, *rest in drawn_rows(38, missing=0)
    ]
    responses, plan, labels = study(rows, family=[])
    result = survey_strand(responses, plan, labels=labels)
    whole = replace(evaluation(), sections=(result.section,), headline=None)
    shown = {reported.id: reported for reported in suppress(whole).sections[0].reported}
    for when in ("baseline", "follow_up"):
        number = shown[f"survey.a.count.interaction.stakeholder_group.nurse.{when}"]
        assert number.group == shown[f"survey.respondents.group.nurse.{when}"].group == "nurse"
        assert is_suppressed(number.estimate)
        assert is_suppressed(
            shown[f"survey.a.count.interaction.stakeholder_group.pharmacist.{when}"].estimate
        )
    assert is_suppressed(shown["survey.a.mean_change.interaction.stakeholder_group.nurse"].estimate)
    assert is_suppressed(shown["survey.a.mean_change.interaction.stakeholder_group.pharmacist"].estimate)
    assert not is_suppressed(shown["survey.a.mean_change.interaction.stakeholder_group.gp"].estimate)
    assert not is_suppressed(shown["survey.a.mean_change.mixed_model"].estimate)


def test_every_scale_of_the_table_keeps_its_small_subgroups_to_itself():
    """Two scales in one column: in each a second number is hidden, or the first would follow from n."""
    rows = [
        (site, who, "gp" if group == "nurse" and site not in {"s00", "s01"} else group, *rest)
        for site, who, group, *rest in drawn_rows(38, missing=0)
    ]
    responses, plan, labels = study(rows, family=["b"])
    result = survey_strand(responses, plan, labels=labels)
    whole = replace(evaluation(), sections=(result.section,), headline=None)
    shown = {reported.id: reported for reported in suppress(whole).sections[0].reported}
    for scale in ("a", "b"):
        for group in ("nurse", "pharmacist"):
            id_ = f"survey.{scale}.count.interaction.stakeholder_group.{group}.baseline"
            assert is_suppressed(shown[id_].estimate), id_


def test_no_subgroups_planned_no_table():
    assert table_of(strand(drawn_rows(39), subgroups=[]), "subgroups") is None
