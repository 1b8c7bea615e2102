"""The only place that imports statsmodels.

It maximises two likelihoods for us, nothing more: standard errors, tests and intervals are computed where
the method is stated. Its warnings about convergence and separation are silenced here, because every
caller checks for both before or after, and says so in words. It is imported inside the functions: it
brings pandas with it.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import BoolArray, FloatArray

MOST_ITERATIONS = 200


def logistic_coefficients(answered: BoolArray, design: FloatArray) -> FloatArray:
    """Return the coefficients (c) of a logistic regression of n booleans on an n x c design.

    The design has its column of ones and full rank, and does not separate the two answers.
    """
    with _silent():
        from statsmodels.discrete.discrete_model import Logit

        fit = Logit(answered.astype(np.float64), design).fit(
            method="newton", maxiter=MOST_ITERATIONS, tol=1e-12, disp=False, warn_convergence=False
        )
        return np.asarray(fit.params, dtype=np.float64)


def ordered_logit(categories: NDArray[np.intp], design: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return thresholds (k - 1, ascending) and coefficients (c) of a proportional-odds model.

    `categories` are n whole numbers from 0 to k - 1, each of them used; `design` is n x c without a column
    of ones. logit P(category <= j) = threshold j - design @ coefficients.
    """
    with _silent():
        from statsmodels.miscmodels.ordinal_model import OrderedModel

        model = OrderedModel(categories, design, distr="logit", hasconst=False)
        fit = model.fit(method="newton", maxiter=MOST_ITERATIONS, disp=False, warn_convergence=False)
        thresholds = model.transform_threshold_params(fit.params)[1:-1]
        columns = design.shape[1]
        return np.asarray(thresholds, dtype=np.float64), np.asarray(fit.params[:columns], dtype=np.float64)


@contextmanager
def _silent() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
