"""Sums over the answers to one scale: scores, option counts and moments, in one pass over the rows.

The answers of a respondent to k items with r options are one of (r + 1)^k patterns ("no answer" is an
option of its own). How often each pattern occurs says everything that alpha, item-rest correlation,
floor, ceiling and scores need: with many respondents and few patterns, rows are only counted, and all
arithmetic is done on the table of patterns. With few rows or many patterns the same sums are taken
from the rows. Both routes give the same whole numbers, hence the same results to the last digit; which
one is used is a matter of speed and never of method.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.item_answers import Answers, ScoringKey
from impl_eval.statistics.item_moments import ItemMoments, moments_of_sums

LARGEST_TABLE = 2**18
_ROWS_AT_ONCE = 2**15  # what is touched at once stays in the processor's cache
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class ScaleSums:
    """What the n rows of one scale with k items and r options add up to.

    `scores` (n) is NaN where fewer than `min_valid` items were answered; `answered` (n) counts them.
    `option_counts` (k x r) counts answers after reverse scoring, lowest option first. `moments` are
    those of the complete cases. `lowest` and `highest` count scores at the ends of the score range.
    """

    scores: FloatArray
    answered: NDArray[np.int8]
    option_counts: Whole
    moments: ItemMoments
    scored: int
    lowest: int
    highest: int


def scale_sums(answers: Answers, key: ScoringKey, *, by_patterns: bool | None = None) -> ScaleSums:
    """Score n rows of one scale and take the sums that its statistics need.

    Parameters
    ----------
    answers : n x k whole numbers as `coded_answers` makes them, `key.no_answer` where there is none.
    key : how they become a score.
    by_patterns : count patterns, or sum over rows; None takes the faster of the two.

    Raises
    ------
    ValueError : another number of columns than the key has items, or patterns asked for where they
        are more than LARGEST_TABLE.
    """
    n, k = answers.shape
    if k != key.items or k > np.iinfo(np.int8).max:
        raise ValueError(f"answers to {k} items, a key for {key.items}; at most 127 are counted")
    patterns = (key.options + 1) ** k
    if by_patterns is None:
        by_patterns = patterns <= min(LARGEST_TABLE, 2 * n)
    if not by_patterns:
        return _sums_of_rows(answers, key)
    if patterns > LARGEST_TABLE:
        raise ValueError(f"{patterns} patterns are too many for a table")
    return _sums_of_patterns(answers, key, patterns)


def _sums_of_patterns(answers: Answers, key: ScoringKey, patterns: int) -> ScaleSums:
    base, k = key.options + 1, key.items
    values = [_scored_values(key, item) for item in range(k)]
    present = np.arange(base) > 0
    totals = reduce(np.add.outer, values).ravel()
    answered = reduce(np.add.outer, [present.astype(np.int8)] * k).ravel()
    table_scores = _scores(totals, answered, key)
    counts, scores, answered_of_rows = _look_up(answers, key, table_scores, answered)
    cube = counts.reshape((base,) * k)
    complete = np.flatnonzero((counts > 0) & (answered == k))
    digits = np.unravel_index(complete, cube.shape)
    items = np.array([values[item][digits[item]] - key.low for item in range(k)], dtype=np.float64)
    weighted = items * counts[complete]
    low, high = key.score_range
    return ScaleSums(
        scores,
        answered_of_rows,
        np.array([_option_counts_of_cube(cube, key, item) for item in range(k)]),
        _moments(int(counts[complete].sum()), weighted.sum(axis=1), weighted @ items.T),
        int(counts[answered >= key.min_valid].sum()),
        int(counts[table_scores == low].sum()),
        int(counts[table_scores == high].sum()),
    )


def _look_up(
    answers: Answers, key: ScoringKey, table_scores: FloatArray, table_answered: NDArray[np.int8]
) -> tuple[Whole, FloatArray, NDArray[np.int8]]:
    """Count the patterns, and take the score of each row and its answered items from their tables."""
    n, base, patterns = len(answers), key.options + 1, len(table_scores)
    counts, scores, answered = np.zeros(patterns, np.int64), np.empty(n), np.empty(n, np.int8)
    offset = key.no_answer * sum(base**item for item in range(key.items))
    for start in range(0, n, _ROWS_AT_ONCE):
        rows = slice(start, min(n, start + _ROWS_AT_ONCE))
        pattern = answers[rows, 0].astype(np.int32)
        for item in range(1, key.items):
            pattern *= base
            pattern += answers[rows, item]
        index = np.subtract(pattern, offset, dtype=np.intp)
        counts += np.bincount(index, minlength=patterns)
        table_scores.take(index, out=scores[rows], mode="clip")
        table_answered.take(index, out=answered[rows], mode="clip")
    return counts, scores, answered


def _sums_of_rows(answers: Answers, key: ScoringKey) -> ScaleSums:
    n, k = answers.shape
    scores, answered = np.empty(n), np.empty(n, dtype=np.int8)
    option_counts = np.zeros((k, key.options), dtype=np.int64)
    sums, products, complete = np.zeros(k), np.zeros((k, k)), 0
    reverse = np.array(key.reverse_scored)[:, None]
    for start in range(0, n, _ROWS_AT_ONCE):
        rows = slice(start, min(n, start + _ROWS_AT_ONCE))
        ticked = answers[rows].T.astype(np.float64)
        present = ticked != key.no_answer
        items = np.where(reverse, key.low + key.high - ticked, ticked)
        np.sum(present, axis=0, out=answered[rows], dtype=np.int8)
        scores[rows] = _scores((items * present).sum(axis=0), answered[rows], key)
        items -= key.low
        option_counts += _option_counts_of_rows(items, present, key)
        whole = items[:, answered[rows] == k]
        complete += whole.shape[1]
        sums += whole.sum(axis=1)
        products += whole @ whole.T
    low, high = key.score_range
    return ScaleSums(
        scores,
        answered,
        option_counts,
        _moments(complete, sums, products),
        int(np.count_nonzero(answered >= key.min_valid)),
        int(np.count_nonzero(scores == low)),
        int(np.count_nonzero(scores == high)),
    )


def _scored_values(key: ScoringKey, item: int) -> Whole:
    """Return the scored value of each answer to an item, in the order no answer, lowest, ..., highest."""
    ticked = np.arange(key.low, key.high + 1, dtype=np.int64)
    return np.concatenate([[0], ticked[::-1] if key.reverse_scored[item] else ticked])


def _scores(totals: NDArray[np.generic], answered: NDArray[np.int8], key: ScoringKey) -> FloatArray:
    """Return the scores for totals of answered items; for a sum, the mean times the number of items.

    Whole numbers are multiplied before they are divided: a plain sum stays whole.
    """
    times = key.items if key.rule == "sum" else 1
    scores = np.full(totals.shape, np.nan)
    np.divide(totals * times, answered, out=scores, where=answered >= key.min_valid)
    return scores


def _option_counts_of_cube(cube: Whole, key: ScoringKey, item: int) -> Whole:
    counts = cube.sum(axis=tuple(axis for axis in range(key.items) if axis != item))[1:]
    return np.asarray(counts[::-1] if key.reverse_scored[item] else counts)


def _option_counts_of_rows(items: FloatArray, present: NDArray[np.bool_], key: ScoringKey) -> Whole:
    """Return k x r counts of items scored from 0: all of them are counted in one go, item by item."""
    start = np.arange(key.items)[:, None] * key.options
    index = (items + start)[present].astype(np.intp)
    size = key.items * key.options
    return np.bincount(index, minlength=size).reshape(key.items, key.options)


def _moments(n: int, sums: FloatArray, products: FloatArray) -> ItemMoments:
    """Return moments from sums that are whole numbers, held as floats: far below 2^53, so exact."""
    return moments_of_sums(n, sums.astype(np.int64), products.astype(np.int64))
