"""Products of the inverse covariance with its own derivatives, for given variance ratios.

V = I + sum of ratio_r G_r, in units of the residual variance. The REML criterion, its gradient and
Hessian, and the adjustment of Kenward and Roger are all made of the matrices here.
"""

from dataclasses import dataclass

import numpy as np

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.mixed_model.moments import Moments


@dataclass(frozen=True, eq=False)
class Derivatives:
    """With W the inverse of V, Z = [X, y] and components r, s (the residual's G = I is the last one).

    first : Z'W G_r W Z (components x (p + 1) x (p + 1)).
    second : Z'W G_r W G_s W Z (components x components x (p + 1) x (p + 1)).
    trace : tr(W G_r). trace_product : tr(W G_r W G_s).
    """

    first: FloatArray
    second: FloatArray
    trace: FloatArray
    trace_product: FloatArray


@dataclass(frozen=True, eq=False)
class _Commuting:
    """A derivative that commutes with D: respondents (PP') or residual (I), as numbers acting on rows.

    n_matrix : M'EGEM by site with E the inverse of D.
    """

    within: float
    means: FloatArray
    n_matrix: FloatArray


def derivatives(sums: Moments, ratios: FloatArray) -> Derivatives:
    """Return the products for the variance ratios (one per component except the residual)."""
    z, u = sums.fixed, sums.site_columns
    person_term = bool(sums.size.size)
    shrink = 1 / (1 + sums.size * (ratios[-1] if person_term else 0.0))
    inverse = sums.products(1.0, shrink)
    root = np.sqrt(ratios[sums.owner])
    middle = np.eye(root.size) + root[:, None] * inverse[:, u, u] * root
    core = root[:, None] * np.linalg.inv(middle) * root
    expand = np.broadcast_to(np.eye(inverse.shape[-1]), inverse.shape).copy()
    expand[:, u, :] -= core @ inverse[:, u, :]
    onto_sites = np.swapaxes(expand, 1, 2) @ inverse[:, :, u]

    others = [_commuting(sums, shrink, 0.0, sums.size)] if person_term else []
    others.append(_commuting(sums, shrink, 1.0, np.ones(sums.size.size)))
    site_count = int(sums.owner.max()) + 1 if sums.owner.size else 0
    chosen = [np.flatnonzero(sums.owner == number) for number in range(site_count)]
    wgw = [onto_sites[:, :, of] @ np.swapaxes(onto_sites[:, :, of], 1, 2) for of in chosen]
    wgw += [np.swapaxes(expand, 1, 2) @ other.n_matrix @ expand for other in others]
    total = len(wgw)

    first = np.array([part[:, z, z].sum(axis=0) for part in wgw])
    trace = np.empty(total)
    trace_product = np.empty((total, total))
    second = np.empty((total, total, *first.shape[1:]))
    at = sums.predictors + 1
    for r, of in enumerate(chosen):
        trace[r] = onto_sites[:, at + of, of].sum()
        for s in range(r, total):
            trace_product[r, s] = trace_product[s, r] = wgw[s][:, at + of, at + of].sum()
            second[r, s] = (onto_sites[:, z, of] @ wgw[s][:, at + of, z]).sum(axis=0)
            second[s, r] = second[r, s].T
    for a, one in enumerate(others):
        r = site_count + a
        trace[r] = sums.trace(one.within, shrink * one.means)
        trace[r] -= np.einsum("gij,gji->", core, one.n_matrix[:, u, u])
        for b, other in enumerate(others[a:], start=a):
            s = site_count + b
            trace_product[r, s], second[r, s] = _pair(sums, shrink, core, expand, one, other)
            trace_product[s, r], second[s, r] = trace_product[r, s], second[r, s].T
    return Derivatives(first, second, trace, trace_product)


def _commuting(sums: Moments, shrink: FloatArray, within: float, means: FloatArray) -> _Commuting:
    return _Commuting(within, means, sums.products(within, shrink**2 * means))


def _pair(
    sums: Moments,
    shrink: FloatArray,
    core: FloatArray,
    expand: FloatArray,
    one: _Commuting,
    other: _Commuting,
) -> tuple[float, FloatArray]:
    """Return tr(W G W G') and Z'W G W G'W Z for two derivatives that commute with D."""
    z, u = sums.fixed, sums.site_columns
    within, means = one.within * other.within, one.means * other.means
    triple = sums.products(within, shrink**3 * means)
    trace = sums.trace(within, shrink**2 * means) - 2 * np.einsum("gij,gji->", core, triple[:, u, u])
    left, right = core @ one.n_matrix[:, u, u], core @ other.n_matrix[:, u, u]
    trace += np.einsum("gij,gji->", left, right)
    inner = triple - one.n_matrix[:, :, u] @ core @ other.n_matrix[:, u, :]
    spread = expand[:, :, z]
    return float(trace), (np.swapaxes(spread, 1, 2) @ inner @ spread).sum(axis=0)
