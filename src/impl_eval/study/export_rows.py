"""Which rows of an export are responses, and facts that an export states in one row of a respondent only."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.readers.survey.redcap import REDCAP
from impl_eval.readers.survey.redcap_rows import EVENT, REPEATED
from impl_eval.study.mapped_export import MappedExport

if TYPE_CHECKING:
    import pandas as pd

Marks = npt.NDArray[np.bool_]
Dropped = list[tuple[str, str]]


def with_shared_facts(export: MappedExport) -> tuple[MappedExport, dict[str, Marks]]:
    """Fill blank cells of columns that are stated once per respondent; say by column in which rows.

    A cell is filled from the other rows of its respondent, where these all say the same.
    """
    cells, respondent = export.table.cells, export.column_map.respondent
    shared = dict.fromkeys(
        rule.column for rule in export.rules.values() if rule.column is not None and rule.once_per_respondent
    )
    if respondent is None or not shared:
        return export, {}
    cells, filled = cells.copy(), {}
    for column in shared:
        stated = _shared(cells, column, respondent, export.table.user_missing.get(column, frozenset()))
        cells[column] = cells[column].where(stated.isna(), stated)
        filled[column] = stated.notna().to_numpy(dtype=np.bool_)
    return replace(export, table=replace(export.table, cells=cells)), filled


def shared_notes(filled: Mapping[str, Marks], keep: Marks) -> tuple[str, ...]:
    """Return a sentence for each column that was filled, on the rows that are kept."""
    return tuple(
        f"{column} was taken from another row of the same respondent, in {_rows(int((marks & keep).sum()))}."
        for column, marks in filled.items()
    )


def is_stated_once(cells: "pd.DataFrame", column: str, respondent: str) -> bool:
    """Tell whether a column is blank in some rows, and each of them has its fact in another row."""
    blank = cells[column].isna()
    return bool(blank.any() and _shared(cells, column, respondent, frozenset())[blank].notna().all())


def _shared(cells: "pd.DataFrame", column: str, respondent: str, missing: frozenset[str]) -> "pd.Series[str]":
    """Return, in rows whose cell is blank, the one value of the respondent's other rows; else NaN."""
    text = cells[column].str.strip()
    said = text.where(text.notna() & (text != "") & ~text.isin(missing))
    people = cells[respondent].str.strip()
    known = said.groupby(people.where(people != ""))
    one = known.transform("first").where(known.transform("nunique") == 1)
    filled: pd.Series[str] = one.where(said.isna())
    return filled


def kept_rows(export: MappedExport) -> tuple[Marks, Dropped]:
    """Return which rows are kept, and (what, why) of the others; a blank cell is named ""."""
    cells = export.table.cells
    others = _rows_of_other_instruments(export)
    keep, dropped = ~others, []
    if others.any():
        why = "REDCap keeps a repeated instrument in rows of its own, and they hold no item"
        dropped.append((_rows(int(others.sum())), why))
    for rule in export.rules.values():
        if rule.column is not None and rule.drop:
            unwanted = cells[rule.column].fillna("").isin(rule.drop).to_numpy()
            named = " or ".join(value or "blank" for value in rule.drop)
            why = f"{rule.column} is {named}, which the column map drops"
            dropped.append((_rows(int((unwanted & keep).sum())), why))
            keep &= ~unwanted
    return keep, dropped


def _rows_of_other_instruments(export: MappedExport) -> Marks:
    """Mark rows of REDCap without an item, beside a row of the same record and event that holds some.

    Where nobody answered at an event, its row that repeats nothing stays.
    """
    cells = export.table.cells
    if export.table.platform != REDCAP or REPEATED not in cells:
        return np.zeros(len(cells), dtype=np.bool_)
    holds = cells[list(export.columns.values())].notna().any(axis=1)
    record = export.column_map.respondent or export.table.columns[0]
    keys = [cells[key].fillna("") for key in (record, EVENT) if key in cells]
    answered = holds.groupby(keys).transform("any")
    repeats = cells[REPEATED].notna()
    return np.asarray((~holds & (answered | repeats)).to_numpy(), dtype=np.bool_)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
