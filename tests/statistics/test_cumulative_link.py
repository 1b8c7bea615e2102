import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.cumulative_link import CumulativeLinkChange, cumulative_link_change
from impl_eval.statistics.cumulative_link_likelihood import OrdinalAnswers, scores_and_information
from tests.statistics.known import PROPERTY, expected, numbers, table

INDEX = np.arange(40)
LATER = INDEX >= 20
ANSWERS = 1 + (INDEX * 7 % 11 + 4 * LATER + INDEX % 5) // 5.0
SITE = INDEX % 6
YEARS = INDEX * 13 % 17


def _values(result: CumulativeLinkChange) -> list[float | None]:
    return [threshold.value for threshold in result.thresholds] + [result.log_odds_ratio.value]


def test_knowledge_item() -> None:
    """R 4.2.2, ordinal 2022.11.16 `clm`, block synthetic_clmm_knowledge_1.clm; by practice: sandwich 3.0.2
    vcovCL(fit, practice, type = "HC0", cadjust = TRUE), qt and pt with 23 df.
    """
    known, columns = expected("synthetic_clmm_knowledge_1")["clm"], table("synthetic_partially_matched")
    result = cumulative_link_change(
        numbers(columns["knowledge_1"]), numbers(columns["wave"]) == 1, columns["practice"]
    )
    assert _values(result) == pytest.approx(list(known["coef"].values()), rel=1e-8)
    assert result.model_standard_error.value == pytest.approx(known["se"]["wave"], rel=1e-8)
    assert result.log_likelihood.value == pytest.approx(known["logLik"], rel=1e-9)
    assert result.standard_error.value == pytest.approx(0.208223519711, rel=1e-8)
    assert result.degrees_of_freedom.value == 23
    assert (result.odds_ratio.low, result.odds_ratio.high) == pytest.approx(
        (1.698389987239, 4.019538413061), rel=1e-8
    )
    assert result.p_value.value == pytest.approx(0.000122282799537, rel=1e-7)
    assert (result.odds_ratio.n, result.categories) == (186, (1.0, 2.0, 3.0, 4.0, 5.0))


def test_with_a_covariate() -> None:
    """R 4.2.2, ordinal 2022.11.16 clm(factor(y) ~ later + years), sandwich 3.0.2 vcovCL as above, 5 df."""
    result = cumulative_link_change(ANSWERS, LATER, SITE, covariates=YEARS[:, None], names=["years"])
    assert _values(result) == pytest.approx(
        [-1.0724604673327, 1.07114764290961, 3.43908801207307, 1.91541623187115], abs=1e-7
    )
    assert result.model_standard_error.value == pytest.approx(0.6587602156759, rel=1e-7)
    assert result.standard_error.value == pytest.approx(0.642296945848, rel=1e-7)
    assert result.log_likelihood.value == pytest.approx(-45.2659981265, rel=1e-9)
    assert (result.odds_ratio.low, result.odds_ratio.high) == pytest.approx(
        (1.3025701742656, 35.3922579397076), rel=1e-6
    )
    assert result.p_value.value == pytest.approx(0.0307242647967, rel=1e-6)
    assert "timepoint, years," in result.odds_ratio.method


def test_two_categories_are_logistic_regression() -> None:
    """R 4.2.2, clm on two categories; by hand log(13 / 7 x 14 / 6): 6 of 20 before, 13 of 20 after."""
    result = cumulative_link_change((ANSWERS >= 3).astype(float), LATER, SITE)
    assert result.odds_ratio.value == pytest.approx(13 / 7 * 14 / 6)
    assert _values(result)[0] == pytest.approx(-math.log(6 / 14))
    assert result.model_standard_error.value == pytest.approx(0.676664949830, rel=1e-6)
    assert result.standard_error.value == pytest.approx(0.883906384062, rel=1e-6)
    assert result.log_likelihood.value == pytest.approx(-25.166218821791, rel=1e-9)


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=4, max_size=50),
    st.lists(st.floats(-2, 2), min_size=6, max_size=6),
)
def test_derivatives_are_those_of_the_likelihood(rows: list[tuple[int, bool]], draws: list[float]) -> None:
    """Against central differences, also where a category holds nobody: the likelihood does not mind."""
    categories, later = (np.array(column) for column in zip(*rows, strict=True))
    design = np.column_stack([later.astype(float), np.arange(len(rows)) % 3])
    answers = OrdinalAnswers(categories.astype(np.intp), design, 5)
    parameters = np.concatenate([np.cumsum([draws[0], 0.7, 1.1, 0.4]), draws[4:]])
    _, scores, information = scores_and_information(answers, parameters)
    steps = 1e-5 * np.eye(6)
    slopes = [
        (
            scores_and_information(answers, parameters + s)[0]
            - scores_and_information(answers, parameters - s)[0]
        )
        / 2e-5
        for s in steps
    ]
    assert scores.sum(axis=0) == pytest.approx(np.array(slopes), abs=1e-4)
    bends = [
        scores_and_information(answers, parameters - s)[1].sum(axis=0)
        - scores_and_information(answers, parameters + s)[1].sum(axis=0)
        for s in steps
    ]
    assert information == pytest.approx(np.array(bends) / 2e-5, abs=1e-4)


@PROPERTY
@given(st.permutations(range(40)))
def test_order_of_rows_and_names_of_categories_do_not_matter(order: list[int]) -> None:
    plain = cumulative_link_change(ANSWERS, LATER, SITE)
    other = cumulative_link_change(10 * ANSWERS[order] ** 3, LATER[order], SITE[order])
    assert _values(other) == pytest.approx(_values(plain), abs=1e-9)
    assert other.standard_error.value == pytest.approx(plain.standard_error.value)
    turned = cumulative_link_change(-ANSWERS, LATER, SITE)
    assert turned.log_odds_ratio.value == pytest.approx(-(plain.log_odds_ratio.value or 0), abs=1e-9)
    assert turned.p_value.value == pytest.approx(plain.p_value.value)


def test_unused_categories_and_missing_rows() -> None:
    plain = cumulative_link_change(ANSWERS, LATER, SITE)
    spread = np.where(ANSWERS >= 3, ANSWERS + 1, ANSWERS)
    again = cumulative_link_change(np.append(spread, math.nan), np.append(LATER, True), np.append(SITE, 9))
    assert again.categories == (1.0, 2.0, 4.0, 5.0)
    assert _values(again) == pytest.approx(_values(plain), abs=1e-9)
    assert again.p_value.value == pytest.approx(plain.p_value.value)
    assert again.p_value.n == 40
    unknown = np.where(INDEX == 7, math.nan, YEARS)[:, None]
    assert cumulative_link_change(ANSWERS, LATER, SITE, covariates=unknown).p_value.n == 39
    constant = cumulative_link_change(ANSWERS, LATER, SITE, covariates=np.ones((40, 1)))
    assert constant.odds_ratio.reason == "timepoint and covariates depend linearly on each other"


def test_few_sites_leave_the_odds_ratio_without_inference() -> None:
    result = cumulative_link_change(ANSWERS, LATER, INDEX % 4)
    assert result.odds_ratio.value is not None
    assert result.model_standard_error.value is not None
    assert (result.odds_ratio.low, result.standard_error.value, result.p_value.value) == (None, None, None)
    assert result.p_value.reason == "only 4 sites: at least 5 are needed for inference over sites"
    one = cumulative_link_change(ANSWERS, LATER, np.zeros(40))
    assert one.odds_ratio.reason.startswith("only 1 site:")


@pytest.mark.parametrize(
    ("answers", "later", "reason"),
    [
        ([], [], "nobody answered"),
        ([math.nan, 3], [False, True], "nobody answered at baseline"),
        ([1, 2], [False, False], "nobody answered at follow-up"),
        ([3, 3, 3, 3], [False, False, True, True], "everybody gave the same answer"),
        ([1, 2, 3, 4], [False, False, True, True], "the answers are separated by timepoint or covariates"),
        ([1, 1, 2, 2, 3], [False, False, False, True, True], "the answers are separated by timepoint"),
        ([1, 1, 1, 2], [False, False, True, True], "the answers are separated by timepoint"),
    ],
)
def test_no_odds_ratio_and_why(answers: list[float], later: list[bool], reason: str) -> None:
    result = cumulative_link_change(answers, later, np.arange(len(answers)))
    assert result.odds_ratio.value is None
    assert result.odds_ratio.reason.startswith(reason)
    assert (result.p_value.reason, result.thresholds) == (result.odds_ratio.reason, ())


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="equal lengths"):
        cumulative_link_change([1, 2], [True], ["a", "b"])
    with pytest.raises(ValueError, match="neither timepoint"):
        cumulative_link_change([1, 2], [1, 2], ["a", "b"])
    with pytest.raises(ValueError, match="infinite"):
        cumulative_link_change([1, math.inf], [True, False], ["a", "b"])
    with pytest.raises(ValueError, match="row of covariates"):
        cumulative_link_change([1, 2], [True, False], ["a", "b"], covariates=[[1.0]])
