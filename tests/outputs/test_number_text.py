import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.number_text import (
    bounds_text,
    count_text,
    date_text,
    interval_text,
    is_number_text,
    month_text,
    number,
    p_text,
    percent,
    plain,
    reason_text,
    signed_change,
    value_text,
)
from impl_eval.outputs.reasons import SECONDARY_REASON, small_base_reason, small_count_reason
from impl_eval.results import Estimate, Reported

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


def parsed(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("+", ""))


@given(NUMBERS, st.integers(0, 6))
def test_text_parses_back_within_rounding(value: float, decimals: int) -> None:
    text = plain(value, decimals)
    assert abs(parsed(text) - value) <= 0.5 * 10**-decimals * (1 + 1e-6) + abs(value) * 1e-12
    assert is_number_text(text)


@given(NUMBERS)
def test_a_change_carries_its_sign_and_parses_back(value: float) -> None:
    text = signed_change(Estimate("mean_change", value))
    assert abs(parsed(text) - value) <= 0.005 + abs(value) * 1e-12
    assert "-" not in text
    assert text[0] == ("0" if parsed(text) == 0 else "−" if value < 0 else "+")


@given(st.floats(0, 1))
def test_a_share_parses_back_to_half_a_per_cent(value: float) -> None:
    text = number(Estimate("share", value))
    assert text.endswith("%")
    assert abs(parsed(text[:-1]) / 100 - value) <= 0.005 + 1e-12


@given(NUMBERS)
def test_every_statistic_prints_what_is_number_text(value: float) -> None:
    for statistic in ("mean", "mean_change", "share", "p_value", "rate", "value", "cohens_kappa", "count"):
        estimate = Estimate(statistic, value, value - 1, value + 1, 0.95)
        assert is_number_text(value_text(estimate))
        assert is_number_text(interval_text(estimate))


@pytest.mark.parametrize("value", [0.0, -0.0, -0.004, 0.004, -1e-300])
def test_zero_has_no_sign(value: float) -> None:
    assert number(Estimate("mean", value)) == "0.00"
    assert signed_change(Estimate("mean_change", value)) == "0.00"


@pytest.mark.parametrize(
    ("statistic", "value", "text"),
    [
        ("count", 1234.0, "1,234"),
        ("mean", 3.456, "3.46"),
        ("mean", -1234.5, "−1,234.50"),
        ("share", 0.415, "42%"),
        ("p_value", 0.0031, "0.003"),
        ("p_value", 0.0009, "<0.001"),
        ("p_value_holm", 1.0, ">0.999"),
        ("cronbachs_alpha", 0.8, "0.80"),
        ("rate", 45.26, "45.3"),
        ("rate", 0.456, "0.46"),
        ("rate", 12345.6, "12,346"),
        ("degrees_of_freedom", 20.31, "20.3"),
        ("value", 12345.0, "12,345"),
        ("value", 0.625, "0.62"),
    ],
)
def test_decimals_follow_the_statistic(statistic: str, value: float, text: str) -> None:
    assert number(Estimate(statistic, value)) == text


def test_interval() -> None:
    estimate = Estimate("mean_change", 0.42, 0.18, 0.66, 0.95)
    assert interval_text(estimate) == "0.42 (95% CI 0.18 to 0.66)"
    assert value_text(estimate) == "+0.42 (95% CI 0.18 to 0.66)"
    assert bounds_text(estimate) == "0.18 to 0.66"
    assert value_text(Estimate("mean_change", -0.42, -0.9, 0.06, 0.9)) == "−0.42 (90% CI −0.90 to 0.06)"
    assert value_text(Estimate("share", 0.42, 0.3, 0.545, 0.95)) == "42% (95% CI 30% to 55%)"
    assert interval_text(Estimate("mean", 3.0, 2.0, 4.0)) == "3.00 (2.00 to 4.00)"
    assert interval_text(Estimate("rate", 45.26, 0.5, 90.0, 0.95)) == "45.3 (95% CI 0.5 to 90.0)"
    assert interval_text(estimate, 1) == "0.4 (95% CI 0.2 to 0.7)"


def test_a_reported_reads_like_its_estimate() -> None:
    estimate = Estimate("mean", 3.456)
    assert value_text(Reported("a", "survey", "a", estimate)) == value_text(estimate) == "3.46"


def test_what_is_missing_has_words() -> None:
    none = Estimate.not_estimable("mean_change", "only 1 pair", n=1)
    assert (value_text(none), signed_change(none), interval_text(none)) == ("not estimable",) * 3
    assert reason_text(none) == "not estimable: only 1 pair"
    assert bounds_text(none) == ""
    small = Estimate("count", None, reason=small_count_reason(5, "respondents"), suppressed=True)
    assert (value_text(small), reason_text(small)) == ("fewer than 5", small.reason)
    base = Estimate("mean", None, reason=small_base_reason(10, "respondents"), suppressed=True)
    assert value_text(base) == "suppressed"
    assert value_text(Estimate("count", None, reason=SECONDARY_REASON, suppressed=True)) == "suppressed"
    assert reason_text(Estimate("count", 3.0, reason="a count has no interval")) == "a count has no interval"
    assert reason_text(Estimate("count", 3.0)) == ""


def test_a_statistic_nobody_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="not listed"):
        number(Estimate("effect", 1.0))


def test_small_words() -> None:
    assert date_text(datetime.date(2024, 3, 1)) == "1 March 2024"
    assert month_text(datetime.date(2024, 9, 30)) == "Sep 2024"
    assert count_text(1, "site", "sites") == "1 site"
    assert count_text(1200, "site", "sites") == "1,200 sites"
    assert percent(1.0) == "100%"
    assert p_text(math.nextafter(0.001, 0)) == "<0.001"


@pytest.mark.parametrize("text", ["=1+1", "-", "+", "1e5", "−", "0.42 (x)", "3 + 4", "+cmd", "--1", ""])
def test_what_is_no_number_text(text: str) -> None:
    assert not is_number_text(text)
