import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import AllRowsChange, all_rows_change, welch_mean_difference
from tests.statistics.known import MECHANISMS, PROPERTY, expected, mechanism_score, numbers, table


@pytest.mark.parametrize("mechanism", ["knowledge", "role", "total"])
def test_synthetic_survey(mechanism: str) -> None:
    """R 4.2.2, clubSandwich 0.5.8, block synthetic_lmm.*.ols_CR2 (knowledge: .4107, SE .1147, df 20.3)."""
    known, columns = expected("synthetic_lmm")[mechanism]["ols_CR2"], table("synthetic_partially_matched")
    if mechanism == "total":
        scores = np.mean([mechanism_score(columns, name) for name in MECHANISMS], axis=0)
    else:
        scores = mechanism_score(columns, mechanism)
    result = all_rows_change(scores, numbers(columns["wave"]) == 1, columns["practice"])
    assert result.mean_change.value == pytest.approx(known["beta"][1], rel=1e-8)
    assert result.standard_error.value == pytest.approx(known["se"][1], rel=1e-8)
    assert result.degrees_of_freedom.value == pytest.approx(known["df"][1], rel=1e-8)
    assert result.p_value.value == pytest.approx(known["p"][1], rel=1e-8)
    assert result.mean_change.n == expected("synthetic_lmm")[mechanism]["n_obs"]
    low, high = result.mean_change.low, result.mean_change.high
    assert low is not None
    assert high is not None
    assert (low + high) / 2 == pytest.approx(known["beta"][1], rel=1e-8)


def test_knowledge_interval() -> None:
    """By hand from R's figures: .410706 -+ qt(.975, 20.29548) x .114714, qt = 2.0840 to four decimals."""
    columns = table("synthetic_partially_matched")
    change = all_rows_change(
        mechanism_score(columns, "knowledge"), numbers(columns["wave"]) == 1, columns["practice"]
    ).mean_change
    assert (change.low, change.high) == pytest.approx((0.1716, 0.6498), abs=1e-4)


ROWS = st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(1, 9)), min_size=4, max_size=60)


@PROPERTY
@given(ROWS, st.floats(-5, 5), st.integers(0, 4))
def test_value_is_the_difference_of_means(
    rows: list[tuple[int, bool, int]], shift: float, missing: int
) -> None:
    scores, later, site = (np.array(column) for column in zip(*rows, strict=True))
    scores = scores.astype(float)
    result = all_rows_change(scores, later, site)
    plain = welch_mean_difference(scores[later], scores[~later])
    assert (result.mean_change.value is None) == (plain.value is None)
    if result.mean_change.value is not None:
        assert result.mean_change.value == pytest.approx(plain.value, abs=1e-12)
    again = all_rows_change(
        np.append(scores[::-1] + shift, [math.nan] * missing),
        np.append(later[::-1], [True] * missing),
        np.append(site[::-1], [1] * missing),
    )
    _same(again, result)


def _same(one: AllRowsChange, other: AllRowsChange) -> None:
    for name in ("mean_change", "standard_error", "degrees_of_freedom", "p_value"):
        a, b = getattr(one, name), getattr(other, name)
        assert (a.n, a.reason) == (b.n, b.reason)
        for number in ("value", "low", "high"):
            assert (getattr(a, number) is None) == (getattr(b, number) is None)
            if getattr(a, number) is not None:
                assert getattr(a, number) == pytest.approx(getattr(b, number), rel=1e-7, abs=1e-9)


def _study(sites: int, per_timepoint: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(8)
    site = np.tile(np.repeat(np.arange(sites), per_timepoint), 2)
    later = np.repeat([False, True], sites * per_timepoint)
    return rng.normal(size=site.size) + later, later, site


@pytest.mark.parametrize(
    ("sites", "words"), [(1, "only 1 site:"), (3, "only 3 sites:"), (4, "only 4 sites:")]
)
def test_few_sites_give_a_value_without_inference(sites: int, words: str) -> None:
    scores, later, site = _study(sites)
    result = all_rows_change(scores, later, site)
    reason = f"{words} at least 5 are needed for inference over sites"
    assert result.mean_change.value == pytest.approx(scores[later].mean() - scores[~later].mean())
    assert (result.mean_change.low, result.mean_change.reason) == (None, reason)
    for estimate in (result.standard_error, result.degrees_of_freedom, result.p_value):
        assert (estimate.value, estimate.reason) == (None, reason)


@pytest.mark.parametrize("per_timepoint", range(1, 30))
def test_five_equal_sites_of_any_size_have_four_degrees_of_freedom(per_timepoint: int) -> None:
    assert all_rows_change(*_study(5, per_timepoint)).mean_change.low is not None


def test_five_equal_sites_are_enough() -> None:
    """Equal sites, each at both times: four degrees of freedom, a paired t test on site means."""
    scores, later, site = _study(5)
    result = all_rows_change(scores, later, site)
    changes = np.array(
        [scores[later & (site == s)].mean() - scores[~later & (site == s)].mean() for s in range(5)]
    )
    assert result.degrees_of_freedom.value == pytest.approx(4, rel=1e-12)
    assert result.standard_error.value == pytest.approx(changes.std(ddof=1) / math.sqrt(5), rel=1e-10)
    assert result.mean_change.low is not None


def test_one_dominant_site_leaves_too_few_degrees_of_freedom() -> None:
    scores, later, site = _study(6)
    site = np.where(np.arange(site.size) % 6 < 5, 0, site)
    result = all_rows_change(scores, later, site)
    assert result.mean_change.value is not None
    assert result.mean_change.low is None
    assert result.p_value.value is None
    assert result.p_value.reason.startswith("only 1.")
    assert result.p_value.reason.endswith("degrees of freedom over sites: at least 4 are needed")


def test_a_timepoint_from_one_site_has_no_inference() -> None:
    """That site's spread would count as none; R's clubSandwich gives a standard error all the same."""
    scores, later, site = _study(8)
    kept = ~later | (site == 2)
    result = all_rows_change(scores[kept], later[kept], site[kept])
    assert result.mean_change.value is not None
    assert result.p_value.reason == "all follow-up rows come from one site: no inference over sites"


def test_odd_cases_have_reasons() -> None:
    scores, later, site = _study(6)
    empty = all_rows_change(scores, np.zeros_like(later), site)
    assert (empty.mean_change.value, empty.mean_change.reason) == (None, "nobody answered at follow-up")
    unanswered = all_rows_change(np.where(later, scores, np.nan), later, site)
    assert unanswered.p_value.reason == "nobody answered at baseline"
    assert all_rows_change([], [], []).mean_change.reason == "nobody answered"
    constant = all_rows_change(np.where(later, 0.3, 0.1 + 0.2 + 1), later, site)
    assert constant.mean_change.value == pytest.approx(-1)
    assert constant.p_value.reason == "the change does not vary between sites"
    with pytest.raises(ValueError, match="equal lengths"):
        all_rows_change([1.0, 2.0], [True], ["a", "b"])
    with pytest.raises(ValueError, match="neither timepoint"):
        all_rows_change([1.0, 2.0], [1.0, math.nan], ["a", "b"])
    with pytest.raises(ValueError, match="infinite"):
        all_rows_change([1.0, math.inf], [True, False], ["a", "b"])
