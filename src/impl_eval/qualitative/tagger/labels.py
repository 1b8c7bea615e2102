"""What people have decided, turn by turn: the only thing the tagger learns from.

A turn that carries the code (or a sub-code of it) is a positive. A turn without it is a negative where a
person coded its transcript by hand, up to the last turn they decided on: the rest may not be read yet.
A rejected suggestion is a negative wherever it is. Accepted suggestions alone do not make a transcript a
read one: nobody has looked between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.tagger.units import Unit

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Labels:
    """For n turns and c codes: `known` says where a person has decided, `positive` where they said yes.

    `rejected` marks the negatives that are rejected suggestions.
    """

    known: Flags
    positive: Flags
    rejected: Flags

    def of(self, rows: npt.NDArray[np.intp] | Flags) -> "Labels":
        """Return the labels of some of the turns."""
        return Labels(self.known[rows], self.positive[rows], self.rejected[rows])


def read_labels(
    units: Sequence[Unit],
    codebook: Codebook,
    segments: Iterable[CodedSegment],
    rejected: Iterable[RejectedSuggestion] = (),
    *,
    in_full: bool = False,
) -> Labels:
    """Return what people decided on each turn.

    Parameters
    ----------
    segments, rejected : decisions of people, never suggestions that nobody has reviewed.
    in_full : take every transcript that was coded by hand as read to its end.
    """
    column = {code_id: index for index, code_id in enumerate(codebook.by_id)}
    shape = (len(units), len(column))
    positive, negative = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    at = defaultdict(list)
    for row, unit in enumerate(units):
        at[unit.transcript_id].append((row, unit))
    segments, rejected = tuple(segments), tuple(rejected)
    for segment in segments:
        columns = [column[code.code_id] for code in codebook.line_of(segment.applied_code)]
        for row, unit in at[segment.transcript_id]:
            if unit.overlaps(segment.start, segment.end):
                positive[row, columns] = True
    for rejection in rejected:
        if rejection.applied_code in column:
            for row, unit in at[rejection.transcript_id]:
                if unit.overlaps(rejection.start, rejection.end):
                    negative[row, column[rejection.applied_code]] = True
    negative &= ~positive
    read = _read_turns(units, segments, rejected, in_full=in_full)
    return Labels(positive | negative | read[:, None], positive, negative)


def _read_turns(
    units: Sequence[Unit],
    segments: Sequence[CodedSegment],
    rejected: Sequence[RejectedSuggestion],
    *,
    in_full: bool,
) -> Flags:
    """Return which turns (n) a person who codes by hand has come past."""
    by_hand = {segment.transcript_id for segment in segments if segment.origin == "human"}
    last: dict[str, int] = {}
    decisions: list[CodedSegment | RejectedSuggestion] = [*segments, *rejected]
    for decision in decisions:
        last[decision.transcript_id] = max(last.get(decision.transcript_id, 0), decision.end)
    return np.array(
        [
            unit.transcript_id in by_hand and (in_full or unit.start < last[unit.transcript_id])
            for unit in units
        ],
        dtype=bool,
    )


def hand_coded(segments: Iterable[CodedSegment]) -> tuple[str, ...]:
    """Return the ids of the transcripts in which somebody has coded by hand, sorted."""
    return tuple(sorted({segment.transcript_id for segment in segments if segment.origin == "human"}))
