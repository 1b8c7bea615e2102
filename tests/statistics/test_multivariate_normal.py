import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.multivariate_normal import missing_patterns, normal_moments
from tests.statistics.known import PROPERTY, expected, numbers, table

NAN = np.nan

# Written for these tests: three scores of fifteen rows, five patterns, no row empty.
THREE_SCORES = np.array(
    [
        [3.0, 2.5, 4.0], [2.0, NAN, 3.0], [4.5, 4.0, NAN], [3.5, 3.0, 4.5], [NAN, 2.0, 2.5],
        [1.5, 1.0, 2.0], [4.0, NAN, 5.0], [2.5, 3.5, 3.0], [5.0, 4.5, NAN], [3.0, 3.5, 3.5],
        [NAN, 4.0, 4.5], [2.0, 1.5, 3.5], [3.5, NAN, NAN], [4.0, 4.5, 4.0], [1.0, 2.0, NAN],
    ]
)  # fmt: skip


def test_airquality() -> None:
    """R 4.2.2, EM to convergence, block little_mcar_airquality."""
    known = expected("little_mcar_airquality")
    moments = normal_moments(np.column_stack([numbers(cells) for cells in table("airquality").values()]))
    assert moments.mean == pytest.approx(np.array(known["em_mean"]), rel=1e-8)
    assert moments.covariance == pytest.approx(np.array(known["em_cov"]), rel=1e-8)
    assert moments.n == known["n"]
    assert len(moments.patterns) == known["patterns"]


def test_three_scores() -> None:
    """R 4.2.2, lavaan 0.6.14: missing="ml", em.h1.tol=1e-12, lavInspect(f, "sampstat.h1")."""
    moments = normal_moments(THREE_SCORES)
    assert moments.mean == pytest.approx([3.01323559627, 2.996514105, 3.75022053004], rel=1e-8)
    assert moments.covariance == pytest.approx(
        np.array(
            [
                [1.3086120489, 1.07642200325, 1.257928228309],
                [1.07642200325, 1.181044310379, 0.920774035822],
                [1.257928228309, 0.920774035822, 1.351501634503],
            ]
        ),
        rel=1e-8,
    )


def test_complete_rows_give_the_plain_moments() -> None:
    values = np.random.default_rng(3).normal(size=(20, 4))
    moments = normal_moments(np.vstack([values, np.full((5, 4), NAN)]))
    assert moments.mean == pytest.approx(values.mean(axis=0))
    assert moments.covariance == pytest.approx(np.cov(values.T, ddof=0))
    assert moments.n == 20


@PROPERTY
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
def test_units_columns_and_order_do_not_matter(seed: int, factor: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(15), rng.permutation(3)
    plain = normal_moments(THREE_SCORES)
    other = normal_moments(factor * THREE_SCORES[np.ix_(rows, columns)] + shift)
    assert other.mean == pytest.approx(factor * plain.mean[columns] + shift, rel=1e-8, abs=1e-7)
    assert other.covariance == pytest.approx(
        factor**2 * plain.covariance[np.ix_(columns, columns)], rel=1e-7, abs=1e-10
    )


def test_patterns_hold_every_row_with_an_answer_once() -> None:
    values = np.vstack([THREE_SCORES, [NAN, NAN, NAN]])
    patterns = missing_patterns(values)
    assert sorted(row for pattern in patterns for row in pattern.rows) == list(range(15))
    for pattern in patterns:
        assert (~np.isnan(values[pattern.rows]) == pattern.answered).all()
    assert missing_patterns(np.empty((0, 3))) == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.full((3, 2), NAN), "nobody answered"),
        ([[1.0, NAN], [2.0, NAN], [3.0, NAN]], "column 2 was never answered"),
        ([[1.0, 0.1 + 0.2], [2.0, 0.3], [3.0, NAN]], "column 2 does not vary"),
        ([[1.0, 2.0], [2.0, 1.0]], "too few rows (2) for the number of scores (2)"),
        (
            [[1.0, NAN], [2.0, NAN], [NAN, 1.0], [NAN, 2.0]],
            "column 1 and column 2 were never answered in one row",
        ),
        ([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, NAN]], "the columns depend linearly on each other"),
    ],
)
def test_what_has_no_moments_says_why(values: object, reason: str) -> None:
    moments = normal_moments(np.array(values))
    assert moments.reason == reason
    assert moments.mean.size == 0


def test_a_total_of_the_others_depends_on_them() -> None:
    totals = np.column_stack([THREE_SCORES, THREE_SCORES.sum(axis=1)])
    assert normal_moments(totals).reason == "the columns depend linearly on each other"


def test_names_stand_in_the_reason_and_mistakes_are_refused() -> None:
    assert normal_moments([[1.0], [1.0]], names=["role"]).reason == "role does not vary"
    with pytest.raises(ValueError, match="2 names for 1 columns"):
        normal_moments([[1.0], [2.0]], names=["a", "b"])
    with pytest.raises(ValueError, match="rows by columns"):
        normal_moments([1.0, 2.0])
    with pytest.raises(ValueError, match="infinite"):
        normal_moments([[1.0], [np.inf]])
