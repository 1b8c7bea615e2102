import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.sign_flip import EXACT_UP_TO, sign_flip_test, site_sign_flip
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP, expected
from tests.statistics.test_site_summary import LATER, SCORES, SITE


def test_sleep() -> None:
    """R 4.2.2, all 1024 flips: block signflip_sleep. Nine of ten changed, all one way: 2 / 2^9."""
    found = sign_flip_test(SLEEP_FOLLOW_UP - SLEEP_BASELINE, seed=1)
    assert found.p_value.value == expected("signflip_sleep")["p_two_sided"]
    assert found.smallest_attainable_p_value.value == 2 / 2**9
    assert found.mean_change.value == pytest.approx(1.58)
    assert (found.p_value.n, "all flips counted" in found.p_value.method) == (10, True)


def test_eight_sites() -> None:
    """R 4.2.2: mean(abs(flips %*% e) >= abs(sum(e)) - 1e-9) over all of expand.grid, 18 of 256."""
    found = sign_flip_test([0.4, -0.1, 0.3, 0.25, 0.6, -0.2, 0.1, 0.5], seed=1)
    assert found.p_value.value == 0.0703125
    assert found.smallest_attainable_p_value.value == 2 / 256


def test_from_rows() -> None:
    """By hand: the changes of six sites are .5, .5, .25, 0, 1, .25; five are not zero, all up: 2 / 32."""
    found = site_sign_flip(SCORES, LATER, SITE, seed=1)
    assert (found.p_value.value, found.smallest_attainable_p_value.value) == (0.0625, 0.0625)
    assert found.p_value.n == 6


@PROPERTY
@given(st.lists(st.integers(-6, 6), min_size=2, max_size=11), st.sampled_from([1.0, 0.1, 1 / 3]))
def test_exact_is_the_share_of_all_flips(whole: list[int], unit: float) -> None:
    """The definition, by listing every flip in whole numbers; the order of sites does not matter."""
    found = sign_flip_test(np.array(whole) * unit, seed=1)
    assert found == sign_flip_test(np.array(whole) * unit, seed=2)
    if not any(whole):
        assert found.p_value.reason == "no site changed"
        return
    flips = itertools.product((-1, 1), repeat=len(whole))
    sums = [abs(sum(s * w for s, w in zip(signs, whole, strict=True))) for signs in flips]
    share = sum(s >= abs(sum(whole)) for s in sums) / len(sums)
    assert found.p_value.value == pytest.approx(share, rel=1e-12)
    assert sign_flip_test(np.array(whole)[::-1] * unit, seed=1).p_value == found.p_value
    smallest = found.smallest_attainable_p_value.value
    assert found.p_value.value is not None
    assert smallest is not None
    assert found.p_value.value >= smallest


def test_random_flips_beyond_and_they_are_named() -> None:
    """A sum of 40 equal changes under flips is binomial: P(|2 B - 40| >= 12) by hand."""
    changes = np.array([1.0] * 26 + [-1.0] * 14)
    exact = sum(math.comb(40, b) for b in range(41) if abs(2 * b - 40) >= 12) / 2**40
    found = sign_flip_test(changes, seed=7)
    error = math.sqrt(exact * (1 - exact) / 99_999)
    assert found.p_value.value == pytest.approx(exact, abs=4 * error)
    assert "99,999 random flips and the observed one" in found.p_value.method
    assert found == sign_flip_test(changes, seed=7)
    assert found.p_value.value != sign_flip_test(changes, seed=8).p_value.value
    every_way = sign_flip_test(np.ones(60), seed=1, draws=999)
    assert every_way.p_value.value == every_way.smallest_attainable_p_value.value == 1 / 1000


def test_most_flips_that_are_counted_exactly() -> None:
    """Binomial again: 32 equal changes, 22 up."""
    changes = np.array([1.0] * 22 + [-1.0] * (EXACT_UP_TO - 22))
    exact = sum(math.comb(32, b) for b in range(33) if abs(2 * b - 32) >= 12) / 2**32
    assert sign_flip_test(changes, seed=1).p_value.value == pytest.approx(exact, rel=1e-12)


def test_odd_cases_have_reasons() -> None:
    assert sign_flip_test([], seed=1).mean_change.reason == "no site has answers from both timepoints"
    one = sign_flip_test([0.4], seed=1)
    assert (one.mean_change.value, one.p_value.value) == (0.4, None)
    assert one.p_value.reason == "only one site: it cannot be compared"
    assert sign_flip_test([0.0, 0.0], seed=1).p_value.reason == "no site changed"
    assert sign_flip_test([0.4, -0.4], seed=1).p_value.value == 1.0
    with pytest.raises(ValueError, match="missing"):
        sign_flip_test([0.4, math.nan], seed=1)
    with pytest.raises(ValueError, match="infinite"):
        sign_flip_test([0.4, math.inf], seed=1)
    with pytest.raises(ValueError, match="at least one draw"):
        sign_flip_test([0.4, 0.1], seed=1, draws=0)
