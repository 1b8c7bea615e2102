"""Sheets that people fill in: texts that stay texts, header rows, drop-downs, and bytes without a clock."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from impl_eval.outputs.canonical_zip import canonical_zip, member_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767
CUT = " […]"
SPARE_ROWS = 500
"""Rows below the last one in which drop-downs are offered too."""
_CORE_PROPERTIES = "docProps/core.xml"
_A_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_text(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """Write a text that stays text, whatever sign it begins with.

    Control characters that Excel cannot hold become U+FFFD; a text longer than a cell is cut and ends
    in [...].
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(CUT)] + CUT
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    cell.quotePrefix = True


def write_header(
    sheet: "Worksheet", names: Sequence[str], to_fill_in: Sequence[str] = (), *, row: int = 1
) -> None:
    """Write the header row: green over what people fill in, blue over the rest."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, name in enumerate(names, start=1):
        cell = sheet.cell(row, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="006747" if name in to_fill_in else "003087")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 30
    sheet.freeze_panes = f"A{row + 1}"


def set_widths(sheet: "Worksheet", widths: Sequence[float]) -> None:
    """Set the widths of the first columns, in characters."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def offer(sheet: "Worksheet", columns: Sequence[str], name: str, choices: str, last_row: int) -> None:
    """Give a column a drop-down, also in the spare rows below for codings added by hand."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(columns.index(name) + 1)
    validation = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
    validation.errorTitle = name
    validation.error = "Please choose one of the list."
    validation.add(f"{letter}2:{letter}{last_row + SPARE_ROWS}")
    sheet.add_data_validation(validation)


def list_of(choices: Sequence[str]) -> str:
    """Return the source of a drop-down with these choices; none of them may hold a comma."""
    return f'"{",".join(choices)}"'


def fill_how_to(sheet: "Worksheet", sentences: Sequence[str]) -> None:
    """Write sentences one below the other, the first as a heading."""
    from openpyxl.styles import Alignment, Font

    set_widths(sheet, (100,))
    for row, sentence in enumerate(sentences, start=1):
        write_text(sheet, row, 1, sentence)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(1, 1).font = Font(bold=True, size=14)


def fill_table(
    sheet: "Worksheet", names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
) -> None:
    """Write a table of texts to look things up in."""
    from openpyxl.styles import Alignment

    write_header(sheet, names)
    for at, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            write_text(sheet, at, column, text)
            sheet.cell(at, column).alignment = Alignment(vertical="top", wrap_text=True)
    set_widths(sheet, widths)


def workbook_bytes(workbook: "Workbook") -> bytes:
    """Return the bytes of a workbook: equal content gives equal bytes."""
    target = io.BytesIO()
    workbook.save(target)
    core = _A_TIME.sub(b"2000-01-01T00:00:00Z", member_of(target.getvalue(), _CORE_PROPERTIES))
    return canonical_zip(target.getvalue(), {_CORE_PROPERTIES: core})
