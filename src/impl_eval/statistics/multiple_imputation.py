"""Multiple imputation of scale scores that are missing in rows which answered other scales.

The model: the scores of one respondent at both timepoints are jointly normal given the mean of their
site and covariates. A row that does not exist is never invented: the partner of an
unlinked row stays absent. The caller's own analysis runs on every completed data set; rubin.py pools.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import BoolArray, FloatArray, LabelArray
from impl_eval.statistics.multivariate_normal import column_labels, matrix_of_scores, normal_moments
from impl_eval.statistics.normal_imputation import draw_completed
from impl_eval.statistics.occasions import Occasions, by_respondent, site_mean, spread_out
from impl_eval.statistics.rubin import PooledEstimate, nothing_pooled, pool_rubin

LINKED_PER_SCORE = 2
"""The two timepoints are modelled together from so many linked respondents per score (scales x 2) on."""


@dataclass(frozen=True, eq=False)
class ImputedScores:
    """m completed copies (m x rows x scales, in the order given), still NaN in rows without any answer.

    `filled` counts imputed cells of one copy, `linked` the respondents with a row at both timepoints.
    Where there is nothing to impute or no model, `reason` says so and `scores` holds no copy.
    """

    scores: FloatArray
    filled: int
    linked: int
    notes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class CompletedAnalysis:
    """What the caller's analysis gives of one completed data set; with a `reason` it gave nothing."""

    value: float
    variance: float
    degrees_of_freedom: float
    n: int
    reason: str = ""


def impute_scores(
    scores: ArrayLike,
    is_follow_up: ArrayLike,
    respondent: Sequence[str],
    site: ArrayLike,
    *,
    seed: int,
    covariates: ArrayLike | None = None,
    names: Sequence[str] = (),
    imputations: int = 20,
    iterations: int = 50,
) -> ImputedScores:
    """Complete the scores of n rows on k scales, m times.

    Parameters
    ----------
    scores : n x k scale scores, NaN where missing.
    is_follow_up : n booleans, true for rows of the follow-up.
    respondent : n labels, unique in the study; "" for a row that is linked to no other.
    site : n site labels.
    seed : of the random numbers: the same input gives the same copies.
    covariates : n x c numbers (roles as 0 and 1), those of the respondent's earlier row are used.
    names : k names of the scales, for the reasons.
    imputations, iterations : copies m, and steps of the chain before each (data augmentation).

    Returns
    -------
    ImputedScores. Values are neither rounded nor kept in the range of the scale. With fewer than
    LINKED_PER_SCORE linked respondents per score each timepoint is imputed by itself, and a note says so.
    No copy, with the reason, where no row misses a score beside others, and where the scores have no
    normal model (see normal_moments), the rows are too few or the predictors depend on each other.

    Raises
    ------
    ValueError : lengths that differ, two rows of a respondent at one timepoint, an infinite value, or
        fewer than 2 imputations or 1 iteration.

    Source: Schafer (1997), Analysis of Incomplete Multivariate Data, sections 5.3 and 5.4.
    """
    if imputations < 2 or iterations < 1:
        raise ValueError("need at least 2 imputations and 1 iteration")
    matrix = matrix_of_scores(scores)
    labels = column_labels(names, matrix.shape[1])
    occasions = by_respondent(np.asarray(is_follow_up, dtype=np.bool_), respondent, np.asarray(site))
    present = ~np.isnan(matrix)
    to_fill = ~present & present.any(axis=1, keepdims=True)
    filled, linked = int(to_fill.sum()), occasions.linked
    extra = _covariates(covariates, occasions)
    reason = _why_not(matrix, filled, extra)
    if reason:
        return _no_copies(matrix, filled, linked, reason)
    together = linked >= LINKED_PER_SCORE * 2 * matrix.shape[1]
    blocks = _blocks(matrix, occasions, labels, together=together)
    copies = np.repeat(matrix[np.newaxis], imputations, axis=0)
    rng = np.random.default_rng(seed)
    for block in blocks:
        reason = _fill_block(copies, block, extra, iterations, rng)
        if reason:
            return _no_copies(matrix, filled, linked, reason)
    copies[:, ~present & ~to_fill] = np.nan
    note = f"only {linked} respondents are linked: each timepoint was imputed without the scores of the other"
    return ImputedScores(copies, filled, linked, () if together else (note,))


def pooled_change(
    imputed: ImputedScores,
    analysis: Callable[[FloatArray], CompletedAnalysis],
    *,
    statistic: str = "mean_change",
    level: float = 0.95,
) -> PooledEstimate:
    """Run an analysis on every completed copy (rows x scales) and pool what it gives.

    The complete-data degrees of freedom are the mean of those of the copies. Where the copies do not
    exist, or an analysis gave nothing in one of them, nothing is pooled and the reason says why.
    Errors as in pool_rubin.
    """
    if imputed.reason:
        return nothing_pooled(statistic, imputed.reason, 0)
    results = [analysis(copy) for copy in imputed.scores]
    failed = [result.reason for result in results if result.reason]
    if failed:
        reason = f"in {len(failed)} of {len(results)} imputed data sets: {failed[0]}"
        return nothing_pooled(statistic, reason, len(results))
    return pool_rubin(
        [result.value for result in results],
        [result.variance for result in results],
        complete_degrees_of_freedom=float(np.mean([result.degrees_of_freedom for result in results])),
        statistic=statistic,
        n=min(result.n for result in results),
        level=level,
    )


@dataclass(frozen=True, eq=False)
class _Block:
    """Scores modelled together: units x scores, and from where in rows x scales each cell came (-1: none)."""

    values: FloatArray
    rows: np.ndarray
    columns: np.ndarray
    respondents: np.ndarray
    site: LabelArray
    labels: tuple[str, ...]


def _blocks(
    matrix: FloatArray, occasions: Occasions, labels: tuple[str, ...], *, together: bool
) -> tuple[_Block, ...]:
    """Return one block of respondents x (scales at both timepoints), or one for each timepoint."""
    k, times = matrix.shape[1], ("at baseline", "at follow-up")
    parts = ((0, 1),) if together else ((0,), (1,))
    blocks = []
    for part in parts:
        rows = np.repeat(occasions.rows[:, part], k, axis=1)
        columns = np.tile(np.arange(k), len(part))
        wide = spread_out(matrix, rows, columns)
        kept = np.flatnonzero((~np.isnan(wide)).any(axis=1))
        names = tuple(f"{label} {times[time]}" for time in part for label in labels)
        blocks.append(_Block(wide[kept], rows[kept], columns, kept, occasions.site[kept], names))
    return tuple(block for block in blocks if block.values.size)


def _predictors(block: _Block, extra: FloatArray) -> FloatArray:
    """Return ones, the mean of the site and covariates; constant columns left out."""
    answered = np.concatenate([site_mean(block.values, block.site), extra[block.respondents]], axis=1)
    varying: BoolArray = np.ptp(answered, axis=0) > 1e-9
    return np.column_stack([np.ones(len(answered)), answered[:, varying]])


def _fill_block(
    copies: FloatArray, block: _Block, extra: FloatArray, iterations: int, rng: np.random.Generator
) -> str:
    """Fill the missing cells of the block in every copy; return the reason where that cannot be done."""
    if not np.isnan(block.values[block.rows >= 0]).any():
        return ""
    moments = normal_moments(block.values, names=block.labels)
    if moments.reason:
        return moments.reason
    design = _predictors(block, extra)
    n, columns = block.values.shape
    if n <= columns + design.shape[1]:
        counts = f"scores ({columns}) and predictors ({design.shape[1] - 1})"
        return f"too few respondents ({n}) for the number of {counts}"
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "the predictors of the imputation depend linearly on each other"
    drawn = draw_completed(
        block.values, design, moments, imputations=len(copies), iterations=iterations, rng=rng
    )
    unit, column = np.nonzero(block.rows >= 0)
    copies[:, block.rows[unit, column], block.columns[column]] = drawn[:, unit, column]
    return ""


def _covariates(covariates: ArrayLike | None, occasions: Occasions) -> FloatArray:
    if covariates is None:
        return np.empty((len(occasions.rows), 0))
    given = np.asarray(covariates, dtype=np.float64)
    if given.ndim != 2 or len(given) != occasions.rows.max(initial=-1) + 1:
        raise ValueError(f"need a row of covariates for each row of scores; got shape {given.shape}")
    return given[occasions.first_row]


def _why_not(matrix: FloatArray, filled: int, extra: FloatArray) -> str:
    if filled == 0:
        return "no row misses a score beside others: there is nothing to impute"
    if not np.isfinite(extra).all():
        return "a covariate of the imputation is missing"
    return ""


def _no_copies(matrix: FloatArray, filled: int, linked: int, reason: str) -> ImputedScores:
    return ImputedScores(np.empty((0, *matrix.shape)), filled, linked, reason=reason)
