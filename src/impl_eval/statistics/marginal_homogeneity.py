"""Whether the answers to one item are distributed alike before and after, in the same respondents.

Works on the square table of answers before by answers after (k x k). Categories between which nobody
moved carry no information; they are left out and the degrees of freedom say so, never filled with halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, FloatArray, paired

NOBODY_CHANGED = "nobody's answer changed"
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class MarginalTest:
    """A test statistic, its degrees of freedom (none for a z statistic) and two-sided p-value."""

    statistic: Estimate
    degrees_of_freedom: Estimate | None
    p_value: Estimate


def transition_table(before: ArrayLike, after: ArrayLike, categories: Sequence[float]) -> IntArray:
    """Return the k x k counts of n pairs: rows are answers before, columns answers after.

    ValueError on incomplete pairs, doubled categories, or an answer that is no category.
    """
    earlier, later = paired(before, after)
    place = {float(category): index for index, category in enumerate(categories)}
    if len(place) != len(categories):
        raise ValueError("a category is given twice")
    table = np.zeros((len(place), len(place)), dtype=np.int64)
    for row, column in zip(earlier, later, strict=True):
        if row not in place or column not in place:
            raise ValueError("an answer is none of the categories")
        table[place[row], place[column]] += 1
    return table


def stuart_maxwell(table: ArrayLike) -> MarginalTest:
    """Stuart and Maxwell's chi-squared test that all k categories are as frequent after as before.

    Parameters
    ----------
    table : k x k counts, rows before, columns after.

    Returns
    -------
    MarginalTest. Degrees of freedom are the categories minus the groups of categories between which
    nobody moved (k - 1 where all are connected). Not estimable where nobody changed.

    Raises
    ------
    ValueError : not a square table of whole numbers from 0.

    Sources: Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), British Journal of Psychiatry 116,
    651-655.
    """
    counts = _counts(table)
    statistic, freedom = _quadratic_form(counts)
    return _chi_squared("stuart_maxwell", statistic, freedom, counts, "Maxwell (1970)")


def bhapkar(table: ArrayLike) -> MarginalTest:
    """Bhapkar's Wald test of marginal homogeneity: S / (1 - S / n), S that of Stuart and Maxwell.

    Arguments and errors as in stuart_maxwell. Not estimable where all respondents moved so alike that
    the estimated covariance is singular (S = n).

    Source: Bhapkar (1966), Journal of the American Statistical Association 61, 228-235.
    """
    counts = _counts(table)
    score, freedom = _quadratic_form(counts)
    n = int(counts.sum())
    if freedom and n - score <= 1e-9 * n:
        reason = "all respondents moved alike: the covariance of the differences is singular"
        return _no_test("bhapkar", reason, counts, _chi_method("bhapkar"))
    statistic = score / (1 - score / n) if freedom else 0.0
    return _chi_squared("bhapkar", statistic, freedom, counts, "Bhapkar (1966)")


def bowker(table: ArrayLike) -> MarginalTest:
    """Bowker's chi-squared test that as many moved from i to j as from j to i, for all pairs.

    Arguments and errors as in stuart_maxwell. A pair of categories between which nobody moved either way
    is not counted in the degrees of freedom.

    Source: Bowker (1948), Journal of the American Statistical Association 43, 572-574.
    """
    counts = _counts(table)
    upper = np.triu_indices(len(counts), 1)
    forth, back = counts[upper].astype(np.float64), counts.T[upper].astype(np.float64)
    moved = forth + back > 0
    statistic = float(((forth - back)[moved] ** 2 / (forth + back)[moved]).sum())
    return _chi_squared("bowker", statistic, int(moved.sum()), counts, "Bowker (1948)")


def ordinal_marginal_test(table: ArrayLike, scores: Sequence[float] | None = None) -> MarginalTest:
    """Test for a shift of ordered categories: z of the mean change in category scores.

    Parameters
    ----------
    table : k x k counts, rows before, columns after.
    scores : k numbers for the categories; 1 to k without them.

    Returns
    -------
    MarginalTest with a z statistic, positive where answers are higher after than before (R's coin gives
    the opposite sign), against the normal distribution. Not estimable where no score changed.

    Raises
    ------
    ValueError : as in stuart_maxwell; a wrong number of scores, or one that is not finite.

    Source: Agresti (2013), Categorical Data Analysis, chapter 11. The variance is that of swapping before
    and after in each respondent, given the size of the change.
    """
    from scipy import stats

    counts = _counts(table)
    values = np.arange(1.0, len(counts) + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    if values.shape != (len(counts),) or not np.isfinite(values).all():
        raise ValueError("need a finite score for each category")
    method = "score test of marginal homogeneity for ordered categories, standard normal"
    step = values[np.newaxis, :] - values[:, np.newaxis]
    variance = float((counts * step**2).sum())
    if variance == 0:
        return _no_test("ordinal_marginal", _why_no_test(counts), counts, method, with_freedom=False)
    z = float((counts * step).sum()) / float(np.sqrt(variance))
    n = int(counts.sum())

    def plain(name: str, value: float) -> Estimate:
        return Estimate(name, value, n=n, method=method, source="Agresti (2013)", reason=WITHOUT_INTERVAL)

    return MarginalTest(
        plain("ordinal_marginal", z), None, plain("p_value", 2 * float(stats.norm.sf(abs(z))))
    )


def _counts(table: ArrayLike) -> IntArray:
    counts = np.asarray(table)
    square = counts.ndim == 2 and counts.shape[0] == counts.shape[1] and counts.size > 0
    if (
        not square
        or not np.isfinite(counts).all()
        or (counts < 0).any()
        or (counts != np.floor(counts)).any()
    ):
        raise ValueError("need a square table of whole numbers from 0")
    return counts.astype(np.int64)


def _quadratic_form(counts: IntArray) -> tuple[float, int]:
    """Return d' V^- d and the rank of V, d = row sums minus column sums.

    V is the Laplacian of the graph of moves: its null space is spanned by the connected groups of
    categories, within each of which d sums to 0. Leaving out one category of each group therefore gives
    the generalised inverse exactly, without a decision about small eigenvalues.
    """
    moves = (counts + counts.T - 2 * np.diag(np.diag(counts))).astype(np.float64)
    covariance = np.diag(moves.sum(axis=1)) - moves
    difference = (counts.sum(axis=1) - counts.sum(axis=0)).astype(np.float64)
    kept = _all_but_one_of_each_group(moves)
    if not kept.size:
        return 0.0, 0
    solved = np.linalg.solve(covariance[np.ix_(kept, kept)], difference[kept])
    return float(difference[kept] @ solved), kept.size


def _all_but_one_of_each_group(moves: FloatArray) -> NDArray[np.intp]:
    group = np.arange(len(moves))
    for _ in range(len(moves)):
        for one, other in np.argwhere(moves > 0):
            group[group == group[one]] = group[other]
    first = {int(label): index for index, label in reversed(list(enumerate(group)))}
    return np.array([index for index in range(len(moves)) if index not in first.values()], dtype=np.intp)


def _chi_method(name: str) -> str:
    rule = (
        "pairs of categories between which nobody moved are not counted"
        if name == "bowker"
        else "categories between which nobody moved are left out"
    )
    label = {"stuart_maxwell": "Stuart-Maxwell", "bhapkar": "Bhapkar", "bowker": "Bowker"}[name]
    return f"{label} chi-squared test; {rule}"


def _chi_squared(name: str, value: float, freedom: int, counts: IntArray, source: str) -> MarginalTest:
    from scipy import stats

    method, n = _chi_method(name), int(counts.sum())
    if freedom == 0:
        return _no_test(name, _why_no_test(counts), counts, method)

    def plain(statistic: str, number: float) -> Estimate:
        return Estimate(statistic, number, n=n, method=method, source=source, reason=WITHOUT_INTERVAL)

    p_value = float(stats.chi2.sf(value, freedom))
    return MarginalTest(plain(name, value), plain("degrees_of_freedom", freedom), plain("p_value", p_value))


def _why_no_test(counts: IntArray) -> str:
    return NOBODY_CHANGED if counts.any() else "there are no pairs"


def _no_test(
    name: str, reason: str, counts: IntArray, method: str, *, with_freedom: bool = True
) -> MarginalTest:
    n = int(counts.sum())

    def missing(statistic: str) -> Estimate:
        return Estimate.not_estimable(statistic, reason, n=n, method=method)

    freedom = missing("degrees_of_freedom") if with_freedom else None
    return MarginalTest(missing(name), freedom, missing("p_value"))
