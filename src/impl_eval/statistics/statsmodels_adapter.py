"""The only place that imports statsmodels.

It maximises one likelihood for us, nothing more: standard errors, tests and intervals are computed where
the method is stated. Its warnings about convergence and separation are silenced here, because the
caller checks for both before or after, and says so in words. It is imported inside the function: it
brings pandas with it.
"""

import warnings

import numpy as np

from impl_eval.statistics.arrays import BoolArray, FloatArray

MOST_ITERATIONS = 200


def logistic_coefficients(answered: BoolArray, design: FloatArray) -> FloatArray:
    """Return the coefficients (c) of a logistic regression of n booleans on an n x c design.

    The design has its column of ones and full rank, and does not separate the two answers.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.discrete.discrete_model import Logit

        fit = Logit(answered.astype(np.float64), design).fit(
            method="newton", maxiter=MOST_ITERATIONS, tol=1e-12, disp=False, warn_convergence=False
        )
        return np.asarray(fit.params, dtype=np.float64)
