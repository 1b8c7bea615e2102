"""Scale scores from item answers: reverse scoring, prorating, and which rows have a score.

Everything needed to score stands in the instrument. Nothing here looks at timepoints or pairs.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import ANSWERED, Responses


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


def score_scales(responses: Responses) -> Scores:
    """Score every scale of the instrument in every row.

    A score is the mean of the answered items of the scale, after reverse scoring, in the unit of the
    items. "Not answered", "not applicable" and "not shown" leave the denominator alike; none of them
    is ever a number.
    """
    instrument = responses.instrument
    mirrored = _reversed_items(responses)
    is_answered = responses.reasons == ANSWERED
    member = _membership(instrument)
    answered = (is_answered.astype(np.float64) @ member).astype(np.int64)
    totals = np.where(is_answered, mirrored, 0.0) @ member
    min_valid = np.array([scale.min_valid for scale in instrument.scales], dtype=np.int64)
    has_score = answered >= min_valid
    scores = np.full(totals.shape, np.nan)
    np.divide(totals, answered, out=scores, where=has_score)
    item_counts = member.sum(axis=0).astype(np.int64)
    complete = (answered == item_counts) & (item_counts > 0)
    return Scores(
        scale_ids=tuple(scale.id for scale in instrument.scales),
        scores=scores,
        answered=answered,
        complete=complete,
        prorated=has_score & ~complete,
        reversed_items=mirrored,
    )


def _membership(instrument: Instrument) -> npt.NDArray[np.float64]:
    """Return k x s ones and zeros: which item belongs to which scale."""
    return np.array(
        [[float(item.scale == scale.id) for scale in instrument.scales] for item in instrument.items]
    )


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
