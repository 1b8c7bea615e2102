import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.equivalence import Equivalence, equivalence
from tests.statistics.known import PROPERTY, expected


def within(change: float, error: float, freedom: float, **settings: Any) -> Equivalence:
    """Half a point either way unless the settings say otherwise."""
    return equivalence(
        change,
        error,
        freedom,
        **{"low_margin": -0.5, "high_margin": 0.5, "margin_source": "a panel (2024)", **settings},
    )


def test_sleep() -> None:
    """R 4.2.2: two one-sided paired t tests and the 90% interval, block paired_sleep."""
    known = expected("paired_sleep")
    found = within(1.58, known["sd_diff"] / math.sqrt(10), 9, n=10)
    tost = known["tost_paired_bound0.5"]
    assert found.p_value_above_low.value == pytest.approx(tost["p_lower"], rel=1e-9)
    assert found.p_value_below_high.value == pytest.approx(tost["p_upper"], rel=1e-9)
    assert found.p_value.value == found.p_value_below_high.value
    assert (found.mean_change.low, found.mean_change.high) == pytest.approx(tost["ci90"], rel=1e-9)
    assert (found.mean_change.level, found.p_value.n) == (0.9, 10)
    assert "-0.5 and 0.5 points (a panel (2024))" in found.p_value.method


def test_unequal_margins() -> None:
    """R 4.2.2: t.test(d, mu = -.5, "greater"), t.test(d, mu = 1, "less"), d the changes of six sites."""
    found = within(5 / 12, 0.13944333775568, 5, high_margin=1.0)
    assert found.p_value_above_low.value == pytest.approx(0.00061113589887605, rel=1e-10)
    assert found.p_value_below_high.value == pytest.approx(0.00431370392250973, rel=1e-10)
    assert (found.mean_change.low, found.mean_change.high) == pytest.approx(
        (0.13568159574995795, 0.69765173758337540), rel=1e-10
    )


@PROPERTY
@given(st.floats(-1, 1), st.floats(0.01, 1), st.floats(1, 200), st.sampled_from([0.9, 0.95, 0.99]))
def test_interval_and_p_value_agree(change: float, error: float, freedom: float, level: float) -> None:
    found, mirrored = within(change, error, freedom, level=level), within(-change, error, freedom)
    low, high, p = found.mean_change.low, found.mean_change.high, found.p_value.value
    assert low is not None
    assert high is not None
    assert p is not None
    if abs(p - (1 - level)) > 1e-9:
        assert (p < 1 - level) == (low > -0.5 and high < 0.5)
    assert mirrored.p_value.value == pytest.approx(p, rel=1e-9)


def test_without_error_nothing_is_shown() -> None:
    found = within(0.0, 0.0, 9)
    assert (found.mean_change.value, found.mean_change.low, found.p_value.value) == (0.0, None, None)
    assert found.p_value.reason == "the change has no standard error"


@pytest.mark.parametrize(
    ("change", "settings", "message"),
    [
        (0.1, {"margin_source": " "}, "needs its source"),
        (0.1, {"low_margin": 0.1}, "below and above zero"),
        (0.1, {"high_margin": 0.0}, "below and above zero"),
        (0.1, {"level": 0.5}, "above 0.5"),
        (math.nan, {}, "finite"),
        (0.1, {"high_margin": math.inf}, "finite"),
    ],
)
def test_mistakes_of_the_caller(change: float, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        within(change, 0.2, 9, **settings)
    with pytest.raises(ValueError, match="not negative"):
        within(0.1, -0.2, 9)
    with pytest.raises(ValueError, match="not negative"):
        within(0.1, 0.2, 0)
