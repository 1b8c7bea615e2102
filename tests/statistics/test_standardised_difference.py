"""How far two groups lie apart, in standard deviations."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.standardised_difference import standardised_mean_difference
from tests.statistics.known import PROPERTY

NAN = math.nan


@pytest.mark.parametrize(
    ("group_a", "group_b", "value"),
    [
        ([3.2, 4.1, 2.7, 3.9, 4.4, 3.0], [2.1, 3.3, 2.9, 4.0], 0.643962975393),
        ([1, 2, 2, 3, 5], [2, 4, 4, 5, 5, 5, 1], -0.713975634413),
    ],
)
def test_known_answers(group_a: list[float], group_b: list[float], value: float) -> None:
    """R 4.2.2, effectsize 0.8.3: cohens_d(a, b, pooled_sd = FALSE)."""
    found = standardised_mean_difference([*group_a, NAN], [NAN, *group_b])
    assert found.value == pytest.approx(value, rel=1e-10)
    assert found.n == len(group_a) + len(group_b)
    assert found.low is None
    assert found.reason


scores = st.lists(st.integers(0, 30).map(lambda tenth: tenth / 10), min_size=2, max_size=12)


@PROPERTY
@given(scores, scores, st.floats(0.1, 10), st.floats(-5, 5))
def test_it_has_no_unit_and_changes_its_sign(
    group_a: list[float], group_b: list[float], scale: float, shift: float
) -> None:
    found = standardised_mean_difference(group_a, group_b)
    moved = standardised_mean_difference(
        [scale * value + shift for value in group_a], [scale * value + shift for value in group_b]
    )
    turned = standardised_mean_difference(group_b, group_a)
    if found.value is None:
        assert moved.value is None
        assert turned.value is None
    else:
        assert moved.value == pytest.approx(found.value, rel=1e-6, abs=1e-9)
        assert turned.value == pytest.approx(-found.value)


def test_thin_or_constant_groups_have_a_reason() -> None:
    assert standardised_mean_difference([1.0], [1.0, 2.0]).reason == "fewer than two scores in one group"
    assert standardised_mean_difference([], []).reason == "fewer than two scores in one group"
    constant = standardised_mean_difference([3.0, 3.0], [4.0, 4.0, NAN])
    assert constant.reason == "the scores do not vary in either group"
    assert constant.n == 4


def test_one_constant_group_still_has_a_difference() -> None:
    """By hand: means 2 and 4, variances 0 and 2; -2 / sqrt(1) = -2."""
    assert standardised_mean_difference([2.0, 2.0, 2.0], [3.0, 5.0]).value == pytest.approx(-2.0)
