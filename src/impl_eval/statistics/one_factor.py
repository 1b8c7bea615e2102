"""Maximum likelihood of one common factor, for many correlation matrices at once.

Takes correlations, returns arrays: whether a solution is proper, and what to say of it, is decided by
those who ask (omega.py). Residual variances are not held above zero: a solution that needs a negative
one is found as such, and never pushed to a bound where it would look proper.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import BoolArray, FloatArray

_MOST_STEPS, _MOST_HALVINGS, _STEEPEST_AT_OPTIMUM = 200, 12, 1e-9
_SMALLEST_EIGENVALUE = 1e-8
_RUNAWAY = -10.0  # a residual variance that has fallen so far will not come back: there is no optimum
_RIDGE = 1e-10  # keeps a step solvable where a loading is 0; the optimum itself does not move


@dataclass(frozen=True)
class OneFactorFits:
    """Solutions for b correlation matrices of k items.

    `loadings` and `residual_variances` (b x k) are in the metric of correlations, the factor has a
    variance of 1 and loadings a sum of at least 0. `discrepancy` (b) is the minimum of the likelihood
    function. Where `converged` (b) is not set, the others mean nothing.
    """

    loadings: FloatArray
    residual_variances: FloatArray
    discrepancy: FloatArray
    converged: BoolArray


def fit_one_factor(correlations: FloatArray) -> OneFactorFits:
    """Fit one factor to b correlation matrices (b x k x k) by maximum likelihood; k is at least 3.

    Three items are just identified and solved in closed form. Otherwise Newton's method from a
    principal-axis start, with steps halved until the discrepancy falls. Not converged where a matrix
    is not positive definite, and where no solution is found.

    Raises
    ------
    ValueError : not b square matrices of at least three items.

    Source: Joreskog (1967), Psychometrika 32, 443-482.
    """
    b, k = correlations.shape[:2]
    if correlations.shape != (b, k, k) or k < 3:
        raise ValueError("need square matrices of at least three items")
    loadings, residuals, found = np.zeros((b, k)), np.ones((b, k)), np.zeros(b, dtype=np.bool_)
    discrepancy = np.full(b, np.inf)
    usable = _is_positive_definite(correlations)
    if usable.any():
        solve = _three_items if k == 3 else _by_newton
        loadings[usable], residuals[usable], discrepancy[usable], found[usable] = solve(correlations[usable])
    loadings[loadings.sum(axis=1) < 0] *= -1
    return OneFactorFits(loadings, residuals, discrepancy, found)


_Solution = tuple[FloatArray, FloatArray, FloatArray, BoolArray]


def _three_items(correlations: FloatArray) -> _Solution:
    """Return the exact solution: each squared loading is a product of two correlations over the third."""
    r12, r13, r23 = (correlations[:, i, j] for i, j in ((0, 1), (0, 2), (1, 2)))
    found = r12 * r13 * r23 > 0
    squares = np.full((len(correlations), 3), np.nan)
    for item, (numerator, denominator) in enumerate(((r12 * r13, r23), (r12 * r23, r13), (r13 * r23, r12))):
        np.divide(numerator, denominator, out=squares[:, item], where=found)
    squares[~found] = 0.0
    # With a positive product, the signs are those of the correlations with the first item.
    signs = np.stack([np.ones(len(correlations)), np.sign(r12), np.sign(r13)], axis=1)
    return signs * np.sqrt(squares), 1 - squares, np.zeros(len(correlations)), found


def _by_newton(correlations: FloatArray) -> _Solution:
    b, k = correlations.shape[:2]
    parameters = _start(correlations)
    constant = np.linalg.slogdet(correlations)[1] + k
    value = _discrepancy(parameters, correlations, constant)
    found = np.zeros(b, dtype=np.bool_)
    active = np.arange(b)
    for _ in range(_MOST_STEPS):
        gradient, step = _gradient_and_step(parameters[active], correlations[active])
        flat = np.abs(gradient).max(axis=1) < _STEEPEST_AT_OPTIMUM
        found[active[flat]] = True
        active, step = active[~flat], step[~flat]
        if not len(active):
            break
        moved = _move(parameters, value, step, active, correlations, constant)
        active = active[moved & (parameters[active, k:].min(axis=1) > _RUNAWAY)]
    return parameters[:, :k], parameters[:, k:], value, found


def _move(
    parameters: FloatArray,
    value: FloatArray,
    step: FloatArray,
    active: NDArray[np.intp],
    correlations: FloatArray,
    constant: FloatArray,
) -> BoolArray:
    """Take the step, or a half, a quarter ... of it, in place; tell which matrices moved."""
    waiting = np.arange(len(active))
    for halving in range(_MOST_HALVINGS):
        rows = active[waiting]
        tried = parameters[rows] + step[waiting] / 2**halving
        new = _discrepancy(tried, correlations[rows], constant[rows])
        # At the optimum a step changes the value by less than its rounding: that is no failure.
        better = new <= value[rows] + 1e-13
        parameters[rows[better]], value[rows[better]] = tried[better], new[better]
        waiting = waiting[~better]
        if not len(waiting):
            break
    moved = np.ones(len(active), dtype=np.bool_)
    moved[waiting] = False
    return moved


def _start(correlations: FloatArray) -> FloatArray:
    k = correlations.shape[1]
    unique = 1 / np.diagonal(np.linalg.inv(correlations), axis1=1, axis2=2)
    residuals = np.clip((1 - 0.5 / k) * unique, 0.05, 0.95)
    root = np.sqrt(residuals)
    roots, vectors = np.linalg.eigh(correlations / (root[:, :, None] * root[:, None, :]))
    length = np.sqrt(np.maximum(roots[:, -1] - 1, 0.01))
    return np.concatenate([root * vectors[:, :, -1] * length[:, None], residuals], axis=1)


def _implied(parameters: FloatArray) -> FloatArray:
    k = parameters.shape[1] // 2
    loadings, residuals = parameters[:, :k], parameters[:, k:]
    return np.asarray(loadings[:, :, None] * loadings[:, None, :] + residuals[:, :, None] * np.eye(k))


def _discrepancy(parameters: FloatArray, correlations: FloatArray, constant: FloatArray) -> FloatArray:
    implied = _implied(parameters)
    values = np.full(len(parameters), np.inf)
    usable = _is_positive_definite(implied)
    if usable.any():
        inverse = np.linalg.inv(implied[usable])
        values[usable] = np.linalg.slogdet(implied[usable])[1] - constant[usable]
        values[usable] += (inverse * correlations[usable]).sum(axis=(1, 2))
    return values


def _gradient_and_step(parameters: FloatArray, correlations: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the gradient of the discrepancy (b x 2k), and Newton's step from it (b x 2k).

    Where the discrepancy is not convex, the expected information takes the place of its curvature.
    """
    k = correlations.shape[1]
    loadings = parameters[:, :k, None]
    inverse = np.asarray(np.linalg.inv(_implied(parameters)), dtype=np.float64)
    weighted = np.asarray(inverse @ correlations @ inverse, dtype=np.float64)
    misfit = inverse - weighted
    slopes = (2 * misfit @ loadings)[:, :, 0], np.diagonal(misfit, axis1=1, axis2=2)
    gradient = np.concatenate(slopes, axis=1)
    expected = _second_order(inverse, inverse, loadings)
    curvature = _second_order(inverse, weighted, loadings) * 2 - expected
    curvature[:, :k, :k] += 2 * misfit
    convex = _is_positive_definite(curvature)
    curvature[~convex] = expected[~convex]
    curvature += _RIDGE * np.eye(2 * k)
    step = np.linalg.solve(curvature, -gradient[:, :, None])[:, :, 0]
    return gradient, np.asarray(step, dtype=np.float64)


def _second_order(one: FloatArray, other: FloatArray, loadings: FloatArray) -> FloatArray:
    """Return the traces of one D_i other D_j over all parameters i and j, symmetrised (b x 2k x 2k).

    D_i is the derivative of the implied correlations by loading or residual variance i.
    """
    k = one.shape[1]
    along_one, along_other = one @ loadings, other @ loadings
    within_one, within_other = (np.swapaxes(loadings, 1, 2) @ along for along in (along_one, along_other))
    crossed = along_one * np.swapaxes(along_other, 1, 2)
    traces = np.empty((len(one), 2 * k, 2 * k))
    traces[:, :k, :k] = crossed + np.swapaxes(crossed, 1, 2) + within_other * one + within_one * other
    traces[:, :k, k:] = other * np.swapaxes(along_one, 1, 2) + one * np.swapaxes(along_other, 1, 2)
    traces[:, k:, :k] = np.swapaxes(traces[:, :k, k:], 1, 2)
    traces[:, k:, k:] = one * other
    return traces


def _is_positive_definite(matrices: FloatArray) -> BoolArray:
    return np.asarray(np.linalg.eigvalsh(matrices)[:, 0] > _SMALLEST_EIGENVALUE)
