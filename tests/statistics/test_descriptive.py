import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from impl_eval.statistics import mean_score, share, standard_deviation, welch_mean_difference
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP

SCORES = st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=30)


def test_mean_interval_of_the_sleep_data() -> None:
    """R 4.2.2: t.test(sleep$extra[1:10])$conf.int is -0.5297804, 2.0297804 (mean .75)."""
    mean = mean_score(SLEEP_BASELINE)
    assert mean.value == pytest.approx(0.75, rel=1e-12)
    assert (mean.low, mean.high) == pytest.approx((-0.5297804, 2.0297804), abs=5e-8)
    assert (mean.n, mean.level, mean.statistic) == (10, 0.95, "mean")


def test_standard_deviation_of_the_sleep_data() -> None:
    """R 4.2.2: sd(sleep$extra[1:10]) is 1.78900965776."""
    assert standard_deviation(SLEEP_BASELINE).value == pytest.approx(1.78900965776, rel=1e-11)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_of_newcombe(count: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (four decimals)."""
    estimate = share(count, n)
    assert estimate.value == count / n
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=5.1e-5)
    assert estimate.unit == "proportion"


def test_welch_difference_of_the_sleep_data() -> None:
    """R 4.2.2, example of ?t.test: t.test(extra ~ group, data = sleep): -3.3654832, 0.2054832."""
    difference = welch_mean_difference(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert difference.value == pytest.approx(-1.58, rel=1e-12)
    assert (difference.low, difference.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)
    assert difference.n == 20


@PROPERTY
@given(SCORES, st.floats(-50, 50), st.floats(0.1, 10))
def test_mean_and_deviation_follow_shift_and_scale(values: list[float], shift: float, scale: float) -> None:
    scores = np.array(values)
    plain, moved = mean_score(scores), mean_score(scores * scale + shift)
    assert plain.value is not None
    assert moved.value == pytest.approx(plain.value * scale + shift, abs=1e-9)
    spread, moved_spread = standard_deviation(scores), standard_deviation(scores * scale + shift)
    assert spread.value is not None
    assert moved_spread.value == pytest.approx(spread.value * scale, abs=1e-9)
    if plain.low is not None:
        assert moved.low == pytest.approx(plain.low * scale + shift, abs=1e-8)


@PROPERTY
@given(SCORES, st.integers(0, 5), st.randoms(use_true_random=False))
def test_missing_values_and_order_do_not_matter(values: list[float], missing: int, random: Random) -> None:
    shuffled = [*values, *[math.nan] * missing]
    random.shuffle(shuffled)
    estimate, again = mean_score(values), mean_score(shuffled)
    assert estimate.n == again.n
    assert again.value == pytest.approx(estimate.value, abs=1e-12)


@PROPERTY
@given(SCORES, SCORES)
def test_welch_agrees_with_scipy_and_turns_its_sign(a: list[float], b: list[float]) -> None:
    ours, turned = welch_mean_difference(a, b), welch_mean_difference(b, a)
    assert ours.value is not None
    assert turned.value == pytest.approx(-ours.value, abs=1e-12)
    if np.ptp(a) > 0 and np.ptp(b) > 0:
        interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
        assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high), rel=1e-9, abs=1e-9)


@PROPERTY
@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_stays_within_bounds_and_mirrors(count: int, others: int, level: float) -> None:
    one, other = share(count, count + others, level=level), share(others, count + others, level=level)
    if one.value is None:
        assert count + others == 0
        assert one.reason == "there is nobody to count"
        return
    assert one.low is not None
    assert one.high is not None
    assert other.high is not None
    assert -1e-12 <= one.low <= one.value + 1e-12
    assert one.value - 1e-12 <= one.high <= 1 + 1e-12
    assert one.low == pytest.approx(1 - other.high, abs=1e-9)


def test_odd_cases_have_reasons() -> None:
    assert mean_score([]).reason == mean_score([math.nan]).reason == "nobody answered"
    single = mean_score([3.0, math.nan])
    assert (single.value, single.low, single.n) == (3.0, None, 1)
    assert single.reason == "no interval: only one value"
    same = mean_score([0.1 + 0.2, 0.3, 0.3])
    assert (same.low, same.reason) == (None, "no interval: all values are the same")
    assert standard_deviation([0.1 + 0.2, 0.3, 0.3]).value == 0.0
    assert standard_deviation([2.0]).reason == "only one value"
    assert welch_mean_difference([], [1.0]).reason == "one group is empty"
    lone = welch_mean_difference([2.0], [1.0, 3.0])
    assert (lone.value, lone.low, lone.reason) == (0.0, None, "no interval: one group has only one value")
    assert welch_mean_difference([0.3, 0.1 + 0.2], [1, 1]).low is None
    assert welch_mean_difference([0.1, 0.1, 0.1], [1, 2, 4]).low is not None


def test_wrong_input_is_refused() -> None:
    for wrong in ([[1.0, 2.0]], [math.inf]):
        with pytest.raises(ValueError, match=r"row of values|infinite"):
            mean_score(wrong)
    with pytest.raises(ValueError, match="level"):
        mean_score([1.0, 2.0], level=95)
    with pytest.raises(ValueError, match="count"):
        share(3, 2)
