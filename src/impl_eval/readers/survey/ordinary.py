"""An ordinary table: no survey program's marks, one row of column names (or as many as choices say)."""

import re
from collections.abc import Sequence

from impl_eval.errors import StudyProblems
from impl_eval.readers.columns import HeaderPlace, name_columns
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.naming import on_one_line
from impl_eval.readers.survey.raw_table import RawTable, TidyTable

_NUMBER_OR_DATE = re.compile(r"-?\d+([.,]\d+)?\Z|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}([ T]\d.*)?\Z")


def tidy(raw: RawTable, choices: ReadingChoices) -> TidyTable:
    """Name the columns by the first row; several header rows are joined as 'group / item'.

    Raises StudyProblems where a name is repeated, or missing above cells that hold something.
    """
    header_rows = max(choices.header_rows, 1)
    body = raw.rows[header_rows:]
    first = raw.line_numbers[0]
    place = HeaderPlace(raw.name, raw.line(0), f'sheet "{raw.sheet}", row {first}' if raw.sheet else "")
    columns, problems = name_columns(
        _header(raw, header_rows), body, lambda index: _row_place(raw, index + header_rows), place
    )
    if problems:
        raise StudyProblems(problems)
    transposed = list(zip(*body, strict=True)) if body else [()] * len(raw.rows[0])
    return TidyTable(
        "",
        columns.names,
        range(header_rows, len(raw.rows)),
        {name: transposed[position] for name, position in zip(columns.names, columns.positions, strict=True)},
        header_rows=header_rows,
        columns_dropped=columns.dropped,
        notes=_headings_note(columns.names),
    )


def _headings_note(names: Sequence[str]) -> tuple[str, ...]:
    """Say where column names look like answers: a file without headings loses its first response."""
    found = sum(bool(_NUMBER_OR_DATE.match(name.strip())) for name in names)
    if not found:
        return ()
    return (
        f"{found} of {len(names)} column names are numbers or dates. If the file has no headings, put a row "
        "of them above its first response, which was taken for headings.",
    )


def _row_place(raw: RawTable, index: int) -> str:
    number = raw.line_numbers[index]
    return f"row {number}" if raw.sheet else f"line {number}"


def _header(raw: RawTable, header_rows: int) -> list[str]:
    if header_rows == 1:
        return list(raw.rows[0])
    joined = []
    for cells in zip(*raw.rows[:header_rows], strict=True):
        parts = dict.fromkeys(filter(None, map(on_one_line, cells)))
        joined.append(" / ".join(parts))
    return joined
