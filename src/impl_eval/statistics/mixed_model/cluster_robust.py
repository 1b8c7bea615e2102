"""CR2 standard errors by site for a fitted mixed model: the companion of the model-based ones.

They stay valid where the rows of a site resemble each other in another way than the model says. The
working covariance is the fitted one, as R's clubSandwich has it for `lmer`. Ordinary least squares stands
in statistics/cluster_robust.py.
"""

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.mixed_model.fit import MixedModelFit
from impl_eval.statistics.mixed_model.kenward_roger import ContrastTest
from impl_eval.statistics.mixed_model.rows import IntArray

# Eigenvalues this much smaller than the largest belong to directions that one site determines alone: its
# residuals are 0 there, and the generalised inverse leaves them 0.
EIGENVALUE_TOLERANCE = 1e-12


def cluster_robust_test(fit: MixedModelFit, contrast: ArrayLike) -> ContrastTest | None:
    """Test one contrast (p numbers) with CR2 by site and Satterthwaite degrees of freedom.

    Returns None where the standard error is zero: the residuals leave nothing that differs between sites.

    Source: Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36, 672-683.
    """
    from scipy import special

    line = np.asarray(contrast, dtype=np.float64)
    inverse = fit.covariance / fit.components[-1].variance
    residuals = fit.outcome - fit.design @ fit.coefficients
    order = np.argsort(fit.effects.site, kind="stable")
    ends = np.cumsum(np.bincount(fit.effects.site))
    scores, own, crosses = [], [], []
    for rows in np.split(order, ends[:-1]):
        weights, spread = _adjusted_weights(fit, rows, inverse, line)
        scores.append(weights @ residuals[rows])
        own.append(spread)
        crosses.append(fit.design[rows].T @ weights)
    error = float(np.sqrt(np.sum(np.square(scores))))
    if error <= 1e-12 * float(np.abs(fit.outcome).max()):
        return None
    freedom = _satterthwaite(np.array(own), np.array(crosses), inverse)
    estimate = float(line @ fit.coefficients)
    p_value = 2 * float(special.stdtr(freedom, -abs(estimate / error)))
    return ContrastTest(estimate, error, freedom, p_value)


def _adjusted_weights(
    fit: MixedModelFit, rows: IntArray, inverse: FloatArray, line: FloatArray
) -> tuple[FloatArray, float]:
    """Return w = A W X (X'WX)^-1 l for one site and w'Vw; A makes the variance unbiased if V is right."""
    covariance = working_covariance(fit, rows)
    x = fit.design[rows]
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(values)) @ vectors.T
    rooted = root @ x
    gap = covariance @ covariance - rooted @ inverse @ rooted.T
    gap_values, gap_vectors = np.linalg.eigh((gap + gap.T) / 2)
    kept = gap_values > EIGENVALUE_TOLERANCE * gap_values[-1]
    raised = np.zeros_like(gap_values)
    raised[kept] = 1 / np.sqrt(gap_values[kept])
    inner = (vectors / np.sqrt(values)) @ (vectors.T @ (x @ (inverse @ line)))
    weights = root @ (gap_vectors @ (raised * (gap_vectors.T @ inner)))
    return weights, float(weights @ covariance @ weights)


def working_covariance(fit: MixedModelFit, rows: IntArray) -> FloatArray:
    """Return the fitted covariance of the rows of one site, in units of the residual variance."""
    effects = fit.effects
    columns = effects.columns[rows]
    result = (columns * fit.ratios[effects.column_component]) @ columns.T
    if effects.has_person_term:
        person = effects.person[rows]
        result = result + fit.ratios[-1] * (person[:, None] == person[None, :])
    return result + np.eye(rows.size)


def _satterthwaite(own: FloatArray, crosses: FloatArray, inverse: FloatArray) -> float:
    """Return tr(B)^2 / sum(B^2), B_gh = [g = h] w_g'V_g w_g - u_g'(X'WX)^-1 u_h, u = X'w."""
    shared = np.einsum("gi,ij,gj->g", crosses, inverse, crosses)
    product = inverse @ (crosses.T @ crosses)
    squares = float((own**2).sum() - 2 * (own * shared).sum() + np.trace(product @ product))
    return float((own - shared).sum() ** 2 / squares)
