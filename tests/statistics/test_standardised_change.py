import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import standardised_mean_change_av, standardised_mean_change_z
from impl_eval.statistics.standardised_change import (
    hedges_factor,
    standardised_mean_change_av_hedges,
    standardised_mean_change_z_hedges,
)
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP
from tests.statistics.test_signed_rank import AFTER, BEFORE

PAIRS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=3, max_size=20)


def test_sleep_av() -> None:
    """R 4.2.2, formula of statpsych's ci.stdmean.ps on `sleep`: block dav_ci_sleep of the known answers."""
    d = standardised_mean_change_av(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert d.value == pytest.approx(0.83218108135, rel=1e-10)
    assert (d.low, d.high) == pytest.approx((0.284367371796, 1.3799947909), rel=1e-10)


def test_sleep_z() -> None:
    """R 4.2.2, noncentral t by uniroot(pt) on `sleep`: block paired_sleep of the known answers."""
    d = standardised_mean_change_z(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert d.value == pytest.approx(1.28455756259, rel=1e-10)
    assert (d.low, d.high) == pytest.approx((0.41462775638, 2.11801651398), rel=1e-9)


@PROPERTY
@given(PAIRS, st.floats(-5, 5), st.floats(0.1, 10))
def test_shift_scale_and_direction(pairs: list[tuple[int, int]], shift: float, scale: float) -> None:
    before, after = np.array(pairs, dtype=float).T
    for function in (standardised_mean_change_av, standardised_mean_change_z):
        d = function(before, after)
        moved = function((before * scale + shift)[::-1], (after * scale + shift)[::-1])
        turned = function(after, before)
        assert (d.value is None, d.low is None, d.reason) == (
            moved.value is None,
            moved.low is None,
            moved.reason,
        )
        if d.value is not None:
            assert moved.value == pytest.approx(d.value, rel=1e-7, abs=1e-7)
            assert turned.value == pytest.approx(-d.value, abs=1e-9)
        if d.low is not None and d.high is not None and d.value is not None:
            assert d.low < d.value < d.high
            assert (moved.low, moved.high) == pytest.approx((d.low, d.high), rel=1e-6, abs=1e-6)
            assert (turned.low, turned.high) == pytest.approx((-d.high, -d.low), rel=1e-6, abs=1e-6)


def test_the_two_denominators_differ() -> None:
    """With equal spreads, d_z = d_av / sqrt(2 (1 - r)) (Lakens 2013, equation 7)."""
    rng = np.random.default_rng(4)
    before = rng.normal(size=50)
    after = rng.normal(size=50) + 0.5 * before + 1
    after = (after - after.mean()) / after.std() * before.std() + before.mean() + 0.4
    r = np.corrcoef(before, after)[0, 1]
    av, z = standardised_mean_change_av(before, after).value, standardised_mean_change_z(before, after).value
    assert av is not None
    assert z == pytest.approx(av / np.sqrt(2 * (1 - r)), rel=1e-9)


def test_odd_cases_have_reasons() -> None:
    varied = np.array([1.1, 2.3, 3.7])
    for function in (standardised_mean_change_av, standardised_mean_change_z):
        assert function([1.0], [2.0]).reason == "only 1 matched respondent: at least 2 are needed"
        assert function([], []).reason == "only 0 matched respondents: at least 2 are needed"
        with pytest.raises(ValueError, match="need pairs"):
            function([1.0, 2.0], [1.0])
    assert standardised_mean_change_z(varied, varied + 0.1).reason == (
        "every respondent changed by the same amount"
    )
    assert (
        standardised_mean_change_av([0.3, 0.1 + 0.2], [1, 1]).reason == "the scores vary on neither occasion"
    )
    assert standardised_mean_change_av(varied, varied + 0.1).low is not None
    nobody = standardised_mean_change_av(varied, varied)
    assert (nobody.value, nobody.low, nobody.reason) == (0.0, None, "no interval: nobody changed")
    one_sided = standardised_mean_change_av([2.0, 2.0, 2.0], [1.0, 2.0, 4.0])
    assert one_sided.low is not None


@pytest.mark.parametrize(("n", "change"), [(2, 0.5), (2, 40.0), (5, 8.0), (5000, 0.4), (5000, 3.0), (4, 1e9)])
def test_noncentral_limits_are_found_far_out(n: int, change: float) -> None:
    differences = np.where(np.arange(n) % 2 == 0, 1.0, -1.0) + change
    d = standardised_mean_change_z(np.zeros(n), differences)
    assert d.value is not None
    assert d.low is not None
    assert d.high is not None
    assert d.low < d.value < d.high


def test_hedges_z_on_sleep() -> None:
    """R 4.2.2: gamma(9/2) / (sqrt(9/2) gamma(4)) times d_z and both its limits; block paired_sleep."""
    g = standardised_mean_change_z_hedges(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    assert g.value == pytest.approx(1.17392490351, rel=1e-10)
    assert (g.low, g.high) == pytest.approx((0.378917895996, 1.93560211253), rel=1e-9)


def test_hedges_on_answers() -> None:
    """R 4.2.2: effectsize 0.8.3 hedges_g(b, a, paired = TRUE); d_av by hand with 24.814 degrees of freedom.

    effectsize finds the limits by optimising, to about 1e-6.
    """
    g = standardised_mean_change_z_hedges(BEFORE, AFTER)
    assert g.value == pytest.approx(0.6041020317216, rel=1e-11)
    assert (g.low, g.high) == pytest.approx((0.083845967295754, 1.107858637662), abs=2e-6)
    av = standardised_mean_change_av_hedges(BEFORE, AFTER)
    assert av.value == pytest.approx(0.64717111980015, rel=1e-11)
    plain = standardised_mean_change_av(BEFORE, AFTER)
    assert plain.low is not None
    assert av.low == pytest.approx(0.96941545794891 * plain.low, rel=1e-11)


def test_hedges_factor() -> None:
    """R 4.2.2: gamma(m / 2) / (sqrt(m / 2) * gamma((m - 1) / 2)) for m = 2, 9, 30."""
    assert [hedges_factor(m) for m in (2, 9, 30)] == pytest.approx(
        [0.56418958354776, 0.91387489179255, 0.97475437821440], rel=1e-12
    )
    assert hedges_factor(1e6) == pytest.approx(1 - 3 / (4 * 1e6 - 1), rel=1e-9)
    with pytest.raises(ValueError, match="more than 1 degree"):
        hedges_factor(1.0)


@PROPERTY
@given(PAIRS)
def test_the_correction_shrinks_and_keeps_reasons(pairs: list[tuple[int, int]]) -> None:
    before, after = np.array(pairs, dtype=float).T
    for plain, corrected in (
        (standardised_mean_change_z(before, after), standardised_mean_change_z_hedges(before, after)),
        (standardised_mean_change_av(before, after), standardised_mean_change_av_hedges(before, after)),
    ):
        assert corrected.reason == plain.reason
        assert corrected.statistic == f"{plain.statistic}_hedges"
        if plain.value is not None and corrected.value is not None:
            assert abs(corrected.value) <= abs(plain.value)
            assert corrected.value * plain.value >= 0


def test_two_pairs_have_no_correction() -> None:
    for function in (standardised_mean_change_z_hedges, standardised_mean_change_av_hedges):
        assert function([1.0, 2.0], [2.0, 5.0]).reason == (
            "only 2 matched respondents: at least 3 are needed for the correction"
        )
        assert function([], []).reason == "only 0 matched respondents: at least 2 are needed"
        assert function([1.0, 2.0, 4.0], [2.0, 5.0, 3.0]).low is not None
