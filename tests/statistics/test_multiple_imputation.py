"""Imputation is judged by what it is for: no bias and right coverage after pooling, in simulated studies."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.multiple_imputation import (
    CompletedAnalysis,
    ImputedScores,
    impute_scores,
    pooled_change,
)
from tests.statistics.known import PROPERTY

TRUE_CHANGE = 0.3
LINKED, UNLINKED, SCALES, SITES = 60, 30, 3, 8


class Study:
    """Linked respondents, some with one row only; scale 0 at follow-up is missing at random."""

    def __init__(self, seed: int, *, linked: int = LINKED) -> None:
        rng = np.random.default_rng(seed)
        people = linked + UNLINKED
        site = rng.integers(0, SITES, people)
        root = np.linalg.cholesky(0.5 + 0.5 * np.eye(2 * SCALES))
        wide = 0.9 * rng.normal(size=(people, 2 * SCALES)) @ root.T + rng.normal(0, 0.3, SITES)[site, None]
        wide[:, SCALES:] += TRUE_CHANGE
        low = 1 / (1 + np.exp(1 + 1.5 * wide[:, 0] - wide[:, SCALES + 1]))
        wide[rng.random(people) < low, SCALES] = np.nan
        half = linked + UNLINKED // 2
        before, after = np.arange(half), np.append(np.arange(linked), np.arange(half, people))
        self.scores = np.vstack([wide[before, :SCALES], wide[after, SCALES:]])
        self.is_follow_up = np.repeat([False, True], [before.size, after.size])
        self.respondent = [f"r{person}" if person < linked else "" for person in np.append(before, after)]
        self.site = site[np.append(before, after)]
        self.before_rows, self.after_rows = np.arange(linked), half + np.arange(linked)

    def imputed(self, **options: Any) -> ImputedScores:
        settings: dict[str, Any] = {"seed": 1, "imputations": 10, "iterations": 20} | options
        return impute_scores(self.scores, self.is_follow_up, self.respondent, self.site, **settings)

    def analysis(self, copy: FloatArray) -> CompletedAnalysis:
        change = copy[self.after_rows, 0] - copy[self.before_rows, 0]
        return CompletedAnalysis(
            float(change.mean()), float(change.var(ddof=1)) / change.size, change.size - 1, change.size
        )


def test_missing_at_random_leaves_no_bias_and_the_stated_coverage() -> None:
    """150 studies: complete cases are off by some -.19; pooled, all is within Monte Carlo error."""
    values, covered, complete = [], 0, []
    for seed in range(150):
        study = Study(seed)
        pooled = pooled_change(study.imputed(seed=seed), study.analysis).pooled
        assert pooled.value is not None
        assert pooled.low is not None
        assert pooled.high is not None
        values.append(pooled.value)
        covered += pooled.low <= TRUE_CHANGE <= pooled.high
        complete.append(
            float(np.nanmean(study.scores[study.after_rows, 0] - study.scores[study.before_rows, 0]))
        )
    error = np.std(values, ddof=1) / math.sqrt(150)
    assert abs(np.mean(values) - TRUE_CHANGE) < 3 * error
    assert np.mean(complete) - TRUE_CHANGE < -0.12
    assert abs(covered / 150 - 0.95) < 3 * math.sqrt(0.95 * 0.05 / 150)


def test_imputed_values_follow_the_regression_that_made_them() -> None:
    """y = 2 x + e, SD of e .5, 3,000 rows: imputed y given x has that slope and that spread."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=3000)
    y = 2 * x + rng.normal(0, 0.5, 3000)
    hidden = rng.random(3000) < 0.4
    scores = np.column_stack([x, np.where(hidden, np.nan, y)])
    copies = impute_scores(
        scores, np.zeros(3000, bool), [""] * 3000, np.ones(3000), seed=3, imputations=4, iterations=5
    ).scores
    for copy in copies:
        slope, level = np.polyfit(x[hidden], copy[hidden, 1], 1)
        assert slope == pytest.approx(2, abs=0.06)
        assert np.std(copy[hidden, 1] - slope * x[hidden] - level) == pytest.approx(0.5, abs=0.04)


def test_the_own_other_score_predicts() -> None:
    """Scores nearly equal at both timepoints: the imputed one lies near the person's own."""
    rng = np.random.default_rng(5)
    person = rng.normal(3, 1, 80)
    scores = np.column_stack([np.tile(person, 2) + rng.normal(0, 0.05, 160), rng.normal(size=160)])
    truth = scores[80:100, 0].copy()
    scores[80:100, 0] = np.nan
    later, labels = np.repeat([False, True], 80), [f"r{number}" for number in range(80)] * 2
    imputed = impute_scores(scores, later, labels, np.ones(160), seed=3)
    assert imputed.linked == 80
    assert np.abs(imputed.scores[:, 80:100, 0].mean(axis=0) - truth).max() < 0.2


@PROPERTY
@given(st.integers(0, 5_000))
def test_answers_stay_and_rows_without_any_answer_stay_empty(seed: int) -> None:
    study = Study(seed)
    study.scores[3] = np.nan
    study.scores[-1] = np.nan
    imputed = study.imputed(imputations=2, iterations=2)
    answered = ~np.isnan(study.scores)
    assert (imputed.scores[:, answered] == study.scores[answered]).all()
    assert np.isnan(imputed.scores[:, [3, -1]]).all()
    assert not np.isnan(np.delete(imputed.scores, [3, len(study.scores) - 1], axis=1)).any()
    assert imputed.filled == (~answered & answered.any(axis=1, keepdims=True)).sum()
    assert (study.imputed(imputations=2, iterations=2).scores[:, answered.any(axis=1)]
            == imputed.scores[:, answered.any(axis=1)]).all()  # fmt: skip


def test_other_seeds_give_other_values_and_copies_differ() -> None:
    study, hole = Study(1), np.isnan(Study(1).scores)
    one, other = study.imputed(seed=1).scores, study.imputed(seed=2).scores
    assert not np.isclose(one[:, hole], other[:, hole]).any()
    assert (np.std(one[:, hole], axis=0) > 0).all()


def test_units_of_the_scores_do_not_matter() -> None:
    study = Study(2)
    plain = study.imputed().scores
    study.scores = 10 * study.scores - 4
    assert study.imputed().scores == pytest.approx(10 * plain - 4, rel=1e-6, abs=1e-6)


def test_few_links_leave_each_timepoint_to_itself_and_say_so() -> None:
    study = Study(3, linked=11)
    imputed = study.imputed()
    assert imputed.notes == (
        "only 11 respondents are linked: each timepoint was imputed without the scores of the other",
    )
    assert not np.isnan(imputed.scores).any()
    assert Study(3, linked=12).imputed().notes == ()


def test_an_analysis_that_fails_in_one_copy_is_not_pooled() -> None:
    study = Study(4)
    outcomes = iter([CompletedAnalysis(1, 1, 9, 10)] * 9 + [CompletedAnalysis(0, 0, 0, 0, "no variation")])
    pooled = pooled_change(study.imputed(), lambda _: next(outcomes))
    assert pooled.pooled.value is None
    assert pooled.pooled.reason == "in 1 of 10 imputed data sets: no variation"


def _reason(scores: Any, **options: Any) -> str:
    rows = len(np.asarray(scores))
    imputed = impute_scores(scores, np.zeros(rows, bool), [""] * rows, np.ones(rows), seed=1, **options)
    pooled = pooled_change(imputed, lambda _: CompletedAnalysis(1, 1, 9, 10))
    assert (imputed.scores.shape[0], pooled.pooled.reason) == (0, imputed.reason)
    return imputed.reason


def test_what_cannot_be_imputed_says_why() -> None:
    nan = np.nan
    rng = np.random.default_rng(6)
    whole = rng.normal(size=(20, 2))
    holed = whole.copy()
    holed[0, 0] = nan
    assert _reason(whole) == "no row misses a score beside others: there is nothing to impute"
    assert _reason([[nan, nan]]) == "no row misses a score beside others: there is nothing to impute"
    assert _reason(np.empty((0, 2))).startswith("no row misses")
    assert _reason(np.column_stack([holed, np.ones(20)])) == "column 3 at baseline does not vary"
    assert (
        _reason(np.column_stack([holed, np.full(20, nan)]), names=["a", "b", "c"])
        == "c at baseline was never answered"
    )
    wide = rng.normal(size=(6, 4))
    assert (
        _reason(holed[:6], covariates=wide)
        == "too few respondents (6) for the number of scores (2) and predictors (4)"
    )
    assert _reason(np.column_stack([holed, holed.sum(axis=1)])) == "the columns depend linearly on each other"
    assert _reason(holed, covariates=np.full((20, 1), nan)) == "a covariate of the imputation is missing"
    role = rng.normal(size=(20, 1))
    assert (
        _reason(holed, covariates=np.hstack([role, 2 * role]))
        == "the predictors of the imputation depend linearly on each other"
    )


def test_mistakes_of_the_caller() -> None:
    scores, later = np.random.default_rng(7).normal(size=(4, 2)), np.zeros(4, bool)
    with pytest.raises(ValueError, match="two rows at one timepoint"):
        impute_scores(scores, later, ["a", "a", "", ""], np.ones(4), seed=1)
    with pytest.raises(ValueError, match="equal lengths"):
        impute_scores(scores, later[:3], ["", "", "", ""], np.ones(4), seed=1)
    with pytest.raises(ValueError, match="at least 2 imputations"):
        impute_scores(scores, later, ["", "", "", ""], np.ones(4), seed=1, imputations=1)
    with pytest.raises(ValueError, match="row of covariates"):
        impute_scores(scores, later, ["", "", "", ""], np.ones(4), seed=1, covariates=[[1.0]])
