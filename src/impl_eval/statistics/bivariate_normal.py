"""Probabilities of the cells that thresholds cut out of a bivariate normal distribution.

Plain arrays in and out; used by the polychoric correlation.
"""

from functools import lru_cache

import numpy as np

from impl_eval.statistics.arrays import FloatArray

_NODES = 48
_FARTHEST = 12.0  # beyond twelve standard deviations there is nothing left in double precision


Thresholds = tuple[FloatArray, FloatArray]


def cell_probabilities(thresholds: Thresholds, correlation: float) -> FloatArray:
    """Return the probability of each cell between r - 1 row and c - 1 column thresholds (r x c).

    The distribution function is the product of the margins plus the integral of the density over the
    correlation, from 0 to `correlation` in its arcsine, by Gauss-Legendre quadrature: exact to some
    1e-12 for correlations up to .99 in size.

    Source: Sheppard (1900); Drezner & Wesolowsky (1990), Journal of Statistical Computation and
    Simulation 35, 101-107.
    """
    from scipy import special

    h, k = _closed(thresholds[0])[:, None], _closed(thresholds[1])[None, :]
    nodes, weights = _legendre()
    reach = np.arcsin(correlation)
    angles = (reach * (nodes + 1) / 2)[:, None, None]
    exponent = -(h**2 + k**2 - 2 * h * k * np.sin(angles)) / (2 * np.cos(angles) ** 2)
    integral = np.einsum("q,qij->ij", weights, np.exp(exponent)) * reach / 2 / (2 * np.pi)
    below = special.ndtr(h) * special.ndtr(k) + integral
    return np.diff(np.diff(below, axis=0), axis=1)


def cell_slopes(thresholds: Thresholds, correlation: float) -> FloatArray:
    """Return the derivative of each cell's probability by the correlation (r x c): densities at corners."""
    h, k = _closed(thresholds[0])[:, None], _closed(thresholds[1])[None, :]
    spread = 1 - correlation**2
    density = np.exp(-(h**2 + k**2 - 2 * correlation * h * k) / (2 * spread))
    return np.asarray(np.diff(np.diff(density, axis=0), axis=1) / (2 * np.pi * np.sqrt(spread)))


def _closed(thresholds: FloatArray) -> FloatArray:
    return np.concatenate([[-_FARTHEST], thresholds, [_FARTHEST]])


@lru_cache(maxsize=1)
def _legendre() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights
