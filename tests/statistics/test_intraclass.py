"""ICC(1), design effect, correlations of scores, and patterns of missing answers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.intraclass import icc_of_sites
from impl_eval.statistics.missing_patterns import missing_patterns
from impl_eval.statistics.scale_correlations import score_correlation
from tests.statistics.known import PROPERTY, expected, numbers, table
from tests.statistics.test_omega import small_survey

SCORES = [3, 4, 5, 2, 2, 3, 5, 5, 4, 4, 1, 2, 3, 3]
SITES = ["a"] * 3 + ["b"] * 3 + ["c"] * 4 + ["d"] * 2 + ["e"] * 2


def test_shrout_fleiss() -> None:
    """R 4.2.2, psych 2.2.9: ICC1 of four judges of six targets, with the F interval of equal groups."""
    known = expected("icc_shrout_fleiss")
    ratings = np.column_stack([numbers(column) for column in table("shrout_fleiss").values()])
    found = icc_of_sites(ratings.ravel(), np.repeat(np.arange(6), 4)).icc
    assert found.value == pytest.approx(known["ICC"][0], rel=1e-8)
    assert (found.low, found.high) == pytest.approx((known["lower"][0], known["upper"][0]), rel=1e-8)


def test_unequal_sites() -> None:
    """R 4.2.2, base: anova(lm(y ~ g)) and uniroot() on Wald's weighted ratio against qf(.975), qf(.025)."""
    found = icc_of_sites(SCORES, SITES)
    assert found.icc.value == pytest.approx(0.744491637908, abs=1e-11)
    assert (found.icc.low, found.icc.high) == pytest.approx((0.239203022380, 0.965640223539), abs=1e-10)
    assert (found.sites, found.mean_size) == (5, 3)
    assert found.design_effect.value == pytest.approx(2.488983275816, abs=1e-11)
    assert found.design_effect.low == pytest.approx(1 + 2 * found.icc.low, rel=1e-12)


def test_very_unequal_sites() -> None:
    """R 4.2.2, base: as above; the lower limit lies at the smallest possible ICC, -1 / (8 - 1)."""
    scores = [3, 4, 5, 2, 2, 3, 5, 5, 4, 4, 1, 2, 3, 3, 5]
    found = icc_of_sites(scores, [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 1, 1, 1, 1, 4]).icc
    assert found.value == pytest.approx(0.0778367372123, abs=1e-11)
    assert (found.low, found.high) == pytest.approx((-1 / 7, 0.8648312246934), abs=1e-9)


def test_wald_covers() -> None:
    """1,000 samples with true ICC .2 in sites of 2 to 15: 95 % within three Monte Carlo errors."""
    random = np.random.default_rng(5)
    sizes = [2, 2, 3, 4, 6, 9, 12, 15]
    sites = np.repeat(np.arange(8), sizes)
    inside = 0
    for _ in range(1000):
        scores = random.normal(size=8)[sites] * math.sqrt(0.2) + random.normal(size=53) * math.sqrt(0.8)
        found = icc_of_sites(scores, sites).icc
        inside += found.low <= 0.2 <= found.high
    assert abs(inside / 1000 - 0.95) < 3 * math.sqrt(0.95 * 0.05 / 1000)


@PROPERTY
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=2, max_size=30),
    st.floats(0.5, 4),
    st.floats(-9, 9),
)
def test_icc_does_not_depend_on_order_unit_or_origin(
    rows: list[tuple[int, int]], scale: float, shift: float
) -> None:
    sites, scores = np.array(rows).T
    found = icc_of_sites(scores, sites).icc
    again = icc_of_sites(scores[::-1] * scale + shift, sites[::-1]).icc
    assert again.reason == found.reason
    if found.value is not None:
        assert again.value == pytest.approx(found.value, abs=1e-8)
    if found.low is not None:
        assert found.low <= found.value <= found.high <= 1
        assert again.low == pytest.approx(found.low, abs=1e-6)


def test_icc_odd_cases_have_reasons() -> None:
    assert icc_of_sites([], np.array([], dtype=str)).icc.reason == "there are no scores"
    assert icc_of_sites([1.0, 2.0], ["a", "a"]).icc.reason.startswith("all scores are of one site")
    assert icc_of_sites([1.0, 2.0], ["a", "b"]).icc.reason == "no site has more than one score"
    constant = icc_of_sites([3.0, 3.0, 3.0], ["a", "a", "b"])
    assert constant.icc.reason == constant.design_effect.reason == "the scores do not vary"
    between = icc_of_sites([1.0, 1.0, 2.0, math.nan], ["a", "a", "b", "b"])
    assert (between.icc.value, between.icc.n, between.icc.low) == (1.0, 3, None)
    assert between.design_effect.reason.startswith("no interval")
    with pytest.raises(ValueError, match="one site for each score"):
        icc_of_sites([1.0], ["a", "b"])
    with pytest.raises(ValueError, match="infinite"):
        icc_of_sites([math.inf], ["a"])


def test_score_correlation() -> None:
    """R 4.2.2, stats: cor.test of the first two items of the small survey."""
    items = small_survey()
    found = score_correlation(np.append(items[:, 0], 3), np.append(items[:, 1], math.nan))
    assert (found.value, found.n) == (pytest.approx(0.76587762852, rel=1e-10), 60)
    assert (found.low, found.high) == pytest.approx((0.635552073869, 0.853765979550), rel=1e-10)


@PROPERTY
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=0, max_size=15))
def test_score_correlation_laws(rows: list[tuple[int, int]]) -> None:
    a, b = np.array(rows, dtype=float).reshape(-1, 2).T
    found, turned, mirrored = score_correlation(a, b), score_correlation(b, a), score_correlation(a, 6 - b)
    assert found.reason == turned.reason == mirrored.reason
    if found.value is not None:
        assert turned.value == pytest.approx(found.value, abs=1e-12)
        assert mirrored.value == pytest.approx(-found.value, abs=1e-12)
        assert -1 <= found.value <= 1


def test_score_correlation_odd_cases() -> None:
    assert score_correlation([1, 2], [1, math.nan]).reason.startswith("1 respondents have both")
    assert score_correlation([1, 2, 3], [2, 2, 2]).reason == "one of the scores does not vary"
    assert score_correlation([1, 2, 3], [3, 1, 1]).reason == "no interval: it needs at least 4 respondents"
    assert score_correlation([1, 2, 3, 4], [2, 4, 6, 8]).reason.startswith("no interval: one score is")
    with pytest.raises(ValueError, match="two scores"):
        score_correlation([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="infinite"):
        score_correlation([math.inf], [1.0])


def test_missing_patterns_by_hand() -> None:
    marks = np.array([[0, 0], [0, 1], [0, 1], [0, 0], [0, 0], [1, 1], [1, 0]], dtype=bool)
    found = missing_patterns(marks, most=2)
    assert [(one.missing, one.count) for one in found.patterns] == [((False, False), 3), ((False, True), 2)]
    assert found.patterns[0].share.value == 3 / 7
    assert (found.n, found.different, found.not_listed, found.complete, found.empty) == (7, 4, 2, 3, 1)
    assert missing_patterns(np.zeros((0, 3), dtype=bool)).patterns == ()
    with pytest.raises(ValueError, match="true and false"):
        missing_patterns(np.zeros((2, 2)))


@PROPERTY
@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=20), st.integers(1, 8))
def test_patterns_count_every_row_once(rows: list[list[bool]], most: int) -> None:
    found = missing_patterns(np.array(rows), most=most)
    assert sum(one.count for one in found.patterns) + found.not_listed == len(rows)
    assert found == missing_patterns(np.array(rows[::-1]), most=most)
