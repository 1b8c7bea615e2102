"""Tests of contrasts of a fitted mixed model, with the degrees of freedom of Kenward and Roger.

As R's pbkrtest computes them: expected information of the variances, every variance component kept, also
those estimated as zero.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.mixed_model.fit import MixedModelFit


@dataclass(frozen=True)
class ContrastTest:
    """A contrast of coefficients: estimate, adjusted standard error, degrees of freedom, two-sided p."""

    estimate: float
    standard_error: float
    degrees_of_freedom: float
    p_value: float

    def interval(self, level: float) -> tuple[float, float]:
        """Return the t interval at this level."""
        from scipy import special

        half = float(special.stdtrit(self.degrees_of_freedom, (1 + level) / 2)) * self.standard_error
        return self.estimate - half, self.estimate + half


@dataclass(frozen=True)
class JointTest:
    """A test of several contrasts at once: scaled F, its degrees of freedom and p-value."""

    f_value: float
    numerator_df: int
    denominator_df: float
    p_value: float
    scaling: float


def contrast_test(fit: MixedModelFit, contrast: ArrayLike) -> ContrastTest | None:
    """Test one contrast (p numbers) against zero; None where the adjusted variance is not positive.

    The adjustment is an expansion for small samples. Where hardly anybody answered twice and the residual
    variance runs towards zero it can outweigh the variance itself.

    For a single contrast the degrees of freedom of Kenward and Roger reduce to 2 / A with
    A = sum of W_rs t_r t_s, t_r = l'(X'WX)^-1 P_r (X'WX)^-1 l / l'(X'WX)^-1 l.

    Source: Kenward and Roger (1997), Biometrics 53, 983-997.
    """
    from scipy import special

    line = np.asarray(contrast, dtype=np.float64)
    estimate = float(line @ fit.coefficients)
    adjusted = float(line @ fit.adjusted_covariance @ line)
    if adjusted <= 0:
        return None
    error = math.sqrt(adjusted)
    spread, _ = _spreads(fit, line[None])
    freedom = 2 / float(spread)
    p_value = 2 * float(special.stdtr(freedom, -abs(estimate / error)))
    return ContrastTest(estimate, error, freedom, p_value)


def joint_test(fit: MixedModelFit, contrasts: ArrayLike) -> JointTest | None:
    """Test the rows of `contrasts` (q x p, linearly independent) against zero, all at once.

    None where their adjusted covariance is not positive definite, as in contrast_test.

    Source: Kenward and Roger (1997), Biometrics 53, 983-997; Halekoh and Hojsgaard (2014), Journal of
    Statistical Software 59(9).
    """
    from scipy import stats

    lines = np.atleast_2d(np.asarray(contrasts, dtype=np.float64))
    q = lines.shape[0]
    estimates = lines @ fit.coefficients
    adjusted = lines @ fit.adjusted_covariance @ lines.T
    if np.linalg.eigvalsh(adjusted).min() <= 0:
        return None
    plain = float(estimates @ np.linalg.solve(adjusted, estimates)) / q
    a1, a2 = _spreads(fit, lines)
    freedom, scaling = _denominator(float(a1), float(a2), q)
    f_value = scaling * plain
    return JointTest(f_value, q, freedom, float(stats.f.sf(f_value, q, freedom)), scaling)


def _spreads(fit: MixedModelFit, lines: FloatArray) -> tuple[float, float]:
    """Return A1 and A2 of Kenward and Roger."""
    variance = fit.components[-1].variance
    inverse = fit.covariance / variance
    theta = lines.T @ np.linalg.solve(lines @ inverse @ lines.T, lines)
    products = theta @ inverse @ fit.parts.first @ inverse
    traces = np.trace(products, axis1=1, axis2=2)
    a1 = traces @ fit.parts.weight @ traces
    a2 = np.einsum("rs,rij,sji->", fit.parts.weight, products, products)
    return float(a1), float(a2)


def _denominator(a1: float, a2: float, q: int) -> tuple[float, float]:
    """Return denominator degrees of freedom and scaling, by matching mean and variance of F."""
    b = (a1 + 6 * a2) / (2 * q)
    g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
    d = 3 * q + 2 * (1 - g)
    top = 1 + g / d * b
    first, second = 1 - (q - g) / d * b, 1 - (q + 2 - g) / d * b
    if abs(top) < 1e-10:
        top = 0.0
    ratio = 1.0 if abs(1 - a2 / q) < 1e-14 and abs(first) < 1e-14 else (1 - a2 / q) / first
    rho = ratio**2 * top / (second * q)
    freedom = 4 + (q + 2) / (q * rho - 1)
    scaling = 1.0 if abs(freedom - 2) < 1e-2 else freedom * (1 - a2 / q) / (freedom - 2)
    return float(freedom), float(scaling)
