"""Agreement on where passages are: two coders' passages of one code, matched by their overlap.

There is nothing that chance could be taken off: how many passages neither marked cannot be counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from impl_eval.results import Estimate
from impl_eval.statistics.agreement.bootstrap import Described, estimate_over_transcripts
from impl_eval.statistics.arrays import FloatArray

Span = tuple[int, int]
LEAST_IOU = 0.5


@dataclass(frozen=True)
class SpanCounts:
    """One transcript: passages of each coder, how many match, characters that both and that either coded."""

    first: int
    second: int
    matched: int
    both_characters: int
    either_characters: int


def match_spans(
    first: Sequence[Span], second: Sequence[Span], least_iou: float = LEAST_IOU
) -> tuple[SpanCounts, tuple[tuple[int, int], ...]]:
    """Match passages one to one, as many as can be, and of such matchings the one that overlaps most.

    Parameters
    ----------
    first, second : (start, end) of each coder's passages; end exclusive.
    least_iou : passages match where the characters that both hold are at least this part of those that
        either holds (intersection over union); above 0, at most 1.

    Returns
    -------
    The counts, and the matches as (position in first, position in second), in order.
    """
    if not 0 < least_iou <= 1:
        raise ValueError(f"intersection over union lies above 0 and is at most 1; got {least_iou}")
    ours, theirs = _covered(first), _covered(second)
    both = sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in ours
        for other_start, other_end in theirs
    )
    either = sum(end - start for start, end in _covered([*first, *second]))
    matches = _matching(_ious(first, second), least_iou)
    return SpanCounts(len(first), len(second), len(matches), both, either), matches


def span_precision(counts: Sequence[SpanCounts], *, level: float = 0.95) -> Estimate:
    """Share of the second coder's passages that the first coder has too, with the first as reference.

    `counts` has one entry for each transcript. From 0 to 1; not estimable without a passage of the second.
    """
    about = Described(
        "span_precision", "matched passages of those of the second coder", "the second coder coded none"
    )
    return _share(about, counts, lambda one: one.matched, lambda one: one.second, level)


def span_recall(counts: Sequence[SpanCounts], *, level: float = 0.95) -> Estimate:
    """Share of the first coder's passages that the second coder has too. Otherwise as span_precision."""
    about = Described(
        "span_recall", "matched passages of those of the first coder", "the first coder coded none"
    )
    return _share(about, counts, lambda one: one.matched, lambda one: one.first, level)


def span_f1(counts: Sequence[SpanCounts], *, level: float = 0.95) -> Estimate:
    """Harmonic mean of precision and recall: twice the matches by all passages. It has no reference coder.

    Source: Hripcsak & Rothschild (2005), Journal of the American Medical Informatics Association 12(3),
    296-298.
    """
    about = Described(
        "span_f1",
        "twice the matched passages, by the passages of both coders",
        "neither coder coded it",
        "Hripcsak and Rothschild (2005)",
    )
    return _share(about, counts, lambda one: 2 * one.matched, lambda one: one.first + one.second, level)


def span_iou(counts: Sequence[SpanCounts], *, level: float = 0.95) -> Estimate:
    """Characters that both coded, of those that either coded; matched or not. From 0 to 1."""
    about = Described(
        "span_iou",
        "characters that both coded, of those that either coded",
        "neither coder coded it",
        "Jaccard (1912)",
    )
    return _share(about, counts, lambda one: one.both_characters, lambda one: one.either_characters, level)


def _share(
    about: Described,
    counts: Sequence[SpanCounts],
    part: Callable[[SpanCounts], int],
    whole: Callable[[SpanCounts], int],
    level: float,
) -> Estimate:
    sums = np.array([[part(one), whole(one)] for one in counts], dtype=np.float64).reshape(-1, 2)

    def value_of(totals: FloatArray) -> FloatArray:
        shares = np.full(totals.shape[:-1], np.nan)
        np.divide(totals[..., 0], totals[..., 1], out=shares, where=totals[..., 1] > 0)
        return shares

    return estimate_over_transcripts(about, sums, value_of, n=int(sums[:, 1].sum()), level=level)


def _covered(spans: Sequence[Span]) -> list[Span]:
    """Return the places covered by any of the spans, apart from each other and in order."""
    covered: list[Span] = []
    for start, end in sorted(spans):
        if covered and start <= covered[-1][1]:
            covered[-1] = covered[-1][0], max(end, covered[-1][1])
        else:
            covered.append((start, end))
    return covered


def _ious(first: Sequence[Span], second: Sequence[Span]) -> FloatArray:
    """(first, second): intersection over union of every two spans."""
    ours = np.array(first, dtype=np.float64).reshape(-1, 1, 2)
    theirs = np.array(second, dtype=np.float64).reshape(1, -1, 2)
    shared = np.minimum(ours[..., 1], theirs[..., 1]) - np.maximum(ours[..., 0], theirs[..., 0])
    shared = np.maximum(shared, 0)
    union = (ours[..., 1] - ours[..., 0]) + (theirs[..., 1] - theirs[..., 0]) - shared
    ious: FloatArray = shared / union
    return ious


def _matching(ious: FloatArray, least_iou: float) -> tuple[tuple[int, int], ...]:
    from scipy.optimize import linear_sum_assignment

    possible = ious >= least_iou
    if not possible.any():
        return ()
    # Overlaps of all matches together weigh less than one further match.
    worth = np.where(possible, 1 + ious / (min(ious.shape) + 1), 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True) if possible[i, j])
