"""The framework matrix as a workbook: summaries are written in the sheet Matrix and come back from there.

Keys that bring cells back to their place stand in hidden rows and columns, and all but what people fill in
is locked (without a password: it is a guard against slips). Equal input gives equal bytes.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from impl_eval.outputs.framework_matrix.model import ShownCase, ShownMatrix
from impl_eval.outputs.workbook_cells import (
    fill_how_to,
    list_of,
    set_widths,
    workbook_bytes,
    write_header,
    write_text,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FIXED_KEYS = ("#case", "#label", "#about")
LABELS_ROW = "labels"
"""What stands in the hidden key column of the row that people read as the header."""
STATUS_COLUMNS = (
    "case key", "code key", "fingerprint", "written", "exported", "Case", "Code", "Segments", "Summary",
    "What has changed", "Written by", "Still right", "See",
)  # fmt: skip
SEGMENT_COLUMNS = (
    "case key", "code key", "Case", "Code", "Place", "Words", "Coded as", "Valence", "Reported change",
    "Coder", "Rests on",
)  # fmt: skip
_STATUS_HIDDEN, _SEGMENTS_HIDDEN = 5, 2
_STATUS_WIDTHS = (4, 4, 4, 4, 4, 18, 34, 10, 12, 56, 12, 12, 12)
_SEGMENT_WIDTHS = (4, 4, 18, 34, 20, 70, 34, 11, 16, 9, 10)
_YES_NO = ("yes", "no")
_NUMBERS = ("Segments",)
_FIRST_ROW = 3
_CELL_WIDTH = 44
_STALE, _INK = "FFF6E0", "212B32"

HOW_TO = (
    "How to use the framework matrix",
    "1. Confidential: this workbook holds what participants said. Keep it where the transcripts are kept.",
    "2. In the sheet Matrix, each row is a case and each column a mechanism or code. Write into a cell, in "
    "your own words, what is said there. A column of a mechanism takes in what is coded under its sub-codes.",
    "3. The sheet Segments lists what is coded for each cell. Your summary rests on the segments that say "
    "yes in the column Rests on. Write no where it does not.",
    "4. The sheet Status says for each cell how many segments there are and whether the summary still fits "
    "them. Stale (in yellow in the sheet Matrix): segments were added, removed or coded anew since it was "
    "written. Read it again, and change it. Where it is still right as it is, write yes in Still right.",
    "5. Undecided (in yellow too): people wrote different summaries of this cell, each without knowing the "
    "other's. The cell shows them with initials. Write the text that counts in their place.",
    "6. To take a summary back, empty its cell.",
    "7. You may widen, filter and hide rows and columns. Add none: cases and codes come from the study.",
    "8. Save the file as .xlsx and bring it back with: impl-eval matrix import FILE --coder AB, with your "
    "own initials. Only cells that you changed are taken over. Importing twice changes nothing.",
    "9. Where somebody else changed the same summary since you got this workbook, the import says so and "
    "takes over nothing: make a new workbook, and write your words into that.",
)


def matrix_workbook(shown: ShownMatrix) -> bytes:
    """Return the workbook: sheets Matrix, Segments, Status and How to."""
    from openpyxl import Workbook

    workbook = Workbook()
    matrix = workbook.active
    assert matrix is not None
    matrix.title = "Matrix"
    _fill_matrix(matrix, shown)
    first_rows = _fill_segments(workbook.create_sheet("Segments"), shown)
    _fill_status(workbook.create_sheet("Status"), shown, first_rows)
    fill_how_to(workbook.create_sheet("How to"), HOW_TO)
    _say_what_it_is(workbook, shown)
    return workbook_bytes(workbook)


def _say_what_it_is(workbook: "Workbook", shown: ShownMatrix) -> None:
    workbook.properties.title = shown.title
    workbook.properties.subject = shown.banner
    workbook.properties.language = "en-GB"


def _fill_matrix(sheet: "Worksheet", shown: ShownMatrix) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    keys = (*FIXED_KEYS, *(column.code_id for column in shown.columns))
    for at, key in enumerate(keys, start=1):
        write_text(sheet, 1, at, key)
    sheet.row_dimensions[1].hidden = True
    labels = ("", "Case", "Who", *(_column_label(one.heading, one.label) for one in shown.columns))
    write_header(sheet, labels, [labels[at] for at in range(3, len(labels))], row=2)
    write_text(sheet, 2, 1, LABELS_ROW)
    sheet.row_dimensions[2].height = 45
    top, stale = Alignment(vertical="top", wrap_text=True), PatternFill("solid", fgColor=_STALE)
    for at, case in enumerate(shown.cases, start=_FIRST_ROW):
        for column, text in enumerate((case_key(shown, case), case.label, case.about), start=1):
            write_text(sheet, at, column, text)
            sheet.cell(at, column).alignment = top
            sheet.cell(at, column).font = Font(bold=column == 2, color=_INK)
        for column, one in enumerate(shown.columns, start=len(FIXED_KEYS) + 1):
            here = shown.cells[case.id, one.code_id]
            write_text(sheet, at, column, here.text)
            cell = sheet.cell(at, column)
            cell.alignment, cell.protection = top, Protection(locked=False)
            if here.state in ("stale", "undecided"):
                cell.fill = stale
    set_widths(sheet, (4, 18, 24, *([_CELL_WIDTH] * len(shown.columns))))
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "D3"
    sheet.print_title_rows = "2:2"
    last = max(len(shown.cases) + _FIRST_ROW - 1, 2)
    _lock(sheet, f"A2:{get_column_letter(len(keys))}{last}")
    _print_landscape(sheet)


def case_key(shown: ShownMatrix, case: ShownCase) -> str:
    """Return what stands for a case in hidden columns: its kind and its id."""
    return f"{shown.kind}:{case.id}"


def _column_label(heading: str, label: str) -> str:
    return label if label == heading else f"{heading} › {label}"


def _lock(sheet: "Worksheet", filtered: str) -> None:
    """Lock what is not to be filled in; widths, heights and filters stay free."""
    sheet.auto_filter.ref = filtered
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    protection.autoFilter = False


def _print_landscape(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill_segments(sheet: "Worksheet", shown: ShownMatrix) -> dict[tuple[str, str], int]:
    """List the segments of each cell; returns in which row those of a cell begin."""
    rows: list[tuple[str, ...]] = []
    first_rows: dict[tuple[str, str], int] = {}
    for case, column, cell in shown.rows():
        for segment in cell.segments:
            first_rows.setdefault((case.id, column.code_id), len(rows) + 2)
            rows.append(
                (
                    case_key(shown, case), column.code_id, case.label,
                    _column_label(column.heading, column.label), segment.place, segment.words,
                    segment.codes, segment.valence, segment.reported_change, segment.coder,
                    "yes" if segment.rests_on else "no",
                )
            )  # fmt: skip
    _fill_locked(sheet, SEGMENT_COLUMNS, rows, _SEGMENT_WIDTHS, _SEGMENTS_HIDDEN, "Rests on")
    return first_rows


def _fill_status(sheet: "Worksheet", shown: ShownMatrix, first_rows: dict[tuple[str, str], int]) -> None:
    rows = []
    for case, column, cell in shown.rows():
        rows.append(
            (
                case_key(shown, case), column.code_id, cell.fingerprint, cell.written, cell.exported,
                case.label, _column_label(column.heading, column.label), str(len(cell.segments)), cell.state,
                cell.reason, cell.coder, "", "",
            )
        )  # fmt: skip
    _fill_locked(sheet, STATUS_COLUMNS, rows, _STATUS_WIDTHS, _STATUS_HIDDEN, "Still right")
    for at, (case, column, _) in enumerate(shown.rows(), start=2):
        row = first_rows.get((case.id, column.code_id))
        if row is not None:
            _link(sheet, at, len(STATUS_COLUMNS), f"Segments!E{row}")


def _link(sheet: "Worksheet", row: int, column: int, location: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = sheet.cell(row, column, "segments")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    cell.font = Font(color="12436D", underline="single")


def _fill_locked(
    sheet: "Worksheet",
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    hidden: int,
    to_fill_in: str,
) -> None:
    """Fill a sheet of which the first columns are hidden and one column is for people."""
    from openpyxl.styles import Alignment, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    write_header(sheet, names, (to_fill_in,))
    top = Alignment(vertical="top", wrap_text=True)
    open_column = names.index(to_fill_in) + 1
    for at, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            if names[column - 1] in _NUMBERS:
                sheet.cell(at, column, int(text))
            else:
                write_text(sheet, at, column, text)
            sheet.cell(at, column).alignment = top
        sheet.cell(at, open_column).protection = Protection(locked=False)
    set_widths(sheet, widths)
    for column in range(1, hidden + 1):
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    last = max(len(rows) + 1, 2)
    letter = get_column_letter(open_column)
    choices = DataValidation(type="list", formula1=list_of(_YES_NO), allow_blank=True, showErrorMessage=True)
    choices.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choices)
    _lock(sheet, f"A1:{get_column_letter(len(names))}{len(rows) + 1}")
    _print_landscape(sheet)
