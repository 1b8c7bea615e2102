"""Any small or large table, from CSV or Excel, as rows of text with their places.

Items, sites, speakers, coded segments and survey exports all arrive this way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from impl_eval.readers.columns import numbered
from impl_eval.readers.delimited import DELIMITED_ENDINGS, DELIMITER_NAMES, DelimitedText, parse_delimited
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.workbook import WORKBOOK_ENDINGS, SheetText, read_sheet

TABLE_ENDINGS = DELIMITED_ENDINGS | WORKBOOK_ENDINGS


@dataclass(frozen=True)
class TableRecord:
    """One row: its cells by column name, its line (None in a workbook) and its place in words."""

    cells: dict[str, str]
    line: int | None
    place: str


@dataclass(frozen=True)
class TableText:
    """A table as text. Every row has a cell for each column, "" where blank; cells are not trimmed.

    `line_numbers` are the lines of a text file or the rows of a sheet; `sheet` is "" for text files.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]
    sheet: str
    report: ReadingReport

    def place(self, index: int) -> str:
        """Say where a row (counted from 0) stands: 'line 14', or 'sheet "Answers", row 14'."""
        number = self.line_numbers[index]
        return f'sheet "{self.sheet}", row {number}' if self.sheet else f"line {number}"

    def line(self, index: int) -> int | None:
        """Return the physical line of a row (counted from 0); None in a workbook."""
        return None if self.sheet else self.line_numbers[index]

    def records(self) -> Iterator[TableRecord]:
        """Yield each row with its cells by column name."""
        for index, row in enumerate(self.rows):
            yield TableRecord(dict(zip(self.columns, row, strict=True)), self.line(index), self.place(index))


def read_table(path: Path, name: str) -> TableText:
    """Read a .csv, .tsv, .txt or .xlsx table; `name` is how people know the file.

    Raises StudyProblems with all faults of the file.
    """
    content = read_content(path, name)
    kind = require_kind(path, name, content, TABLE_ENDINGS)
    if kind == "excel":
        return table_from_sheet(read_sheet(content, name))
    return table_from_delimited(parse_delimited(content, name))


def table_from_delimited(text: DelimitedText) -> TableText:
    """Put a delimited text into the common form."""
    dropped = ((numbered("line", text.blank_lines), "blank"),) if text.blank_lines else ()
    report = ReadingReport(
        kind="delimited text",
        encoding=text.encoding,
        delimiter=DELIMITER_NAMES[text.delimiter],
        rows_read=len(text.rows) + len(text.blank_lines),
        rows_kept=len(text.rows),
        rows_dropped=dropped,
        columns_kept=text.columns,
        columns_dropped=text.columns_dropped,
        notes=text.decoding_notes,
    )
    return TableText(text.columns, text.rows, text.line_numbers, "", report)


def table_from_sheet(sheet: SheetText) -> TableText:
    """Put a sheet of a workbook into the common form."""
    dropped = ((numbered("row", sheet.blank_rows), "blank"),) if sheet.blank_rows else ()
    report = ReadingReport(
        kind="Excel workbook",
        sheet=sheet.sheet,
        rows_read=len(sheet.rows) + len(sheet.blank_rows),
        rows_kept=len(sheet.rows),
        rows_dropped=dropped,
        columns_kept=sheet.columns,
        columns_dropped=sheet.columns_dropped,
        notes=sheet.notes,
    )
    return TableText(sheet.columns, sheet.rows, sheet.row_numbers, sheet.sheet, report)
