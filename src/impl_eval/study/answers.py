"""Cells of a survey export become answers: a number of the item's range, or the reason for none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.responses import NOT_ANSWERED
from impl_eval.readers.survey import SurveyTable
from impl_eval.readers.survey.qualtrics import SEEN_REASON
from impl_eval.study.cell_decoder import CellDecoder, ColumnFacts
from impl_eval.study.declared_files import LONGEST_OPTION, LONGEST_SHOWN, Gathering, shown
from impl_eval.study.mapped_export import MappedExport
from impl_eval.study.shown_items import mark_not_shown

Rows = npt.NDArray[np.intp]
SeenAt = Callable[[Rows], tuple[int | None, str]]
_MOST_COLUMNS = 6
SEVERAL_ROWS = 3
"""A text that stands in so many rows is a response option, not what one person wrote."""


@dataclass(frozen=True)
class Answers:
    """Values (n x k, NaN where missing), reason codes (n x k), and what a person should know."""

    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int8]
    notes: tuple[str, ...]


def decode_answers(export: MappedExport, seen_at: SeenAt, gathering: Gathering) -> Answers:
    """Decode the cells of all items in the n rows of an export; what is neither answer nor missing is noted.

    An item that was not answered because its `show_if` does not hold counts as not shown. `seen_at` gives
    line and words for rows.
    """
    table, instrument = export.table, export.instrument
    values = np.full((len(table.cells), len(instrument.items)), np.nan)
    reasons = np.full(values.shape, NOT_ANSWERED, dtype=np.int8)
    seen = np.zeros(values.shape, dtype=bool)
    translated: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for position, item in enumerate(instrument.items):
        column = export.columns[item.id]
        facts = ColumnFacts(table.user_missing.get(column, frozenset()), table.value_labels.get(column, {}))
        decoder = CellDecoder(instrument, item, export.column_map, facts)
        decoded, seen[:, position] = _decode_column(export, item.id, decoder, seen_at, gathering)
        values[:, position] = decoded[:, 0]
        reasons[:, position] = decoded[:, 1].astype(np.int8)
        if decoder.by_label:
            translated.setdefault(tuple(sorted(decoder.by_label.items())), []).append(column)
    notes = [*_translation_notes(translated), *mark_not_shown(instrument, values, reasons, seen, seen_at)]
    return Answers(values, reasons, tuple(notes))


def _decode_column(
    export: MappedExport, item: str, decoder: CellDecoder, seen_at: SeenAt, gathering: Gathering
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return value and reason code of each row (n x 2), and where the question is known to have been seen.

    Every different pair of cell and reason is looked at once.
    """
    column, labels = export.columns[item], export.table.value_labels
    where = f"column {column}" + (f" (item {item})" if column != item else "")
    pairs, index = _different_cells(export.table, column)
    decoded = np.full((len(pairs), 2), [np.nan, NOT_ANSWERED], dtype=float)
    seen = np.zeros(len(pairs), dtype=bool)
    for number, (given, reason) in enumerate(pairs):
        rows = np.flatnonzero(index == number)
        longest = LONGEST_OPTION if rows.size >= SEVERAL_ROWS else LONGEST_SHOWN
        one = decoder.decoded(given, reason, longest)
        seen[number] = reason == SEEN_REASON
        if isinstance(one, str):
            line, places = seen_at(rows)
            found = _found(given, labels.get(column, {}), longest) if given else f"no answer ({reason})"
            gathering.add((export.name, line, where), f"{found} in {places}", decoder.allowed(), one)
        else:
            decoded[number] = one
    return decoded[index], seen[index]


def _different_cells(table: SurveyTable, column: str) -> tuple[list[tuple[str, str]], Rows]:
    """Return the different pairs of cell and reason of a column, "" for none, and which each row has."""
    import pandas as pd

    codes, texts = pd.factorize(table.cells[column])
    cells = ["", *(str(text).strip() for text in texts)]
    if column not in table.reasons:
        return [(cell, "") for cell in cells], codes + 1
    stated, different = pd.factorize(np.array(table.reasons[column], dtype=object))
    words = ["", *map(str, different)]
    used, index = np.unique((codes + 1) * len(words) + stated + 1, return_inverse=True)
    return [(cells[pair // len(words)], words[pair % len(words)]) for pair in used.tolist()], index


def _found(given: str, labels: Mapping[str, str], longest: int) -> str:
    """Return a cell for a message, with the label that the file gives it."""
    label = " ".join(labels.get(given, "").split())
    return shown(given, longest) + (f' labelled "{label}"' if 0 < len(label) <= LONGEST_SHOWN else "")


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
