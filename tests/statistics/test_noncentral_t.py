import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from impl_eval.statistics.noncentral_t import noncentral_t_probability, noncentrality_at
from tests.statistics.known import PROPERTY

DF = st.integers(1, 3000)


@PROPERTY
@given(st.floats(-200, 200), DF, st.floats(-3, 3))
def test_agrees_with_scipy_where_that_has_a_value(t: float, df: int, step: float) -> None:
    noncentrality = t + step * math.sqrt(1 + t**2 / (2 * df))
    scipys = float(stats.nct.cdf(t, df, noncentrality))
    assume(not math.isnan(scipys))
    assert noncentral_t_probability(t, df, noncentrality) == pytest.approx(scipys, abs=1e-8)


@PROPERTY
@given(st.floats(-1e4, 1e4), DF)
def test_central_case_is_student(t: float, df: int) -> None:
    assert noncentral_t_probability(t, df, 0.0) == pytest.approx(float(stats.t.cdf(t, df)), abs=1e-9)


@PROPERTY
@given(st.floats(-1e4, 1e4), DF, st.sampled_from([0.025, 0.5, 0.975, 0.99995, 0.00005]))
def test_the_limit_has_its_probability(t: float, df: int, probability: float) -> None:
    found = noncentrality_at(t, df, probability)
    assert noncentral_t_probability(t, df, found) == pytest.approx(probability, abs=1e-8)


def test_at_zero_only_the_sign_of_the_normal_part_counts() -> None:
    """By hand: T <= 0 where Z <= -noncentrality, so P(T <= 0) is Phi(-noncentrality)."""
    assert noncentral_t_probability(0.0, 9, 2.0) == pytest.approx(float(stats.norm.cdf(-2)), abs=1e-12)


def test_scipy_gives_no_number_where_this_does() -> None:
    """The reason why this module exists; where scipy mends it, the module can go."""
    assert math.isnan(stats.nct.cdf(37.54930688246776, 1, -27.114913802477346))
    assert noncentral_t_probability(37.54930688246776, 1, -27.114913802477346) == pytest.approx(1, abs=1e-9)
