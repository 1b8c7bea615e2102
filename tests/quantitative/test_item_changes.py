"""Single items: shares at a threshold, McNemar, whole distributions, odds ratios; against R and by hand."""

import pytest

from impl_eval.quantitative.item_changes import item_changes_tables
from tests.quantitative.builders import small_instrument
from tests.quantitative.surveys import (
    TWO_SCALES,
    assert_as_in_r,
    drawn_rows,
    estimates,
    ids_of_r,
    reference_design,
    shown_in,
    strand,
    table_of,
)


@pytest.fixture(scope="module")
def shown():
    return shown_in(*item_changes_tables(reference_design("knowledge")))


@pytest.mark.parametrize(
    "part", ["at_least_4", "at_least_7", "share_difference", "exact_p_value", "mid_p_value"]
)
def test_shares_and_mcnemar_as_in_r(shown, part):
    """R 4.2.2: Wilson by `prop.test(correct = FALSE)`, Newcombe's method 10 written out, `binom.test`, and
    `2 * pbinom - dbinom` for mid-p (data/reference_study.R)."""
    assert_as_in_r(shown, ids_of_r(part))


@pytest.mark.parametrize("test", ["stuart_maxwell", "bhapkar"])
def test_distributions_as_in_r(shown, test):
    """R 4.2.2: coin 1.4.2 `mh_test`, options that nobody ticked dropped; Bhapkar is Q / (1 - Q / n)."""
    assert_as_in_r(shown, ids_of_r(test))


def test_odds_ratios_as_in_r(shown):
    """R 4.2.2: ordinal 2022.11.16 `clm`, sandwich 3.0.2 `estfun` summed by site, times G / (G - 1), t with
    G - 1 degrees of freedom."""
    assert_as_in_r(shown, ids_of_r("cumulative_link"), 1e-6)


def test_counts_by_hand():
    """Item b2 of ten matched people, at least 4 of 5: 2 stay high, 4 rise, 1 falls, 3 stay low.

    Before 3 of 10, after 6 of 10. Exact: 2 (1 + 5) / 32 = .375; mid-p: .375 - 5 / 32 = .21875.
    """
    moves = [("4", "5")] * 2 + [("3", "4")] * 4 + [("5", "1")] + [("2", "3")] * 3
    rows = [
        (f"s{who % 5}", f"P{who}", "gp", when, "3", "3", "3", "3", answer)
        for who, move in enumerate(moves)
        for when, answer in zip(("baseline", "follow_up"), move, strict=True)
    ]
    found = estimates(strand(rows))
    item = "survey.item.b2"
    assert found[f"{item}.share.at_least_4.baseline"].value == pytest.approx(0.3)
    assert found[f"{item}.share.at_least_4.follow_up"].value == pytest.approx(0.6)
    assert found[f"{item}.share_difference.matched"].value == pytest.approx(0.3)
    assert found[f"{item}.exact_p_value.mcnemar_exact"].value == pytest.approx(0.375)
    assert found[f"{item}.mid_p_value.mcnemar_mid_p"].value == pytest.approx(0.21875)
    # Nobody changed on the others: said, not counted as a p value of one.
    assert found["survey.item.b1.exact_p_value.mcnemar_exact"].reason == "nobody's answer changed"
    assert found["survey.item.b1.stuart_maxwell.stuart_maxwell"].value is None


def test_reversed_items_are_as_ticked_and_say_so():
    result = strand(drawn_rows(21))
    for name in ("item_changes", "item_distributions"):
        labels = [row[0] for row in table_of(result, name).rows]
        marked = [label for label in labels if "reverse scored; as ticked" in label]
        assert [label.split(" ")[0] for label in marked] == ["a3"]


def test_without_a_threshold_items_are_described_only():
    result = strand(drawn_rows(22), items={"thresholds": {}})
    assert table_of(result, "item_changes") is None
    assert table_of(result, "item_distributions") is not None


def test_thresholds_go_with_their_response_options():
    instrument = small_instrument(TWO_SCALES, low=0, high=10)
    result = strand(
        drawn_rows(23, low=0, high=10), instrument=instrument, items={"thresholds": {"options": 7}}
    )
    assert "survey.item.a1.share.at_least_7.baseline" in estimates(result)
    assert all(row[0].endswith(": at least 7") for row in table_of(result, "item_changes").rows)


def test_the_cumulative_link_model_is_there_only_where_planned():
    result = strand(drawn_rows(24), items={"cumulative_link": "no"})
    assert "Odds ratio of a higher answer" not in table_of(result, "item_distributions").columns
    assert not [id_ for id_ in estimates(result) if "cumulative_link" in id_]


def test_few_sites_give_an_odds_ratio_without_inference():
    found = estimates(strand(drawn_rows(25, sites=3, people=9)))
    odds = found["survey.item.a1.odds_ratio.cumulative_link"]
    assert odds.value is not None
    assert odds.low is None
    assert found["survey.item.a1.p_value.cumulative_link"].value is None


def test_without_pairs_the_tests_of_pairs_have_their_reason():
    found = estimates(strand(drawn_rows(26, linked=0)))
    for name in ("share_difference.matched", "exact_p_value.mcnemar_exact", "bhapkar.bhapkar"):
        assert found[f"survey.item.a1.{name}"].reason
        assert found[f"survey.item.a1.{name}"].value is None
    assert found["survey.item.a1.share.at_least_4.baseline"].value is not None
    assert found["survey.item.a1.odds_ratio.cumulative_link"].value is not None


def test_nothing_compared_no_tables():
    result = strand(drawn_rows(27, timepoints=("baseline",)))
    assert table_of(result, "item_changes") is None
    assert table_of(result, "item_distributions") is None
