import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.threshold_share import (
    paired_share_difference,
    share_at_or_above,
    threshold_change,
)
from tests.statistics.known import PROPERTY


def _pairs(both: int, lost: int, gained: int, neither: int) -> tuple[list[bool], list[bool]]:
    before = [True] * (both + lost) + [False] * (gained + neither)
    after = [True] * both + [False] * lost + [True] * gained + [False] * neither
    return before, after


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        ((36, 12, 2, 0), 0.2, 0.056929584, 0.340427603),
        ((30, 7, 20, 23), -0.1625, -0.28016540255, -0.03635084032),
        ((794, 150, 86, 570), 0.04, 0.02123042398, 0.0587038729),
    ],
)
def test_newcombe(counts: tuple[int, int, int, int], value: float, low: float, high: float) -> None:
    """R 4.2.2, the formulas of Newcombe (1998), method 10, in plain R."""
    before, after = _pairs(*counts)
    result = paired_share_difference(after, before)  # Newcombe subtracts the second from the first
    assert result.value == pytest.approx(value)
    assert (result.low, result.high) == pytest.approx((low, high), abs=1e-8)


PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


@PROPERTY
@given(PAIRS)
def test_interval_holds_the_value_stays_possible_and_mirrors(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array(pairs).T
    forth, back = paired_share_difference(before, after), paired_share_difference(after, before)
    assert forth.value is not None
    assert forth.low is not None
    assert forth.high is not None
    assert back.low is not None
    assert -1 - 1e-12 <= forth.low <= forth.value <= forth.high <= 1 + 1e-12
    assert forth.high == pytest.approx(-back.low, abs=1e-12)


def test_threshold_change_uses_everybody_for_shares_and_pairs_for_the_difference() -> None:
    """By hand: 3 of 5 before, 4 of 4 after; pairs 2, 4, 5 -> 4, 4, 5 at 4: one gained of three."""
    result = threshold_change([2, 4, 5, 4, 1, math.nan], [4, 4, 5, 4], [2, 4, 5], [4, 4, 5], threshold=4)
    assert (result.share_before.value, result.share_before.n) == (0.6, 5)
    assert (result.share_after.value, result.share_after.n) == (1.0, 4)
    assert (result.matched_before.value, result.matched_after.value) == pytest.approx((2 / 3, 1))
    assert result.difference.value == pytest.approx(1 / 3)
    assert result.test.discordant.value == 1
    assert result.test.exact_p_value.value == 1


def test_wilson_interval_of_a_share() -> None:
    """R 4.2.2: prop.test(7, 20, correct = FALSE)$conf.int is .1811918 to .5671457."""
    result = share_at_or_above([4.0] * 7 + [3.9] * 13, 4)
    assert (result.low, result.high) == pytest.approx((0.1811918, 0.5671457), abs=1e-7)


def test_odd_cases() -> None:
    empty = threshold_change([], [], [], [], threshold=4)
    assert empty.share_before.reason == "there is nobody to count"
    assert empty.difference.reason == "there are no pairs"
    assert empty.test.exact_p_value.reason == "there are no pairs"
    same = paired_share_difference([True] * 8, [True] * 8)
    assert same.value == 0
    assert same.low is not None
    assert same.low < 0
    with pytest.raises(ValueError, match="threshold"):
        share_at_or_above([1.0], math.nan)
    with pytest.raises(ValueError, match="need pairs"):
        threshold_change([1], [1], [1], [1, 2], threshold=1)
    with pytest.raises(ValueError, match="incomplete"):
        threshold_change([1], [1], [1], [math.nan], threshold=1)
