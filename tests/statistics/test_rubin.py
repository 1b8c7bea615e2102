import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.rubin import barnard_rubin, pool_rubin
from tests.statistics.known import PROPERTY, expected


def test_known_answer() -> None:
    """R 4.2.2, mice 3.15.0 `pool.scalar`, block rubin_pool (df 38.58 of 60 complete)."""
    known = expected("rubin_pool")
    result = pool_rubin(known["q"], known["u"], complete_degrees_of_freedom=known["dfcom"])
    assert result.pooled.value == pytest.approx(known["est"], rel=1e-10)
    assert result.standard_error.value == pytest.approx(known["se"], rel=1e-10)
    assert result.degrees_of_freedom.value == pytest.approx(known["df_br"], rel=1e-10)
    assert result.between_share.value == pytest.approx(known["lambda"], rel=1e-10)
    assert result.missing_information.value == pytest.approx(known["fmi_mice"]["fmi"], rel=1e-10)
    unlimited = pool_rubin(known["q"], known["u"])
    assert unlimited.degrees_of_freedom.value == pytest.approx(known["df_old"], rel=1e-10)


@pytest.mark.parametrize(
    ("complete", "df", "fmi", "low", "high", "p"),
    [
        (12, 3.097726707482, 0.704124865664, -1.107170064046, 3.557170064046, 0.196226132292),
        (math.inf, 9.576055301395, 0.629734960074, -0.447133815027, 2.897133815027, 0.132935271486),
    ],
)
def test_four_imputations(complete: float, df: float, fmi: float, low: float, high: float, p: float) -> None:
    """R 4.2.2, mice 3.15.0: pool.scalar(q, u, n = 13 or Inf, k = 1), then qt and pt."""
    result = pool_rubin([1.2, 0.7, 1.9, 1.1], [0.2, 0.31, 0.25, 0.22], complete_degrees_of_freedom=complete)
    assert result.degrees_of_freedom.value == pytest.approx(df, rel=1e-10)
    assert result.missing_information.value == pytest.approx(fmi, rel=1e-10)
    assert (result.pooled.low, result.pooled.high) == pytest.approx((low, high), rel=1e-10)
    assert result.p_value.value == pytest.approx(p, rel=1e-10)


POOLS = st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 4)), min_size=2, max_size=30)


@PROPERTY
@given(POOLS, st.floats(1, 500))
def test_degrees_of_freedom_never_exceed_the_complete_ones(
    pool: list[tuple[float, float]], complete: float
) -> None:
    values, variances = zip(*pool, strict=True)
    result = pool_rubin(values, variances, complete_degrees_of_freedom=complete)
    assert result.degrees_of_freedom.value is not None
    assert result.standard_error.value is not None
    assert 0 < result.degrees_of_freedom.value <= complete
    assert result.standard_error.value**2 >= np.mean(variances) * (1 - 1e-12)
    again = pool_rubin(values[::-1], variances[::-1], complete_degrees_of_freedom=complete)
    assert again.pooled.value == pytest.approx(result.pooled.value, abs=1e-12)


def test_agreeing_imputations_add_nothing_but_the_small_sample_factor() -> None:
    """By hand, Barnard and Rubin (1999): (df + 1) / (df + 3) x df = 20 x 21 / 23 are left."""
    result = pool_rubin([0.4, 0.4, 0.4], [0.01, 0.01, 0.01], complete_degrees_of_freedom=20)
    assert result.standard_error.value == pytest.approx(0.1)
    assert result.degrees_of_freedom.value == pytest.approx(20 * 21 / 23)
    assert result.between_share.value == 0
    assert barnard_rubin(0.0, 3, math.inf) == math.inf


def test_without_any_limit_the_normal_distribution_is_the_reference() -> None:
    result = pool_rubin([0.4, 0.4], [0.01, 0.01])
    assert result.degrees_of_freedom.value is None
    assert result.degrees_of_freedom.reason.startswith("unlimited")
    assert result.pooled.low == pytest.approx(0.4 - 0.1 * 1.959963984540054)


def test_odd_cases_have_reasons() -> None:
    one = pool_rubin([1.0], [0.1])
    assert (one.pooled.value, one.p_value.reason) == (None, "only 1 imputation: at least 2 are needed")
    still = pool_rubin([1.0, 1.0], [0.0, 0.0])
    assert (still.pooled.value, still.pooled.low) == (1.0, None)
    assert still.p_value.reason == "no variation within or between imputations"
    apart = pool_rubin([1.0, 2.0], [0.0, 0.0], complete_degrees_of_freedom=9)
    assert apart.pooled.value == 1.5
    assert apart.p_value.reason.startswith("all information is missing")


@pytest.mark.parametrize(
    ("values", "variances", "complete", "words"),
    [
        ([], [], 9, "as many variances"),
        ([1.0, 2.0], [0.1], 9, "as many variances"),
        ([1.0, math.nan], [0.1, 0.1], 9, "finite"),
        ([1.0, 2.0], [0.1, -0.1], 9, "not negative"),
        ([1.0, 2.0], [0.1, 0.1], 0, "degrees of freedom"),
        ([1.0, 2.0], [0.1, 0.1], math.nan, "degrees of freedom"),
    ],
)
def test_mistakes_of_the_caller(
    values: list[float], variances: list[float], complete: float, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        pool_rubin(values, variances, complete_degrees_of_freedom=complete)
