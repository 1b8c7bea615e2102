import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.results import Estimate
from impl_eval.statistics.mixed_model import (
    ChangeInference,
    MixedModelChange,
    mixed_model_change,
    model_based_change,
)
from impl_eval.statistics.mixed_model.fit import MixedModelFit, fit_mixed_model
from impl_eval.statistics.mixed_model.inference import NO_ADJUSTMENT
from impl_eval.statistics.mixed_model.kenward_roger import contrast_test, joint_test
from tests.statistics.known import PROPERTY, expected, mechanism_score, numbers, table
from tests.statistics.mixed_model.known_models import DATA, answers, keys, near, survey, variances


def _change(case: str, **options: Any) -> MixedModelChange:
    columns = survey(case)
    keep = options.pop("keep", np.ones(columns["score"].size, dtype=bool))
    names = ("score", "timepoint", "site", "respondent")
    return mixed_model_change(*(columns[name][keep] for name in names), **options)


def _values(inference: Any) -> list[float | None]:
    return [inference.standard_error.value, inference.degrees_of_freedom.value, inference.p_value.value]


@pytest.mark.parametrize("key", keys("A", "Ax", "B"))
def test_small_surveys(key: str) -> None:
    """R 4.2.2, lme4 1.1.31, pbkrtest 0.5.2, clubSandwich 0.5.8 (data/expected.R); means are contrasts at
    the mean of the covariate."""
    case, model = key.split()
    answer = answers()[key]
    options: dict[str, Any] = {"structure": "site_by_timepoint"} if model == "B" else {}
    if model == "Ax":
        options["covariates"] = {"x": survey(case)["x"]}
    result = _change(case, minimum_degrees_of_freedom=0.1, **options)
    known = answer["kenward_roger"][1]
    assert result.mean_change.value == near(known["estimate"])
    assert result.standard_error.value == near(known["se"])
    assert result.degrees_of_freedom.value == pytest.approx(known["df"], abs=1e-2)
    assert result.p_value.value == near(known["p"])
    robust = [answer["cr2"][name][1] for name in ("se", "df", "p")]
    assert _values(result.cluster_robust) == near(robust, 1e-4)
    found = {each.statistic.removeprefix("variance_"): each.value for each in result.variance_components}
    assert {name: value for name, value in found.items() if value is not None} == near(variances(answer))
    for mean, at in zip((result.mean_baseline, result.mean_follow_up), answer.get("means", ()), strict=False):
        assert mean.value == near(at["estimate"])
        assert mean.low is not None
        assert mean.high is not None
        assert (mean.low + mean.high) / 2 == near(at["estimate"])


def test_three_timepoints() -> None:
    """R 4.2.2, lme4, pbkrtest: factor(timepoint)2 is follow-up minus baseline, 1 lies between."""
    known = answers()["three_timepoints B"]["kenward_roger"][2]
    result = _change("three_timepoints", structure="site_by_timepoint", follow_up=2)
    assert result.mean_change.value == near(known["estimate"])
    assert result.degrees_of_freedom.value == pytest.approx(known["df"], abs=1e-2)
    with pytest.raises(ValueError, match="three or more need site_by_timepoint"):
        _change("three_timepoints", follow_up=2)


def test_interval_of_the_synthetic_survey() -> None:
    """By hand from R's figures: skills .5375734 -+ qt(.975, 22.254899) x .0871711, qt = 2.0725."""
    columns = table("synthetic_partially_matched")
    scores, names = mechanism_score(columns, "skills"), ("practice", "person")
    result = mixed_model_change(scores, numbers(columns["wave"]), *(columns[name] for name in names))
    known = expected("synthetic_lmm_practice_slope")["skills"]
    assert (result.mean_change.low, result.mean_change.high) == pytest.approx((0.3569, 0.7182), abs=1e-4)
    assert result.p_value.value == near(known["kr_p"][1])
    assert result.mean_change.n == int((~np.isnan(scores)).sum())
    assert result.notes == ()


def test_labels_texts_and_missing_values() -> None:
    """Labels of timepoints are the study's; rows without score or covariate are left out, and said."""
    columns = survey("all_pairs")
    plain = _change("all_pairs", covariates={"x": columns["x"], "b": columns["group"] == "b"})
    named = np.where(columns["timepoint"] == 1, "after", "before")
    size = columns["score"].size
    again = mixed_model_change(
        np.append(columns["score"], [math.nan, 3.0]), np.append(named, ["before", "after"]),
        np.append(columns["site"], ["s00", "s01"]), np.append(columns["respondent"], ["q1", "q2"]),
        covariates={
            "x": np.append(columns["x"], [0.0, math.nan]),
            "b": np.append(np.where(columns["group"] == "b", "yes", "no"), ["no", "no"]),
        },
        baseline="before", follow_up="after",
    )  # fmt: skip
    assert again.mean_change.value == pytest.approx(plain.mean_change.value, rel=1e-8)
    assert _values(again) == pytest.approx(_values(plain), rel=1e-6)
    assert again.mean_change.n == plain.mean_change.n == size
    assert again.notes == ("1 row left out: covariate x is missing",)


def test_notes_say_which_terms_are_left_out_or_zero() -> None:
    assert "the site slope variance is estimated as zero" in _change("singular_slope").notes
    unlinked = _change("no_pairs")
    assert "no respondent answered twice: fitted without a respondent term" in unlinked.notes
    respondent = unlinked.variance_components[2]
    assert (respondent.value, respondent.reason) == (None, "the term is left out of the model")


def _all(result: MixedModelChange) -> list[Estimate]:
    found: list[Estimate] = []
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        if isinstance(value, ChangeInference):
            found += [getattr(value, each.name) for each in dataclasses.fields(value)]
        elif isinstance(value, tuple):
            found += [each for each in value if isinstance(each, Estimate)]
        elif isinstance(value, Estimate):
            found.append(value)
    return found


def _no_inference(result: MixedModelChange, reason: str) -> None:
    for inference in (result, result.cluster_robust):
        change = result.mean_change if inference is result else result.cluster_robust.change
        assert change.value is not None
        assert (change.low, change.reason) == (None, reason)
        assert _values(inference) == [None] * 3
        assert inference.p_value.reason == reason
    assert (result.mean_baseline.low, result.mean_baseline.reason) == (None, reason)


def test_one_site_and_few_sites_carry_no_inference() -> None:
    site = survey("all_pairs")["site"]
    one = _change("all_pairs", keep=site == "s00")
    _no_inference(one, "only 1 site: at least 5 are needed for inference over sites")
    assert one.notes[0] == "one site: no site term"
    four = _change("all_pairs", keep=site < "s04")
    _no_inference(four, "only 4 sites: at least 5 are needed for inference over sites")
    _no_inference(
        _change("all_pairs", minimum_sites=9), "only 8 sites: at least 9 are needed for inference over sites"
    )
    assert _change("all_pairs", keep=site < "s05").p_value.value is not None


def test_few_degrees_of_freedom_carry_no_inference() -> None:
    """R gives the intercept of big_site .43 degrees of freedom, its change 4.89."""
    result = _change("big_site")
    assert result.mean_change.low is not None
    assert result.mean_baseline.reason == "only 0.4 degrees of freedom over sites: at least 4 are needed"
    assert result.mean_baseline.value is not None
    stricter = _change("big_site", minimum_degrees_of_freedom=6)
    assert stricter.p_value.reason == "only 4.8 degrees of freedom over sites: at least 6 are needed"


def test_a_timepoint_from_one_site_carries_no_inference() -> None:
    columns = survey("all_pairs")
    keep = (columns["timepoint"] == 1) | (columns["site"] == "s00")
    _no_inference(
        _change("all_pairs", keep=keep), "all baseline rows come from one site: no inference over sites"
    )


def _pairs(before: Any, after: Any, sites: int = 6) -> MixedModelChange:
    size = len(before)
    person = np.tile(np.arange(size), 2)
    return mixed_model_change(
        np.concatenate([before, after]), np.repeat([0, 1], size), person % sites, person
    )


def test_nothing_varies() -> None:
    equal = _pairs([3.0] * 12, [3.0] * 12)
    assert (equal.mean_change.value, equal.mean_change.reason) == (0.0, "all scores are equal")
    shifted = _pairs([2.0] * 12, [3.0] * 12)
    assert shifted.mean_change.value == pytest.approx(1)
    assert shifted.mean_change.reason.startswith("the model fits the scores exactly")
    same = _pairs(np.arange(12.0), np.arange(12.0) + 1)
    assert same.mean_change.value == pytest.approx(1)
    assert same.mean_change.reason.startswith("the residual variance is estimated as zero")


def test_variances_that_cannot_be_told_apart() -> None:
    rng = np.random.default_rng(1)
    result = _pairs(rng.normal(size=8), rng.normal(size=8), sites=8)
    assert result.mean_change.reason == "the rows cannot tell the variances of the model apart"
    assert result.mean_change.value is not None
    assert result.p_value.value is None


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "nobody answered"),
        ([(math.nan, 0)], "nobody answered"),
        ([(3.0, 0), (4.0, 0)], "nobody answered at follow-up"),
        ([(3.0, 1), (math.nan, 0)], "nobody answered at baseline"),
        ([(3.0, 0), (4.0, 1)], "only 2 rows: more than 2 are needed"),
    ],
)
def test_thin_data(rows: list[tuple[float, int]], reason: str) -> None:
    size = len(rows)
    scores, later = [row[0] for row in rows], [row[1] for row in rows]
    result = mixed_model_change(scores, later, ["a"] * size, [""] * size)
    assert {(each.value, each.reason) for each in _all(result)} == {(None, reason)}
    assert result.mean_change.n == sum(not math.isnan(score) for score in scores)


def test_covariates_that_carry_nothing() -> None:
    later, size = survey("all_pairs")["timepoint"], survey("all_pairs")["score"].size
    copied = _change("all_pairs", covariates={"copy": later * 2})
    assert copied.mean_change.reason == "the columns of the model depend linearly on each other"
    constant = _change("all_pairs", covariates={"country": np.full(size, "here")})
    assert constant.mean_change.reason == "covariate country has one value only"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1.0, 2.0], [0, 1], ["a"], ["", ""]), "equal lengths"),
        (([1.0, math.inf], [0, 1], ["a", "a"], ["", ""]), "infinite"),
        (([1.0, 2.0], [0, 3], ["a", "a"], ["", ""]), "neither timepoint"),
    ],
)
def test_wrong_input_is_refused(arguments: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mixed_model_change(*arguments)
    with pytest.raises(ValueError, match="confidence level"):
        mixed_model_change([1.0], [0], ["a"], [""], level=1)
    with pytest.raises(ValueError, match="structure is one of"):
        mixed_model_change([1.0], [0], ["a"], [""], structure="crossed")  # type: ignore[arg-type]


ROW = st.tuples(
    st.one_of(st.integers(1, 5).map(float), st.just(math.nan)), st.booleans(),
    st.integers(1, 7), st.sampled_from(["", "a", "b", "c", "d"]),
)  # fmt: skip


@PROPERTY
@given(st.lists(ROW, max_size=40), st.sampled_from(["site_slopes", "site_by_timepoint"]))
def test_any_rows_give_estimates_or_reasons(rows: list[Any], structure: Any) -> None:
    """Warnings are errors here, and an Estimate refuses NaN: thin data must end in reasons."""
    scores, later, site, person = zip(*rows, strict=True) if rows else ((), (), (), ())
    result = mixed_model_change(scores, later, site, person, structure=structure)
    for each in _all(result):
        assert each.value is None or math.isfinite(each.value)
        assert each.value is not None or each.reason
        assert each.low is None or (each.low <= each.value <= each.high)  # type: ignore[operator]
    assert result.mean_change.n == sum(not math.isnan(score) for score in scores)
    alone = model_based_change(scores, later, site, person, structure=structure)
    assert alone == ChangeInference(
        result.mean_change, result.standard_error, result.degrees_of_freedom, result.p_value
    )


def test_a_mean_whose_adjusted_variance_is_negative_stands_without_interval() -> None:
    """One of 51 respondents answered twice, with the same score: the residual variance runs towards zero
    and the Kenward-Roger expansion outweighs the variance of the mean at baseline."""
    columns = np.loadtxt(DATA / "one_pair.csv", delimiter=",", skiprows=1, unpack=True)
    result = mixed_model_change(*columns)
    baseline = result.mean_baseline
    assert (baseline.low, baseline.high, baseline.reason) == (None, None, NO_ADJUSTMENT)
    assert baseline.value == near(columns[0][columns[1] == 0].mean(), 0.1)
    assert result.mean_change.value == near(0)
    assert result.p_value.value is None
    assert result.p_value.reason == "only 0.0 degrees of freedom over sites: at least 4 are needed"


def test_a_joint_test_without_positive_adjusted_covariance_is_none() -> None:
    columns = np.loadtxt(DATA / "one_pair.csv", delimiter=",", skiprows=1, unpack=True)
    score, timepoint, site, respondent = columns
    design = np.column_stack([np.ones_like(timepoint), timepoint])
    fit = fit_mixed_model(score, design, site, respondent, timepoint)
    assert isinstance(fit, MixedModelFit)
    assert contrast_test(fit, [1.0, 0.0]) is None
    assert joint_test(fit, np.eye(2)) is None
