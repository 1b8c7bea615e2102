"""Little's test that scores are missing completely at random.

Compares the means of the rows that miss the same scores with the maximum-likelihood means of all. A small
p-value speaks against "completely at random"; a large one does not prove it, and nothing here tells
"at random" from "not at random".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL
from impl_eval.statistics.multivariate_normal import NormalMoments, matrix_of_scores, normal_moments

METHOD = "Little's chi-squared test with maximum-likelihood (EM) moments"
SOURCE = "Little (1988)"


@dataclass(frozen=True)
class LittleTest:
    """Chi-squared statistic, its degrees of freedom, p-value and the number of missing patterns.

    `n` counts rows with at least one answered score.
    """

    chi_squared: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    patterns: Estimate


def little_mcar_test(scores: ArrayLike, *, names: Sequence[str] = ()) -> LittleTest:
    """Test whether the scores of n rows on p scales are missing completely at random.

    Parameters
    ----------
    scores : n x p, NaN where missing. Rows without any score are left out: they say nothing.
    names : p names of the scales, for the reasons.

    Returns
    -------
    LittleTest. Not estimable, with the reason, where nothing is missing or all rows miss the same, and
    where the moments cannot be had (see normal_moments).

    Raises
    ------
    ValueError : not a matrix, an infinite score, or a wrong number of names.

    Source: Little (1988), Journal of the American Statistical Association 83, 1198-1202; the covariance
    is the maximum-likelihood one (divisor n).
    """
    from scipy import stats

    matrix = matrix_of_scores(scores)
    moments = normal_moments(matrix, names=names)
    count = len(moments.patterns)
    reason = moments.reason or _why_nothing_to_test(moments)
    if reason:
        return _nothing(reason, moments.n, count)
    chi_squared = _distance(matrix, moments)
    freedom = sum(int(pattern.answered.sum()) for pattern in moments.patterns) - matrix.shape[1]
    p_value = float(stats.chi2.sf(chi_squared, freedom))
    return LittleTest(
        _value("chi_squared", chi_squared, moments.n),
        _value("degrees_of_freedom", float(freedom), moments.n),
        _value("p_value", p_value, moments.n),
        _value("missing_patterns", float(count), moments.n),
    )


def _why_nothing_to_test(moments: NormalMoments) -> str:
    if len(moments.patterns) > 1:
        return ""
    return "no score is missing, except in rows without any answer: there is nothing to test"


def _distance(matrix: np.ndarray, moments: NormalMoments) -> float:
    total = 0.0
    for pattern in moments.patterns:
        seen = pattern.answered
        deviation = matrix[np.ix_(pattern.rows, seen)].mean(axis=0) - moments.mean[seen]
        solved = np.linalg.solve(moments.covariance[np.ix_(seen, seen)], deviation)
        total += pattern.rows.size * float(deviation @ solved)
    return total


def _value(statistic: str, value: float, n: int) -> Estimate:
    return Estimate(statistic, value, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)


def _nothing(reason: str, n: int, patterns: int) -> LittleTest:
    def missing(statistic: str) -> Estimate:
        return Estimate.not_estimable(statistic, reason, n=n, method=METHOD)

    count = _value("missing_patterns", float(patterns), n)
    return LittleTest(missing("chi_squared"), missing("degrees_of_freedom"), missing("p_value"), count)
