"""Scale scores from item answers: reverse scoring, prorating, and which rows have a score.

Everything needed to score stands in the instrument. Nothing here looks at timepoints or pairs.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import Responses
from impl_eval.statistics.item_answers import Answers, ScoringKey, coded_answers
from impl_eval.statistics.pattern_counts import scale_sums


@dataclass(frozen=True)
class Scores:
    """Scores of n rows on the s scales of an instrument with k items.

    `scores` (n x s) is NaN where fewer than the scale's `min_valid` items were answered. `answered`
    counts answered items, `complete` marks rows with every item of the scale answered, `prorated`
    rows with a score from only some of them. `reversed_items` (n x k) are the item values after
    reverse scoring, NaN where there is no answer.
    """

    scale_ids: tuple[str, ...]
    scores: npt.NDArray[np.float64]
    answered: npt.NDArray[np.int64]
    complete: npt.NDArray[np.bool_]
    prorated: npt.NDArray[np.bool_]
    reversed_items: npt.NDArray[np.float64]

    def of(self, scale_id: str) -> npt.NDArray[np.float64]:
        """Return the n scores of one scale."""
        return self.scores[:, self.scale_ids.index(scale_id)]


def reverse_score(
    values: npt.NDArray[np.float64], minimum: npt.ArrayLike, maximum: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Return `values` mirrored in the declared range: minimum + maximum - value. NaN stays NaN.

    The declared range, never the observed one: where nobody ticked the last option, an observed
    range would move every reversed answer by one step.
    """
    return np.asarray(minimum, dtype=np.float64) + np.asarray(maximum, dtype=np.float64) - values


def score_scales(responses: Responses, min_valid_share: float | None = None) -> Scores:
    """Score every scale of the instrument in every row.

    A score is made of the answered items of the scale, after reverse scoring: their mean (rule
    "mean"), or that mean times the number of items of the scale (rule "sum"), so that sums of
    respondents who left items out are comparable with the others. "Not answered", "not applicable"
    and "not shown" leave the denominator alike; none of them is ever a number. `min_valid` counts
    answered items and nothing else: whoever finds items not applicable needs as many answers for a
    score as anybody.

    Parameters
    ----------
    responses : the answers, in the ranges that their instrument declares.
    min_valid_share : share of the items of a scale, above 0 and at most 1, that must be answered for
        a score, instead of each scale's own `min_valid`: for prorating variants.

    Raises
    ------
    ValueError : an answer that its item does not allow (which, and in which row), or a share that is
        none.
    """
    instrument = responses.instrument
    check_ranges(responses)
    keys = {scale.id: scoring_key(instrument, scale.id, min_valid_share) for scale in instrument.scales}
    shape = (len(responses), len(instrument.scales))
    scores, answered = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for position, (scale_id, key) in enumerate(keys.items()):
        sums = scale_sums(scale_answers(responses, scale_id), key)
        scores[:, position], answered[:, position] = sums.scores, sums.answered
    complete = answered == np.array([key.items for key in keys.values()])
    return Scores(
        scale_ids=tuple(keys),
        scores=scores,
        answered=answered,
        complete=complete,
        prorated=~np.isnan(scores) & ~complete,
        reversed_items=_reversed_items(responses),
    )


def scoring_key(instrument: Instrument, scale_id: str, min_valid_share: float | None = None) -> ScoringKey:
    """Return how the items of a scale become its score, in numbers.

    Raises
    ------
    ValueError : the scale has no items, its items differ in their range, or the share is none.
    """
    scale, items = instrument.scale(scale_id), instrument.items_of(scale_id)
    ranges = {(options.min, options.max) for options in map(instrument.options_of, items)}
    if len(ranges) != 1:
        raise ValueError(f"scale {scale_id}: needs items, all with one range; got {len(ranges)} ranges")
    if min_valid_share is not None and not 0 < min_valid_share <= 1:
        raise ValueError(f"a share of items lies above 0 and is at most 1; got {min_valid_share}")
    # 80 % of 5 items are 4 although 0.8 * 5 may come out a hair above 4.
    needed = scale.min_valid if min_valid_share is None else math.ceil(min_valid_share * len(items) - 1e-9)
    ((low, high),) = ranges
    reverse = tuple(item.reverse_scored for item in items)
    return ScoringKey(low, high, reverse, max(1, needed), scale.rule)


def scale_answers(responses: Responses, scale_id: str, rows: npt.NDArray[np.bool_] | None = None) -> Answers:
    """Return the answers to a scale as ticked, in the form in which they are counted (all rows, or some).

    Raises
    ------
    ValueError : an answer outside the range of the scale's items.
    """
    instrument = responses.instrument
    low, high = instrument.item_range_of(instrument.scale(scale_id))
    values = responses.values if rows is None else responses.values[rows]
    columns = [values[:, index] for index, item in enumerate(instrument.items) if item.scale == scale_id]
    return coded_answers(columns, low, high)


def check_ranges(responses: Responses) -> None:
    """Refuse answers that an item does not allow.

    Reading refuses them already, with file and line; whoever makes Responses in another way is told
    here, before a score is made of them.

    Raises
    ------
    ValueError : a value outside the item's range, or not whole: the item, and the rows.
    """
    found = []
    for index, item in enumerate(responses.instrument.items):
        options = responses.instrument.options_of(item)
        values = responses.values[:, index]
        wrong = ~np.isnan(values) & ((values < options.min) | (values > options.max) | (values % 1 != 0))
        if wrong.any():
            first = int(np.argmax(wrong))
            where = responses.row_labels[first] if len(responses.row_labels) else f"row {first + 1}"
            what = f"item {item.id} ({options.min} to {options.max})"
            found.append(f"{what}: {np.count_nonzero(wrong)} answers, first in {where}")
    if found:
        raise ValueError("answers that are not allowed cannot be scored: " + "; ".join(found))


def _reversed_items(responses: Responses) -> npt.NDArray[np.float64]:
    instrument = responses.instrument
    columns = [index for index, item in enumerate(instrument.items) if item.reverse_scored]
    options = [instrument.options_of(instrument.items[index]) for index in columns]
    mirrored = responses.values.copy()
    mirrored[:, columns] = reverse_score(
        responses.values[:, columns],
        [option.min for option in options],
        [option.max for option in options],
    )
    return mirrored
