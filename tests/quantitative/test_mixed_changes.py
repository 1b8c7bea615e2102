"""The mixed model as the strand uses it: on the reference study against R, and where a survey is thin."""

import numpy as np
import pytest

from impl_eval.quantitative.changes import scale_result
from impl_eval.quantitative.design import design_survey
from impl_eval.quantitative.mixed_changes import covariate_of, model_rows, planned_structure
from impl_eval.quantitative.reporting import scale_subject
from impl_eval.statistics.mixed_model import mixed_model_change
from tests.quantitative.surveys import (
    EVERY_ANALYSIS,
    assert_as_in_r,
    drawn_rows,
    estimates,
    ids_of_r,
    reference_results,
    strand,
    study,
    table_of,
)

THREE = {"baseline": "Before", "mid": "Between", "follow_up": "After"}


@pytest.fixture(scope="module")
def shown():
    return [
        reported
        for result in reference_results("knowledge", "care_pathway")
        for reported in result.changed.values()
    ]


def test_change_by_the_mixed_model_as_in_r(shown):
    """R 4.2.2: lme4 1.1.31 `lmer(y ~ later + (1 + later || site) + (1 | person))`, pbkrtest 0.5.2
    `vcovAdj`, `get_Lb_ddf`; the whole call is in data/reference_study.R."""
    names = ("mean_change", "standard_error", "degrees_of_freedom", "p_value")
    ids = [id_ for name in names for id_ in ids_of_r("mixed_model", name)]
    assert_as_in_r(shown, ids, 1e-6)


def test_variances_of_the_mixed_model_as_in_r(shown):
    """R 4.2.2, lme4 1.1.31: `VarCorr`."""
    ids = [id_ for id_ in ids_of_r("mixed_model") if ".variance_" in id_]
    assert len(ids) == 8
    assert_as_in_r(shown, ids, 1e-6)


def test_companion_cr2_as_in_r(shown):
    """R 4.2.2: the same model by nlme 3.1.162 `lme`, clubSandwich 0.5.8 `vcovCR(type = "CR2")`."""
    assert_as_in_r(shown, ids_of_r("mixed_model_cr2"), 1e-5)


@pytest.mark.parametrize("timepoints", [("baseline",), ("baseline", "follow_up")])
def test_one_timepoint_only_gives_no_change_and_says_so(timepoints):
    """The plan names no follow-up, or nobody answered at it."""
    rows, plan = drawn_rows(1, timepoints=("baseline",)), {}
    if len(timepoints) == 1:
        plan = {"follow_up": None}
    found = estimates(strand(rows, **plan))
    change = found["survey.a.mean_change.mixed_model"]
    assert change.value is None
    assert change.reason == ("the study has one timepoint only" if plan else "no answers at follow_up")
    assert not [
        id_ for id_ in found if id_.endswith((".signed_rank", ".interaction", ".partially_overlapping"))
    ]
    assert found["survey.a.cronbachs_alpha.baseline"].value is not None


@pytest.mark.parametrize("linked", [0.0, None])
def test_nobody_answers_twice(linked):
    """No code comes again, or there are no codes at all: pairs are not estimable, the model stands."""
    rows = drawn_rows(2, linked=linked or 0.0)
    if linked is None:
        rows = [(site, "", *rest) for site, _, *rest in rows]
    found = estimates(strand(rows, sensitivity=EVERY_ANALYSIS))
    assert found["survey.a.mean_change.mixed_model"].low is not None
    assert found["survey.a.variance_respondent.mixed_model"].reason == "the term is left out of the model"
    assert found["survey.a.mean_change.partially_overlapping"].low is None
    for name in ("matched_t", "signed_rank_zeros_dropped", "nonresponse_weights", "mcnemar_exact"):
        ids = [id_ for id_ in found if id_.endswith(f".{name}")]
        assert ids
        assert all(found[id_].value is None for id_ in ids), name


@pytest.mark.parametrize("sites", [1, 4])
def test_too_few_sites_keep_the_change_without_inference(sites):
    found = estimates(strand(drawn_rows(3, sites=sites, people=9), sensitivity=EVERY_ANALYSIS))
    for analysis in ("mixed_model", "site_by_timepoint", "site_summary", "unlinked_cr2", "prorating_80"):
        change = found[f"survey.a.mean_change.{analysis}"]
        assert change.value is not None, analysis
        assert change.low is None, analysis
        assert "at least 5 are needed" in change.reason, analysis
        assert found[f"survey.a.p_value.{analysis}"].value is None, analysis
    # Pairs do not need sites.
    assert found["survey.a.p_value.matched_t"].value is not None
    lowest = found["survey.a.mean_change.without_one_site_lowest"]
    assert (lowest.value is None) == (sites == 1)


def test_three_timepoints_take_site_by_timepoint_over_all_rows():
    rows = drawn_rows(4, timepoints=tuple(THREE))
    found = estimates(strand(rows, labels={"timepoints": THREE}, sensitivity=EVERY_ANALYSIS))
    responses, plan, labels = study(rows, labels={"timepoints": THREE})
    design = design_survey(responses, plan, labels, "survey")
    scores = design.scores.of("a")
    alone = mixed_model_change(
        scores, responses.timepoint, responses.site, design.links,
        structure="site_by_timepoint", baseline="baseline", follow_up="follow_up",
    )  # fmt: skip
    change = found["survey.a.mean_change.mixed_model"]
    assert planned_structure(design) == "site_by_timepoint"
    assert change.value == alone.mean_change.value
    assert change.n == np.count_nonzero(~np.isnan(scores)) > len(rows) * 0.9
    assert "survey.a.variance_site_by_timepoint.mixed_model" in found
    # The other random effects, imputation and weights are of the two compared timepoints.
    two = np.count_nonzero(~np.isnan(scores) & (responses.timepoint != "mid"))
    assert found["survey.a.mean_change.site_slopes"].n == two
    assert found["survey.a.mean_change.unlinked_cr2"].n == two


def test_a_covariate_with_one_value_is_left_out_and_a_note_says_so():
    rows = drawn_rows(5)
    constant = {"covariates": {"years": np.full(len(rows), "few")}}
    plain, result = strand(rows), strand(rows, responses=constant, mixed_model={"covariates": ["years"]})
    for id_ in ("survey.a.mean_change.mixed_model", "survey.b.p_value.interaction.stakeholder_group"):
        assert estimates(result)[id_] == estimates(plain)[id_]
        assert estimates(result)[id_].value is not None
    assert "covariate years has one value only: left out" in table_of(result, "mixed_model_parts").note


def test_an_unknown_covariate_is_a_category_of_its_own_and_loses_no_row():
    rows = drawn_rows(6)
    years = np.array(["", "few", "many"])[np.arange(len(rows)) % 3]
    responses, plan, labels = study(
        rows, responses={"covariates": {"years": years}}, mixed_model={"covariates": ["years"]}
    )
    design = design_survey(responses, plan, labels, "survey")
    assert set(covariate_of(design, "years")) == {"not stated", "few", "many"}
    result = scale_result(design, scale_subject(design.instrument.scale("a")))
    assert result.change("mixed_model").n == np.count_nonzero(~np.isnan(design.scores.of("a")))


def test_rows_of_the_model_are_those_of_the_compared_timepoints_with_slopes():
    responses, plan, labels = study(drawn_rows(7, timepoints=tuple(THREE)), labels={"timepoints": THREE})
    design = design_survey(responses, plan, labels, "survey")
    assert set(model_rows(design, "site_slopes").timepoint) == {"baseline", "follow_up"}
    assert set(model_rows(design, "site_by_timepoint").timepoint) == set(THREE)
    some = responses.site == "s01"
    assert set(model_rows(design, "site_slopes", among=some).site) == {"s01"}


@pytest.mark.parametrize(
    "answer", [{"baseline": "3", "follow_up": "3"}, {"baseline": "3", "follow_up": "4"}, {}]
)
def test_answers_without_any_spread_have_reasons_and_no_number_that_is_none(answer):
    """Everybody the same throughout; everybody one up; nobody anything."""
    rows = [(*row[:4], *[answer.get(row[3], "-99")] * 5) for row in drawn_rows(8)]
    found = estimates(strand(rows, sensitivity=EVERY_ANALYSIS))
    if answer:
        assert found["survey.b.mean_change.mixed_model"].value == pytest.approx(int(answer["follow_up"]) - 3)
    assert found["survey.b.mean_change.mixed_model"].low is None
    assert found["survey.b.p_value.mixed_model"].value is None


def test_nobody_at_all_and_one_person_alone():
    assert estimates(strand([], sensitivity=EVERY_ANALYSIS))["survey.a.mean.baseline"].value is None
    found = estimates(
        strand(drawn_rows(9, sites=1, people=1, linked=1, missing=0), sensitivity=EVERY_ANALYSIS)
    )
    assert found["survey.a.mean_change.mixed_model"].low is None
