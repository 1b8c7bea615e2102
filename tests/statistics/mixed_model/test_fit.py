from typing import Any

import numpy as np
import pytest

from impl_eval.statistics.mixed_model import MixedModelFit, NotFitted, fit_mixed_model, reml
from impl_eval.statistics.mixed_model.cluster_robust import cluster_robust_test
from impl_eval.statistics.mixed_model.fit import NOT_FOUND
from impl_eval.statistics.mixed_model.kenward_roger import contrast_test, joint_test
from tests.statistics.known import (
    MECHANISMS,
    SLEEP_BASELINE,
    SLEEP_FOLLOW_UP,
    expected,
    mechanism_score,
    numbers,
    table,
)
from tests.statistics.mixed_model.known_models import DATA, Columns, answers, keys, near, survey, variances


def _design(columns: Columns, model: str) -> list[Any]:
    later, group = columns["timepoint"], columns["group"]
    groups = [(group == label).astype(float) for label in "bc"]
    when = [(later == number).astype(float) for number in np.unique(later)[1:]]
    one = np.ones(later.size)
    return {
        "A": [one, later],
        "Ax": [one, later, columns["x"]],
        "B": [one, *when],
        "Bx": [one, *when, columns["x"]],
        "I": [one, later, *groups, *(later * each for each in groups)],
        "D": [one, later, columns["arm"], later * columns["arm"]],
    }[model]


def _fitted(key: str) -> MixedModelFit:
    columns, model = survey(key), key.split()[1]
    fit = fit_mixed_model(
        columns["score"],
        np.column_stack(_design(columns, model)),
        columns["site"],
        columns["respondent"],
        columns["timepoint"],
        "site_by_timepoint" if model in {"B", "Bx"} else "site_slopes",
    )
    assert isinstance(fit, MixedModelFit)
    return fit


@pytest.mark.parametrize("key", keys("A", "Ax", "B", "Bx", "I", "D"))
def test_small_surveys(key: str) -> None:
    """R 4.2.2, lme4 1.1.31 lmer(), pbkrtest 0.5.2 vcovAdj() and get_Lb_ddf(), clubSandwich 0.5.8
    vcovCR(type = "CR2"): five to twelve sites, balanced or not, singular or not (data/expected.R)."""
    fit, answer = _fitted(key), answers()[key]
    assert fit.coefficients == near(answer["beta"])
    assert np.sqrt(np.diag(fit.covariance)) == near(answer["se"])
    assert fit.reml_criterion == pytest.approx(answer["reml"], abs=1e-6)
    assert {part.name: part.variance for part in fit.components} == near(variances(answer))
    assert fit.singular == answer["singular"]
    for line, known in zip(np.eye(len(answer["beta"])), answer["kenward_roger"], strict=True):
        test = contrast_test(fit, line)
        assert test.standard_error == near(known["se"])
        assert test.degrees_of_freedom == pytest.approx(known["df"], abs=1e-2)
        assert test.p_value == near(known["p"])


@pytest.mark.parametrize("key", keys("A", "Ax", "B", "Bx", "D"))
def test_small_surveys_cr2(key: str) -> None:
    """R 4.2.2, clubSandwich 0.5.8: coef_test(vcov = vcovCR(f, site, "CR2"), test = "Satterthwaite")."""
    fit, answer = _fitted(key), answers()[key]
    for number, line in enumerate(np.eye(len(answer["beta"]))):
        test = cluster_robust_test(fit, line)
        assert test is not None
        assert test.standard_error == near(answer["cr2"]["se"][number])
        assert test.degrees_of_freedom == pytest.approx(answer["cr2"]["df"][number], abs=1e-2)
        assert test.p_value == near(answer["cr2"]["p"][number])


def test_cr2_of_sites_that_differ_far_more_than_their_rows() -> None:
    """R 4.2.2, lme4 1.1.31 (bobyqa, rhoend 1e-10), clubSandwich 0.5.8 on the formula below: the site
    variance is 16,000 times the residual variance."""
    i = np.arange(500)
    site, later = i // 100, (i % 2).astype(float)
    scores = np.array([0, 30, -20, 50, 10.0])[site] + np.array([0.5, 2, -1, 1.5, 3])[site] * later
    scores += ((i * 7) % 11 - 5) / 20 + ((i * i) % 13 - 6) / 30
    fit = fit_mixed_model(scores, np.column_stack([np.ones(500), later]), site, [""] * 500, later)
    assert isinstance(fit, MixedModelFit)
    tests = [cluster_robust_test(fit, line) for line in np.eye(2)]
    assert [test.standard_error for test in tests if test] == near([12.082657170634, 0.680802717436])
    assert [test.degrees_of_freedom for test in tests if test] == pytest.approx([4, 4], abs=1e-2)


@pytest.mark.parametrize("key", keys("I"))
def test_joint_test_of_several_contrasts(key: str) -> None:
    """R 4.2.2, pbkrtest 0.5.2: KRmodcomp(f, L)$test["Ftest", ] of both interaction coefficients."""
    known = answers()[key]["joint"]
    test = joint_test(_fitted(key), np.eye(6)[4:])
    assert (test.f_value, test.scaling, test.p_value) == near((known["f"], known["scaling"], known["p"]))
    assert test.numerator_df == 2
    assert test.denominator_df == pytest.approx(known["ddf"], abs=1e-2)


def test_joint_test_of_one_contrast_is_the_squared_t() -> None:
    fit = _fitted("all_pairs D")
    one, joint = contrast_test(fit, np.eye(4)[3]), joint_test(fit, np.eye(4)[3])
    assert joint.f_value == pytest.approx((one.estimate / one.standard_error) ** 2, rel=1e-10)
    assert joint.denominator_df == pytest.approx(one.degrees_of_freedom, rel=1e-10)
    assert joint.p_value == pytest.approx(one.p_value, rel=1e-8)


def _synthetic(name: str, structure: Any) -> MixedModelFit:
    columns = table("synthetic_partially_matched")
    mechanism, adjusted = name.removesuffix("_adj_years"), name.endswith("_adj_years")
    scores = mechanism_score(columns, mechanism) if mechanism != "total" else np.nan
    if mechanism == "total":
        scores = np.mean([mechanism_score(columns, each) for each in MECHANISMS], axis=0)
    wave, years = numbers(columns["wave"]), numbers(columns["years"])
    kept = ~np.isnan(scores) & ~(np.isnan(years) & adjusted)
    design = np.column_stack([np.ones(wave.size), wave, *([years] if adjusted else [])])
    site, person = np.array(columns["practice"]), np.array(columns["person"])
    fit = fit_mixed_model(scores[kept], design[kept], site[kept], person[kept], wave[kept], structure)
    assert isinstance(fit, MixedModelFit)
    return fit


@pytest.mark.parametrize(
    "name", ["knowledge", "skills", "total", "total_adj_years", "reinforcement_adj_years"]
)
def test_synthetic_survey_with_site_slopes(name: str) -> None:
    """Block synthetic_lmm_practice_slope (R 4.2.2; lme4, pbkrtest, clubSandwich).

    For skills lme4's default optimiser stopped at 445.4525454256; the smallest criterion, which lme4
    itself finds with bobyqa and rhoend = 1e-9, is 445.4525452755, and variances there differ by 2e-5.
    """
    known, fit = expected("synthetic_lmm_practice_slope")[name], _synthetic(name, "site_slopes")
    assert fit.coefficients == near(known["beta"])
    assert np.sqrt(np.diag(fit.covariance)) == near(known["se"])
    assert fit.reml_criterion == pytest.approx(known["reml"], abs=1e-6)
    found = {part.name: part.variance for part in fit.components}
    order = ("respondent", "site_slope", "site", "residual")
    assert [found[part] for part in order] == near(list(known["var"].values()), 2e-5)
    assert fit.singular == known["singular"]
    for number, line in enumerate(np.eye(len(known["beta"]))):
        test, robust = contrast_test(fit, line), cluster_robust_test(fit, line)
        assert robust is not None
        assert test.standard_error == near(known["kr_se"][number])
        assert test.degrees_of_freedom == pytest.approx(known["kr_df"][number], abs=1e-2)
        assert robust.standard_error == near(known["cr2_slope_model"]["se"][number])
        assert robust.degrees_of_freedom == pytest.approx(known["cr2_slope_model"]["df"][number], abs=1e-2)
        assert robust.p_value == near(known["cr2_slope_model"]["p"][number])


@pytest.mark.parametrize("name", ["knowledge", "role", "total"])
def test_synthetic_survey_with_site_intercepts(name: str) -> None:
    """Block synthetic_lmm (R 4.2.2, lme4 1.1.31, pbkrtest 0.5.2); its total needs all six mechanisms."""
    known, fit = expected("synthetic_lmm")[name], _synthetic(name, "site_intercepts")
    assert (fit.rows, fit.persons, fit.sites) == (known["n_obs"], known["n_person"], known["n_practice"])
    assert fit.coefficients == near(known["beta"])
    assert np.sqrt(np.diag(fit.covariance)) == near(known["se"])
    assert fit.reml_criterion == pytest.approx(known["reml_deviance"], abs=1e-6)
    found = {part.name: part.variance for part in fit.components}
    assert (found["respondent"], found["site"], found["residual"]) == near(
        (known["var_person"], known["var_practice"], known["var_resid"])
    )
    for number, line in enumerate(np.eye(2)):
        test = contrast_test(fit, line)
        assert test.standard_error == near(known["kr_se"][number])
        assert test.degrees_of_freedom == pytest.approx(known["kr_df"][number], abs=1e-2)


def test_sleepstudy() -> None:
    """Blocks sleepstudy.random_intercept and sleepstudy_emmeans (R 4.2.2, lme4, pbkrtest, emmeans)."""
    columns, known = table("sleepstudy"), expected("sleepstudy")["random_intercept"]
    days, emmeans = numbers(columns["Days"]), expected("sleepstudy_emmeans")
    fit = fit_mixed_model(
        numbers(columns["Reaction"]), np.column_stack([np.ones(days.size), days]), columns["Subject"],
        np.full(days.size, ""), days, "site_intercepts",
    )  # fmt: skip
    assert isinstance(fit, MixedModelFit)
    assert [part.variance for part in fit.components] == near(known["vcov"])
    assert fit.reml_criterion == pytest.approx(known["remlcrit"], abs=1e-6)
    tests = [contrast_test(fit, line) for line in np.eye(2)]
    assert [test.degrees_of_freedom for test in tests] == pytest.approx(known["kr_df"], abs=1e-2)
    assert [test.estimate for test in tests] == near(known["beta"])
    last = contrast_test(fit, [1, 9])
    assert (last.estimate, last.standard_error) == near(
        (emmeans["emm"]["emmean"][1], emmeans["emm"]["SE"][1])
    )
    low, high = emmeans["emm"]["lower.CL"][1], emmeans["emm"]["upper.CL"][1]
    assert last.interval(0.95) == near((low, high))
    difference = contrast_test(fit, [0, -9])
    assert difference.interval(0.95) == near(
        (emmeans["contrast"]["lower.CL"], emmeans["contrast"]["upper.CL"])
    )


def test_paired_t_is_a_special_case() -> None:
    """Student (1908): R 4.2.2 t.test(paired = TRUE) gives t 4.0621, df 9, p 0.002833."""
    later = np.repeat([0.0, 1.0], 10)
    person = np.tile(np.arange(10), 2)
    fit = fit_mixed_model(
        np.concatenate([SLEEP_BASELINE, SLEEP_FOLLOW_UP]), np.column_stack([np.ones(20), later]), person,
        [""] * 20, later, "site_intercepts",
    )  # fmt: skip
    assert isinstance(fit, MixedModelFit)
    test = contrast_test(fit, [0, 1])
    assert test.estimate / test.standard_error == pytest.approx(4.0621, abs=5e-5)
    assert test.degrees_of_freedom == pytest.approx(9, rel=1e-8)
    assert test.p_value == pytest.approx(0.002833, abs=5e-7)


def test_balanced_one_way_analysis_of_variance() -> None:
    """By hand: four sites of three rows, means 2, 4, 4, 6, rows at mean -1, 0, +1: within 1, between 8."""
    scores = (np.array([2.0, 4.0, 4.0, 6.0])[:, None] + np.array([-1.0, 0.0, 1.0])).ravel()
    site = np.repeat(list("abcd"), 3)
    fit = fit_mixed_model(scores, np.ones((12, 1)), site, [""] * 12, np.zeros(12), "site_intercepts")
    assert isinstance(fit, MixedModelFit)
    found = {part.name: part.variance for part in fit.components}
    assert found == pytest.approx({"site": (8 - 1) / 3, "residual": 1}, rel=1e-8)
    test = contrast_test(fit, [1])
    assert (test.estimate, test.standard_error) == pytest.approx((4, np.sqrt(8 / 12)), rel=1e-8)
    assert test.degrees_of_freedom == pytest.approx(3, rel=1e-8)


def test_a_respondent_of_two_sites_is_two_persons_and_an_empty_id_is_one() -> None:
    columns = survey("unbalanced")
    size = columns["score"].size
    design = np.column_stack([np.ones(size), columns["timepoint"]])

    def fit(site: Any, respondent: Any) -> MixedModelFit | NotFitted:
        return fit_mixed_model(columns["score"], design, site, respondent, columns["timepoint"])

    keyed = np.char.add(np.char.add(columns["site"], "/"), columns["respondent"])
    same, apart = fit(columns["site"], columns["respondent"]), fit(columns["site"], keyed)
    assert isinstance(same, MixedModelFit)
    assert isinstance(apart, MixedModelFit)
    assert same.reml_criterion == pytest.approx(apart.reml_criterion, abs=1e-9)
    assert same.persons == apart.persons == np.unique(keyed).size
    for empty in (np.full(size, ""), np.full(size, None), np.full(size, np.nan)):
        alone = fit(columns["site"], empty)
        assert isinstance(alone, MixedModelFit)
        assert alone.persons == size
        assert alone.dropped == ("no respondent answered twice: fitted without a respondent term",)


@pytest.mark.parametrize(
    ("outcome", "design", "structure", "words"),
    [
        (np.ones(3), np.ones((4, 1)), "site_slopes", "shapes"),
        (np.full(4, np.nan), np.ones((4, 1)), "site_slopes", "missing"),
        (np.empty(0), np.empty((0, 1)), "site_slopes", "at least one"),
        (np.ones(4), np.ones((4, 1)), "crossed", "structure"),
    ],
)
def test_wrong_input_is_refused(outcome: Any, design: Any, structure: Any, words: str) -> None:
    size = len(outcome)
    with pytest.raises(ValueError, match=words):
        fit_mixed_model(outcome, design, np.ones(size), np.ones(size), np.ones(size), structure)


def _few_pairs() -> tuple[Any, ...]:
    """38 rows, 10 sites, one respondent twice: a valley so long and curved that Newton steps crawl in it."""
    site, respondent, time, thirds = np.loadtxt(
        DATA / "few_pairs.csv", delimiter=",", skiprows=1, unpack=True
    )
    return thirds / 3, np.column_stack([np.ones(time.size), time]), site, respondent, time


def test_in_a_long_curved_valley_the_minimum_is_reached() -> None:
    """R 4.2.2, lme4 1.1.31, lmer(score ~ timepoint + (1 + timepoint || site) + (1 | person)) with bobyqa,
    rhoend 1e-12, the best of four starts; standard error and df by pbkrtest. 200 Newton steps end at a
    criterion of 111.3983 and a change of 0.6309."""
    fit = fit_mixed_model(*_few_pairs())
    assert isinstance(fit, MixedModelFit)
    assert fit.reml_criterion == pytest.approx(111.3975850314, abs=1e-7)
    assert fit.coefficients[1] == near(0.6381568234)
    assert {part.name: part.variance for part in fit.components} == near(
        {"site": 0, "site_slope": 0.3870954282, "respondent": 0.9847047942, "residual": 0.02543732005}
    )
    test = contrast_test(fit, [0, 1])
    assert test is not None
    assert test.standard_error == near(0.5431159049)
    assert test.degrees_of_freedom == pytest.approx(5.8470593647, abs=1e-2)


def test_steps_that_run_out_are_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reml, "ROUNDS", 0)
    fit = fit_mixed_model(*_few_pairs())
    assert isinstance(fit, NotFitted)
    assert fit.reason == NOT_FOUND


def test_one_matched_pair_leaves_a_flat_criterion_and_its_minimum_is_reached() -> None:
    """36 rows, 6 sites, one respondent twice: the criterion falls ever more slowly toward large ratios.

    R 4.2.2, lme4 1.1.31, lmer(y ~ time + (1 | site) + (0 + time | site) + (1 | person)) with bobyqa, rhoend
    1e-10: REML criterion 67.9273865, change 0.2199984. A search that stops after small steps ends at
    68.0545 with a change of 0.1895, as good as a fit to look at.
    """
    scores = [
        3.26, 3.48, 3.0, 2.55, 2.14, 2.3, 2.54, 2.95, 2.1, 2.19, 3.0, 1.69,
        2.64, 3.26, 2.08, 2.19, 2.23, 3.42, 2.99, 1.97, 2.78, 3.99, 3.77, 3.72,
        2.76, 1.83, 3.04, 3.0, 2.98, 4.21, 3.17, 3.43, 3.46, 3.06, 2.57, 2.72,
    ]  # fmt: skip
    time = np.tile([0.0, 1.0], 18)
    site = np.repeat([f"s{number}" for number in range(6)], 6)
    respondent = np.array(["p", "p", *[""] * 34])
    fit = fit_mixed_model(scores, np.column_stack([np.ones(36), time]), site, respondent, time)
    assert isinstance(fit, MixedModelFit)
    assert fit.reml_criterion <= 67.9273865 + 1e-6
    assert fit.coefficients[1] == pytest.approx(0.2199984, abs=1e-5)
