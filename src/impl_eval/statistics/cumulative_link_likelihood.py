"""Likelihood of the proportional-odds model and its derivatives, one term for each answer.

logit P(category <= j) = threshold j - design @ coefficients, categories 0 to k - 1. Parameters stand in the
order thresholds, coefficients. Fitting and inference are in cumulative_link.py and, with a random
intercept, in cumulative_link_mixed.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.separation import is_separated


@dataclass(frozen=True, eq=False)
class OrdinalAnswers:
    """n categories (0 to k - 1, each used), a design (n x c, no column of ones, full rank with one)."""

    categories: NDArray[np.intp]
    design: FloatArray
    k: int

    def limits(self, thresholds: FloatArray, linear: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the upper and lower limit of each answer's category, minus its linear predictor.

        `linear` has one row for each answer and may have further columns.
        """
        ends = np.concatenate([[-np.inf], thresholds, [np.inf]])
        shape = (-1,) + (1,) * (linear.ndim - 1)
        upper = ends[self.categories + 1].reshape(shape) - linear
        return upper, ends[self.categories].reshape(shape) - linear

    def upper_rows(self) -> FloatArray:
        """Return the derivatives of the upper limits (n x parameters); 0 where there is no limit."""
        return self._rows(self.categories, self.categories < self.k - 1)

    def lower_rows(self) -> FloatArray:
        """Return the derivatives of the lower limits (n x parameters); 0 where there is no limit."""
        return self._rows(self.categories - 1, self.categories > 0)

    def _rows(self, threshold: NDArray[np.intp], limited: NDArray[np.bool_]) -> FloatArray:
        rows = np.concatenate([np.zeros((len(threshold), self.k - 1)), -self.design], axis=1)
        rows[limited, threshold[limited]] = 1.0
        rows[~limited] = 0.0
        return rows


@dataclass(frozen=True, eq=False)
class TermDerivatives:
    """Of the log-probability of each answer, by its upper and lower limit: first and second derivatives."""

    log_probability: FloatArray
    upper: FloatArray
    lower: FloatArray
    upper_upper: FloatArray
    lower_lower: FloatArray
    upper_lower: FloatArray


def term_derivatives(upper: FloatArray, lower: FloatArray) -> TermDerivatives:
    """Return the terms of answers with these limits on the logit scale, infinite at the ends."""
    from scipy.special import expit

    f_upper, f_lower = expit(upper), expit(lower)
    # In the upper half differences of values near 1 would lose digits: use the mirrored ones.
    probability = np.where(upper + lower > 0, expit(-lower) - expit(-upper), f_upper - f_lower)
    probability = np.maximum(probability, np.finfo(float).tiny)
    density_upper, density_lower = f_upper * expit(-upper), f_lower * expit(-lower)
    by_upper, by_lower = density_upper / probability, -density_lower / probability
    return TermDerivatives(
        np.log(probability),
        by_upper,
        by_lower,
        by_upper * (1 - 2 * f_upper) - by_upper**2,
        by_lower * (1 - 2 * f_lower) - by_lower**2,
        -by_upper * by_lower,
    )


def scores_and_information(
    answers: OrdinalAnswers, parameters: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Return log-likelihood, score contributions (n x parameters) and observed information."""
    thresholds, coefficients = parameters[: answers.k - 1], parameters[answers.k - 1 :]
    terms = term_derivatives(*answers.limits(thresholds, answers.design @ coefficients))
    up, low = answers.upper_rows(), answers.lower_rows()
    scores = terms.upper[:, np.newaxis] * up + terms.lower[:, np.newaxis] * low
    crossed = (up * terms.upper_lower[:, np.newaxis]).T @ low
    hessian = (up * terms.upper_upper[:, np.newaxis]).T @ up + crossed + crossed.T
    hessian += (low * terms.lower_lower[:, np.newaxis]).T @ low
    return float(terms.log_probability.sum()), scores, -hessian


def has_no_maximum(answers: OrdinalAnswers) -> bool:
    """Tell whether the predictors separate the categories, so that no finite estimate exists."""
    rows = np.concatenate([answers.upper_rows(), -answers.lower_rows()])
    return is_separated(np.unique(rows, axis=0))
