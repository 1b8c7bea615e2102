"""Cells of a survey export become answers: a number of the item's range, or the reason for none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import NOT_ANSWERED
from impl_eval.readers.survey.qualtrics import SEEN_REASON
from impl_eval.study.cell_decoder import CellDecoder, ColumnFacts
from impl_eval.study.declared_files import LONGEST_SHOWN, Gathering, shown
from impl_eval.study.shown_items import mark_not_shown
from impl_eval.study.study_file import ColumnMap

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.intp]
SeenAt = Callable[[Rows], tuple[int | None, str]]
_MOST_COLUMNS = 6


@dataclass(frozen=True)
class CellSource:
    """The n kept rows of one export: cells, and what the file says of them (see SurveyTable).

    `reasons` are by column, n each. `seen_at` gives line and words for rows.
    """

    name: str
    cells: "pd.DataFrame"
    user_missing: Mapping[str, frozenset[str]]
    value_labels: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, Sequence[str | None]]
    seen_at: SeenAt


@dataclass(frozen=True)
class Answers:
    """Values (n x k, NaN where missing), reason codes (n x k), and what a person should know."""

    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int8]
    notes: tuple[str, ...]


def decode_answers(
    source: CellSource,
    columns: Mapping[str, str],
    instrument: Instrument,
    column_map: ColumnMap,
    gathering: Gathering,
) -> Answers:
    """Decode the cells of all items, `columns` by item; what is neither answer nor missing is noted.

    An item that was not answered because its `show_if` does not hold counts as not shown.
    """
    values = np.full((len(source.cells), len(instrument.items)), np.nan)
    reasons = np.full(values.shape, NOT_ANSWERED, dtype=np.int8)
    seen = np.zeros(values.shape, dtype=bool)
    translated: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for position, item in enumerate(instrument.items):
        column = columns[item.id]
        facts = ColumnFacts(source.user_missing.get(column, frozenset()), source.value_labels.get(column, {}))
        decoder = CellDecoder(instrument, item, column_map, facts)
        where = f"column {column}" + (f" (item {item.id})" if column != item.id else "")
        decoded, seen[:, position] = _decode_column(source, column, where, decoder, gathering)
        values[:, position] = decoded[:, 0]
        reasons[:, position] = decoded[:, 1].astype(np.int8)
        if decoder.by_label:
            translated.setdefault(tuple(sorted(decoder.by_label.items())), []).append(column)
    notes = [
        *_translation_notes(translated),
        *mark_not_shown(instrument, values, reasons, seen, source.seen_at),
    ]
    return Answers(values, reasons, tuple(notes))


def _decode_column(
    source: CellSource, column: str, where: str, decoder: CellDecoder, gathering: Gathering
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return value and reason code of each row (n x 2), and where the question is known to have been seen.

    Every different pair of cell and reason is looked at once.
    """
    import pandas as pd

    codes, texts = pd.factorize(source.cells[column])
    words: list[str] = []
    pairs, index = np.arange(len(texts) + 1), codes + 1
    if column in source.reasons:
        stated, different = pd.factorize(np.array(source.reasons[column], dtype=object))
        words = list(different)
        pairs, index = np.unique((codes + 1) * (len(words) + 1) + stated + 1, return_inverse=True)
    table = np.full((len(pairs), 2), [np.nan, NOT_ANSWERED], dtype=float)
    seen = np.zeros(len(pairs), dtype=bool)
    for number, pair in enumerate(pairs.tolist()):
        cell, why = divmod(pair, len(words) + 1)
        given = str(texts[cell - 1]).strip() if cell else ""
        reason = str(words[why - 1]) if why else ""
        decoded = decoder.decoded(given, reason)
        seen[number] = reason == SEEN_REASON
        if isinstance(decoded, str):
            line, rows = source.seen_at(np.flatnonzero(index == number))
            found = _found(given, source.value_labels.get(column, {})) if given else f"no answer ({reason})"
            gathering.add((source.name, line, where), f"{found} in {rows}", decoder.allowed(), decoded)
        else:
            table[number] = decoded
    return table[index], seen[index]


def _found(given: str, labels: Mapping[str, str]) -> str:
    """Return a cell for a message, with the label that the file gives it."""
    label = " ".join(labels.get(given, "").split())
    return shown(given) + (f' labelled "{label}"' if 0 < len(label) <= LONGEST_SHOWN else "")


def _translation_notes(translated: Mapping[tuple[tuple[str, int], ...], Sequence[str]]) -> list[str]:
    notes = []
    for pairs, columns in translated.items():
        listed = ", ".join(f"{given} is {value}" for given, value in pairs)
        more = f" and {len(columns) - _MOST_COLUMNS} more" if len(columns) > _MOST_COLUMNS else ""
        notes.append(
            f"Codes of the file were translated by their labels ({listed}), in: "
            f"{', '.join(columns[:_MOST_COLUMNS])}{more}."
        )
    return notes
