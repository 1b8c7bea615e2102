"""One linear mixed model, fitted by restricted maximum likelihood: rows in, fit or the reason of none out.

Standard errors and tests stand in kenward_roger.py and cluster_robust.py; what a report says of a fit
stands in change.py and its neighbours.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import RELATIVE_ROUNDING, FloatArray, LabelArray, largest_magnitude
from impl_eval.statistics.mixed_model.moments import moments
from impl_eval.statistics.mixed_model.reml import RemlOptimum, projected_information, reml_optimum
from impl_eval.statistics.mixed_model.rows import RESIDUAL, RandomEffects, Structure, random_effects

COLLINEAR = "the columns of the model depend linearly on each other"
NO_RESIDUAL = "the residual variance is estimated as zero: nothing is left to judge the change by"
PERFECT_FIT = "the model fits the scores exactly: nothing is left to judge the change by"
NOT_FOUND = "the restricted likelihood was not maximised: hardly anybody answered twice"
NOT_TOLD_APART = "the rows cannot tell the variances of the model apart"


@dataclass(frozen=True)
class VarianceComponent:
    """A variance by its name; `at_zero` where it is estimated as zero (and kept in the model)."""

    name: str
    variance: float
    at_zero: bool


@dataclass(frozen=True, eq=False)
class KenwardRogerParts:
    """What tests of contrasts need, in units of the residual variance (see kenward_roger.py).

    first : X'W G_r W X, components x p x p, residual last. weight : components x components.
    """

    first: FloatArray
    weight: FloatArray


@dataclass(frozen=True, eq=False)
class MixedModelFit:
    """A fitted mixed model.

    coefficients : p. covariance : p x p, model based. adjusted_covariance : the same by Kenward and Roger.
    components : variance components, the residual last. reml_criterion : -2 log restricted likelihood,
    as lme4 prints it. rows, persons, sites : what was used. dropped : sentences on terms left out.
    design, outcome, effects, ratios, parts : what the tests are computed from.
    """

    coefficients: FloatArray
    covariance: FloatArray
    adjusted_covariance: FloatArray
    components: tuple[VarianceComponent, ...]
    reml_criterion: float
    rows: int
    persons: int
    sites: int
    dropped: tuple[str, ...]
    design: FloatArray
    outcome: FloatArray
    effects: RandomEffects
    ratios: FloatArray
    parts: KenwardRogerParts

    @property
    def singular(self) -> bool:
        """Whether a variance component is estimated as zero."""
        return any(component.at_zero for component in self.components)


@dataclass(frozen=True, eq=False)
class NotFitted:
    """Why there is no fit. `coefficients`: by least squares where the rows determine them, else None."""

    reason: str
    rows: int
    coefficients: FloatArray | None = None
    dropped: tuple[str, ...] = ()


def fit_mixed_model(
    outcome: ArrayLike,
    design: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    timepoint: ArrayLike,
    structure: Structure = "site_slopes",
) -> MixedModelFit | NotFitted:
    """Fit a linear mixed model by REML, respondents nested in sites.

    Parameters
    ----------
    outcome : n scores, none missing.
    design : n x p fixed effects, with the column of ones.
    site : n site labels.
    respondent : n respondent ids. The key is site and id; an empty id is a person of their own.
    timepoint : n numbers (0 baseline, 1 follow-up) for site slopes, labels for "site_by_timepoint".
    structure : the random effects, see rows.random_effects. The respondent term is left out where
        nobody occurs twice, the site terms where there is one site; `dropped` says so.

    Returns
    -------
    MixedModelFit; NotFitted where the columns are collinear, the rows too few, the fit perfect, the
    residual variance zero, the likelihood not maximised, or where two variance components cannot be told
    apart.

    Raises
    ------
    ValueError : shapes that do not fit, missing or infinite numbers, no rows, an unknown structure.

    Sources: Bates, Maechler, Bolker and Walker (2015), Journal of Statistical Software 67(1) (criterion);
    Kenward and Roger (1997), Biometrics 53, 983-997 (adjusted covariance).
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(design, dtype=np.float64)
    _check(y, x, np.asarray(site), np.asarray(respondent), np.asarray(timepoint))
    effects = random_effects(site, respondent, timepoint, structure)
    n, p = x.shape
    if n <= p:
        return NotFitted(f"only {n} rows: more than {p} are needed", n, dropped=effects.dropped)
    q, r = np.linalg.qr(x)
    if (np.abs(np.diag(r)) <= 1e-10 * np.linalg.norm(x, axis=0)).any():
        return NotFitted(COLLINEAR, n, dropped=effects.dropped)
    least_squares = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ least_squares
    spread = float(np.sqrt(residuals @ residuals / n))
    if spread <= RELATIVE_ROUNDING * largest_magnitude(y):
        return NotFitted(PERFECT_FIT, n, least_squares, effects.dropped)
    # Orthonormal columns and residuals of unit size keep sums of products exact to the last digits.
    sums = moments(q, residuals / spread, effects)
    optimum = reml_optimum(sums)
    beta = least_squares + np.linalg.solve(r, optimum.coefficients) * spread
    if not (optimum.bounded and optimum.found):
        return NotFitted(NOT_FOUND if optimum.bounded else NO_RESIDUAL, n, beta, effects.dropped)
    information = projected_information(optimum.products, optimum.inverse)
    scale = 1 / np.sqrt(np.maximum(np.diag(information), np.finfo(np.float64).tiny))
    if np.linalg.eigvalsh(scale[:, None] * information * scale).min() <= 1e-10:
        return NotFitted(NOT_TOLD_APART, n, beta, effects.dropped)
    return _assemble(y, x, r, effects, optimum, information, beta, spread)


def _assemble(
    y: FloatArray, x: FloatArray, r: FloatArray, effects: RandomEffects, optimum: RemlOptimum,
    information: FloatArray, beta: FloatArray, spread: float,
) -> MixedModelFit:  # fmt: skip
    """Return the fit in the units of the caller's outcome and design."""
    n, p = x.shape
    variance = optimum.residual_variance * spread**2
    back = np.linalg.inv(r)
    inverse = back @ optimum.inverse @ back.T
    weight = np.asarray(2 * np.linalg.inv(information), dtype=np.float64)
    first = r.T @ optimum.products.first[:, :p, :p] @ r
    second = r.T @ optimum.products.second[:, :, :p, :p] @ r
    # U of Kenward and Roger: the sum of W_rs (Q_rs - P_r (X'WX)^-1 P_s).
    correction = np.einsum("rs,rsij->ij", weight, second)
    correction = correction - np.einsum("rs,rik,kl,slj->ij", weight, first, inverse, first, optimize=True)
    adjusted = inverse + 2 * inverse @ correction @ inverse
    names = (*effects.components, RESIDUAL)
    components = tuple(
        VarianceComponent(name, float(ratio * variance), bool(ratio == 0))
        for name, ratio in zip(names, np.append(optimum.ratios, 1.0), strict=True)
    )
    units = 2 * float(np.log(np.abs(np.diag(r))).sum()) + 2 * (n - p) * math.log(spread)
    return MixedModelFit(
        beta, variance * inverse, variance * (adjusted + adjusted.T) / 2, components,
        optimum.criterion + units, n, effects.person_count, effects.site_count, effects.dropped,
        x, y, effects, optimum.ratios, KenwardRogerParts(first, weight),
    )  # fmt: skip


def _check(
    y: FloatArray, x: FloatArray, site: LabelArray, respondent: LabelArray, timepoint: LabelArray
) -> None:
    shapes = (y.shape, site.shape, respondent.shape, timepoint.shape)
    if y.ndim != 1 or x.ndim != 2 or x.shape[0] != y.size or len(set(shapes)) != 1:
        raise ValueError(f"shapes do not fit: design {x.shape}, outcome and labels {shapes}")
    if y.size == 0 or x.shape[1] == 0:
        raise ValueError("need at least one row and one column")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("leave rows with missing or infinite values out before")
