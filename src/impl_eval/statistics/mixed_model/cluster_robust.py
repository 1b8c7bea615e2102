"""CR2 standard errors by site for a fitted mixed model: the companion of the model-based ones.

They stay valid where the rows of a site resemble each other in another way than the model says. The
working covariance is the fitted one, as R's clubSandwich has it for `lmer`. Ordinary least squares stands
in statistics/cluster_robust.py.

Covariance and design of a site act within a small space: design and site columns, and their means over
persons with one, two ... rows. All roots are taken there, so that no matrix has rows times rows cells.
"""

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.mixed_model.fit import MixedModelFit
from impl_eval.statistics.mixed_model.kenward_roger import ContrastTest
from impl_eval.statistics.mixed_model.rows import IntArray

# Leverages this close to 1 belong to directions that one site determines alone: its residuals are 0 there,
# and the generalised inverse leaves them 0.
LEVERAGE_TOLERANCE = 1e-10
RANK_TOLERANCE = 1e-10


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
        basis, covariance = _site_space(fit, rows)
        x = basis.T @ fit.design[rows]
        weights, spread = _adjusted_weights(x, covariance, inverse, line)
        scores.append(weights @ (basis.T @ residuals[rows]))
        own.append(spread)
        crosses.append(x.T @ weights)
    error = float(np.sqrt(np.sum(np.square(scores))))
    if error <= 1e-12 * float(np.abs(fit.outcome).max()):
        return None
    freedom = _satterthwaite(np.array(own), np.array(crosses), inverse)
    estimate = float(line @ fit.coefficients)
    p_value = 2 * float(special.stdtr(freedom, -abs(estimate / error)))
    return ContrastTest(estimate, error, freedom, p_value)


def _site_space(fit: MixedModelFit, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return an orthonormal basis of a site's space (rows x d) and the working covariance in it (d x d)."""
    columns = np.column_stack([fit.design[rows], fit.effects.columns[rows]])
    if fit.effects.has_person_term:
        _, person, size = np.unique(fit.effects.person[rows], return_inverse=True, return_counts=True)
        means = _sums(columns, person) / size[person, None]
        of_size = [means * (size[person] == number)[:, None] for number in np.unique(size)]
        columns = np.column_stack([columns, *of_size])
    lengths = np.linalg.norm(columns, axis=0)
    left, singular, _ = np.linalg.svd(columns[:, lengths > 0] / lengths[lengths > 0], full_matrices=False)
    basis = left[:, singular > RANK_TOLERANCE * singular[0]]
    covariance = basis.T @ _times_covariance(fit, rows, basis)
    return basis, (covariance + covariance.T) / 2


def _times_covariance(fit: MixedModelFit, rows: IntArray, matrix: FloatArray) -> FloatArray:
    """Return V @ matrix for the rows of one site, V the fitted covariance by the residual variance."""
    effects = fit.effects
    columns = effects.columns[rows]
    result = matrix + (columns * fit.ratios[effects.column_component]) @ (columns.T @ matrix)
    if effects.has_person_term:
        person = np.unique(effects.person[rows], return_inverse=True)[1]
        result = result + fit.ratios[-1] * _sums(matrix, person)
    return result


def _sums(matrix: FloatArray, person: IntArray) -> FloatArray:
    """Return for each row the sums over the rows of its person."""
    totals = np.zeros((person.max() + 1, matrix.shape[1]))
    np.add.at(totals, person, matrix)
    return np.asarray(totals[person])


def _adjusted_weights(
    x: FloatArray, covariance: FloatArray, inverse: FloatArray, line: FloatArray
) -> tuple[FloatArray, float]:
    """Return w = A W X (X'WX)^-1 l for one site and w'Vw; A makes the variance unbiased if V is right."""
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(values)) @ vectors.T
    rooted = root @ x
    gap = covariance @ covariance - rooted @ inverse @ rooted.T
    gap_values, gap_vectors = np.linalg.eigh((gap + gap.T) / 2)
    # Large variance ratios spread the eigenvalues of the gap over many powers of ten: how many of them are
    # zero is counted on the leverages, which lie between 0 and 1.
    half, lower = (vectors / np.sqrt(values)).T @ x, np.linalg.cholesky(inverse)
    leverages = np.linalg.eigvalsh(lower.T @ (half.T @ half) @ lower)
    lost = int((leverages > 1 - LEVERAGE_TOLERANCE).sum())
    kept = (np.arange(gap_values.size) >= lost) & (gap_values > 0)
    raised = np.zeros_like(gap_values)
    raised[kept] = 1 / np.sqrt(gap_values[kept])
    inner = vectors @ (half @ (inverse @ line))
    weights = root @ (gap_vectors @ (raised * (gap_vectors.T @ inner)))
    return weights, float(weights @ covariance @ weights)


def _satterthwaite(own: FloatArray, crosses: FloatArray, inverse: FloatArray) -> float:
    """Return tr(B)^2 / sum(B^2), B_gh = [g = h] w_g'V_g w_g - u_g'(X'WX)^-1 u_h, u = X'w."""
    shared = np.einsum("gi,ij,gj->g", crosses, inverse, crosses)
    product = inverse @ (crosses.T @ crosses)
    squares = float((own**2).sum() - 2 * (own * shared).sum() + np.trace(product @ product))
    return float((own - shared).sum() ** 2 / squares)
