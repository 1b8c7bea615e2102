import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.marginal_homogeneity import (
    MarginalTest,
    bhapkar,
    bowker,
    ordinal_marginal_test,
    stuart_maxwell,
    transition_table,
)
from tests.statistics.known import PROPERTY, expected


def _numbers(test: MarginalTest) -> tuple[float | None, float | None, float | None]:
    freedom = test.degrees_of_freedom.value if test.degrees_of_freedom else None
    return test.statistic.value, freedom, test.p_value.value


def test_vision() -> None:
    """R 4.2.2, coin 1.4.2 and plain R, blocks vision_women_table and stuart_maxwell_vision."""
    known, table = expected("stuart_maxwell_vision"), expected("vision_women_table")
    assert _numbers(stuart_maxwell(table)) == pytest.approx(
        (known["stuart_maxwell"], known["df"], known["p"]), rel=1e-8
    )
    assert _numbers(bhapkar(table)) == pytest.approx((known["bhapkar"], 3, known["bhapkar_p"]), rel=1e-8)
    assert _numbers(bowker(table)) == pytest.approx(
        (known["bowker"], known["bowker_df"], known["bowker_p"]), rel=1e-8
    )
    ordinal = ordinal_marginal_test(table)
    assert ordinal.statistic.value == pytest.approx(-known["ordinal_scores"]["stat"], rel=1e-8)
    assert ordinal.p_value.value == pytest.approx(known["ordinal_scores"]["p"], rel=1e-8)
    assert ordinal.statistic.n == 7477


def test_sparse_likert_table() -> None:
    """Block bowker_likert_emptycells_dropped (df 9, not 10); R 4.2.2, coin 1.4.2 mh_test for the rest.

    statsmodels' default adds .5 to every cell here and gives 20.07 for 25.02.
    """
    known, table = expected("bowker_likert_emptycells_dropped"), expected("likert_table")
    assert _numbers(bowker(table)) == pytest.approx((known["stat"], known["df"], known["p"]), rel=1e-8)
    assert _numbers(stuart_maxwell(table)) == pytest.approx((25.016286602, 4, 4.99318945558e-05), rel=1e-8)
    assert _numbers(bhapkar(table)) == pytest.approx((29.6525095922, 4, 5.75993401421e-06), rel=1e-8)
    ordinal = ordinal_marginal_test(table)
    assert (ordinal.statistic.value, ordinal.p_value.value) == pytest.approx(
        (4.98007077986, 6.3561022605e-07), rel=1e-8
    )


EMPTY_CATEGORY = [[5, 0, 6, 3], [0, 0, 0, 0], [1, 0, 7, 8], [0, 0, 2, 9]]
TWO_GROUPS = [[4, 3, 0, 0], [1, 5, 0, 0], [0, 0, 6, 4], [0, 0, 2, 7]]
STAYERS_ONLY = [[3, 0, 0], [0, 5, 4], [0, 1, 6]]


@pytest.mark.parametrize(
    ("table", "maxwell", "freedom", "p", "symmetry", "pairs", "z"),
    [
        (EMPTY_CATEGORY, 10.0, 2, 0.00673794699909, 10.1714285714, 3, 3.10086836473),
        (TWO_GROUPS, 1.66666666667, 2, 0.434598208507, 1.66666666667, 2, 1.26491106407),
        (STAYERS_ONLY, 1.8, 1, 0.179712494879, 1.8, 1, 1.3416407865),
    ],
)
def test_categories_between_which_nobody_moved(
    table: list[list[int]], maxwell: float, freedom: int, p: float, symmetry: float, pairs: int, z: float
) -> None:
    """R 4.2.2, coin 1.4.2: mh_test(as.table(M)), its df the rank of the covariance; Bowker in plain R."""
    assert _numbers(stuart_maxwell(table)) == pytest.approx((maxwell, freedom, p), rel=1e-8)
    assert _numbers(bowker(table))[:2] == pytest.approx((symmetry, pairs), rel=1e-8)
    assert ordinal_marginal_test(table).statistic.value == pytest.approx(z, rel=1e-8)


TABLES = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 12), min_size=k, max_size=k), min_size=k, max_size=k)
)


@PROPERTY
@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_categories_and_direction_do_not_matter(cells: list[list[int]], random: Random) -> None:
    table = np.array(cells)
    order = list(range(len(table)))
    random.shuffle(order)
    for test in (stuart_maxwell, bhapkar, bowker):
        plain = _numbers(test(table))
        for other in (table.T, table[np.ix_(order, order)]):
            again = _numbers(test(other))
            assert [number is None for number in again] == [number is None for number in plain]
            for one, two in zip(again, plain, strict=True):
                assert one is None or one == pytest.approx(two, rel=1e-7, abs=1e-9)
    forth, back = ordinal_marginal_test(table), ordinal_marginal_test(table.T)
    if forth.statistic.value is not None:
        assert back.statistic.value == pytest.approx(-forth.statistic.value)


@PROPERTY
@given(TABLES)
def test_against_the_generalised_inverse(cells: list[list[int]]) -> None:
    """d' pinv(V) d with numpy's rank: the textbook form, for every pattern of empty cells."""
    table = np.array(cells, dtype=float)
    difference = table.sum(axis=1) - table.sum(axis=0)
    covariance = np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T
    value, freedom, _ = _numbers(stuart_maxwell(cells))
    rank = np.linalg.matrix_rank(covariance)
    assert (freedom or 0) == rank
    if rank:
        assert value == pytest.approx(
            difference @ np.linalg.pinv(covariance) @ difference, rel=1e-7, abs=1e-9
        )


def test_two_categories_are_mcnemar() -> None:
    """By hand: (20 - 7)^2 / 27."""
    table = [[30, 20], [7, 23]]
    for test in (stuart_maxwell, bowker):
        assert test(table).statistic.value == pytest.approx(169 / 27)
    assert ordinal_marginal_test(table).statistic.value == pytest.approx(13 / math.sqrt(27))


def test_odd_cases_have_reasons() -> None:
    for test in (stuart_maxwell, bhapkar, bowker, ordinal_marginal_test):
        still = test(np.diag([3, 4, 0]))
        assert (still.statistic.value, still.statistic.n) == (None, 7)
        assert still.p_value.reason == "nobody's answer changed"
        assert test([[0, 0], [0, 0]]).p_value.reason == "there are no pairs"
    alike = bhapkar([[0, 9], [0, 0]])
    assert (
        alike.statistic.reason == "all respondents moved alike: the covariance of the differences is singular"
    )
    assert stuart_maxwell([[0, 9], [0, 0]]).statistic.value == pytest.approx(9)
    assert ordinal_marginal_test([[1, 2], [3, 4]], [1, 1]).p_value.value is None


def test_transition_table() -> None:
    assert transition_table([1, 2, 2, 5], [2, 2, 5, 5], [1, 2, 5]).tolist() == [
        [0, 1, 0],
        [0, 1, 1],
        [0, 0, 1],
    ]
    assert transition_table([], [], [1, 2]).sum() == 0
    with pytest.raises(ValueError, match="none of the categories"):
        transition_table([1], [3], [1, 2])
    with pytest.raises(ValueError, match="twice"):
        transition_table([1], [1], [1, 1])
    with pytest.raises(ValueError, match="incomplete"):
        transition_table([1], [math.nan], [1, 2])


@pytest.mark.parametrize("table", [[1, 2], [[1, 2]], [[1, -1], [0, 1]], [[0.5, 1], [1, 1]], np.empty((0, 0))])
def test_what_is_no_table_is_refused(table: object) -> None:
    with pytest.raises(ValueError, match="square table"):
        bowker(np.array(table))


def test_scores_must_fit() -> None:
    with pytest.raises(ValueError, match="score for each category"):
        ordinal_marginal_test([[1, 2], [3, 4]], [1, 2, 3])
