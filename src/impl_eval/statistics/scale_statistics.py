"""Scores and item statistics of one scale, from whole-number answers: counted once, reported together.

Joins pattern_counts.py (whole numbers out) and the coefficients of reliability.py and
item_statistics.py (Estimates out). What takes a model of the items, such as omega, is elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.item_answers import Answers, ScoringKey
from impl_eval.statistics.item_moments import ItemMoments
from impl_eval.statistics.item_statistics import item_rest_correlations, shares
from impl_eval.statistics.pattern_counts import scale_sums
from impl_eval.statistics.reliability import alpha_from_moments, alpha_if_item_dropped


@dataclass(frozen=True)
class ScaleStatistics:
    """Scores (n) and statistics of a scale with k items and r options.

    `answered` (n) counts the answered items of a row; `option_counts` (k x r) are after reverse
    scoring. Floor and ceiling of an item are the shares of those who answered it at the lowest and
    highest option; those of the scale, of those who have a score, at the lowest and highest score
    that is possible. `alpha`, `alpha_if_dropped` and `item_rest` are of the complete cases.
    """

    scores: FloatArray
    answered: NDArray[np.int8]
    option_counts: NDArray[np.int64]
    moments: ItemMoments
    alpha: Estimate
    alpha_if_dropped: tuple[Estimate, ...]
    item_rest: tuple[Estimate, ...]
    item_floor: tuple[Estimate, ...]
    item_ceiling: tuple[Estimate, ...]
    floor: Estimate
    ceiling: Estimate


def scale_statistics(
    answers: Answers, key: ScoringKey, *, level: float = 0.95, by_patterns: bool | None = None
) -> ScaleStatistics:
    """Score a scale and describe its items.

    Parameters
    ----------
    answers : n x k whole numbers, as `coded_answers` makes them.
    key : how they become a score.
    level : confidence level of the intervals.
    by_patterns : see `scale_sums`; the results do not depend on it.

    Raises
    ------
    ValueError : answers and key do not fit, or the level is none.
    """
    sums = scale_sums(answers, key, by_patterns=by_patterns)
    ns = sums.option_counts.sum(axis=1)
    floors = (*sums.option_counts[:, 0], sums.lowest)
    ceilings = (*sums.option_counts[:, -1], sums.highest)
    *item_floor, floor = shares("floor", floors, (*ns, sums.scored), level=level)
    *item_ceiling, ceiling = shares("ceiling", ceilings, (*ns, sums.scored), level=level)
    return ScaleStatistics(
        scores=sums.scores,
        answered=sums.answered,
        option_counts=sums.option_counts,
        moments=sums.moments,
        alpha=alpha_from_moments(sums.moments, level=level),
        alpha_if_dropped=alpha_if_item_dropped(sums.moments),
        item_rest=item_rest_correlations(sums.moments),
        item_floor=tuple(item_floor),
        item_ceiling=tuple(item_ceiling),
        floor=floor,
        ceiling=ceiling,
    )
