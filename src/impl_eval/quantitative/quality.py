"""What in the answers makes one doubt them: one option throughout, the same answers twice, other totals.

Rows are found and named, never dropped: leaving somebody out is a decision of the plan. Answers that an
item does not allow are refused at reading and do not arrive here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import ANSWERED, Responses
from impl_eval.quantitative.scoring import Scores

FEWEST_SAME_ANSWERS = 4
"""Fewer equal answers in a block say nothing."""
FEWEST_DUPLICATED_ANSWERS = 8
"""Two people agree on fewer answers by chance."""
MOST_DECIMALS = 6
SAME_RULE = "the rule of the instrument, but fewer rows have a score"


@dataclass(frozen=True)
class StraightLining:
    """A row with one option for every answered item of a block, though its items point both ways.

    `row` counts from 0. `middle`: the option is the middle one, which contradicts no item.
    """

    row: int
    item_ids: tuple[str, ...]
    option: int
    middle: bool


@dataclass(frozen=True)
class StoredScoreDisagreement:
    """A row whose stored score is not the one that its answers give; None where there is none."""

    row: int
    row_label: str
    scale_id: str
    stored: float | None
    recomputed: float | None


@dataclass(frozen=True)
class StoredScoreCheck:
    """The stored scores of one scale beside those recomputed from the answers.

    `compared` rows have one or the other. `decimals` is the number of decimals with which the scores
    seem to be stored: a stored mean may be rounded, a stored whole number must be met exactly.
    `explanation` names a rule that does give every stored score, where ours does not, or says that
    only others have a score; else it is empty.
    """

    scale_id: str
    compared: int
    decimals: int
    disagreements: tuple[StoredScoreDisagreement, ...]
    explanation: str = ""


def straight_lining(responses: Responses, *, fewest: int = FEWEST_SAME_ANSWERS) -> tuple[StraightLining, ...]:
    """Find rows with the same option throughout a block of items that point both ways.

    A block is a run of items with the same response options, as they stand together on the page, with
    at least one reverse scored item and one that is not. A row counts where it answered at least
    `fewest` items of the block, of both kinds, all with the same option.
    """
    found = []
    for columns in _blocks(responses.instrument):
        items = [responses.instrument.items[column] for column in columns]
        reverse = np.array([item.reverse_scored for item in items])
        options = responses.instrument.options_of(items[0])
        values = responses.values[:, columns]
        present = ~np.isnan(values)
        lowest = np.where(present, values, np.inf).min(axis=1)
        same = lowest == np.where(present, values, -np.inf).max(axis=1)
        both = present[:, reverse].any(axis=1) & present[:, ~reverse].any(axis=1)
        for row in np.flatnonzero(same & both & (present.sum(axis=1) >= fewest)).tolist():
            option = int(lowest[row])
            ids = tuple(item.id for item in items)
            found.append(StraightLining(row, ids, option, 2 * option == options.min + options.max))
    return tuple(sorted(found, key=lambda one: (one.row, one.item_ids)))


def longest_runs(responses: Responses) -> npt.NDArray[np.int64]:
    """Return, for each row (n), the longest run of equal answers to items that stand together.

    A missing answer ends a run, and so does an item with other response options.

    Source: the long-string index of Johnson (2005), Journal of Research in Personality 39, 103-129.
    """
    values = responses.values
    longest = np.zeros(len(values), dtype=np.int64)
    run = np.zeros(len(values), dtype=np.int64)
    items = responses.instrument.items
    for column in range(len(items)):
        together = column > 0 and items[column].choices == items[column - 1].choices
        continues = values[:, column] == (values[:, column - 1] if together else np.nan)
        run = np.where(np.isnan(values[:, column]), 0, np.where(continues, run + 1, 1))
        longest = np.maximum(longest, run)
    return longest


def duplicate_answers(
    responses: Responses, *, fewest: int = FEWEST_DUPLICATED_ANSWERS
) -> tuple[tuple[int, ...], ...]:
    """Return groups of rows of one timepoint with the same answers throughout, missing ones included.

    Only rows with at least `fewest` answers, and not all with one option, are compared: others agree by
    chance. Rows count from 0; a group is in their order.
    """
    groups: dict[tuple[str, bytes], list[int]] = {}
    values, reasons = responses.values, responses.reasons
    answered = (reasons == ANSWERED).sum(axis=1)
    for row in np.flatnonzero(answered >= fewest).tolist():
        mine = values[row]
        if np.nanmin(mine) == np.nanmax(mine):
            continue
        # NaN has many bit patterns; where it stands is said by the reasons.
        key = np.nan_to_num(mine).tobytes() + reasons[row].tobytes()
        groups.setdefault((str(responses.timepoint[row]), key), []).append(row)
    return tuple(tuple(rows) for rows in groups.values() if len(rows) > 1)


def compare_stored_totals(
    scores: Scores,
    stored: Mapping[str, npt.NDArray[np.float64]],
    *,
    row_labels: Sequence[str] = (),
    responses: Responses | None = None,
) -> tuple[StoredScoreCheck, ...]:
    """Compare scores that a file already holds with those recomputed from the answers.

    Parameters
    ----------
    scores : recomputed, n rows.
    stored : by scale id the n scores of the file, NaN where it holds none.
    row_labels : n names of rows for the list; "row 1" and so on where there are none.
    responses : the answers; with them, another rule that gives every stored score is looked for.

    Returns
    -------
    One check for each scale of `stored`, in the order of the scales.

    Raises
    ------
    ValueError : a scale without scores, or columns of another length.
    """
    strange = sorted(set(stored) - set(scores.scale_ids))
    if strange or any(len(column) != len(scores.scores) for column in stored.values()):
        raise ValueError(f"stored scores: unknown scales {strange}, or another number of rows")
    return tuple(
        _check(scale_id, scores.of(scale_id), stored[scale_id], row_labels, responses)
        for scale_id in scores.scale_ids
        if scale_id in stored
    )


def _check(
    scale_id: str,
    recomputed: npt.NDArray[np.float64],
    stored: npt.NDArray[np.float64],
    row_labels: Sequence[str],
    responses: Responses | None,
) -> StoredScoreCheck:
    decimals = _decimals(stored)
    agree = _agree(stored, recomputed, decimals)
    disagreements = tuple(
        StoredScoreDisagreement(
            row,
            row_labels[row] if len(row_labels) else f"row {row + 1}",
            scale_id,
            _number(stored[row]),
            _number(recomputed[row]),
        )
        for row in np.flatnonzero(~agree).tolist()
    )
    compared = int(np.count_nonzero(~np.isnan(stored) | ~np.isnan(recomputed)))
    explanation = ""
    if disagreements and agree[~np.isnan(stored)].all():
        explanation = SAME_RULE
    elif disagreements and responses is not None:
        explanation = _other_rule(responses, scale_id, stored)
    return StoredScoreCheck(scale_id, compared, decimals, disagreements, explanation)


def _other_rule(responses: Responses, scale_id: str, stored: npt.NDArray[np.float64]) -> str:
    """Return the words for a usual rule that gives every stored score; empty where none does."""
    instrument = responses.instrument
    columns = [index for index, item in enumerate(instrument.items) if item.scale == scale_id]
    reverse = np.array([instrument.items[index].reverse_scored for index in columns])
    low, high = instrument.item_range_of(instrument.scale(scale_id))
    ticked = responses.values[:, columns]
    held = ~np.isnan(stored)
    keyed = {" after reverse scoring": np.where(reverse, low + high - ticked, ticked)}
    if reverse.any():
        keyed[" without reverse scoring"] = ticked
    for key, items in keyed.items():
        answered = (~np.isnan(items)).sum(axis=1)
        totals = np.nansum(items, axis=1)
        means = np.divide(totals, answered, out=np.full(totals.shape, np.nan), where=answered > 0)
        rules = {
            "the mean of the answered items": means,
            "the sum of the answered items, not prorated": totals,
            "the mean of the answered items times the number of items": means * len(columns),
            "the sum of the answered items divided by the number of all items": totals / len(columns),
        }
        for words, candidate in rules.items():
            if held.any() and _agree(stored[held], candidate[held], _decimals(stored)).all():
                return words + key
    return ""


def _decimals(stored: npt.NDArray[np.float64]) -> int:
    held = stored[~np.isnan(stored)]
    return next(
        (
            decimals
            for decimals in range(MOST_DECIMALS)
            if np.allclose(held, np.round(held, decimals), rtol=0, atol=1e-9)
        ),
        MOST_DECIMALS,
    )


def _agree(
    stored: npt.NDArray[np.float64], recomputed: npt.NDArray[np.float64], decimals: int
) -> npt.NDArray[np.bool_]:
    # Half a unit of the last decimal is rounding; whole numbers are sums, and sums are not rounded.
    tolerance = 1e-9 + (0.5 * 10.0**-decimals if decimals else 0.0)
    near = np.abs(stored - recomputed) <= tolerance
    return np.asarray(near | (np.isnan(stored) & np.isnan(recomputed)))


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _blocks(instrument: Instrument) -> list[list[int]]:
    """Return the columns of each run of items with the same response options that points both ways."""
    numbered = enumerate(instrument.items)
    runs = [list(run) for _, run in groupby(numbered, key=lambda numbered_item: numbered_item[1].choices)]
    return [[index for index, _ in run] for run in runs if len({item.reverse_scored for _, item in run}) == 2]
