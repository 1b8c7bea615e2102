"""Standard error of a weighted mean whose units of one cluster may resemble each other.

CR2 with Satterthwaite degrees of freedom, as in cluster_robust.py, but for weights that say how many
people a unit stands for: they are no inverse variances, so the working model has equal variances.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.cluster_robust import EIGENVALUE_TOLERANCE


@dataclass(frozen=True)
class WeightedMean:
    """Weighted mean, CR2 standard error, Satterthwaite df (NaN where the standard error is 0)."""

    value: float
    standard_error: float
    degrees_of_freedom: float


def weighted_mean_cr2(values: ArrayLike, weights: ArrayLike, cluster: ArrayLike) -> WeightedMean:
    """Return the weighted mean of n values with its CR2 standard error by cluster.

    Parameters
    ----------
    values, weights, cluster : n each; weights above 0.

    Raises
    ------
    ValueError : lengths that differ, nothing given, values that are not finite or weights not above 0.

    Source: Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36, 672-683, with
    working covariance identity.
    """
    y, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    labels = np.asarray(cluster)
    if y.ndim != 1 or y.size == 0 or w.shape != y.shape or labels.shape != y.shape:
        raise ValueError(f"need equal, non-zero lengths; got {y.shape}, {w.shape} and {labels.shape}")
    if not (np.isfinite(y).all() and np.isfinite(w).all() and (w > 0).all()):
        raise ValueError("values are finite, and weights above 0")
    w = w / w.sum()
    value = float(w @ y)
    squares = float(w @ w)
    _, codes = np.unique(labels, return_inverse=True)
    sums = np.array(
        [_cluster(w[codes == code], y[codes == code] - value, squares) for code in range(codes.max() + 1)]
    )
    error = float(np.sqrt((sums[:, 0] ** 2).sum()))
    return WeightedMean(value, error, _satterthwaite(sums, squares) if error > 0 else float("nan"))


def _cluster(w: FloatArray, residuals: FloatArray, squares: float) -> tuple[float, float, float, float]:
    """Return u'e, 1'u, w'u and u'u of one cluster, where u = A w.

    A is the inverse root of I - 1w' - w1' + squares 11', the covariance of the cluster's residuals under
    the working model; it acts in the span of 1 and w only.
    """
    basis, r = np.linalg.qr(np.column_stack([np.ones_like(w), w]))
    inner = r @ np.array([[squares, -1.0], [-1.0, 0.0]]) @ r.T
    eigenvalues, vectors = np.linalg.eigh(np.eye(len(inner)) + (inner + inner.T) / 2)
    kept = eigenvalues > EIGENVALUE_TOLERANCE
    roots = np.zeros_like(eigenvalues)
    roots[kept] = 1 / np.sqrt(eigenvalues[kept])
    u = basis @ ((vectors * roots) @ (vectors.T @ (basis.T @ w)))
    return float(u @ residuals), float(u.sum()), float(w @ u), float(u @ u)


def _satterthwaite(sums: FloatArray, squares: float) -> float:
    """Return tr(P)^2 / sum(P^2), P_gh = [g = h] u'u - (w'u)_g s_h - s_g (w'u)_h + squares s_g s_h."""
    _, s, wu, uu = sums.T
    p = np.diag(uu) - np.outer(wu, s) - np.outer(s, wu) + squares * np.outer(s, s)
    return float(np.trace(p) ** 2 / (p**2).sum())
