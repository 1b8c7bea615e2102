"""The noncentral t distribution, as far as intervals of standardised changes need it.

scipy's own distribution function gives NaN where t and noncentrality are large and of opposite sign,
which a search for a limit can meet. Here it is an integral over the part that varies more, and agrees
with scipy's wherever that has a value.
"""

import functools
import math

import numpy as np

from impl_eval.statistics.arrays import FloatArray

NODES = 200
NORMAL_REACH = 9.0  # beyond nine standard deviations a normal leaves 1e-19, below rounding


def noncentral_t_probability(t: float, degrees_of_freedom: float, noncentrality: float) -> float:
    """Return P(T <= t) for T = (Z + noncentrality) / S, S^2 a chi square over its degrees of freedom.

    Correct to about 1e-10.
    """
    if t < 0:
        return 1 - noncentral_t_probability(-t, degrees_of_freedom, -noncentrality)
    # S varies by about 1 / sqrt(2 df), so t S varies more than Z where t is above sqrt(2 df).
    if t > math.sqrt(2 * degrees_of_freedom):
        return _over_normal(t, degrees_of_freedom, noncentrality)
    return _over_chi(t, degrees_of_freedom, noncentrality)


def noncentrality_at(t: float, degrees_of_freedom: float, probability: float) -> float:
    """Return the noncentrality for which P(T <= t) is this probability (0.00005 to 0.99995)."""
    from scipy import optimize

    def excess(noncentrality: float) -> float:
        return noncentral_t_probability(t, degrees_of_freedom, noncentrality) - probability

    reach = 4 * math.sqrt(1 + t**2 / (2 * degrees_of_freedom))
    while not excess(t - reach) > 0 > excess(t + reach):
        reach *= 2
    return float(optimize.brentq(excess, t - reach, t + reach, xtol=1e-12, rtol=1e-14))


def _over_normal(t: float, degrees_of_freedom: float, noncentrality: float) -> float:
    """Integrate P(S >= (z + noncentrality) / t) over z; it is 1 for all z below -noncentrality."""
    from scipy import special

    start = min(max(-noncentrality, -NORMAL_REACH), NORMAL_REACH)
    z, weights = _nodes(start, NORMAL_REACH)
    half = degrees_of_freedom / 2
    above = special.gammaincc(half, half * ((z + noncentrality) / t) ** 2)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return float(special.ndtr(start) + weights @ (density * above))


def _over_chi(t: float, degrees_of_freedom: float, noncentrality: float) -> float:
    """Integrate P(Z <= t s - noncentrality) over the density of S."""
    from scipy import special

    half, tail = degrees_of_freedom / 2, 1e-17
    start = math.sqrt(float(special.gammaincinv(half, tail)) / half)
    s, weights = _nodes(start, math.sqrt(float(special.gammainccinv(half, tail)) / half))
    log_density = math.log(2) + half * math.log(half) - float(special.gammaln(half))
    density = np.exp(log_density + (degrees_of_freedom - 1) * np.log(s) - half * s**2)
    return float(weights @ (density * special.ndtr(t * s - noncentrality)))


def _nodes(start: float, end: float) -> tuple[FloatArray, FloatArray]:
    nodes, weights = _legendre()
    middle, half = (start + end) / 2, (end - start) / 2
    return middle + half * nodes, half * weights


@functools.cache
def _legendre() -> tuple[FloatArray, FloatArray]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return np.asarray(nodes, dtype=np.float64), np.asarray(weights, dtype=np.float64)
