"""The likelihood of the proportional-odds model with random intercepts, and its maximum.

The integral over each respondent's intercept is adaptive Gauss-Hermite quadrature: nodes lie about the
most likely intercept, as wide as the curvature there. What is made of the fit is in cumulative_link_mixed.py.
"""

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.cumulative_link_likelihood import OrdinalAnswers, term_derivatives

NODES = 10

ZERO_DEVIATION = 1e-2
"""A standard deviation of the respondents below this, on the logit scale, is an estimate of zero."""

LARGEST_DEVIATION = 15.0
"""Beyond this the quadrature is too coarse, and the likelihood as a rule without maximum."""

LARGEST_COEFFICIENT = 30.0
"""No odds ratio is that of a change beyond this, on the logit scale: it is on its way to infinity."""

SMALLEST_GRADIENT = 1e-3
SINGULAR = 1e-7
"""Smallest eigenvalue of the information, its diagonal scaled to 1: below, the likelihood is flat."""

STEP = 1e-4


class Quadrature:
    """Minus the marginal log-likelihood of one set of rows, for the maximiser.

    Its parameters are free of order: first threshold, logarithms of the distances to the next ones,
    coefficients, standard deviation of the respondents (its sign does not matter).
    """

    def __init__(self, answers: OrdinalAnswers, person: NDArray[np.intp]) -> None:
        order = np.argsort(person, kind="stable")
        self.answers = OrdinalAnswers(answers.categories[order], answers.design[order], answers.k)
        self.person = person[order]
        self._first = np.flatnonzero(np.diff(self.person, prepend=-1))
        nodes, weights = np.polynomial.hermite.hermgauss(NODES)
        self._nodes, self._log_weights = nodes, np.log(weights) + nodes**2

    @property
    def people(self) -> int:
        """Number of respondents."""
        return self._first.size

    def value(self, parameters: FloatArray) -> float:
        """Return minus the log-likelihood."""
        natural = self.natural(parameters)
        thresholds, deviation = natural[: self.answers.k - 1], natural[-1]
        linear = self.answers.design @ natural[self.answers.k - 1 : -1]
        mode, curvature = self._modes(thresholds, linear, deviation)
        spread = np.sqrt(2 / curvature)
        points = mode[:, np.newaxis] + spread[:, np.newaxis] * self._nodes
        moved = linear[:, np.newaxis] + deviation * points[self.person]
        terms = term_derivatives(*self.answers.limits(thresholds, moved)).log_probability
        joint = self._sum(terms) - points**2 / 2 + self._log_weights
        top = joint.max(axis=1)
        log_integral = top + np.log(np.exp(joint - top[:, np.newaxis]).sum(axis=1)) + np.log(spread)
        return -float(log_integral.sum() - self.people * np.log(2 * np.pi) / 2)

    def slopes(self, parameters: FloatArray) -> FloatArray:
        """Return the derivatives of minus the log-likelihood, by central differences."""
        steps = STEP * np.eye(parameters.size)
        rows = [self.value(parameters + step) - self.value(parameters - step) for step in steps]
        return np.array(rows) / (2 * STEP)

    def stop_when_unbounded(self, xk: FloatArray) -> None:  # scipy passes the parameters by this name
        """Stop the maximiser once it is on its way to infinity."""
        if abs(xk[-1]) > LARGEST_DEVIATION or abs(xk[self.answers.k - 1]) > LARGEST_COEFFICIENT:
            raise StopIteration

    def natural(self, parameters: FloatArray) -> FloatArray:
        """Return thresholds, coefficients and standard deviation."""
        natural = parameters.copy()
        distances = np.exp(np.clip(parameters[1 : self.answers.k - 1], -30, 30))
        natural[1 : self.answers.k - 1] = parameters[0] + np.cumsum(distances)
        return natural

    def free_of_order(self, natural: FloatArray) -> FloatArray:
        """Return the parameters of the maximiser, the inverse of `natural`."""
        parameters = natural.copy()
        parameters[1 : self.answers.k - 1] = np.log(np.diff(natural[: self.answers.k - 1]))
        return parameters

    def jacobian(self, parameters: FloatArray) -> FloatArray:
        """Return the derivatives of the natural parameters (rows)."""
        inner = slice(1, self.answers.k - 1)
        matrix = np.eye(parameters.size)
        matrix[inner, 0] = 1.0
        matrix[inner, inner] = np.tril(np.tile(np.exp(parameters[inner]), (self.answers.k - 2, 1)))
        return matrix

    def _modes(
        self, thresholds: FloatArray, linear: FloatArray, deviation: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return each respondent's most likely intercept (in SD) and the curvature there.

        Newton's method on a concave function whose curvature is at least 1, kept between the points that
        are known to lie on either side: where respondents differ much, plain steps would go to and fro.
        """
        mode, curvature = np.zeros(self.people), np.ones(self.people)
        below, above = np.full(self.people, -np.inf), np.full(self.people, np.inf)
        for _ in range(100):
            terms = term_derivatives(*self.answers.limits(thresholds, linear + deviation * mode[self.person]))
            slope = -deviation * self._sum(terms.upper + terms.lower) - mode
            bend = terms.upper_upper + terms.lower_lower + 2 * terms.upper_lower
            curvature = 1 - deviation**2 * self._sum(bend)
            below, above = np.where(slope > 0, mode, below), np.where(slope < 0, mode, above)
            if np.abs(slope / curvature).max() < 1e-10:
                break
            moved = mode + np.clip(slope / curvature, -2, 2)
            outside = (moved <= below) & (slope < 0) | (moved >= above) & (slope > 0)
            mode = np.where(outside, (np.maximum(below, -1e9) + np.minimum(above, 1e9)) / 2, moved)
        return mode, curvature

    def _sum(self, terms: FloatArray) -> FloatArray:
        return np.asarray(np.add.reduceat(terms, self._first, axis=0), dtype=np.float64)


def maximise(likelihood: Quadrature, start: FloatArray) -> FloatArray | None:
    """Return the maximum (parameters free of order), or None where there is none or it was not reached."""
    from scipy import optimize

    found = optimize.minimize(
        likelihood.value,
        likelihood.free_of_order(start),
        jac=likelihood.slopes,
        method="BFGS",
        callback=likelihood.stop_when_unbounded,
        options={"gtol": 1e-6, "maxiter": 200},
    )
    parameters = np.asarray(found.x, dtype=np.float64)
    parameters[-1] = abs(parameters[-1])
    arrived = np.abs(likelihood.slopes(parameters)).max() < SMALLEST_GRADIENT
    return parameters if arrived and parameters[-1] < LARGEST_DEVIATION else None


def standard_errors(likelihood: Quadrature, parameters: FloatArray) -> FloatArray | None:
    """Of the natural parameters, from the information by central differences; None where it is singular.

    Where the respondents' standard deviation is estimated as zero it is taken as known, its own error NaN.
    """
    free = parameters.size - int(parameters[-1] < ZERO_DEVIATION)
    steps = 10 * STEP * np.eye(parameters.size)[:free]
    rows = [
        (likelihood.slopes(parameters + step) - likelihood.slopes(parameters - step))[:free] for step in steps
    ]
    information = np.array(rows) / (20 * STEP)
    information = (information + information.T) / 2
    if not _is_definite(information):
        return None
    jacobian = likelihood.jacobian(parameters)[:free, :free]
    covariance = jacobian @ np.linalg.inv(information) @ jacobian.T
    errors = np.full(parameters.size, np.nan)
    errors[:free] = np.sqrt(np.diag(covariance))
    return errors if errors[likelihood.answers.k - 1] < LARGEST_COEFFICIENT else None


def _is_definite(information: FloatArray) -> bool:
    diagonal = np.diag(information)
    if not (diagonal > 0).all():
        return False
    scaled = information / np.sqrt(np.outer(diagonal, diagonal))
    return bool(np.linalg.eigvalsh(scaled)[0] > SINGULAR)
