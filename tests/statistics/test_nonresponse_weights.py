import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.nonresponse_weights import nonresponse_weighted_change
from tests.statistics.known import PROPERTY

NAN = np.nan
INDEX = np.arange(60)


def _data() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Baseline, follow-up, site and role of 60 respondents, by formulas that R can repeat."""
    i = INDEX
    before = 2 + (i * 37 % 41) / 20
    role = (i % 3 == 0).astype(float)
    after = before + 0.4 + (i * 53 % 29 - 14) / 20 + 0.15 * (i % 7 - 3) / 3
    answers = (i * 29 % 47) / 47 < 1 / (1 + np.exp(1 - 0.6 * before + 0.5 * role))
    return before, np.where(answers, after, NAN), i % 7, role


def test_known_answer() -> None:
    """R 4.2.2: glm(answered ~ before + role, binomial); w = mean(answered) / fitted, cut at quantile 1, 99 %;
    clubSandwich 0.5.8: lm(after - before ~ 1, weights = w), vcovCR "CR2" by site, "Satterthwaite".
    """
    before, after, site, role = _data()
    result = nonresponse_weighted_change(before, after, site, predictors=role[:, None], names=["role"])
    assert result.mean_change.n == 39
    assert result.mean_change.value == pytest.approx(0.38967492027584, rel=1e-9)
    assert result.standard_error.value == pytest.approx(0.09050641700528, rel=1e-9)
    assert result.degrees_of_freedom.value == pytest.approx(4.64873122544541, rel=1e-9)
    assert result.p_value.value == pytest.approx(0.00903963177438, rel=1e-8)
    assert (result.mean_change.low, result.mean_change.high) == pytest.approx(
        (0.151632376783, 0.627717463769), rel=1e-9
    )
    assert result.effective_n.value == pytest.approx(34.719800275442, rel=1e-9)
    assert result.smallest_weight.value == pytest.approx(0.739775284180, rel=1e-9)
    assert result.largest_weight.value == pytest.approx(2.303913782369, rel=1e-9)
    assert result.response_share.value == pytest.approx(39 / 60)
    assert "baseline score, role)" in result.mean_change.method


@PROPERTY
@given(st.permutations(range(60)), st.floats(0.1, 10), st.floats(-10, 10))
def test_order_and_units_do_not_matter(order: list[int], factor: float, shift: float) -> None:
    before, after, site, role = _data()
    plain = nonresponse_weighted_change(before, after, site, predictors=role[:, None])
    other = nonresponse_weighted_change(
        factor * before[order] + shift,
        factor * after[order] + shift,
        site[order],
        predictors=role[order][:, None],
    )
    assert other.mean_change.value == pytest.approx(factor * (plain.mean_change.value or 0), rel=1e-6)
    assert other.standard_error.value == pytest.approx(factor * (plain.standard_error.value or 0), rel=1e-6)
    assert other.effective_n.value == pytest.approx(plain.effective_n.value, rel=1e-6)


def test_weights_mend_non_response_that_depends_on_the_baseline() -> None:
    """Change falls with the baseline score, high scorers answer more often: 200 studies, true change .5."""
    rng = np.random.default_rng(12)
    weighted, plain = [], []
    for _ in range(200):
        before = rng.normal(3, 1, 300)
        after = before + 0.5 - 0.4 * (before - 3) + rng.normal(0, 0.5, 300)
        after[rng.random(300) > 1 / (1 + np.exp(-(before - 3)))] = NAN
        result = nonresponse_weighted_change(before, after, rng.integers(0, 10, 300), truncation=(0, 1))
        assert result.mean_change.value is not None
        weighted.append(result.mean_change.value)
        plain.append(np.nanmean(after - before))
    assert np.mean(plain) < 0.40
    assert np.mean(weighted) == pytest.approx(0.5, abs=0.02)


def test_incomplete_baseline_rows_are_left_out_and_counted() -> None:
    before, after, site, role = _data()
    plain = nonresponse_weighted_change(before, after, site, predictors=role[:, None])
    more = nonresponse_weighted_change(
        np.append(before, [NAN, 3.0]),
        np.append(after, [2.0, 3.0]),
        np.append(site, [1, 1]),
        predictors=np.append(role, [0.0, NAN])[:, None],
    )
    assert (plain.left_out, more.left_out) == (0, 2)
    assert more.mean_change == plain.mean_change


def test_few_sites_leave_the_change_without_inference() -> None:
    before, after, _, _ = _data()
    result = nonresponse_weighted_change(before, after, INDEX % 3)
    assert result.mean_change.value is not None
    assert result.effective_n.value is not None
    assert (result.mean_change.low, result.p_value.value) == (None, None)
    assert result.p_value.reason == "only 3 sites: at least 5 are needed for inference over sites"
    same = nonresponse_weighted_change(before, before + 1 + 0 * after, INDEX % 7)
    assert same.p_value.reason == "the change does not vary between sites"
    lumped = nonresponse_weighted_change(before, after, np.where(INDEX < 40, 0, INDEX % 5 + 1))
    assert lumped.p_value.reason.endswith("degrees of freedom over sites: at least 4 are needed")


def test_no_weights_and_why() -> None:
    before, after, site, role = _data()
    nobody = nonresponse_weighted_change([], [], [])
    assert nobody.mean_change.reason == "no baseline respondent can be linked to a follow-up"
    assert nobody.response_share.value is None
    none = nonresponse_weighted_change(before, np.full(60, NAN), site)
    assert none.effective_n.reason == "no baseline respondent answered at follow-up"
    assert none.response_share.value == 0
    everybody = nonresponse_weighted_change(before, before + role, site)
    assert everybody.p_value.reason.startswith("all baseline respondents answered at follow-up")
    told = nonresponse_weighted_change(before, after, site, predictors=np.isnan(after)[:, None] * 1.0)
    assert told.mean_change.reason.endswith("(separation)")
    twice = nonresponse_weighted_change(before, after, site, predictors=np.column_stack([role, 1 - role]))
    assert twice.mean_change.reason == "the predictors of non-response depend linearly on each other"


def test_a_constant_predictor_does_nothing() -> None:
    before, after, site, _ = _data()
    plain = nonresponse_weighted_change(before, after, site).mean_change
    with_ones = nonresponse_weighted_change(before, after, site, predictors=np.full((60, 1), 0.1)).mean_change
    assert (with_ones.value, with_ones.low) == pytest.approx((plain.value, plain.low), rel=1e-12)


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="equal lengths"):
        nonresponse_weighted_change([1.0], [1.0, 2.0], ["a"])
    with pytest.raises(ValueError, match="row of predictors"):
        nonresponse_weighted_change([1.0], [1.0], ["a"], predictors=[1.0])
    with pytest.raises(ValueError, match="infinite"):
        nonresponse_weighted_change([1.0], [math.inf], ["a"])
    with pytest.raises(ValueError, match="quantiles"):
        nonresponse_weighted_change([1.0], [1.0], ["a"], truncation=(0.9, 0.1))
