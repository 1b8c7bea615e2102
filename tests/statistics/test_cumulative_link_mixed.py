import math

import numpy as np
import pytest

from impl_eval.statistics.cumulative_link import cumulative_link_change
from impl_eval.statistics.cumulative_link_mixed import (
    CumulativeLinkMixedChange,
    cumulative_link_mixed_change,
)
from tests.statistics.known import expected, numbers, table
from tests.statistics.test_cumulative_link import ANSWERS, INDEX, LATER, SITE

RESPONDENTS = [f"r{number}" for number in range(20)] + [f"r{number}" for number in range(14)] + [""] * 6


def _item(name: str) -> CumulativeLinkMixedChange:
    columns = table("synthetic_partially_matched")
    return cumulative_link_mixed_change(
        numbers(columns[name]), numbers(columns["wave"]) == 1, columns["person"]
    )


def _coefficients(result: CumulativeLinkMixedChange) -> list[float | None]:
    return [threshold.value for threshold in result.thresholds] + [result.log_odds_ratio.value]


def _errors(result: CumulativeLinkMixedChange) -> list[float | None]:
    return [error.value for error in result.threshold_errors] + [result.standard_error.value]


def test_knowledge_item() -> None:
    """R 4.2.2, ordinal 2022.11.16 `clmm`, nAGQ = 10, block synthetic_clmm_knowledge_1.nAGQ10_person."""
    known, result = expected("synthetic_clmm_knowledge_1")["nAGQ10_person"], _item("knowledge_1")
    assert _coefficients(result) == pytest.approx(list(known["coef"].values()), abs=1e-5)
    assert [*_errors(result), result.log_deviation_error.value] == pytest.approx(
        list(known["se"].values()), abs=1e-5
    )
    assert result.log_likelihood.value == pytest.approx(known["logLik"], abs=1e-7)
    assert result.respondent_variance.value == pytest.approx(known["var"], abs=1e-5)
    assert result.respondents == 130


def test_respondents_who_differ_much() -> None:
    """R 4.2.2, ordinal 2022.11.16: clmm(factor(resources_2) ~ wave + (1 | person), nAGQ = 10)."""
    result = _item("resources_2")
    assert _coefficients(result) == pytest.approx(
        [-4.428369028413, -2.120234102946, 0.561792803546, 4.204328938961, 0.333756782785], abs=1e-4
    )
    assert _errors(result) == pytest.approx(
        [0.723406608389, 0.462502256103, 0.361912894251, 0.695189038374, 0.338399631998], abs=1e-4
    )
    assert result.respondent_variance.value == pytest.approx(7.56226816372, abs=2e-4)
    assert result.log_likelihood.value == pytest.approx(-266.80861525487, abs=1e-5)


def test_few_rows() -> None:
    """R 4.2.2, ordinal 2022.11.16: clmm(factor(y) ~ later + (1 | person), nAGQ = 10), 40 rows, 26 people."""
    result = cumulative_link_mixed_change(ANSWERS, LATER, RESPONDENTS)
    assert _coefficients(result) == pytest.approx(
        [-1.14839186811, 1.14896395990, 3.68464608026, 2.03687018080], abs=1e-4
    )
    assert _errors(result) == pytest.approx(
        [0.609426758019, 0.537247099844, 0.977291966928, 0.756380937624], abs=1e-4
    )
    assert result.log_deviation_error.value == pytest.approx(1.544869515191, abs=1e-3)
    assert result.respondent_variance.value == pytest.approx(0.361103551494, abs=1e-4)
    assert result.log_likelihood.value == pytest.approx(-45.197605570230, abs=1e-6)
    assert result.respondents == 26


def test_all_but_one_respondent_agree_with_themselves() -> None:
    """R 4.2.2, ordinal 2022.11.16 as above, less converged there: logLik -33.71458, ours is higher."""
    people = [f"r{number}" for number in range(20)] * 2
    result = cumulative_link_mixed_change(
        np.append(np.tile(ANSWERS[:20], 2), [1.0, 3.0]), np.append(LATER, [False, True]), [*people, "x", "x"]
    )
    assert result.log_odds_ratio.value == pytest.approx(0.8661696815, abs=2e-3)
    assert result.standard_error.value == pytest.approx(1.0734581011, abs=2e-3)
    assert result.respondent_variance.value == pytest.approx(43.3128221066, rel=0.01)
    assert result.log_likelihood.value == pytest.approx(-33.7145839026, abs=2e-4)
    assert (result.log_likelihood.value or 0) > -33.7145839026


def test_the_sign_turns_with_the_categories_and_order_does_not_matter() -> None:
    plain = cumulative_link_mixed_change(ANSWERS, LATER, RESPONDENTS)
    order = np.random.default_rng(1).permutation(40)
    turned = cumulative_link_mixed_change(-ANSWERS[order], LATER[order], [RESPONDENTS[row] for row in order])
    assert turned.log_odds_ratio.value == pytest.approx(-(plain.log_odds_ratio.value or 0), abs=1e-5)
    assert turned.respondent_variance.value == pytest.approx(plain.respondent_variance.value, abs=1e-4)


def test_respondents_who_do_not_resemble_themselves_have_no_variance() -> None:
    """One respondent's answers differ more than those of two: no intercept is left."""
    answers = np.append(np.arange(30) % 3, 3 - np.arange(30) % 3).astype(float)
    later, people = np.repeat([False, True], 30), [f"r{number}" for number in range(30)] * 2
    result = cumulative_link_mixed_change(answers, later, people)
    plain = cumulative_link_change(answers, later, np.tile(np.arange(30) % 6, 2))
    assert result.respondent_variance.value == 0
    assert result.notes == ("the variance between respondents is estimated as zero",)
    assert result.log_deviation_error.reason == result.notes[0]
    assert result.log_odds_ratio.value == pytest.approx(plain.log_odds_ratio.value, abs=1e-4)
    assert result.standard_error.value == pytest.approx(plain.model_standard_error.value, abs=1e-4)
    assert result.log_likelihood.value == pytest.approx(plain.log_likelihood.value, abs=1e-6)


def test_odd_cases_have_reasons() -> None:
    alone = cumulative_link_mixed_change(ANSWERS, LATER, [""] * 40)
    assert alone.odds_ratio.reason == "nobody answered twice: respondents cannot be told from chance"
    people = [f"r{number}" for number in range(20)] * 2
    agree = cumulative_link_mixed_change(np.tile(ANSWERS[:20], 2), LATER, people)
    assert (
        agree.odds_ratio.reason == "the likelihood has no maximum: answers of one respondent agree too well"
    )
    split = cumulative_link_mixed_change([1, 2, 3, 4], [False, False, True, True], ["a", "b", "a", "b"])
    assert split.odds_ratio.reason.startswith("the answers are separated")
    assert cumulative_link_mixed_change([], [], []).log_likelihood.reason == "nobody answered"
    with pytest.raises(ValueError, match="equal lengths"):
        cumulative_link_mixed_change([1, 2], [True, False], ["a"])
    with pytest.raises(ValueError, match="infinite"):
        cumulative_link_mixed_change([1, math.inf], [True, False], ["a", "b"])


def test_site_is_no_part_of_it() -> None:
    result = cumulative_link_mixed_change(ANSWERS, LATER, RESPONDENTS, covariates=SITE[:, None], names=["s"])
    assert "timepoint, s with a random intercept" in result.odds_ratio.method
    assert result.odds_ratio.n == INDEX.size
