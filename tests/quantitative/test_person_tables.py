"""Effect sizes of the matched, change of single persons, equivalence: against R, and as the plan states."""

import math

import pytest
from scipy import stats

from impl_eval.quantitative.person_tables import effect_sizes_table
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

EFFECTS = (
    "standardised_mean_change_av",
    "standardised_mean_change_z",
    "standardised_mean_change_z_hedges",
    "rank_biserial",
    "probability_of_improvement",
)


def lower_is_better(**more):
    scales = [
        {"id": name, "label": f"Scale {name}", "mechanism": name, "min_valid": "2", **more}
        for name in TWO_SCALES
    ]
    declared = small_instrument(TWO_SCALES, reverse=("a3",)).model_dump(by_alias=True)
    return type(small_instrument(TWO_SCALES)).model_validate({**declared, "scales": scales})


@pytest.mark.parametrize("effect", EFFECTS)
def test_effect_sizes_as_in_r(effect):
    """R 4.2.2: from `mean`, `var`, `rank` and `lgamma` (data/reference_study.R)."""
    tested = ("knowledge", "care_pathway")
    table = effect_sizes_table(reference_design(*tested), reference_results(*tested))
    assert_as_in_r(shown_in(table), ids_of_r(effect))


def test_ten_people_by_hand():
    """Scale b (two items, 1 to 5): six up one point, one down one, three the same.

    Probability of improvement (6 + 1.5) / 10; ranks of seven equal changes are 4 each: (24 - 4) / 28.
    SEM = SD sqrt(1 - .75) with the SD of all ten at baseline (all 3: none, so no error and no share).
    """
    after = ["4"] * 6 + ["2"] + ["3"] * 3
    rows = [
        (f"s{who % 5}", f"P{who}", "gp", when, "3", "3", "3", cell, cell)
        for who, later in enumerate(after)
        for when, cell in (("baseline", "3"), ("follow_up", later))
    ]
    plan = {"individual_change": [{"scale": "b", "reliability": 0.75, "source": "Other (2000)."}]}
    found = estimates(strand(rows, **plan))
    assert found["survey.b.probability_of_improvement.matched"].value == pytest.approx(0.75)
    assert found["survey.b.rank_biserial.matched"].value == pytest.approx(20 / 28)
    error = found["survey.b.standard_error_of_measurement.individual.error"]
    assert (error.value, error.reason) == (None, "the scores do not vary at baseline")


def test_single_persons_by_hand():
    """Baseline 1, 2, 3, 4, 5, 1, 2, 3, 4, 5: SD = sqrt(20 / 9), SEM = SD / 2 with reliability .75, MDC =
    1.96 sqrt(2) SEM = 2.066: who moved by three points or more changed reliably, who moved by two did not."""
    before = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]
    after = [4, 5, 5, 4, 1, 1, 4, 3, 4, 5]
    rows = [
        (f"s{who % 5}", f"P{who}", "gp", when, "3", "3", "3", str(cell), str(cell))
        for who, both in enumerate(zip(before, after, strict=True))
        for when, cell in zip(("baseline", "follow_up"), both, strict=True)
    ]
    plan = {"individual_change": [{"scale": "b", "reliability": 0.75, "source": "Other (2000)."}]}
    result = strand(rows, **plan)
    found = estimates(result)
    error = math.sqrt(20 / 9) / 2
    assert found["survey.b.standard_error_of_measurement.individual.error"].value == pytest.approx(error)
    assert found["survey.b.minimal_detectable_change.individual.error"].value == pytest.approx(
        1.96 * math.sqrt(2) * error
    )
    shares = {id_.split(".")[-1]: one.value for id_, one in found.items() if id_.startswith("survey.b.share")}
    shares |= {id_.split(".")[-1]: one.value for id_, one in found.items() if ".individual." in id_}
    assert [shares[key] for key in ("improved", "unchanged", "worsened")] == pytest.approx([0.2, 0.7, 0.1])
    assert "reliability 0.75 (Other (2000))" in table_of(result, "individual_change").note


def test_where_lower_is_better_a_fall_is_an_improvement():
    rows = drawn_rows(41)
    plan = {"individual_change": [{"scale": "b", "reliability": 0.8, "source": "Other (2000)"}]}
    higher = estimates(strand(rows, instrument=lower_is_better(), **plan))
    lower = estimates(strand(rows, instrument=lower_is_better(direction="lower_is_better"), **plan))
    name = "survey.b.probability_of_improvement.matched"
    assert lower[name].value == pytest.approx(1 - higher[name].value)
    ends = [next(id_ for id_ in higher if id_.startswith("survey.b.") and id_.endswith(f".individual.{end}"))
            for end in ("improved", "worsened")]  # fmt: skip
    assert lower[ends[0]].value == higher[ends[1]].value
    # The change itself keeps its sign.
    for same in ("mean_change.mixed_model", "mean_change.paired", "rank_biserial.matched"):
        assert lower[f"survey.b.{same}"] == higher[f"survey.b.{same}"]


@pytest.mark.parametrize("primary", ["mixed_model", "paired", "all_rows"])
def test_equivalence_is_two_one_sided_tests_on_the_deciding_change(primary):
    """p is the larger of P(T > (margin - d) / se) and P(T > (d + margin) / se)."""
    plan = {"equivalence": [{"scale": "b", "margin": 1.2, "source": "Agreed beforehand."}]}
    result = strand(drawn_rows(42, sites=9), primary_change=primary, **plan)
    found = estimates(result)
    change, error, df = (
        found[f"survey.b.{name}.{primary}"].value
        for name in ("mean_change", "standard_error", "degrees_of_freedom")
    )
    p_value = max(stats.t.sf((1.2 - change) / error, df), stats.t.sf((change + 1.2) / error, df))
    assert found["survey.b.p_value_equivalence.equivalence.test"].value == pytest.approx(p_value)
    assert "margin from Agreed beforehand." in table_of(result, "equivalence").note


def test_what_the_plan_does_not_state_is_not_there():
    result = strand(drawn_rows(43))
    assert table_of(result, "individual_change") is None
    assert table_of(result, "equivalence") is None


def test_without_pairs_or_sites_both_have_their_reason():
    plan = {
        "individual_change": [{"scale": "a", "reliability": 0.8, "source": "Other"}],
        "equivalence": [{"scale": "b", "margin": 0.3, "source": "Agreed"}],
    }
    found = estimates(strand(drawn_rows(44, linked=0, sites=3), **plan))
    assert found["survey.b.p_value_equivalence.equivalence.test"].reason.startswith("only 3 sites")
    of_persons = {id_: one for id_, one in found.items() if ".individual." in id_ and ".error" not in id_}
    assert len(of_persons) == 3
    assert all(one.value is None and one.reason for one in of_persons.values())


def test_one_pair_has_no_effect_size():
    rows = drawn_rows(45, linked=0) + [
        ("s00", "Q1", "gp", when, *["3"] * 5) for when in ("baseline", "follow_up")
    ]
    found = estimates(strand(rows, sensitivity={"analyses": []}))
    for name in EFFECTS[2:]:
        assert found[f"survey.a.{name}.matched"].reason == "only 1 matched respondent: at least 2 are needed"
