"""Every row of the sensitivity table: against R on the reference study, by laws, as the plan names them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from impl_eval.protocols.plan_parts import EVERY_SENSITIVITY_ANALYSIS
from impl_eval.quantitative.mixed_changes import change_by_mixed_model, model_rows
from impl_eval.quantitative.model_alternatives import imputations_of, multiple_imputation
from impl_eval.quantitative.scale_data import ScaleData
from impl_eval.quantitative.sensitivity import (
    sensitivity_chart,
    sensitivity_method,
    sensitivity_rows,
    sensitivity_table,
    tipping_table,
)
from impl_eval.results import Reported
from tests.quantitative.surveys import (
    EVERY_ANALYSIS,
    answers_of_r,
    assert_as_in_r,
    drawn_rows,
    estimates,
    ids_of_r,
    reference_design,
    reference_results,
    shown_in,
    strand,
    table_of,
)

TESTED = ("knowledge", "care_pathway")


@pytest.fixture(scope="module")
def rows():
    design = reference_design(*TESTED)
    return sensitivity_rows(design, reference_results(*TESTED))


@pytest.fixture(scope="module")
def table(rows):
    return sensitivity_table(reference_design(*TESTED), rows)


@pytest.mark.parametrize(
    ("analysis", "tolerance"),
    [
        ("site_by_timepoint", 1e-6),
        ("prorating_50", 1e-6),
        ("prorating_80", 1e-6),
        ("prorating_100", 1e-6),
        ("matching_nobody", 1e-6),
        ("without_one_site_lowest", 1e-6),
        ("without_one_site_highest", 1e-6),
        ("matched_t", 1e-8),
        ("signed_rank", 1e-8),
        ("signed_rank_zeros_dropped", 1e-8),
        ("unlinked_cr2", 1e-8),
        ("partially_overlapping", 1e-8),
        ("site_summary", 1e-8),
        ("site_sign_flip", 1e-8),
        ("nonresponse_weights", 1e-8),
    ],
)
def test_rows_as_in_r(table, analysis, tolerance):
    """R 4.2.2: lme4 1.1.31 with pbkrtest 0.5.2 (the models); `t.test`; the exact distribution of signed
    ranks by convolution; `outer` for Walsh averages; clubSandwich 0.5.8 on `lm` (CR2 over all rows, and
    weighted); Derrick et al. (2017) written out; all 2^20 sign flips enumerated; `glm(binomial)` for
    weights. Each call is in data/reference_study.R.
    """
    assert_as_in_r(shown_in(table), ids_of_r(analysis), tolerance)


def test_tipping_point_as_in_r():
    """R 4.2.2: from `t.test` and the counts of matched and unmatched; the care pathway changed little."""
    design = reference_design(*TESTED)
    shown = shown_in(tipping_table(design, reference_results(*TESTED)))
    assert_as_in_r(shown, ids_of_r("tipping_point"))
    by_id = {reported.id: reported.estimate for reported in shown}
    assert "includes 0 already" in by_id["survey.care_pathway.interval_delta.tipping_point"].reason


def test_every_row_of_r_is_a_row_of_the_table(table):
    """Nothing that R was asked for is forgotten in the table, and both scales have the same rows."""
    ours = {reported.id for reported in shown_in(table)}
    asked = {id_ for id_ in answers_of_r() if ".mean_change." in id_ and id_.count(".") == 3}
    assert asked - ours == {"survey.knowledge.mean_change.mixed_model_cr2"} - ours
    assert {id_.split(".")[-1] for id_ in ours if ".knowledge." in id_} == {
        id_.split(".")[-1] for id_ in ours if ".care_pathway." in id_
    }


def test_the_same_codes_give_the_primary_change_again(rows):
    """The reference study has no slips: both rules of matching link the same rows as the plan's."""
    by_id = {reported.id: reported.estimate for _, _, *cells in rows["knowledge"] for reported in cells}
    for analysis in ("matching_exact", "matching_distance_1"):
        again = by_id[f"survey.knowledge.mean_change.{analysis}"]
        assert again == by_id["survey.knowledge.mean_change.mixed_model"]


def test_pooling_of_imputations_by_rubins_rules():
    """Laws, from the completed copies: the mean of the changes; within plus (1 + 1/m) between variance;
    Barnard and Rubin's degrees of freedom. Observed scores are the same in every copy.

    mice 3.15.0 `pool.scalar` on lme4 fits of these very copies gave -0.08660672 [-0.2362224, 0.06300892].
    """
    design = reference_design(*TESTED)
    imputed = imputations_of(design)
    scores = design.scores.of("care_pathway")
    copies = imputed.scores[:, :, design.scores.scale_ids.index("care_pathway")]
    observed = ~np.isnan(scores)
    assert imputed.filled == 4  # two scores of the care pathway, two of the consistency of teams
    assert np.all(copies[:, observed] == scores[observed])
    assert not np.isnan(copies).any()
    data = ScaleData(design, "care_pathway", scores, lambda: imputed)
    (found,) = multiple_imputation(data)
    kept = model_rows(design, "site_slopes")
    fits = [change_by_mixed_model(design, copy, kept, "site_slopes") for copy in copies]
    values = np.array([fit.mean_change.value for fit in fits])
    within = np.mean([fit.standard_error.value**2 for fit in fits])
    between = values.var(ddof=1)
    m, total = len(values), within + (1 + 1 / len(values)) * between
    share = (1 + 1 / m) * between / total
    complete = np.mean([fit.degrees_of_freedom.value for fit in fits])
    observed_df = (complete + 1) / (complete + 3) * complete * (1 - share)
    df = 1 / (share**2 / (m - 1) + 1 / observed_df)
    half = stats.t.ppf(0.975, df) * math.sqrt(total)
    assert found.change.value == pytest.approx(values.mean(), rel=1e-10)
    assert found.change.low == pytest.approx(values.mean() - half, rel=1e-10)
    assert found.change.high == pytest.approx(values.mean() + half, rel=1e-10)
    assert total > within > 0


def test_a_scale_that_misses_nothing_pools_to_its_own_change(rows):
    by_id = {reported.id: reported.estimate for _, _, *cells in rows["knowledge"] for reported in cells}
    pooled = by_id["survey.knowledge.mean_change.multiple_imputation"]
    alone = by_id["survey.knowledge.mean_change.mixed_model"]
    assert pooled.value == pytest.approx(alone.value, rel=1e-9)
    assert pooled.low < alone.low  # Barnard and Rubin's degrees of freedom are somewhat fewer


def test_the_site_that_is_left_out_cannot_be_told(table):
    """The n of the range is not shown: what is missing would be the number of people of one site."""
    without = [row for row in table.rows if "without one site" in row[1]]
    assert len(without) == 4
    for _, _, n, change, p_value in without:
        assert n == ""
        assert change.estimate.n is None
        assert p_value.estimate.value is None


def test_figures_show_the_rows_of_the_table(rows, table):
    design = reference_design(*TESTED)
    chart = sensitivity_chart(design, rows)
    assert {point.reported.id for point in chart.points} == {
        row[3].id for row in table.rows if isinstance(row[3], Reported)
    }
    of_one = [point.label for point in chart.points if point.series == "Knowledge of tapering"]
    assert len(set(of_one)) == len(of_one) == len(rows["knowledge"])


@pytest.mark.parametrize("analyses", [[], ["paired"], ["tipping_point"], ["site_summary", "matching"]])
def test_only_what_the_plan_names_is_there(analyses):
    result = strand(drawn_rows(11), sensitivity={"analyses": analyses, "imputations": 2})
    table = table_of(result, "sensitivity")
    found = {row[3].analysis for row in table.rows if row[0] == "Scale a"}
    wanted = {
        "paired": {"matched_t"},
        "site_summary": {"site_summary"},
        "matching": {"matching_exact", "matching_distance_1", "matching_nobody"},
        "tipping_point": set(),
    }
    assert found == {"mixed_model", "mixed_model_cr2"}.union(*(wanted[name] for name in analyses))
    assert (table_of(result, "tipping_point") is not None) == ("tipping_point" in analyses)


@pytest.mark.parametrize(("primary", "marked"), [("mixed_model", 1), ("paired", 0), ("all_rows", 0)])
def test_the_row_that_decides_is_marked(primary, marked):
    result = strand(drawn_rows(12), primary_change=primary, sensitivity={"analyses": ["paired", "all_rows"]})
    labels = [row[1] for row in table_of(result, "sensitivity").rows if row[0] == "Scale a"]
    assert sum("(decides)" in label for label in labels) == marked


def test_no_headline_and_no_family_leave_no_sensitivity_table():
    result = strand(drawn_rows(13), headline=None, headline_items=[], family=[])
    assert table_of(result, "sensitivity") is None
    assert not [chart for chart in result.section.charts if "sensitivity" in chart.id]


def test_the_method_counts_what_the_plan_names():
    design = reference_design(*TESTED)
    assert f"{len(EVERY_SENSITIVITY_ANALYSIS)} kinds" in sensitivity_method(design)


@settings(deadline=None, derandomize=True, max_examples=3)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_number(random):
    """Every number of every table and chart, draws of imputation and bootstrap included."""
    rows = drawn_rows(14, sites=5, people=5)
    shuffled = random.sample(rows, len(rows))
    before, after = (estimates(strand(some, sensitivity=EVERY_ANALYSIS)) for some in (rows, shuffled))
    assert before.keys() == after.keys()
    for id_, estimate in before.items():
        other = after[id_]
        assert (other.n, other.reason) == (estimate.n, estimate.reason), id_
        for one, two in zip(*((e.value, e.low, e.high) for e in (estimate, other)), strict=True):
            assert two == (None if one is None else pytest.approx(one, rel=1e-6, abs=1e-7)), id_
