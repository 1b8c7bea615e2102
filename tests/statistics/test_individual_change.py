import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import share
from impl_eval.statistics.individual_change import (
    IndividualChange,
    individual_change,
    measurement_error,
    reliable_change_index,
)
from tests.statistics.known import PROPERTY, expected

SOURCE = "a validation study (2020)"


def changes(before: list[float], after: list[float], higher: bool = True) -> IndividualChange:
    return individual_change(
        before, after, reliability=0.8, reliability_source=SOURCE, higher_is_better=higher
    )


def test_published_example() -> None:
    """Jacobson and Truax (1991): SD 7.5, reliability .80, 32.5 to 47.5; SE 3.35, Sdiff 4.74, index 3.16."""
    known = expected("jacobson_truax")
    error = measurement_error(known["sd"], reliability=known["rel"], reliability_source=SOURCE)
    assert error.standard_error_of_measurement.value == pytest.approx(known["sem"], rel=1e-11)
    difference = error.standard_error_of_difference.value
    assert difference == pytest.approx(known["sdiff"], rel=1e-11)
    assert error.minimal_detectable_change.value == pytest.approx(known["mdc95"], rel=1e-11)
    assert difference is not None
    index = reliable_change_index([known["pre"]], [known["post"]], difference)
    assert index[0] == pytest.approx(known["rci"], rel=1e-11)
    assert f"reliability 0.8 ({SOURCE})" in error.minimal_detectable_change.method


def test_shares_by_hand() -> None:
    """SD of 1 to 5 is sqrt(2.5); times sqrt(.2) sqrt(2) is 1, so 2 points are reliable and 1.9 are not."""
    found = changes([1, 2, 3, 4, 5], [3, 4.1, 4.9, 4, 3])
    assert found.error.standard_error_of_difference.value == pytest.approx(1.0, rel=1e-12)
    assert (found.improved.value, found.worsened.value, found.unchanged.value) == (0.4, 0.2, 0.4)
    wilson = share(2, 5)
    assert (found.improved.low, found.improved.high) == (wilson.low, wilson.high)
    assert found.improved.statistic == "share_reliably_improved"
    lower = changes([1, 2, 3, 4, 5], [3, 4.1, 4.9, 4, 3], higher=False)
    assert (lower.improved.value, lower.worsened.value) == (0.2, 0.4)


def test_standard_deviation_of_all_who_answered_at_baseline() -> None:
    found = individual_change(
        [2.0, 3.0],
        [3.0, 3.0],
        reliability=0.8,
        reliability_source=SOURCE,
        baseline_of_all=[1, 2, 3, 4, 5, math.nan],
    )
    assert found.error.standard_error_of_difference.value == pytest.approx(1.0, rel=1e-12)
    assert (found.error.standard_error_of_measurement.n, found.improved.n) == (5, 2)


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=30),
    st.floats(0.05, 0.95),
)
def test_everybody_is_somewhere(pairs: list[tuple[int, int]], reliability: float) -> None:
    before, after = np.array(pairs, dtype=float).T
    one = individual_change(before, after, reliability=reliability, reliability_source=SOURCE)
    other = individual_change(
        before, after, reliability=reliability, reliability_source=SOURCE, higher_is_better=False
    )
    if one.improved.value is None:
        assert one.improved.reason == "the scores do not vary at baseline"
        return
    assert (one.improved.value, one.worsened.value) == (other.worsened.value, other.improved.value)
    assert one.worsened.value is not None
    assert one.unchanged.value is not None
    assert one.improved.value + one.worsened.value + one.unchanged.value == pytest.approx(1)
    smallest = one.error.minimal_detectable_change.value
    assert smallest is not None
    assert one.unchanged.value == pytest.approx(np.mean(np.abs(after - before) <= smallest))


def test_odd_cases_have_reasons() -> None:
    constant = changes([0.3, 0.1 + 0.2, 0.3], [1, 2, 3])
    assert constant.improved.reason == "the scores do not vary at baseline"
    assert constant.error.minimal_detectable_change.value is None
    one = changes([1.0], [4.0])
    assert one.improved.reason == "fewer than two baseline scores: no standard deviation"
    assert one.error.standard_error_of_measurement.reason == one.improved.reason
    nobody = individual_change([], [], reliability=0.8, reliability_source=SOURCE, baseline_of_all=[1.0, 2.0])
    assert nobody.improved.reason == "there is no matched respondent"
    assert nobody.error.minimal_detectable_change.value is not None


def test_mistakes_of_the_caller() -> None:
    for reliability in (0.0, 1.0, -0.2, math.nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            measurement_error(1.0, reliability=reliability, reliability_source=SOURCE)
    with pytest.raises(ValueError, match="needs its source"):
        measurement_error(1.0, reliability=0.8, reliability_source="")
    with pytest.raises(ValueError, match="not negative and finite"):
        measurement_error(math.inf, reliability=0.8, reliability_source=SOURCE)
    with pytest.raises(ValueError, match="positive and finite"):
        reliable_change_index([1.0], [2.0], 0.0)
    with pytest.raises(ValueError, match="need pairs"):
        changes([1.0], [1.0, 2.0])
