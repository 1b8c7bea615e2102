"""All coded segments of a study as one table: a workbook to filter and edit, and a CSV.

Speech never becomes a formula. Both come back: the column segment says which segment a row was, and a
hidden sheet of the workbook which segments it held when it was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.coding_review import REPORTED_CHANGES, VALENCES
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.outputs.workbook_cells import (
    fill_how_to,
    fill_table,
    list_of,
    offer,
    set_widths,
    workbook_bytes,
    write_header,
    write_text,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    "segment", "transcript", "participant", "group", "quote", "mechanism", "code", "sub-code", "code id",
    "valence", "reported change", "coder", "origin", "memo", "start", "end",
)  # fmt: skip
PEOPLE = ("participant", "group")
TO_EDIT = ("quote", "code id", "valence", "reported change", "memo")
EXPORTED_SHEET = "Exported"
_WIDTHS = dict(zip(COLUMNS, (11, 12, 12, 14, 70, 26, 26, 26, 24, 11, 16, 9, 20, 40, 8, 8), strict=True))
_WRAPPED = ("quote", "mechanism", "code", "sub-code", "memo")

HOW_TO = (
    "How to work with the segments",
    "1. Every row of the sheet Segments is one coding by one coder. Filter and sort as you like.",
    "2. You may change the green columns of your own rows: code id (see the sheet Codes), valence, reported "
    "change and memo. In quote you may cut a passage shorter, or copy more of the transcript into it.",
    "3. To add a coding, write a row below the others: transcript, quote copied word for word, code id and "
    "your initials in coder. Leave segment, start and end empty. To propose a code that is not there, write "
    "new: and its name in code id.",
    "4. A row that you delete is listed at the import. It goes only if you say so there.",
    "5. Do not change the column segment. Rows of other coders are not imported.",
    "6. Save the file as .xlsx and import it with: impl-eval coding import FILE --coder AB, with your own "
    "initials. Importing twice changes nothing.",
)


@dataclass(frozen=True)
class SegmentLine:
    """One coded segment. Offsets are code points, end exclusive; `segment` is its id.

    `mechanism`, `code` and `sub_code` are labels, from the mechanism down; `code_id` is the code given.
    """

    segment: str
    transcript: str
    participant: str
    group: str
    quote: str
    mechanism: str
    code: str
    sub_code: str
    code_id: str
    valence: str
    reported_change: str
    coder: str
    origin: str
    memo: str
    start: int
    end: int


def segments_csv(lines: Sequence[SegmentLine], *, with_people: bool = True) -> bytes:
    """Return the table as CSV for Excel; no cell can run as a formula.

    Without `with_people` the columns participant and group are left out.
    """
    columns = _columns(with_people)
    rows = ([harmless(str(_value(line, name))) for name in columns] for line in lines)
    return csv_bytes(columns, rows)


def segments_workbook(
    lines: Sequence[SegmentLine],
    codes: Sequence[tuple[str, str, str, str]],
    *,
    with_people: bool = True,
) -> bytes:
    """Return the workbook: sheets Segments, How to, Codes, and a hidden list of what it holds.

    `codes` are (id, label, path of labels, definition) of every code on offer, mechanisms included.
    Equal input gives equal bytes.
    """
    from openpyxl import Workbook

    columns = _columns(with_people)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Segments"
    _fill_segments(sheet, lines, columns, len(codes))
    fill_how_to(workbook.create_sheet("How to"), HOW_TO)
    listed = [(f"{code[0]} – {code[1]}", *code) for code in codes]
    names = ("choice", "id", "label", "path", "definition")
    fill_table(workbook.create_sheet("Codes"), names, listed, (44, 26, 36, 60, 90))
    exported = workbook.create_sheet(EXPORTED_SHEET)
    fill_table(exported, ("segment",), [(line.segment,) for line in lines], (60,))
    exported.sheet_state = "hidden"
    return workbook_bytes(workbook)


def _columns(with_people: bool) -> tuple[str, ...]:
    return COLUMNS if with_people else tuple(name for name in COLUMNS if name not in PEOPLE)


def _value(line: SegmentLine, name: str) -> str | int:
    value: str | int = getattr(line, name.replace(" ", "_").replace("-", "_"))
    return value


def _fill_segments(
    sheet: "Worksheet", lines: Sequence[SegmentLine], columns: Sequence[str], code_count: int
) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    write_header(sheet, columns, TO_EDIT)
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    for at, line in enumerate(lines, start=2):
        for column, name in enumerate(columns, start=1):
            value = _value(line, name)
            if isinstance(value, int):
                sheet.cell(at, column, value)
            else:
                write_text(sheet, at, column, value)
            sheet.cell(at, column).alignment = wrapped if name in _WRAPPED else top
    set_widths(sheet, [_WIDTHS[name] for name in columns])
    last = len(lines) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    if code_count:
        offer(sheet, columns, "code id", f"Codes!$A$2:$A${code_count + 1}", last)
    offer(sheet, columns, "valence", list_of(VALENCES), last)
    offer(sheet, columns, "reported change", list_of(REPORTED_CHANGES), last)
