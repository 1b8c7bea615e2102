"""Read a survey export of any kind: the file's ending and content must agree on which."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.columns import numbered
from impl_eval.readers.delimited import parse_delimited
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS, ReadingChoices
from impl_eval.readers.survey.spss import read_spss_file
from impl_eval.readers.survey.spss_text import spss_text
from impl_eval.readers.survey.table import SurveyTable
from impl_eval.readers.tables import TABLE_ENDINGS, TableText, table_from_delimited, table_from_sheet
from impl_eval.readers.workbook import read_sheet

if TYPE_CHECKING:
    import pandas as pd

SURVEY_ENDINGS = TABLE_ENDINGS | {".sav": "spss", ".zsav": "spss"}
_WHOLE_OR_POINT_ZERO = re.compile(r"-?(0|[1-9][0-9]*)(\.0+)?\Z")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+\Z")


def read_survey(path: Path, name: str, *, choices: ReadingChoices = AS_THE_FILE_SAYS) -> SurveyTable:
    """Read a .csv, .tsv, .txt, .xlsx, .sav or .zsav export; `name` is how people know the file.

    Cells are trimmed text, None where blank; whole numbers are written without a decimal point.
    Raises StudyProblems with all faults of the file.
    """
    content = read_content(path, name)
    kind = require_kind(path, name, content, SURVEY_ENDINGS)
    if kind == "spss":
        del content
        return _spss_survey(path, name)
    if kind == "excel":
        return _table_survey(table_from_sheet(read_sheet(content, name)))
    return _table_survey(table_from_delimited(parse_delimited(content, name)))


def _table_survey(table: TableText) -> SurveyTable:
    cells: dict[str, list[str | None]] = {}
    shortened, commas = [], []
    for column, raw in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        texts = {cell: cell.strip() or None for cell in set(raw)}
        present = {text for text in texts.values() if text}
        if any("." in text for text in present) and all(map(_WHOLE_OR_POINT_ZERO.match, present)):
            texts = {cell: text.split(".")[0] if text else None for cell, text in texts.items()}
            shortened.append(column)
        if any(map(_DECIMAL_COMMA.match, present)):
            commas.append(column)
        cells[column] = [texts[cell] for cell in raw]
    report = table.report
    notes = [*report.notes]
    if shortened:
        notes.append(f"Whole numbers written as 3.0 were read as 3, in: {', '.join(shortened)}.")
    if commas:
        notes.append(f"Numbers with a decimal comma stand in: {', '.join(commas)}.")
    count = len(table.rows)
    return SurveyTable(
        table.columns,
        _frame(table.columns, cells, count),
        tuple(table.place(index) for index in range(count)),
        tuple(table.line(index) for index in range(count)),
        {},
        {},
        {},
        replace(report, notes=tuple(notes)),
    )


def _spss_survey(path: Path, name: str) -> SurveyTable:
    spss = read_spss_file(path, name)
    if not spss.columns:
        found, allowed = "an SPSS file without variables", "at least one variable"
        raise StudyProblems([Problem(name, None, "", found, allowed)])
    text = spss_text(spss)
    columns = [text.cells[column] for column in spss.columns]
    read = len(columns[0])
    kept = [index for index, row in enumerate(zip(*columns, strict=True)) if any(row)]
    blank = sorted(set(range(read)) - set(kept))
    cells = {column: [text.cells[column][index] for index in kept] for column in spss.columns}
    report = ReadingReport(
        kind="SPSS data file",
        encoding=spss.encoding,
        rows_read=read,
        rows_kept=len(kept),
        rows_dropped=((numbered("row", blank, 1), "blank"),) if blank else (),
        columns_kept=spss.columns,
        notes=spss.notes + text.notes,
    )
    return SurveyTable(
        spss.columns,
        _frame(spss.columns, cells, len(kept)),
        tuple(f"row {index + 1}" for index in kept),
        (None,) * len(kept),
        text.user_missing,
        text.value_labels,
        spss.variable_labels,
        report,
    )


def _frame(columns: Sequence[str], cells: dict[str, list[str | None]], count: int) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {column: cells.get(column, []) for column in columns}, index=pd.RangeIndex(count), dtype=object
    )
