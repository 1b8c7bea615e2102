"""The exact interval of a Poisson mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.poisson import exact_poisson_limits
from tests.statistics.known import PROPERTY


@pytest.mark.parametrize(
    ("count", "level", "low", "high"),
    [
        (0, 0.95, 0.0, 3.68887945411),
        (0, 0.9, 0.0, 2.99573227355),
        (1, 0.95, 0.0253178079843, 5.57164339094),
        (5, 0.9, 1.97014956806, 10.5130349087),
        (29, 0.95, 19.4217551375, 41.6488374386),
    ],
)
def test_limits_known_answers(count: int, level: float, low: float, high: float) -> None:
    """R 4.2.2: poisson.test(count, conf.level = level)$conf.int."""
    limits = exact_poisson_limits(count, level=level)
    assert limits == pytest.approx((low, high), rel=1e-10)


@PROPERTY
@given(st.integers(0, 400), st.floats(0.5, 0.99))
def test_limits_enclose_the_count_and_grow_with_it(count: int, level: float) -> None:
    low, high = exact_poisson_limits(count, level=level)
    next_low, next_high = exact_poisson_limits(count + 1, level=level)
    assert 0 <= low <= count < high
    assert low < next_low
    assert high < next_high


def test_impossible_input_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        exact_poisson_limits(-1)
    with pytest.raises(ValueError, match="level"):
        exact_poisson_limits(1, level=1.0)
