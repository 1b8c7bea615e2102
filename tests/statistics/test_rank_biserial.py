import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.rank_biserial import (
    probability_of_improvement,
    rank_biserial,
    rank_biserial_pratt,
)
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP, expected
from tests.statistics.test_signed_rank import AFTER, BEFORE, PAIRS

ALL = (rank_biserial, rank_biserial_pratt, probability_of_improvement)


def test_sleep() -> None:
    """R 4.2.2 on `sleep`: block paired_sleep. Everybody who changed increased."""
    known = expected("paired_sleep")
    here = rank_biserial(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert (here.value, here.low, here.n) == (known["rank_biserial_kerby_zeros_dropped"], None, 9)
    assert here.reason == "no interval: everybody who changed increased, and Fisher's z is infinite there"
    down = rank_biserial(SLEEP_FOLLOW_UP, SLEEP_BASELINE)
    assert (down.value, down.low) == (-1.0, None)
    assert "decreased" in down.reason
    pratt = rank_biserial_pratt(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert pratt.value == pytest.approx(known["rank_biserial_pratt_ranks"], rel=1e-11)
    assert (pratt.n, pratt.low) == (10, None)
    better = probability_of_improvement(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert better.value == pytest.approx(known["prob_superiority_within_pairs"], rel=1e-12)


def test_ties_and_zeros() -> None:
    """R 4.2.2, effectsize 0.8.3: rank_biserial(after - before).

    With two samples, paired = TRUE, that version counts n for the standard error in `after` instead of the
    differences, so pairs without change count there; it documents one result for both calls.
    """
    here = rank_biserial(BEFORE, AFTER)
    assert here.value == pytest.approx(0.73076923076923, rel=1e-12)
    assert (here.low, here.high) == pytest.approx((0.28189724100242, 0.91718633689753), rel=1e-12)


def test_probability_of_improvement() -> None:
    """By hand in R 4.2.2: 9 up, 4 without change, 3 down; pseudo-shares 10/18 and 4/18."""
    here = probability_of_improvement(BEFORE, AFTER)
    assert here.value == 0.6875
    assert (here.low, here.high) == pytest.approx((0.47806904432064, 0.85526428901270), rel=1e-12)
    lower = probability_of_improvement(BEFORE, AFTER, higher_is_better=False)
    assert lower.value == pytest.approx(0.3125)
    assert here.high is not None
    assert lower.low == pytest.approx(1 - here.high)


@PROPERTY
@given(PAIRS, st.sampled_from([0.1, 1 / 3]))
def test_laws(pairs: list[tuple[int, int]], unit: float) -> None:
    before, after = np.array(pairs, dtype=float).T
    for function, centre in zip(ALL, (0.0, 0.0, 0.5), strict=True):
        here, turned = function(before, after), function(after, before)
        moved = function(before * unit + 0.7, after * unit + 0.7)
        assert (here.value, here.low, here.reason) == (moved.value, moved.low, moved.reason)
        if here.value is None:
            assert (before == after).all()
            continue
        assert turned.value == pytest.approx(2 * centre - here.value, abs=1e-12)
        assert 2 * centre - 1 <= here.value <= 1
        if here.low is not None and here.high is not None:
            assert here.low <= here.value <= here.high
            assert turned.low == pytest.approx(2 * centre - here.high, abs=1e-12)
    if (before != after).all():
        assert rank_biserial(before, after).value == pytest.approx(rank_biserial_pratt(before, after).value)


def test_odd_cases_have_reasons() -> None:
    for function in (rank_biserial, rank_biserial_pratt):
        assert function([1.0, 2.0], [1.0, 2.0]).reason == "nobody changed"
    nobody = probability_of_improvement([1.0, 2.0], [1.0, 2.0])
    assert nobody.value == 0.5
    assert nobody.low is not None
    everybody = probability_of_improvement(np.zeros(30), np.ones(30))
    assert (everybody.value, everybody.high) == (1.0, 1.0)
    for function in ALL:
        assert function([1.0], [2.0]).reason == "only 1 matched respondent: at least 2 are needed"
        assert function([], []).value is None
        with pytest.raises(ValueError, match="need pairs"):
            function([1.0], [1.0, 2.0])
        with pytest.raises(ValueError, match="incomplete"):
            function([1.0, math.nan], [1.0, 2.0])
