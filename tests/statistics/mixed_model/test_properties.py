"""The sums by site give what the textbook's matrices of rows times rows give; and what must not matter."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from impl_eval.statistics.mixed_model import MixedModelFit, NotFitted, fit_mixed_model
from impl_eval.statistics.mixed_model.cluster_robust import cluster_robust_test
from impl_eval.statistics.mixed_model.derivatives import derivatives
from impl_eval.statistics.mixed_model.kenward_roger import contrast_test
from impl_eval.statistics.mixed_model.moments import moments
from impl_eval.statistics.mixed_model.reml import criterion
from impl_eval.statistics.mixed_model.rows import RandomEffects, random_effects
from tests.statistics.known import PROPERTY

Floats = NDArray[np.float64]
STRUCTURE = st.sampled_from(["site_slopes", "site_by_timepoint", "site_intercepts"])


def _survey(seed: int, sites: int, size: int) -> tuple[Floats, Floats, Floats, Any, Any]:
    rng = np.random.default_rng(seed)
    site, person = rng.integers(0, sites, size), rng.integers(0, max(2, size // 4), size)
    later = rng.integers(0, 2, size).astype(float)
    design = np.column_stack([np.ones(size), later, rng.normal(size=size)])
    score = 3 + rng.normal(size=sites)[site] + later * rng.normal(size=sites)[site] * 0.5
    return score + rng.normal(size=size), design, later, site, person


def _dense(effects: RandomEffects) -> list[Floats]:
    """Return G of each component, n x n, the identity of the residual last."""
    same_site = effects.site[:, None] == effects.site
    count = int(effects.column_component.max()) + 1 if effects.column_component.size else 0
    found: list[Floats] = []
    for number in range(count):
        z = effects.columns[:, effects.column_component == number]
        found.append((z @ z.T) * same_site)
    if effects.has_person_term:
        found.append((effects.person[:, None] == effects.person).astype(float))
    return [*found, np.eye(effects.site.size)]


@PROPERTY
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(8, 30), STRUCTURE, st.integers(0, 7))
def test_sums_by_site_equal_dense_matrices(
    seed: int, sites: int, size: int, structure: Any, zeros: int
) -> None:
    score, design, later, site, person = _survey(seed, sites, size)
    effects = random_effects(site, person, later, structure)
    g = _dense(effects)
    ratios = np.random.default_rng(seed).exponential(size=len(g) - 1)
    ratios = np.where([bool(zeros >> number & 1) for number in range(ratios.size)], 0.0, ratios)
    sums = moments(design, score, effects)
    found, value = derivatives(sums, ratios), criterion(sums, ratios[None])[0][0]

    v = sum(ratio * part for ratio, part in zip([*ratios, 1.0], g, strict=True))
    w, z = np.linalg.inv(v), np.column_stack([design, score])
    xwx = design.T @ w @ design
    beta = np.linalg.solve(xwx, design.T @ w @ score)
    rest = (score - design @ beta) @ w @ (score - design @ beta)
    freedom = size - 3
    dense = np.linalg.slogdet(v)[1] + np.linalg.slogdet(xwx)[1]
    dense += freedom * (1 + math.log(2 * math.pi * rest / freedom))
    assert value == pytest.approx(dense, rel=1e-9, abs=1e-9)
    for r, one in enumerate(g):
        assert found.first[r] == pytest.approx(z.T @ w @ one @ w @ z, rel=1e-8, abs=1e-8)
        assert found.trace[r] == pytest.approx(np.trace(w @ one), rel=1e-8, abs=1e-8)
        for s, other in enumerate(g):
            double = w @ one @ w @ other
            assert found.second[r, s] == pytest.approx(z.T @ double @ w @ z, rel=1e-8, abs=1e-8)
            assert found.trace_product[r, s] == pytest.approx(np.trace(double), rel=1e-8, abs=1e-8)


@PROPERTY
@given(st.integers(0, 10**6), st.integers(3, 8), st.integers(20, 60), STRUCTURE)
def test_no_other_variances_have_a_smaller_criterion(
    seed: int, sites: int, size: int, structure: Any
) -> None:
    score, design, later, site, person = _survey(seed, sites, size)
    fit = fit_mixed_model(score, design, site, person, later, structure)
    assert isinstance(fit, MixedModelFit | NotFitted)
    if isinstance(fit, NotFitted):
        return
    sums = moments(design, score, fit.effects)
    assert fit.reml_criterion == pytest.approx(float(criterion(sums, fit.ratios[None])[0][0]), abs=1e-7)
    tried = np.random.default_rng(seed).exponential(size=(200, fit.ratios.size)) ** 3
    near = np.maximum(fit.ratios * (1 + 0.01 * np.random.default_rng(seed).normal(size=tried.shape)), 0)
    slightly = np.maximum(fit.ratios, 1e-3 * tried)
    assert criterion(sums, np.vstack([tried, near, slightly]))[0].min() >= fit.reml_criterion - 1e-8


@PROPERTY
@given(st.integers(0, 10**6), st.floats(-50, 50), st.floats(0.01, 100), STRUCTURE)
def test_units_order_and_labels_do_not_matter(seed: int, shift: float, scale: float, structure: Any) -> None:
    score, design, later, site, person = _survey(seed, 6, 40)
    fit = fit_mixed_model(score, design, site, person, later, structure)
    order = np.random.default_rng(seed).permutation(40)
    names = np.char.add("p", person[order].astype(str))
    moved = fit_mixed_model(
        shift + scale * score[order], design[order], 7 - site[order], names,
        later[order], structure,
    )  # fmt: skip
    assert isinstance(fit, MixedModelFit)
    assert isinstance(moved, MixedModelFit)
    for test in (contrast_test, cluster_robust_test):
        one, other = test(fit, [0, 1, 0]), test(moved, [0, 1, 0])
        assert one is not None
        assert other is not None
        assert other.estimate == pytest.approx(scale * one.estimate, rel=1e-5, abs=1e-6 * scale)
        assert other.standard_error == pytest.approx(scale * one.standard_error, rel=1e-5)
        assert other.degrees_of_freedom == pytest.approx(one.degrees_of_freedom, rel=1e-4)


@PROPERTY
@given(st.integers(0, 10**6), st.integers(4, 8))
def test_cr2_equals_its_definition(seed: int, sites: int) -> None:
    """Dense form of Pustejovsky and Tipton (2018), with the Cholesky root; the working covariance is V."""
    score, design, later, site, person = _survey(seed, sites, 50)
    fit = fit_mixed_model(score, design, site, person, later, "site_slopes")
    assert isinstance(fit, MixedModelFit)
    test = cluster_robust_test(fit, [0, 1, 0])
    assert test is not None
    v = sum(ratio * g for ratio, g in zip([*fit.ratios, 1.0], _dense(fit.effects), strict=True))
    w = np.linalg.inv(v)
    bread = np.linalg.inv(design.T @ w @ design)
    maker = np.eye(50) - design @ bread @ design.T @ w
    weights = []
    for label in range(fit.effects.site_count):
        rows = fit.effects.site == label
        root = np.linalg.cholesky(v[np.ix_(rows, rows)]).T
        inner = root @ maker[rows] @ v @ maker[rows].T @ root.T
        values, vectors = np.linalg.eigh(inner)
        kept = np.where(values > 1e-10 * values.max(), values, np.inf)
        adjust = root.T @ (vectors / np.sqrt(kept)) @ vectors.T @ root
        weights.append(maker[rows].T @ adjust.T @ w[np.ix_(rows, rows)] @ design[rows] @ bread[:, 1])
    stacked = np.array(weights)
    assert test.standard_error == pytest.approx(np.sqrt(((stacked @ score) ** 2).sum()), rel=1e-6)
    b = stacked @ v @ stacked.T
    assert test.degrees_of_freedom == pytest.approx(np.trace(b) ** 2 / (b**2).sum(), rel=1e-5)
