import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import (
    paired_degrees_of_freedom,
    paired_mean_change,
    paired_p_value,
    paired_standard_error,
)
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP

ALL = (paired_mean_change, paired_standard_error, paired_degrees_of_freedom, paired_p_value)
PAIRS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=30)


def test_sleep() -> None:
    """R 4.2.2: t.test(post, pre, paired = TRUE) on `sleep`; the standard error is 1.2299954833 / sqrt(10)."""
    pair = (SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    change = paired_mean_change(*pair)
    assert change.value == pytest.approx(1.58, rel=1e-12)
    assert (change.low, change.high) == pytest.approx((0.700114236723, 2.45988576328), rel=1e-11)
    assert (change.n, change.level) == (10, 0.95)
    assert paired_standard_error(*pair).value == pytest.approx(1.22999548328 / math.sqrt(10), rel=1e-11)
    assert paired_degrees_of_freedom(*pair).value == 9
    assert paired_p_value(*pair).value == pytest.approx(0.00283289019738, rel=1e-11)


@PROPERTY
@given(PAIRS, st.floats(-5, 5), st.floats(0.1, 10))
def test_shift_scale_order_and_direction(pairs: list[tuple[int, int]], shift: float, scale: float) -> None:
    before, after = np.array(pairs, dtype=float).T
    change, p = paired_mean_change(before, after), paired_p_value(before, after)
    assert change.value == pytest.approx(after.mean() - before.mean(), abs=1e-12)
    turned = paired_mean_change(after[::-1], before[::-1])
    moved = paired_mean_change(before * scale + shift, after * scale + shift)
    assert change.value is not None
    assert turned.value == pytest.approx(-change.value, abs=1e-12)
    assert moved.value == pytest.approx(change.value * scale, abs=1e-9)
    assert (moved.low is None) == (change.low is None) == (p.value is None)
    if change.low is not None and change.high is not None:
        assert (turned.low, turned.high) == pytest.approx((-change.high, -change.low), abs=1e-9)
        assert moved.low == pytest.approx(change.low * scale, abs=1e-8)
    if (
        p.value is not None
        and abs(p.value - 0.05) > 1e-9
        and change.low is not None
        and change.high is not None
    ):
        assert (p.value < 0.05) == (change.low > 0 or change.high < 0)


@pytest.mark.parametrize("step", [0.0, 0.1, -1 / 3, 2.0])
def test_constant_change_is_not_certain_change(step: float) -> None:
    """Adding .1 to floats gives differences that differ in the last bits only: no variance, no test."""
    before = np.array([1.1, 2.3, 3.7, 4.9, 0.2])
    change = paired_mean_change(before, before + step)
    assert change.value == pytest.approx(step, abs=1e-12)
    assert change.low is None
    assert change.reason == "no interval: every respondent changed by the same amount"
    for other in (paired_p_value, paired_standard_error):
        assert other(before, before + step).value is None
        assert other(before, before + step).reason == "every respondent changed by the same amount"
    assert paired_degrees_of_freedom(before, before + step).value == 4


def test_a_nearly_constant_change_is_still_tested() -> None:
    before = np.array([1.1, 2.3, 3.7])
    assert paired_mean_change(before, before + np.array([0.1, 0.1, 0.1001])).low is not None


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_pairs(n: int) -> None:
    for function in ALL:
        estimate = function(np.ones(n), np.zeros(n))
        assert estimate.value is None
        assert estimate.n == n
        assert estimate.reason.endswith("at least 2 are needed")


def test_unequal_or_incomplete_pairs_are_refused() -> None:
    for function in ALL:
        with pytest.raises(ValueError, match="need pairs; got 2 and 3"):
            function([1.0, 2.0], [1.0, 2.0, 3.0])
        with pytest.raises(ValueError, match="incomplete"):
            function([1.0, math.nan], [1.0, 2.0])
        with pytest.raises(ValueError, match="infinite"):
            function([1.0, math.inf], [1.0, 2.0])
