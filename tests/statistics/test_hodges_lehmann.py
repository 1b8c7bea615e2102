import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.hodges_lehmann import hodges_lehmann_change, hodges_lehmann_change_zeros_dropped
from impl_eval.statistics.walsh_averages import walsh_average, walsh_median
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP, expected

BOTH = (hodges_lehmann_change, hodges_lehmann_change_zeros_dropped)
PAIRS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=25)
U = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
V = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]


def test_sleep() -> None:
    """R 4.2.2 on `sleep`: medians of Walsh averages; the interval of zeros dropped by wilcox.test.

    Block paired_sleep: hl_median_walsh_all, wilcoxon_exact_ties.hl and wilcoxon_corrected.ci95 (found by
    uniroot to 1e-4). exactRankTests 0.8.35 gives 10.5 to 29.5 on tenths of hours as whole numbers, and 2.9
    instead of 2.95 in hours, where it compares differences to the last bit. The interval with zeros kept is
    sort(walsh)[c(9, 47)] with qsignrank(.025, 10) = 9.
    """
    known = expected("paired_sleep")
    kept = hodges_lehmann_change(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    dropped = hodges_lehmann_change_zeros_dropped(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert kept.value == pytest.approx(known["hl_median_walsh_all"], abs=1e-12)
    assert (kept.low, kept.high, kept.n) == pytest.approx((0.9, 2.7, 10))
    assert dropped.value == pytest.approx(known["wilcoxon_exact_ties"]["hl"], abs=1e-12)
    assert (dropped.low, dropped.high) == pytest.approx(known["wilcoxon_corrected"]["ci95"], abs=1e-4)
    assert (dropped.low, dropped.high, dropped.n) == pytest.approx((1.05, 2.95, 9))


def test_without_ties() -> None:
    """R 4.2.2: wilcox.test(v, u, paired = TRUE, conf.int = TRUE), at 95% and 90%."""
    for function in BOTH:
        wide, narrow = function(U, V), function(U, V, level=0.9)
        assert (wide.value, wide.low, wide.high) == pytest.approx((-0.46, -0.786, -0.01), abs=1e-12)
        assert (narrow.low, narrow.high, narrow.level) == pytest.approx((-0.726, -0.175, 0.9))


@PROPERTY
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30), st.data())
def test_order_statistics_without_making_all_averages(numbers: list[float], data: st.DataObject) -> None:
    """Against the definition: every mean of two of the numbers, made and sorted."""
    ordered = np.sort(np.array(numbers))
    averages = np.sort(np.add.outer(ordered, ordered)[np.triu_indices(ordered.size)]) / 2
    position = data.draw(st.integers(1, averages.size))
    assert walsh_average(ordered, position) == pytest.approx(averages[position - 1], rel=1e-12, abs=1e-12)
    assert walsh_median(ordered) == pytest.approx(np.median(averages), rel=1e-12, abs=1e-12)


@PROPERTY
@given(PAIRS, st.floats(-5, 5), st.floats(0.1, 10))
def test_shift_scale_order_and_direction(pairs: list[tuple[int, int]], shift: float, scale: float) -> None:
    before, after = np.array(pairs, dtype=float).T
    for function in BOTH:
        here, turned = function(before, after), function(after, before)
        moved = function((before * scale + shift)[::-1], (after * scale + shift)[::-1])
        assert (here.value is None, here.reason, here.n) == (moved.value is None, moved.reason, moved.n)
        if here.value is not None:
            assert moved.value == pytest.approx(here.value * scale, abs=1e-9)
            assert turned.value == pytest.approx(-here.value, abs=1e-12)
        if here.low is not None and here.high is not None and here.value is not None:
            assert here.low <= here.value <= here.high
            assert (turned.low, turned.high) == pytest.approx((-here.high, -here.low), abs=1e-12)
            assert (moved.low, moved.high) == pytest.approx((here.low * scale, here.high * scale), abs=1e-9)


def test_thousands_of_pairs_need_no_square_of_memory() -> None:
    """Walsh averages of 2000 changes made in full, and the normal quantile, by hand."""
    changes = np.random.default_rng(3).normal(0.3, 1, size=2000)
    averages = np.sort(np.add.outer(changes, changes)[np.triu_indices(2000)]) / 2
    found = hodges_lehmann_change(np.zeros(2000), changes)
    position = math.floor(2000 * 2001 / 4 - 1.959963984540054 * math.sqrt(2000 * 2001 * 4001 / 24))
    assert found.value == pytest.approx(np.median(averages), abs=1e-12)
    assert (found.low, found.high) == pytest.approx((averages[position - 1], averages[-position]), abs=1e-12)
    assert "normal approximation" in found.method
    assert hodges_lehmann_change(np.zeros(5000), np.arange(5000.0)).value == pytest.approx(2499.5)


def test_odd_cases_have_reasons() -> None:
    assert hodges_lehmann_change_zeros_dropped([1.0, 2.0], [1.0, 2.0]).reason == "nobody changed"
    nobody = hodges_lehmann_change([1.0, 2.0], [1.0, 2.0])
    assert (nobody.value, nobody.low) == (0.0, None)
    assert nobody.reason == "no interval: every respondent changed by the same amount"
    same = hodges_lehmann_change_zeros_dropped(np.zeros(9), [0.0] + [1.0] * 8)
    assert (same.value, same.low, same.n) == (1.0, None, 8)
    assert same.reason == "no interval: every respondent who changed did so by the same amount"
    five = hodges_lehmann_change(np.zeros(5), [1.0, 2.0, 3.0, 4.0, 6.0])
    assert (five.value, five.low) == (3.0, None)
    assert five.reason == "no interval: too few pairs for one at level 0.95"
    assert hodges_lehmann_change(np.zeros(6), np.arange(6.0)).low == 0.0
    for function in BOTH:
        for n in (0, 1):
            assert function(np.ones(n), np.zeros(n)).reason.endswith("at least 2 are needed")
        with pytest.raises(ValueError, match="need pairs"):
            function([1.0], [1.0, 2.0])
        with pytest.raises(ValueError, match="infinite"):
            function([1.0, math.inf], [1.0, 2.0])
        with pytest.raises(ValueError, match="confidence level"):
            function(U, V, level=1.0)
    for position in (0, 4):
        with pytest.raises(ValueError, match="no Walsh average"):
            walsh_average(np.array([1.0, 2.0]), position)
