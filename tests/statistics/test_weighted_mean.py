import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import ols_cr2
from impl_eval.statistics.weighted_mean import weighted_mean_cr2
from tests.statistics.known import PROPERTY

VALUES = [1.2, 0.4, 2.2, 1.7, 0.9, 0.3, 1.1, 2.6, 0.8, 1.9, 1.4, 0.2]
WEIGHTS = [0.8, 1.4, 0.7, 1.0, 2.1, 0.9, 1.2, 0.6, 1.1, 1.3, 0.5, 1.8]
CLUSTERS = list("aaabbcddeeff")


def test_known_answer() -> None:
    """R 4.2.2, clubSandwich 0.5.8: lm(y ~ 1, weights = w), vcovCR "CR2", coef_test "Satterthwaite"."""
    result = weighted_mean_cr2(VALUES, WEIGHTS, CLUSTERS)
    assert result.value == pytest.approx(1.060447761194, rel=1e-10)
    assert result.standard_error == pytest.approx(0.162844161404, rel=1e-10)
    assert result.degrees_of_freedom == pytest.approx(3.893062329924, rel=1e-10)


ROWS = st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 6)), min_size=2, max_size=40)


@PROPERTY
@given(ROWS, st.floats(0.1, 10))
def test_equal_weights_are_no_weights(rows: list[tuple[int, int]], weight: float) -> None:
    values, clusters = np.array(rows, dtype=float).T
    ours = weighted_mean_cr2(values, np.full(values.size, weight), clusters)
    plain = ols_cr2(np.ones((values.size, 1)), values, clusters)
    assert ours.value == pytest.approx(plain.coefficients[0], abs=1e-12)
    assert ours.standard_error == pytest.approx(plain.standard_errors[0], rel=1e-8, abs=1e-9)
    if plain.standard_errors[0] > 1e-8:
        assert ours.degrees_of_freedom == pytest.approx(plain.degrees_of_freedom[0], rel=1e-8)


@PROPERTY
@given(st.floats(0.01, 100), st.floats(-10, 10), st.permutations(range(12)))
def test_units_order_and_size_of_the_weights_do_not_matter(
    factor: float, shift: float, order: list[int]
) -> None:
    plain = weighted_mean_cr2(VALUES, WEIGHTS, CLUSTERS)
    values, weights = np.array(VALUES)[order], factor * np.array(WEIGHTS)[order]
    other = weighted_mean_cr2(values + shift, weights, np.array(CLUSTERS)[order])
    assert other.value - shift == pytest.approx(plain.value, abs=1e-9)
    assert other.standard_error == pytest.approx(plain.standard_error, rel=1e-7)
    assert other.degrees_of_freedom == pytest.approx(plain.degrees_of_freedom, rel=1e-7)


def test_odd_cases() -> None:
    same = weighted_mean_cr2([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], ["a", "b", "c"])
    assert (same.value, same.standard_error) == (2.0, 0.0)
    assert math.isnan(same.degrees_of_freedom)
    for values, weights in (([], []), ([1.0], [0.0]), ([math.nan], [1.0]), ([1.0], [1.0, 2.0])):
        with pytest.raises(ValueError, match=r"need equal|finite"):
            weighted_mean_cr2(values, weights, ["a"] * len(values))
