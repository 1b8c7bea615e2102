"""Whether a model of categories has a likelihood without maximum, because something predicts perfectly.

Then some coefficient grows without bound and whatever number a program stops at is its own invention.
"""

import numpy as np

from impl_eval.statistics.arrays import FloatArray

TOLERANCE = 1e-7


def is_separated(inequalities: FloatArray) -> bool:
    """Tell whether a direction v exists with inequalities @ v >= 0 in all rows and > 0 in one.

    Each row (r x q in all) is one way in which moving the parameters along v raises the likelihood of an
    observation or leaves it. Found by linear programming, so that also separation that no single
    predictor shows is seen.

    Source: Konis (2007), Linear programming algorithms for detecting separated data in binary logistic
    regression models, University of Oxford.
    """
    from scipy.optimize import linprog

    if not inequalities.size:
        return False
    scale = np.abs(inequalities).max(axis=0)
    rows = inequalities / np.where(scale > 0, scale, 1.0)
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=[(-1, 1)] * rows.shape[1])
    assert found.fun is not None  # v = 0 is feasible and v is bounded: a maximum exists
    return -found.fun > TOLERANCE


def binary_inequalities(answered: FloatArray, design: FloatArray) -> FloatArray:
    """Return the rows for a logistic regression of n answers, 0 or 1, on an n x c design with ones."""
    return np.asarray((2 * answered - 1)[:, np.newaxis] * design, dtype=np.float64)
