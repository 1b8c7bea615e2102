"""The table of coded segments as analysts send it back, from Excel or CSV: rows of text with their places.

The columns are the contract with the module that writes the table. What a row changes is for the study
to say.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.archive import read_archive
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.tables import TableText, read_table, table_from_sheet
from impl_eval.readers.workbook import read_sheet

SHEET, EXPORTED_SHEET = "Segments", "Exported"
REQUIRED = ("segment", "transcript", "quote", "code id", "valence", "reported change", "coder", "memo")
_WORKBOOK = "xl/workbook.xml"
_SHEET_NAME = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\bname="([^"]*)"')


@dataclass(frozen=True)
class SegmentRow:
    """One row; `place` says where it stands. A row that a person added has no `segment`."""

    place: str
    line: int | None
    segment: str
    transcript_id: str
    quote: str
    code: str
    valence: str
    reported_change: str
    coder: str
    memo: str


@dataclass(frozen=True)
class SegmentTable:
    """The rows, and which segments the table held when it was written: None where it does not say.

    `is_csv`: texts may carry the apostrophe that keeps them from being formulas.
    """

    rows: tuple[SegmentRow, ...]
    exported: tuple[str, ...] | None
    is_csv: bool


def holds_segments(path: Path, name: str) -> bool:
    """Tell whether a workbook has a sheet of segments."""
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    return SHEET in _sheet_names(content, name)


def read_segment_table(path: Path, name: str) -> SegmentTable:
    """Read a table of segments (.xlsx or .csv). Raises StudyProblems with all faults of the file."""
    content = read_content(path, name)
    if path.suffix.lower() != ".xlsx":
        return SegmentTable(_rows(read_table(path, name), name), None, is_csv=True)
    require_kind(path, name, content, {".xlsx": "excel"})
    rows = _rows(table_from_sheet(read_sheet(content, name, SHEET)), name)
    exported = None
    if EXPORTED_SHEET in _sheet_names(content, name):
        exported = tuple(cells[0] for cells in read_sheet(content, name, EXPORTED_SHEET).rows)
    return SegmentTable(rows, exported, is_csv=False)


def _sheet_names(content: bytes, name: str) -> set[str]:
    members = read_archive(content, name, wanted=lambda member: member == _WORKBOOK)
    return {found.decode() for found in _SHEET_NAME.findall(members.get(_WORKBOOK, b""))}


def _rows(table: TableText, name: str) -> tuple[SegmentRow, ...]:
    absent = [column for column in REQUIRED if column not in table.columns]
    if absent:
        others = [column for column in table.columns if column not in REQUIRED]
        usual = "Use a table that 'impl-eval coding export' wrote, with its header row."
        where = f'sheet "{table.sheet}", row 1' if table.sheet else "header"
        raise StudyProblems(
            Problem(
                name, None, where, f'no column "{column}"', ", ".join(REQUIRED),
                did_you_mean(column, others) or usual,
            )
            for column in absent
        )  # fmt: skip
    return tuple(
        SegmentRow(
            record.place,
            record.line,
            record.cells["segment"].strip(),
            record.cells["transcript"].strip(),
            record.cells["quote"],
            record.cells["code id"].strip(),
            " ".join(record.cells["valence"].lower().split()),
            " ".join(record.cells["reported change"].lower().replace("_", " ").split()),
            " ".join(record.cells["coder"].split()),
            record.cells["memo"],
        )
        for record in table.records()
    )
