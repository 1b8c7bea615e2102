"""Scores, alpha, item-rest, floor and ceiling from counts: known answers, and equal by every route."""

import numpy as np
import pingouin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from impl_eval.statistics import share
from impl_eval.statistics.item_answers import ScoringKey, coded_answers
from impl_eval.statistics.item_moments import moments_of_matrix
from impl_eval.statistics.item_statistics import item_rest_correlations, shares
from impl_eval.statistics.pattern_counts import scale_sums
from impl_eval.statistics.reliability import (
    alpha_from_moments,
    alpha_if_item_dropped,
    inter_item_correlation,
    spearman_brown,
)
from impl_eval.statistics.scale_statistics import ScaleStatistics, scale_statistics
from tests.statistics.known import PROPERTY, expected, numbers, table

TABLES = st.tuples(st.integers(1, 40), st.integers(1, 5), st.integers(0, 2**32 - 1)).map(
    lambda drawn: np.random.default_rng(drawn[2]).choice(
        [0.0, 1.0, 2.0, 3.0, np.nan], size=drawn[:2], p=[0.2, 0.3, 0.2, 0.2, 0.1]
    )
)


def bfi(known: dict[str, list[str]]) -> tuple[NDArray[np.float64], tuple[bool, ...]]:
    """Items as ticked, and which are reversed."""
    columns = table("bfi")
    keys = known["keys"]
    return (
        np.column_stack([numbers(columns[key.removeprefix("-")]) for key in keys]),
        tuple(key.startswith("-") for key in keys),
    )


@pytest.mark.parametrize("by_patterns", [True, False])
@pytest.mark.parametrize("scale", ["agree", "conscientious"])
def test_bfi(scale: str, by_patterns: bool) -> None:
    """R 4.2.2, psych 2.2.9: complete cases of bfi; psych::alpha r.drop and alpha.drop; shares at 1 and 6."""
    known = expected("reliability_bfi")[scale]
    ticked, reverse = bfi(known)
    complete = ticked[~np.isnan(ticked).any(axis=1)]
    key = ScoringKey(1, 6, reverse, min_valid=3)
    everybody = scale_statistics(coded_answers(list(ticked.T), 1, 6), key, by_patterns=by_patterns)
    assert everybody.alpha.n == known["n_complete"]
    assert everybody.alpha.value == pytest.approx(known["alpha_listwise"], rel=1e-8)
    assert [one.value for one in everybody.item_rest] == pytest.approx(
        known["psych_listwise_item_rest_r_drop"], rel=1e-8
    )
    assert [one.value for one in everybody.alpha_if_dropped] == pytest.approx(
        known["psych_listwise_alpha_if_dropped"], rel=1e-8
    )
    whole = scale_statistics(coded_answers(list(complete.T), 1, 6), key, by_patterns=by_patterns)
    assert [100 * one.value for one in whole.item_floor] == pytest.approx(known["item_floor_pct"], rel=1e-8)
    assert [100 * one.value for one in whole.item_ceiling] == pytest.approx(
        known["item_ceiling_pct"], rel=1e-8
    )
    means = whole.option_counts @ np.arange(1, 7) / len(complete)
    assert means == pytest.approx(known["item_mean_listwise"], rel=1e-8)


def test_attitude() -> None:
    """R 4.2.2, psych 2.2.9, psych::alpha(attitude): r.drop and alpha.drop."""
    known = expected("alpha_attitude")
    moments = moments_of_matrix(np.column_stack([numbers(column) for column in table("attitude").values()]))
    assert [one.value for one in item_rest_correlations(moments)] == pytest.approx(known["r_drop"], rel=1e-8)
    assert [one.value for one in alpha_if_item_dropped(moments)] == pytest.approx(
        known["alpha_if_dropped"], rel=1e-8
    )


def test_three_items_of_the_partially_matched_survey() -> None:
    """R 4.2.2, psych 2.2.9: alpha with Feldt interval, item 3 reversed on 1 to 5, each wave."""
    columns, known = table("synthetic_partially_matched"), expected("synthetic_reliability")
    for mechanism, waves in known.items():
        items = [numbers(columns[f"{mechanism}_{number}"]) for number in (1, 2, 3)]
        for wave, answer in waves.items():
            here = np.array(columns["wave"]) == wave[-1]
            found = scale_statistics(
                coded_answers([item[here] for item in items], 1, 5), ScoringKey(1, 5, (False, False, True), 2)
            ).alpha
            assert found.n == answer["n"]
            assert found.value == pytest.approx(answer["alpha"], rel=1e-8)
            assert (found.low, found.high) == pytest.approx(tuple(answer["feldt"]), rel=1e-8)


def test_scores_by_hand() -> None:
    """Items 1 to 5, the last reversed, two needed. 4, 5, 6-2: 13/3 and sum 13. 4, -, 6-1: 4.5, sum 13.5."""
    answers = coded_answers(
        [np.array([4, 4, 1, -9]), np.array([5, -9, -9, -9]), np.array([2, 1, -9, -9])], 1, 5, [-9]
    )
    for by_patterns in (True, False):
        mean = scale_sums(answers, ScoringKey(1, 5, (False, False, True), 2), by_patterns=by_patterns)
        total = scale_sums(answers, ScoringKey(1, 5, (False, False, True), 2, "sum"), by_patterns=by_patterns)
        assert mean.scores.tolist()[:2] == [13 / 3, 4.5]
        assert total.scores.tolist()[:2] == [13, 13.5]
        assert np.isnan(mean.scores[2:]).all()
        assert mean.answered.tolist() == [3, 2, 1, 0]
        assert (mean.scored, mean.moments.n) == (2, 1)


@PROPERTY
@given(TABLES, st.integers(0, 31), st.sampled_from(["mean", "sum"]), st.integers(1, 5))
def test_counting_patterns_and_plain_arithmetic_agree(
    ticked: NDArray[np.float64], reversed_bits: int, rule: str, min_valid: int
) -> None:
    n, k = ticked.shape
    reverse = tuple(bool(reversed_bits >> item & 1) for item in range(k))
    key = ScoringKey(0, 3, reverse, min_valid, rule)
    answers = coded_answers(list(ticked.T), 0, 3)
    counted = scale_statistics(answers, key, by_patterns=True)
    summed = scale_statistics(answers, key, by_patterns=False)
    for name in ("alpha", "alpha_if_dropped", "item_rest", "item_floor", "item_ceiling", "floor", "ceiling"):
        assert getattr(counted, name) == getattr(summed, name)
    np.testing.assert_array_equal(counted.scores, summed.scores)
    np.testing.assert_array_equal(counted.option_counts, summed.option_counts)
    items = np.where(reverse, 3 - ticked, ticked)
    present = (~np.isnan(items)).sum(axis=1)
    plain = np.full(n, np.nan)
    enough = present >= min_valid
    plain[enough] = np.nansum(items[enough], axis=1) / present[enough] * (k if rule == "sum" else 1)
    np.testing.assert_allclose(counted.scores, plain, rtol=1e-12)
    np.testing.assert_array_equal(counted.answered, present)
    _assert_equal_to_the_matrix_route(counted, items)


def _assert_equal_to_the_matrix_route(counted: ScaleStatistics, items: NDArray[np.float64]) -> None:
    moments = moments_of_matrix(items)
    assert moments.n == counted.moments.n
    pairs = [
        (counted.alpha, alpha_from_moments(moments)),
        *zip(counted.item_rest, item_rest_correlations(moments), strict=True),
        *zip(counted.alpha_if_dropped, alpha_if_item_dropped(moments), strict=True),
    ]
    for fast, plain in pairs:
        assert fast.reason == plain.reason
        assert fast.n == plain.n
        if plain.value is not None:
            assert fast.value == pytest.approx(plain.value, rel=1e-10, abs=1e-10)
        if plain.low is not None:
            assert (fast.low, fast.high) == pytest.approx((plain.low, plain.high), rel=1e-10, abs=1e-10)


def test_alpha_is_that_of_pingouin_on_complete_cases() -> None:
    """pingouin 0.7, cronbach_alpha(nan_policy="listwise"): an implementation that is not ours."""
    import pandas as pd

    ticked, reverse = bfi(expected("reliability_bfi")["conscientious"])
    items = np.where(reverse, 7 - ticked, ticked)
    known, _ = pingouin.cronbach_alpha(pd.DataFrame(items), nan_policy="listwise")
    assert alpha_from_moments(moments_of_matrix(items)).value == pytest.approx(known, rel=1e-12)


@PROPERTY
@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_shares_are_those_of_the_single_function(counted: tuple[int, int]) -> None:
    (found,), known = shares("share", counted[:1], counted[1:]), share(*counted)
    assert found.reason == known.reason
    if known.value is not None:
        assert (found.value, found.low, found.high) == pytest.approx(
            (known.value, known.low, known.high), abs=1e-12
        )


def test_two_items_by_hand() -> None:
    """Items (1,2,3,4,5), (2,1,4,3,5): r = .8, Spearman-Brown 1.6/1.8; z interval of r by R's cor.test.

    R 4.2.2: cor.test(1:5, c(2,1,4,3,5))$conf.int is -.279640041969, .986196193301, carried over 2r/(1+r).
    """
    moments = moments_of_matrix(np.array([[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]]))
    assert inter_item_correlation(moments).value == pytest.approx(0.8, rel=1e-12)
    found = spearman_brown(moments)
    assert found.value == pytest.approx(1.6 / 1.8, rel=1e-12)
    low, high = -0.279640041969, 0.986196193301
    assert (found.low, found.high) == pytest.approx((2 * low / (1 + low), 2 * high / (1 + high)), abs=1e-9)


def test_odd_cases_have_reasons() -> None:
    one_item = moments_of_matrix([[1.0], [2.0]])
    assert item_rest_correlations(one_item)[0].reason == "the scale has fewer than two items"
    two = moments_of_matrix([[1, 1], [2, 1], [3, 1.0]])
    assert alpha_if_item_dropped(two)[0].reason == "fewer than two items would be left"
    assert item_rest_correlations(two)[1].reason == "the item does not vary"
    assert item_rest_correlations(two)[0].reason == "the other items together do not vary"
    assert inter_item_correlation(two).reason.startswith("an item does not vary")
    assert spearman_brown(two).reason.startswith("an item does not vary")
    assert spearman_brown(moments_of_matrix(np.eye(3))).reason == "it is for two items; the scale has 3"
    assert spearman_brown(moments_of_matrix([[1, 2], [2, 1.0]])).reason.startswith("the two items contradict")
    same = spearman_brown(moments_of_matrix([[1, 2], [2, 3], [4, 5.0]]))
    assert (same.value, same.low) == (1.0, None)
    three = spearman_brown(moments_of_matrix([[1, 2], [2, 3], [4, 3.0]]))
    assert three.reason == "no interval: it needs at least 4 respondents"
    nobody = scale_statistics(coded_answers([np.array([])] * 2, 1, 5), ScoringKey(1, 5, (False,) * 2))
    assert nobody.floor.reason == "there is nobody to count"
    assert nobody.alpha.reason.startswith("nobody answered every item")


def test_negative_item_rest_is_shown() -> None:
    """By hand: the third item runs against the first two; 1..4, 1..4 and 4..1 give r = -1 with their sum."""
    moments = moments_of_matrix([[1, 1, 4], [2, 2, 3], [3, 3, 2], [4, 4, 1.0]])
    assert item_rest_correlations(moments)[2].value == pytest.approx(-1, rel=1e-12)


def test_what_a_scale_does_not_allow_is_refused() -> None:
    with pytest.raises(ValueError, match=r"item 2: 1 answers are not .* from 1 to 5, the first in row 2"):
        coded_answers([np.array([1, 2]), np.array([1, 6])], 1, 5)
    with pytest.raises(ValueError, match="item 1"):
        coded_answers([np.array([1.5, 2.0])], 1, 5)
    with pytest.raises(ValueError, match="length"):
        coded_answers([np.array([1, 2]), np.array([1])], 1, 5)
    with pytest.raises(ValueError, match="2 items, a key for 3"):
        scale_sums(coded_answers([np.array([1]), np.array([1])], 1, 5), ScoringKey(1, 5, (False,) * 3))
    with pytest.raises(ValueError, match="too many"):
        wide = [np.array([1])] * 10
        scale_sums(coded_answers(wide, 1, 5), ScoringKey(1, 5, (False,) * 10), by_patterns=True)
    with pytest.raises(ValueError, match="range"):
        ScoringKey(5, 5, (False,))
    with pytest.raises(ValueError, match="at least one item"):
        ScoringKey(1, 5, ())
    with pytest.raises(ValueError, match="count"):
        shares("floor", [2], [1])


def test_wide_ranges_and_codes_above_are_counted() -> None:
    """0 to 1000 does not fit a byte; 9999 is declared missing."""
    answers = coded_answers([np.array([0, 1000, 9999]), np.array([1000, 1000, 500])], 0, 1000, [9999])
    sums = scale_sums(answers, ScoringKey(0, 1000, (False, False)))
    assert sums.scores.tolist() == [500, 1000, 500]
    assert (sums.lowest, sums.highest, sums.moments.n) == (0, 1, 2)
