import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.little_mcar import little_mcar_test
from tests.statistics.known import PROPERTY, expected, numbers, table
from tests.statistics.test_multivariate_normal import THREE_SCORES


def test_airquality() -> None:
    """R 4.2.2, block little_mcar_airquality; naniar publishes 35.1, df 14, p .00142 for these data."""
    known = expected("little_mcar_airquality")
    result = little_mcar_test(np.column_stack([numbers(cells) for cells in table("airquality").values()]))
    assert result.chi_squared.value == pytest.approx(known["chi2"], rel=1e-8)
    assert result.degrees_of_freedom.value == known["df"]
    assert result.p_value.value == pytest.approx(known["p"], rel=1e-8)
    assert (result.patterns.value, result.chi_squared.n) == (known["patterns"], known["n"])


def test_three_scores() -> None:
    """R 4.2.2: moments of lavaan 0.6.14 (missing="ml"), then sum n_j d' solve(S_j) d and pchisq."""
    result = little_mcar_test(THREE_SCORES)
    assert result.chi_squared.value == pytest.approx(2.41045501665, rel=1e-8)
    assert (result.degrees_of_freedom.value, result.patterns.value) == (7, 5)
    assert result.p_value.value == pytest.approx(0.933687625298, rel=1e-8)


@PROPERTY
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50), st.integers(0, 5))
def test_units_order_and_empty_rows_do_not_matter(seed: int, factor: float, shift: float, empty: int) -> None:
    rng = np.random.default_rng(seed)
    values = factor * THREE_SCORES[np.ix_(rng.permutation(15), rng.permutation(3))] + shift
    result = little_mcar_test(np.vstack([values, np.full((empty, 3), np.nan)]))
    assert result.chi_squared.value == pytest.approx(2.41045501665, rel=1e-6)
    assert result.chi_squared.n == 15


def test_under_completely_at_random_p_values_are_spread() -> None:
    """400 simulated data sets: 5 % of p-values below .05, within four Monte Carlo standard errors."""
    rng = np.random.default_rng(20)
    low = 0
    for _ in range(400):
        values = rng.multivariate_normal([0, 0, 0], 0.5 + 0.5 * np.eye(3), size=150)
        values[rng.random(values.shape) < 0.1] = np.nan
        p = little_mcar_test(values).p_value.value
        assert p is not None
        low += p < 0.05
    assert abs(low / 400 - 0.05) < 4 * np.sqrt(0.05 * 0.95 / 400)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.arange(12.0).reshape(6, 2) ** 2, "no score is missing, except in rows without any answer"),
        (np.full((4, 2), np.nan), "nobody answered"),
        ([[1.0, 2.0], [2.0, np.nan], [4.0, 2.0]], "column 2 does not vary"),
        ([[1.0, 2.0], [2.0, np.nan]], "too few rows (2)"),
        ([[1.0], [2.0], [np.nan]], "no score is missing, except in rows without any answer"),
    ],
)
def test_nothing_to_test_says_why(values: object, reason: str) -> None:
    result = little_mcar_test(np.array(values))
    for estimate in (result.chi_squared, result.degrees_of_freedom, result.p_value):
        assert estimate.value is None
        assert estimate.reason.startswith(reason)
    assert result.patterns.value is not None


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="rows by columns"):
        little_mcar_test([1.0, np.nan])
