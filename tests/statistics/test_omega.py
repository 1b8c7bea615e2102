"""Omega total: known answers from lavaan, laws, and what is said where there is no proper solution."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from impl_eval.statistics.omega import JUST_IDENTIFIED, OmegaTotal, omega_total
from impl_eval.statistics.one_factor import fit_one_factor
from tests.statistics.known import PROPERTY, expected, numbers, table

WITHOUT = {"resamples": 0, "minimum_n": 5}


def small_survey() -> NDArray[np.float64]:
    """60 rows of four items from 1 to 5, by whole-number arithmetic: the same numbers in every language."""
    row = np.arange(60)[:, None]
    item = np.arange(4)[None, :]
    common = row * 7 % 11
    return np.clip(1 + (common + (row * (3 * item + 2) + item) % 6) // 3, 1, 5).astype(np.float64)


def fit_of(found: OmegaTotal) -> dict[str, float | None]:
    return {name: getattr(found.fit, name).value for name in vars(found.fit)}


@pytest.mark.parametrize("scale", ["agree", "conscientious"])
def test_bfi(scale: str) -> None:
    """R 4.2.2, lavaan 0.6.14: cfa(std.lv = TRUE, sample.cov.rescale = FALSE) on complete cases of bfi."""
    known, columns = expected("reliability_bfi")[scale], table("bfi")
    items = [
        7 - numbers(columns[key[1:]]) if key.startswith("-") else numbers(columns[key])
        for key in known["keys"]
    ]
    found = omega_total(np.column_stack(items), resamples=200)
    assert found.omega.n == known["n_complete"]
    assert found.omega.value == pytest.approx(known["omega_total_cfa_ML_unbiasedcov"], abs=1e-5)
    assert found.loadings == pytest.approx(known["cfa_loadings_std_lv"], abs=1e-4)
    assert found.residual_variances == pytest.approx(known["cfa_residual_var"], abs=1e-4)
    fit, answer = fit_of(found), known["cfa_fit_normal_likelihood"]
    assert (fit["chi_square"], fit["degrees_of_freedom"]) == pytest.approx((answer["chisq"], answer["df"]))
    for name in ("cfi", "tli", "rmsea", "srmr"):
        assert fit[name] == pytest.approx(answer[name], abs=1e-7)
    assert found.improper_resamples.value == 0
    assert found.omega.low is not None
    assert found.omega.low < found.omega.value < found.omega.high


def test_four_and_three_items_of_the_small_survey() -> None:
    """R 4.2.2, lavaan 0.6.14: cfa("f =~ x1+x2+x3+x4", std.lv = TRUE, sample.cov.rescale = FALSE)."""
    four = omega_total(small_survey(), **WITHOUT)
    assert four.omega.value == pytest.approx(0.910233724556, abs=1e-6)
    assert four.loadings == pytest.approx([1.0979654684, 0.9539681868, 0.9369944658, 1.0868349247], abs=1e-5)
    assert four.residual_variances == pytest.approx(
        [0.2348671656, 0.6094361880, 0.5457707031, 0.2481682542], abs=1e-5
    )
    assert fit_of(four) == pytest.approx(
        {
            "chi_square": 21.5610738229, "degrees_of_freedom": 2, "p_value": 2.08004297281e-05,
            "cfi": 0.893376793821, "tli": 0.680130381463, "rmsea": 0.403743666854,
            "srmr": 0.0431709294486,
        },
        abs=1e-7,
    )  # fmt: skip
    three = omega_total(small_survey()[:, :3], **WITHOUT)
    assert three.omega.value == pytest.approx(0.87166847994, abs=1e-6)
    assert three.loadings == pytest.approx([1.0549017971, 1.0740818293, 0.8836873693], abs=1e-5)
    assert {name: getattr(three.fit, name).reason for name in vars(three.fit)} == dict.fromkeys(
        vars(three.fit), JUST_IDENTIFIED
    )


def test_tau_equivalent_items_give_alpha() -> None:
    """By hand: all correlations .5, all variances 1: loadings sqrt(.5); omega 4 / (4 + 2) for four items."""
    correlations = np.full((1, 4, 4), 0.5) + 0.5 * np.eye(4)
    fits = fit_one_factor(correlations)
    assert fits.converged.all()
    assert fits.loadings[0] == pytest.approx([math.sqrt(0.5)] * 4, abs=1e-8)
    assert fits.residual_variances[0] == pytest.approx([0.5] * 4, abs=1e-8)
    assert fits.discrepancy[0] == pytest.approx(0, abs=1e-12)


@PROPERTY
@given(st.integers(0, 10_000), st.integers(4, 6), st.floats(0.5, 3), st.floats(-5, 5))
def test_order_scale_and_shift_do_not_matter(seed: int, k: int, scale: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    items = random.normal(size=(80, 1)) + random.normal(size=(80, k))
    found = omega_total(items, resamples=20, seed=3)
    again = omega_total(items[::-1, ::-1] * scale + shift, resamples=20, seed=3)
    assert bool(found.omega.reason) == bool(again.omega.reason)
    if found.omega.value is not None:
        assert again.omega.value == pytest.approx(found.omega.value, abs=1e-6)
        assert 0 < found.omega.value < 1
        assert sum(found.loadings) >= 0
    shuffled = omega_total(random.permutation(items), resamples=20, seed=3)
    if found.omega.low is not None:
        assert shuffled.omega.low == pytest.approx(found.omega.low, abs=1e-9)


@PROPERTY
@given(st.lists(st.floats(0.3, 0.9), min_size=3, max_size=7))
def test_exact_correlations_give_back_their_loadings(loadings: list[float]) -> None:
    given_loadings = np.array(loadings)
    correlations = np.multiply.outer(given_loadings, given_loadings)
    np.fill_diagonal(correlations, 1)
    fits = fit_one_factor(correlations[None])
    assert fits.converged.all()
    assert fits.loadings[0] == pytest.approx(given_loadings, abs=1e-5)


def test_the_interval_covers() -> None:
    """True omega by its formula from loadings .7, .7, .6, .6 and unit variances; 200 samples of 200."""
    loadings = np.array([0.7, 0.7, 0.6, 0.6])
    truth = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    random = np.random.default_rng(20)
    inside = 0
    for _ in range(200):
        errors = random.normal(size=(200, 4)) * np.sqrt(1 - loadings**2)
        omega = omega_total(random.normal(size=(200, 1)) * loadings + errors, resamples=200).omega
        inside += omega.low <= truth <= omega.high
    assert inside >= 180


def test_a_negative_residual_variance_is_improper() -> None:
    """By hand: r12 = .9, r13 = .8, r23 = .6: the first squared loading would be .9 x .8 / .6 = 1.2."""
    fits = fit_one_factor(np.array([[[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]]]))
    assert fits.residual_variances[0, 0] == pytest.approx(-0.2, abs=1e-12)
    random = np.random.default_rng(4)
    root = np.linalg.cholesky(np.array([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]]))
    found = omega_total(random.normal(size=(400, 3)) @ root.T)
    assert found.omega.reason == "improper solution: the residual variance of item 1 is not above zero"
    assert found.loadings == ()


def test_an_interval_from_few_proper_resamples_is_not_given() -> None:
    """Loadings of a weak factor: many resamples have no proper solution, and that is said."""
    random = np.random.default_rng(1)
    items = 0.3 * random.normal(size=(60, 1)) + random.normal(size=(60, 4))
    found = omega_total(items)
    assert found.omega.value is not None
    assert found.omega.low is None
    assert found.omega.reason.startswith("no interval: ")
    assert found.improper_resamples.value > 0.5


def test_odd_cases_have_reasons() -> None:
    items = small_survey()
    assert omega_total(items[:49]).omega.reason.endswith("no factor is fitted to fewer than 50")
    assert omega_total(items[:, :2]).omega.reason == "two items do not identify a factor"
    assert omega_total(items[:, :1]).omega.reason == "the scale has fewer than two items"
    assert omega_total(np.empty((0, 4))).omega.reason.startswith("nobody answered every item")
    constant = items.copy()
    constant[:, 1] = 3
    assert omega_total(constant).omega.reason.startswith("an item does not vary")
    doubled = np.column_stack([items, items[:, 0]])
    assert omega_total(doubled).omega.reason.startswith("the items are linear combinations")
    without = omega_total(items, resamples=0)
    assert (without.omega.low, without.improper_resamples.reason) == (None, "nothing was resampled")
    opposed = np.column_stack([items[:, 0], -items[:, 0] + items[:, 1] / 9, items[:, 2]])
    assert omega_total(opposed).omega.value is None or omega_total(opposed).omega.value < 1
    with pytest.raises(ValueError, match="resamples"):
        omega_total(items, resamples=-1)
    with pytest.raises(ValueError, match="at least three"):
        fit_one_factor(np.eye(2)[None])
