import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from impl_eval.statistics import ols_cr2
from tests.statistics.known import MECHANISMS, PROPERTY, expected, mechanism_score, numbers, table

Floats = NDArray[np.float64]


def _power(matrix: Floats, exponent: float) -> Floats:
    """Symmetric power, generalised inverse where eigenvalues are 0."""
    values, vectors = np.linalg.eigh(matrix)
    raised = np.where(values > 1e-10, np.maximum(values, 1e-10) ** exponent, 0.0)
    return np.asarray((vectors * raised) @ vectors.T)


def _dense_cr2(x: Floats, y: Floats, cluster: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Textbook form with n x n matrices (Pustejovsky & Tipton 2018, sections 2.2 and 3.1)."""
    inverse = np.linalg.inv(x.T @ x)
    residual_maker = np.eye(len(y)) - x @ inverse @ x.T
    residuals = residual_maker @ y
    weights = []
    for label in np.unique(cluster):
        rows = cluster == label
        adjust = _power(residual_maker[np.ix_(rows, rows)], -0.5)
        weights.append(residual_maker[:, rows] @ adjust @ x[rows] @ inverse)
    stacked = np.array(weights)  # clusters x n x p
    errors = np.sqrt(((stacked.transpose(0, 2, 1) @ y) ** 2).sum(axis=0))
    freedom = []
    for column in range(x.shape[1]):
        b = stacked[:, :, column] @ stacked[:, :, column].T
        freedom.append(np.trace(b) ** 2 / (b**2).sum())
    assert np.allclose(residual_maker @ y, residuals)
    return errors, np.array(freedom)


@pytest.mark.parametrize("mechanism", ["knowledge", "role", "total"])
def test_synthetic_survey(mechanism: str) -> None:
    """R 4.2.2, clubSandwich 0.5.8: coef_test(lm(score ~ wave), vcov = "CR2", cluster = practice)."""
    known, columns = expected("synthetic_lmm")[mechanism]["ols_CR2"], table("synthetic_partially_matched")
    if mechanism == "total":
        scores = np.mean([mechanism_score(columns, name) for name in MECHANISMS], axis=0)
    else:
        scores = mechanism_score(columns, mechanism)
    kept = ~np.isnan(scores)
    wave, practice = numbers(columns["wave"])[kept], np.array(columns["practice"])[kept]
    fit = ols_cr2(np.column_stack([np.ones(kept.sum()), wave]), scores[kept], practice)
    assert fit.coefficients == pytest.approx(known["beta"], rel=1e-8)
    assert fit.standard_errors == pytest.approx(known["se"], rel=1e-8)
    assert fit.degrees_of_freedom == pytest.approx(known["df"], rel=1e-8)
    assert fit.p_values == pytest.approx(known["p"], rel=1e-8)


@PROPERTY
@given(st.integers(0, 10**6), st.integers(4, 8), st.integers(1, 3))
def test_low_rank_form_equals_the_dense_form(seed: int, clusters: int, p: int) -> None:
    """Unequal clusters, some with a single row, one of them alone in having the last column."""
    rng = np.random.default_rng(seed)
    cluster = np.concatenate([np.arange(clusters), rng.integers(0, clusters, size=25)])
    x = np.column_stack([np.ones(len(cluster)), rng.normal(size=(len(cluster), p))])
    if p > 1:
        x[:, -1] = cluster == 0
    y = rng.normal(size=len(cluster)) + rng.normal(size=clusters)[cluster]
    fit = ols_cr2(x, y, cluster)
    errors, freedom = _dense_cr2(x, y, cluster)
    tested = (
        p + 1 if p == 1 else p
    )  # the last column belongs to one cluster: nothing is left to estimate from
    assert fit.standard_errors[:tested] == pytest.approx(errors[:tested], rel=1e-7)
    assert fit.degrees_of_freedom[:tested] == pytest.approx(freedom[:tested], rel=1e-6)


def test_one_row_per_cluster_is_hc2() -> None:
    """With each row a cluster CR2 is HC2: e^2 / (1 - leverage) (MacKinnon & White 1985)."""
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(30), rng.normal(size=30)])
    y = rng.normal(size=30)
    inverse = np.linalg.inv(x.T @ x)
    residuals = y - x @ inverse @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    covariance = inverse @ (x.T * (residuals**2 / (1 - leverage))) @ x @ inverse
    assert ols_cr2(x, y, np.arange(30)).standard_errors == pytest.approx(
        np.sqrt(np.diag(covariance)), rel=1e-10
    )


def test_balanced_cluster_means_are_a_one_sample_t() -> None:
    """Intercept only, equal clusters: the standard error of the mean of cluster means, df clusters - 1."""
    means = np.array([1.0, 2.0, 4.0, 4.5, 7.0])
    fit = ols_cr2(np.ones((15, 1)), np.repeat(means, 3), np.repeat(np.arange(5), 3))
    assert fit.standard_errors[0] == pytest.approx(means.std(ddof=1) / np.sqrt(5), rel=1e-12)
    assert fit.degrees_of_freedom[0] == pytest.approx(4, rel=1e-12)


def test_no_variation_has_no_test() -> None:
    fit = ols_cr2(np.ones((6, 1)), np.ones(6), [1, 1, 2, 2, 3, 3])
    assert fit.standard_errors[0] == pytest.approx(0, abs=1e-15)


def test_many_rows_in_few_clusters_stay_small() -> None:
    """100,000 rows in ten clusters: a matrix of rows times rows would need 80 GB."""
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(100_000), rng.random(100_000) < 0.5])
    fit = ols_cr2(x, rng.normal(size=100_000), rng.integers(0, 10, size=100_000))
    assert fit.degrees_of_freedom[1] == pytest.approx(9, abs=0.1)


def test_wrong_input_is_refused() -> None:
    ones = np.ones((4, 1))
    with pytest.raises(ValueError, match="shapes"):
        ols_cr2(ones, np.ones(3), np.ones(4))
    with pytest.raises(ValueError, match="missing"):
        ols_cr2(ones, [1, 2, 3, np.nan], np.ones(4))
    with pytest.raises(ValueError, match="linearly"):
        ols_cr2(np.ones((4, 2)), np.arange(4), np.arange(4))
    with pytest.raises(ValueError, match="as many rows"):
        ols_cr2(np.ones((1, 2)), [1.0], [1])
