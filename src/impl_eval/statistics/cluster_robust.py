"""Ordinary least squares whose standard errors allow rows of one cluster to resemble each other.

CR2 is the bias-reduced linearisation of Bell and McCaffrey with the Satterthwaite degrees of freedom of
Pustejovsky and Tipton, working model identity: what R's clubSandwich gives for `lm`. The adjustment of
a cluster acts only in the span of its design rows, so that all the work is on p x p matrices and no
matrix has rows times rows cells.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import FloatArray, LabelArray

# Eigenvalues of I - S this close to 0 belong to directions that one cluster determines alone: its
# residuals are 0 there, and the generalised inverse leaves them 0.
EIGENVALUE_TOLERANCE = 1e-10


@dataclass(frozen=True, eq=False)
class ClusterRobustFit:
    """Per coefficient (arrays of p): estimate, CR2 standard error, Satterthwaite df, two-sided p.

    Degrees of freedom and p-value are NaN where the standard error is 0.
    """

    coefficients: FloatArray
    standard_errors: FloatArray
    degrees_of_freedom: FloatArray
    p_values: FloatArray


@dataclass(frozen=True, eq=False)
class _ClusterSums:
    """Per cluster, with X its design rows, A its adjustment and e its residuals.

    score: A X'e (clusters x p); gram: (AX)'AX and cross: X'AX (clusters x p x p).
    """

    score: FloatArray
    gram: FloatArray
    cross: FloatArray


def ols_cr2(design: ArrayLike, outcome: ArrayLike, cluster: ArrayLike) -> ClusterRobustFit:
    """Fit outcome on design by least squares, with CR2 standard errors by cluster.

    Parameters
    ----------
    design : n x p matrix of full column rank (with its column of ones, if one is wanted).
    outcome : n values.
    cluster : n labels of one comparable type; the cluster of each row.

    Returns
    -------
    ClusterRobustFit with arrays of p. With few clusters look at the degrees of freedom first: they
    say how much the standard errors can be trusted.

    Raises
    ------
    ValueError : shapes that do not fit, missing or infinite values, or columns that depend linearly
        on each other.

    Sources: Bell and McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky and Tipton (2018),
    Journal of Business & Economic Statistics 36, 672-683.
    """
    from scipy import stats

    x, y = np.asarray(design, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    labels = np.asarray(cluster)
    _check(x, y, labels)
    q, r = np.linalg.qr(x)
    if (np.abs(np.diag(r)) <= 1e-10 * np.linalg.norm(x, axis=0)).any():
        raise ValueError("the columns of the design depend linearly on each other")
    r_inverse = np.linalg.inv(r)
    inverse = r_inverse @ r_inverse.T
    coefficients = r_inverse @ (q.T @ y)
    sums = _cluster_sums(x, y - x @ coefficients, labels, inverse)
    errors = np.sqrt(((sums.score @ inverse) ** 2).sum(axis=0))
    freedom = np.array([_satterthwaite(sums, inverse, column) for column in inverse.T])
    freedom = np.where(errors > 0, freedom, np.nan)
    t = np.divide(coefficients, errors, out=np.full_like(errors, np.nan), where=errors > 0)
    p_values = np.asarray(2 * stats.t.sf(np.abs(t), freedom), dtype=np.float64)
    return ClusterRobustFit(coefficients, errors, freedom, p_values)


def _check(x: FloatArray, y: FloatArray, labels: LabelArray) -> None:
    if x.ndim != 2 or y.shape != (x.shape[0],) or labels.shape != y.shape:
        raise ValueError(f"shapes do not fit: design {x.shape}, outcome {y.shape}, cluster {labels.shape}")
    if x.shape[1] == 0 or x.shape[0] < x.shape[1]:
        raise ValueError("need at least one column, and at least as many rows as columns")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("leave rows with missing or infinite values out before")


def _cluster_sums(
    x: FloatArray,
    residuals: FloatArray,
    labels: LabelArray,
    inverse: FloatArray,
) -> _ClusterSums:
    _, codes, counts = np.unique(labels, return_inverse=True, return_counts=True)
    by_cluster = np.split(np.argsort(codes, kind="stable"), np.cumsum(counts)[:-1])
    p = x.shape[1]
    score = np.empty((len(by_cluster), p))
    gram, cross = np.empty((len(by_cluster), p, p)), np.empty((len(by_cluster), p, p))
    for g, rows in enumerate(by_cluster):
        adjusted = _adjusted_design(x[rows], inverse)
        score[g] = adjusted.T @ residuals[rows]
        gram[g] = adjusted.T @ adjusted
        cross[g] = x[rows].T @ adjusted
    return _ClusterSums(score, gram, cross)


def _adjusted_design(rows: FloatArray, inverse: FloatArray) -> FloatArray:
    """Return A X for one cluster, where A is the symmetric root of the inverse of I - H."""
    q, r = np.linalg.qr(rows)
    leverage = r @ inverse @ r.T
    values, vectors = np.linalg.eigh(np.eye(len(r)) - (leverage + leverage.T) / 2)
    kept = values > EIGENVALUE_TOLERANCE
    roots = np.zeros_like(values)
    roots[kept] = 1 / np.sqrt(values[kept])
    adjusted: FloatArray = q @ (vectors * roots) @ vectors.T @ r
    return adjusted


def _satterthwaite(sums: _ClusterSums, inverse: FloatArray, column: FloatArray) -> float:
    """Return tr(B)^2 / sum(B^2), B_gh = [g = h] w_g'w_g - u_g' inverse u_h, w = A X column, u = X'w."""
    own = np.einsum("i,gij,j->g", column, sums.gram, column)
    u = sums.cross @ column
    shared = np.einsum("gi,ij,gj->g", u, inverse, u)
    product = inverse @ (u.T @ u)
    squares = (own**2).sum() - 2 * (own * shared).sum() + np.trace(product @ product)
    return float((own - shared).sum() ** 2 / squares) if squares > 0 else float("nan")
