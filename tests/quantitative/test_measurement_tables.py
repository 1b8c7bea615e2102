"""How well scales measure, in tables: against R, for two items, sums, and scales that nobody answered."""

import pytest

from impl_eval.quantitative.measurement_tables import (
    correlations_table,
    items_statistics_table,
    measure,
    reliability_table,
    spread_table,
)
from impl_eval.results import Reported
from tests.quantitative.builders import small_instrument
from tests.quantitative.surveys import (
    TWO_SCALES,
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

TESTED = ("knowledge", "care_pathway", "prescriber_confidence")


@pytest.fixture(scope="module")
def shown():
    design, results = reference_design(*TESTED), reference_results(*TESTED)
    measured = measure(design)
    return shown_in(
        reliability_table(design, measured, results),
        spread_table(design, measured, results),
        items_statistics_table(design, measured),
    )


@pytest.mark.parametrize(
    ("statistic", "tolerance"),
    [
        ("cronbachs_alpha", 1e-8),
        ("omega_total", 1e-5),
        ("ordinal_alpha", 1e-4),
        ("inter_item_correlation", 1e-8),
        ("icc1", 1e-8),
        ("floor", 1e-8),
        ("ceiling", 1e-8),
        ("item_rest_correlation", 1e-8),
        ("cronbachs_alpha_if_dropped", 1e-8),
        ("missing", 1e-8),
    ],
)
def test_coefficients_as_in_r(shown, statistic, tolerance):
    """R 4.2.2: psych 2.2.9 `alpha`, `polychoric(correct = 0)`; lavaan 0.6.14 `cfa` (omega); `cor`; `anova` of
    `lm` by site (ICC); all of complete cases as psych has them (data/reference_study.R)."""
    assert_as_in_r(shown, ids_of_r(statistic), tolerance)


def test_intervals_and_the_share_of_improper_resamples_stand_beside(shown):
    by_id = {reported.id: reported.estimate for reported in shown}
    for timepoint in ("baseline", "follow_up"):
        omega = by_id[f"survey.knowledge.omega_total.{timepoint}"]
        assert omega.low < omega.value < omega.high
        assert 0 <= by_id[f"survey.knowledge.improper_resamples.{timepoint}"].value < 0.5


def test_correlations_stand_once_for_each_pair_of_scales():
    design = reference_design(*TESTED)
    table = correlations_table(design, measure(design))
    assert len(table.rows) == 7 * 6 / 2
    assert all(isinstance(cell, Reported) for row in table.rows for cell in row[1:])


def test_two_items_have_spearman_brown_and_no_omega():
    """(2 r) / (1 + r) stands in the note for the scale of two items only."""
    result = strand(drawn_rows(51, people=10))
    found = estimates(result)
    assert found["survey.b.omega_total.baseline"].reason == "two items do not identify a factor"
    assert found["survey.a.omega_total.baseline"].value is not None
    r = found["survey.b.inter_item_correlation.baseline"].value
    note = table_of(result, "psychometrics").note
    assert f"Scale b, Baseline: two items; Spearman-Brown {2 * r / (1 + r):.2f}." in note
    assert "Scale a, Baseline: two items" not in note
    assert (
        found["survey.item.b1.cronbachs_alpha_if_dropped.baseline"].reason
        == "fewer than two items would be left"
    )


def test_sums_have_changes_times_items_and_the_same_reliability():
    """The sum of three items is three times their mean: so are its changes; nothing without unit differs."""
    about = {"min_valid": "3"}
    scales = [{"id": name, "label": name, "mechanism": name, **about} for name in ("a",)]
    items = {"a": TWO_SCALES["a"]}
    rows = [row[:7] for row in drawn_rows(52)]
    declared = small_instrument(items, reverse=("a3",)).model_dump(by_alias=True)
    instrument = type(small_instrument(items))
    mean = instrument.model_validate({**declared, "scales": scales})
    total = instrument.model_validate({**declared, "scales": [{**scales[0], "rule": "sum"}]})
    means, sums = (estimates(strand(rows, instrument=one, family=[])) for one in (mean, total))
    assert means.keys() == sums.keys()
    for analysis in ("mixed_model", "paired", "all_rows"):
        for part in ("value", "low", "high"):
            one, three = (getattr(found[f"survey.a.mean_change.{analysis}"], part) for found in (means, sums))
            assert three == pytest.approx(3 * one, rel=1e-6)
        assert sums[f"survey.a.p_value.{analysis}"].value == pytest.approx(
            means[f"survey.a.p_value.{analysis}"].value, rel=1e-6
        )
    for same in ("cronbachs_alpha.baseline", "icc1.baseline", "ceiling.follow_up", "rank_biserial.matched"):
        assert sums[f"survey.a.{same}"].value == pytest.approx(means[f"survey.a.{same}"].value)


def test_a_wrong_reverse_key_and_a_constant_item_are_named():
    """Item a3 is declared as it is not: it then runs against the others. Everybody ticks 3 in b2."""
    rows = [
        (*row[:6], str(6 - int(row[6].replace("-99", "3"))), row[7], "3") for row in drawn_rows(53, people=9)
    ]
    note = table_of(strand(rows, instrument=small_instrument(TWO_SCALES)), "psychometrics").note
    assert "a3 runs against the other items" in note
    assert "everybody gave the same answer to b2" in note


@pytest.mark.parametrize("when", [("follow_up",), ("baseline", "follow_up")])
def test_a_scale_that_nobody_answered_has_reasons_and_stops_no_other(when):
    rows = [(*row[:7], "-99", "-99") if row[3] in when else row for row in drawn_rows(54)]
    found = estimates(strand(rows))
    assert found["survey.b.cronbachs_alpha.follow_up"].value is None
    assert found["survey.b.mean_change.mixed_model"].value is None
    assert found["survey.b.mean_change.mixed_model"].reason in (
        "nobody answered at follow-up",
        "nobody answered",
    )
    assert found["survey.a.mean_change.mixed_model"].value is not None
    assert found["survey.item.b1.share.missing.follow_up"].value == 1


def test_one_scale_has_no_correlations():
    instrument = small_instrument({"a": TWO_SCALES["a"]})
    result = strand([row[:7] for row in drawn_rows(55)], instrument=instrument, family=[])
    assert table_of(result, "correlations") is None
