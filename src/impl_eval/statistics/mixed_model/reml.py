"""The variance ratios that make the REML criterion smallest, found with exact zeros.

Newton steps in the ratios of the variances to the residual variance. Each step solves the quadratic
model under ratio >= 0 exactly, by trying every set of ratios at zero (there are at most three ratios), so
that a variance estimated as zero is zero and not nearly so.
"""

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from impl_eval.statistics.arrays import BoolArray, FloatArray
from impl_eval.statistics.mixed_model.derivatives import Derivatives, derivatives
from impl_eval.statistics.mixed_model.moments import Moments

LARGEST_RATIO = 1e7
"""Above this a variance has no residual variance beside it: the rows leave nothing to estimate it from."""

STARTING_RATIOS = (0.0, 0.05, 0.5, 4.0)
STEPS, ROUNDS = 40, 6
"""Newton steps before the ratios are taken as logarithms for a while, and how often that is done."""
SMALLEST_LOGARITHM = -20.0
CONVERGED = 1e-11
"""In units of the criterion: what one more step would gain by the quadratic model."""


@dataclass(frozen=True, eq=False)
class RemlOptimum:
    """Where the criterion is smallest.

    ratios : variance by residual variance, per component. residual_variance : estimate of sigma squared.
    criterion : -2 log restricted likelihood. coefficients : p. inverse : p x p, (X'WX)^-1 in units of
    the residual variance. products : the derivatives at the optimum. bounded : False where a ratio grew
    beyond LARGEST_RATIO. found : False where the steps ran out before the criterion was smallest.
    """

    ratios: FloatArray
    residual_variance: float
    criterion: float
    coefficients: FloatArray
    inverse: FloatArray
    products: Derivatives
    found: bool

    @property
    def bounded(self) -> bool:
        """Whether the rows leave a residual variance."""
        return bool(self.ratios.max(initial=0.0) <= LARGEST_RATIO)


def criterion(sums: Moments, ratios: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the profiled criterion of each row of ratios (b x components), and [X, y]'W[X, y] (b x ...)."""
    z, u, p = sums.fixed, sums.site_columns, sums.predictors
    inverse = np.broadcast_to(sums.within, (len(ratios), *sums.within.shape))
    determinant = np.zeros(len(ratios))
    if sums.size.size:
        spread = 1 + ratios[:, -1:] * sums.size
        inverse = inverse + np.einsum("bm,mgij->bgij", 1 / spread, sums.between)
        determinant = np.log(spread) @ sums.size_count
    zz = inverse[..., z, z].sum(axis=1)
    if sums.owner.size:
        root = np.sqrt(ratios[:, sums.owner])[:, None, :]
        middle = np.eye(sums.owner.size) + root[..., :, None] * inverse[..., u, u] * root[..., None, :]
        scaled = root[..., :, None] * inverse[..., u, z]
        zz = zz - (np.swapaxes(scaled, -1, -2) @ np.linalg.solve(middle, scaled)).sum(axis=1)
        determinant = determinant + np.linalg.slogdet(middle)[1].sum(axis=1)
    xx, xy = zz[:, :p, :p], zz[:, :p, p]
    explained = (xy * np.linalg.solve(xx, xy[..., None])[..., 0]).sum(axis=1)
    rest = np.maximum(zz[:, p, p] - explained, np.finfo(np.float64).tiny)
    freedom = sums.rows - p
    value = determinant + np.linalg.slogdet(xx)[1] + freedom * (1 + np.log(2 * math.pi * rest / freedom))
    return np.asarray(value), zz


def reml_optimum(sums: Moments) -> RemlOptimum:
    """Return the smallest criterion downhill from two points of a coarse grid.

    They are its best point, and its best point without a zero. Where hardly anybody answered twice there
    may be others, often with a residual variance that runs to zero; they are not looked for.
    """
    count = sums.component_count
    if count == 0:
        return _describe(sums, _point(sums, np.empty(0)))
    grid = np.array(list(itertools.product(STARTING_RATIOS, repeat=count)))
    values = criterion(sums, grid)[0]
    inside = (grid > 0).all(axis=1)
    starts = {int(values.argmin()), int(np.where(inside, values, np.inf).argmin())}
    ends = [_descend(sums, grid[start]) for start in sorted(starts)]
    best, found = min(ends, key=lambda end: end[0].value)
    return replace(_describe(sums, best), found=found)


def projected_information(products: Derivatives, inverse: FloatArray) -> FloatArray:
    """Return tr(P G_r P G_s), P = W - WX(X'WX)^-1X'W: twice the expected information, residual last."""
    p = len(inverse)
    weighted = products.first[:, :p, :p] @ inverse
    result: FloatArray = products.trace_product - 2 * np.einsum(
        "ij,rsji->rs", inverse, products.second[:, :, :p, :p]
    )
    result += np.einsum("rij,sji->rs", weighted, weighted)
    return result


@dataclass(frozen=True, eq=False)
class _Point:
    """Ratios with the criterion there, and with zz = [X, y]'W[X, y], which comes with it."""

    ratios: FloatArray
    value: float
    zz: FloatArray


def _point(sums: Moments, ratios: FloatArray) -> _Point:
    values, zz = criterion(sums, ratios[None])
    return _Point(ratios, float(values[0]), zz[0])


def _describe(sums: Moments, point: _Point) -> RemlOptimum:
    p, zz = sums.predictors, point.zz
    inverse = np.asarray(np.linalg.inv(zz[:p, :p]), dtype=np.float64)
    coefficients = inverse @ zz[:p, p]
    rest = float(zz[p, p] - zz[:p, p] @ coefficients)
    products = derivatives(sums, point.ratios)
    variance = max(rest, 0.0) / (sums.rows - p)
    return RemlOptimum(point.ratios, variance, point.value, coefficients, inverse, products, True)


def _descend(sums: Moments, start: FloatArray) -> tuple[_Point, bool]:
    """Return the smallest criterion downhill from a start, and whether it was reached.

    Where hardly anybody answered twice the criterion is a long curved valley toward large ratios, in which
    Newton steps crawl. There the ratios are taken as logarithms for a while.
    """
    point, arrived = _newton(sums, _point(sums, start))
    for _ in range(ROUNDS):
        if arrived:
            break
        point, arrived = _newton(sums, _point(sums, _along_logarithms(sums, point.ratios)))
    return point, arrived


def _along_logarithms(sums: Moments, ratios: FloatArray) -> FloatArray:
    """Return lower ratios than these by a quasi-Newton method on their logarithms; zeros stay zeros."""
    from scipy.optimize import minimize

    positive = ratios > 0

    def filled(logarithms: FloatArray) -> FloatArray:
        result = ratios.copy()
        result[positive] = np.exp(logarithms)
        return result

    def value_and_slope(logarithms: FloatArray) -> tuple[float, FloatArray]:
        there = _point(sums, filled(logarithms))
        gradient = _slopes(sums, there)[0]
        return there.value, (gradient * there.ratios)[positive]

    highest = math.log(10 * LARGEST_RATIO)
    end = minimize(
        value_and_slope,
        np.clip(np.log(ratios[positive]), SMALLEST_LOGARITHM, highest),
        jac=True,
        method="L-BFGS-B",
        bounds=[(SMALLEST_LOGARITHM, highest)] * int(positive.sum()),
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500},
    )
    return filled(np.asarray(end.x, dtype=np.float64))


def _newton(sums: Moments, point: _Point) -> tuple[_Point, bool]:
    """Return where Newton steps lead, and whether they came to an end within STEPS."""
    for _ in range(STEPS):
        gradient, hessian, information = _slopes(sums, point)
        step = _bounded_step(gradient, hessian, point.ratios)
        if step is None:
            step = _bounded_step(gradient, information, point.ratios)
        if step is None:
            return point, True
        gain = -float(gradient @ step)
        if gain < CONVERGED:
            return _point(sums, np.maximum(point.ratios + step, 0.0)), True
        further = _line_search(sums, point, step, gain)
        if further.value >= point.value or further.ratios.max() > LARGEST_RATIO:
            return further, True
        point = further
    return point, False


def _line_search(sums: Moments, point: _Point, step: FloatArray, gain: float) -> _Point:
    """Return the first of step, step / 2, step / 4 ... that lowers the criterion enough, or the point.

    Where the whole step does, twice, four times ... the step are tried while they lower it further: with
    very few respondents who answered twice the criterion is so flat toward large ratios that single steps
    would end before its minimum.
    """
    for length in 0.5 ** np.arange(30):
        tried = _point(sums, np.maximum(point.ratios + length * step, 0.0))
        if tried.value <= point.value - 1e-4 * length * gain:
            return _further(sums, point, step, tried) if length == 1 else tried
    return point


def _further(sums: Moments, point: _Point, step: FloatArray, tried: _Point) -> _Point:
    """Return the longest of 2, 4, 8 ... steps up to which the criterion goes on falling."""
    for length in 2.0 ** np.arange(1, 30):
        far = _point(sums, np.maximum(point.ratios + length * step, 0.0))
        if far.value >= tried.value or far.ratios.max() > LARGEST_RATIO:
            break
        tried = far
    return tried


def _slopes(sums: Moments, point: _Point) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return gradient, Hessian and expected Hessian of the criterion, the residual variance profiled out."""
    here = _describe(sums, point)
    p, count, freedom = sums.predictors, sums.component_count, sums.rows - sums.predictors
    products, inverse = here.products, here.inverse
    residual = np.append(-here.coefficients, 1.0)
    rest = here.residual_variance * freedom
    projected = projected_information(products, inverse)
    trace = products.trace - np.einsum("ij,rji->r", inverse, products.first[:, :p, :p])
    toward = products.first @ residual
    squares = toward @ residual
    cross = np.einsum("i,rsij,j->rs", residual, products.second, residual)
    cross -= toward[:, :p] @ inverse @ toward[:, :p].T
    gradient = trace - freedom * squares / rest
    hessian = -projected + freedom * (2 * cross / rest - np.outer(squares, squares) / rest**2)
    information = projected - np.outer(projected[:, -1], projected[-1]) / projected[-1, -1]
    free = slice(0, count)
    return gradient[free], hessian[free, free], information[free, free]


def _bounded_step(gradient: FloatArray, hessian: FloatArray, ratios: FloatArray) -> FloatArray | None:
    """Return the step to the smallest value of the quadratic model with ratios >= 0; None if not convex."""
    scale = 1 / np.sqrt(np.maximum(np.abs(np.diag(hessian)), np.finfo(np.float64).tiny))
    if np.linalg.eigvalsh(scale[:, None] * hessian * scale).min() <= 1e-10:
        return None
    # Variances at zero mostly stay there: where that is the solution, nothing else need be tried.
    step = _step_with(gradient, hessian, ratios, (ratios == 0) & (gradient > 0))
    if step is not None and (gradient + hessian @ step)[ratios + step == 0].min(initial=0.0) >= 0:
        return step
    best, best_value = None, math.inf
    for at_zero in itertools.product((False, True), repeat=len(ratios)):
        step = _step_with(gradient, hessian, ratios, np.array(at_zero))
        if step is None:
            continue
        value = float(gradient @ step + step @ hessian @ step / 2)
        if value < best_value:
            best, best_value = step, value
    return best


def _step_with(
    gradient: FloatArray, hessian: FloatArray, ratios: FloatArray, at_zero: BoolArray
) -> FloatArray | None:
    """Return the step to the smallest value with these ratios at zero, None if another would be negative."""
    step = np.where(at_zero, -ratios, 0.0)
    if not at_zero.all():
        free = np.flatnonzero(~at_zero)
        pull = gradient[free] + hessian[free] @ step
        step[free] = -np.linalg.solve(hessian[free][:, free], pull)
    return None if (ratios + step < -1e-12 * (1 + ratios)).any() else step
