"""Items that were shown to some respondents only: who was not asked has not refused to answer."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.instruments.show_if import Condition, parse_show_if, show_if_text
from impl_eval.quantitative.responses import ANSWERED, NOT_ANSWERED, NOT_SHOWN

_NO_NUMBER = 1e12  # beyond every answer


def mark_not_shown(
    instrument: Instrument,
    values: npt.NDArray[np.float64],
    reasons: npt.NDArray[np.int8],
    seen: npt.NDArray[np.bool_],
    seen_at: Callable[[npt.NDArray[np.intp]], tuple[int | None, str]],
) -> list[str]:
    """Turn "not answered" into "not shown" in `reasons` (n x k) where the condition of an item does not hold.

    What the survey program says was `seen` (n x k) stays as it is. An answer against the condition is
    kept. `seen_at` gives line and words for rows. Returns a sentence for each item with such cells.
    """
    notes = []
    for position, item in enumerate(instrument.items):
        condition = parse_show_if(item.show_if)
        if condition is None:
            continue
        hidden = ~_holds(condition, instrument, values)
        against = hidden & ((reasons[:, position] == ANSWERED) | seen[:, position])
        reasons[hidden & ~against & (reasons[:, position] == NOT_ANSWERED), position] = NOT_SHOWN
        if against.any():
            _, rows = seen_at(np.flatnonzero(against))
            notes.append(
                f"{item.id} is to be shown only where {show_if_text(condition)}, but was seen elsewhere too: "
                f"{rows}. What was answered is kept."
            )
    return notes


def _holds(
    condition: Condition, instrument: Instrument, values: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Return for each row (n) whether the condition holds; equal answers are looked at once."""
    ids = list(dict.fromkeys(one.item_id for one in condition.comparisons))
    items = [item.id for item in instrument.items]
    answers = np.nan_to_num(values[:, [items.index(one) for one in ids]], nan=_NO_NUMBER)
    different, index = np.unique(answers, axis=0, return_inverse=True)
    held = [
        condition.holds({one: int(value) for one, value in zip(ids, row, strict=True) if value != _NO_NUMBER})
        for row in different.tolist()
    ]
    return np.array(held, dtype=bool)[index.reshape(-1)]
