"""Polychoric correlations of ordered items, and ordinal alpha, which is alpha of these correlations.

Takes item scores that are already reverse scored, returns Estimates.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, FloatArray
from impl_eval.statistics.bivariate_normal import Thresholds, cell_probabilities, cell_slopes
from impl_eval.statistics.item_moments import complete_cases
from impl_eval.statistics.reliability import why_without_reliability

MOST_OPTIONS = 15
"""Items with more different answers are measurements, not ordered categories."""
LARGEST_CORRELATION = 0.99
"""A polychoric correlation beyond this size has run to the end of its range: it is not estimable."""
_SMALLEST_PROBABILITY = 1e-15
_MOST_STEPS, _MOST_HALVINGS, _SMALLEST_STEP = 100, 30, 1e-9
_METHOD = "alpha of polychoric correlations (two-step maximum likelihood, no correction of empty cells)"


@dataclass(frozen=True)
class OrdinalAlpha:
    """Ordinal alpha, with the polychoric correlations (k x k) it rests on; empty where there are none."""

    alpha: Estimate
    correlations: tuple[tuple[float, ...], ...] = ()


def ordinal_alpha(item_scores: ArrayLike) -> OrdinalAlpha:
    """Ordinal alpha: standardised alpha of the polychoric correlations of the items.

    It speaks of the continuous attitudes behind the answers, not of the score that is made of them,
    and is therefore shown beside Cronbach's alpha and never instead of it.

    Parameters
    ----------
    item_scores : n respondents x k ordered items, reverse scored already, NaN where missing; complete
        cases are used.

    Returns
    -------
    OrdinalAlpha, without interval. Not estimable with fewer than two items or complete respondents,
    where an item does not vary or has more than MOST_OPTIONS different answers, and where a
    polychoric correlation runs to the end of its range.

    Raises
    ------
    ValueError : not a matrix, or an infinite value.

    Sources: Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied Statistical Methods 6, 21-29;
    Olsson (1979), Psychometrika 44, 443-460; for its limits Chalmers (2018), Educational and
    Psychological Measurement 78, 1056-1071.
    """
    complete = complete_cases(item_scores)
    n, k = complete.shape
    reason = why_without_reliability(n, k)
    codes = [np.unique(column, return_inverse=True)[1] for column in complete.T] if not reason else []
    options = [int(column.max()) + 1 for column in codes]
    if not reason and min(options) < 2:
        reason = "an item does not vary: everybody gave the same answer"
    if not reason and max(options) > MOST_OPTIONS:
        reason = f"an item has more than {MOST_OPTIONS} different answers: it is no ordered category"
    if reason:
        return OrdinalAlpha(Estimate.not_estimable("ordinal_alpha", reason, n=n, method=_METHOD))
    correlations = np.eye(k)
    for first in range(k):
        for second in range(first):
            found = polychoric_correlation(_table(codes[first], codes[second]))
            if found is None:
                reason = f"the polychoric correlation of items {second + 1} and {first + 1} runs to its end"
                return OrdinalAlpha(Estimate.not_estimable("ordinal_alpha", reason, n=n, method=_METHOD))
            correlations[first, second] = correlations[second, first] = found
    together = float(correlations.sum())
    if together <= 0:
        reason = "the polychoric correlations of the items sum to nothing"
        return OrdinalAlpha(Estimate.not_estimable("ordinal_alpha", reason, n=n, method=_METHOD))
    alpha = Estimate(
        "ordinal_alpha", k / (k - 1) * (1 - k / together), n=n, method=_METHOD,
        source="Zumbo, Gadermann and Zeisser (2007); Olsson (1979)", reason=WITHOUT_INTERVAL,
    )  # fmt: skip
    return OrdinalAlpha(alpha, tuple(tuple(row) for row in correlations.tolist()))


def polychoric_correlation(table: NDArray[np.int64]) -> float | None:
    """Return the polychoric correlation of a table of counts (r x c), or None where it runs to +-1.

    Two steps: thresholds from the margins, then the correlation by maximum likelihood (Fisher scoring).
    Every row and column holds at least one count.

    Source: Olsson (1979), Psychometrika 44, 443-460.
    """
    thresholds = _thresholds(table)
    correlation = float(np.clip(_correlation_of_codes(table), -0.9, 0.9))
    value = _log_likelihood(table, cell_probabilities(thresholds, correlation))
    for _ in range(_MOST_STEPS):
        probabilities = np.maximum(cell_probabilities(thresholds, correlation), _SMALLEST_PROBABILITY)
        slopes = cell_slopes(thresholds, correlation)
        information = float(table.sum() * (slopes**2 / probabilities).sum())
        step = float((table * slopes / probabilities).sum()) / information if information > 0 else 0.0
        for _ in range(_MOST_HALVINGS):
            tried = float(np.clip(correlation + step, -LARGEST_CORRELATION, LARGEST_CORRELATION))
            new = _log_likelihood(table, cell_probabilities(thresholds, tried))
            if new >= value - 1e-10:
                break
            step /= 2
        moved, correlation, value = abs(tried - correlation), tried, new
        if moved < _SMALLEST_STEP:
            break
    return None if abs(correlation) >= LARGEST_CORRELATION else correlation


def _thresholds(table: NDArray[np.int64]) -> Thresholds:
    from scipy import special

    below_rows, below_columns = (np.cumsum(table.sum(axis=axis))[:-1] / table.sum() for axis in (1, 0))
    return np.asarray(special.ndtri(below_rows)), np.asarray(special.ndtri(below_columns))


def _log_likelihood(table: NDArray[np.int64], probabilities: FloatArray) -> float:
    return float((table * np.log(np.maximum(probabilities, _SMALLEST_PROBABILITY))).sum())


def _table(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.int64]:
    shape = (int(rows.max()) + 1, int(columns.max()) + 1)
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)


def _correlation_of_codes(table: NDArray[np.int64]) -> float:
    rows, columns = (np.arange(size, dtype=np.float64) for size in table.shape)
    shares = table / table.sum()
    rows -= (shares.sum(axis=1) * rows).sum()
    columns -= (shares.sum(axis=0) * columns).sum()
    spread = (shares.sum(axis=1) * rows**2).sum() * (shares.sum(axis=0) * columns**2).sum()
    return float(rows @ shares @ columns / np.sqrt(spread))
