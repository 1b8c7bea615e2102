"""coding_review.xlsx: what the tagger suggests, for people to accept, reject and correct in Excel.

Speech never becomes a formula: every text cell is a string. Which suggestions there are, and what is
made of the decisions, is the business of qualitative/ and study/.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.canonical_zip import canonical_zip, member_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = (
    "suggestion", "transcript", "speaker", "before", "passage", "after", "mechanism", "phrase", "cue",
    "decision", "valence", "reported change", "note", "start", "end",
)  # fmt: skip
DECISIONS = ("accept", "reject")
VALENCES = ("enabler", "barrier", "mixed", "unclear")
REPORTED_CHANGES = ("better", "same", "worse", "not said")

_WIDTHS = dict(zip(COLUMNS, (11, 14, 12, 30, 52, 30, 20, 22, 16, 11, 11, 16, 28, 7, 7), strict=True))
_WRAPPED = ("before", "passage", "after", "phrase", "cue", "note")
_TO_FILL_IN = ("decision", "valence", "reported change", "note")
_GREY = ("start", "end")
_SPARE_ROWS = 500
_LONGEST_CELL = 32_767
_CUT = " […]"
_CORE_PROPERTIES = "docProps/core.xml"
_A_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

HOW_TO = (
    "How to review the suggestions",
    "1. Every row of the sheet Review is a passage that the program suggests. A suggestion is not evidence: "
    "it counts only once you have accepted it.",
    "2. Read the passage with what stands before and after it. In the column decision choose accept or "
    "reject. Rows without decision are left as they are and come again next time.",
    "3. Choose the valence: does the passage speak of something that helps (enabler), hinders (barrier), "
    "both (mixed), or can you not tell (unclear)? The program's proposal is filled in; change it freely.",
    "4. Choose the reported change: does the person say that this has become better, stayed the same, "
    "become worse, or do they not say?",
    "5. If the passage is about another mechanism, choose that in the column mechanism (see the sheet "
    "Mechanisms) and accept. Write in note whatever another coder should know.",
    "6. The program misses passages. To code one of your own, add a row below the others: transcript, "
    "passage copied word for word from the transcript, mechanism, decision accept, valence, reported "
    "change. Leave suggestion, start and end empty.",
    "7. Do not change the columns suggestion, transcript, start and end of rows that were there.",
    "8. Save the file as .xlsx and import it with: impl-eval coding import FILE --coder AB, with your own "
    "initials. Importing twice changes nothing.",
)


@dataclass(frozen=True)
class ReviewLine:
    """One suggestion with its context; `valence` is the proposed one. Offsets are code points."""

    suggestion: str
    transcript: str
    speaker: str
    before: str
    passage: str
    after: str
    mechanism: str
    phrase: str
    cue: str
    valence: str
    start: int
    end: int


def write_coding_review(rows: Sequence[ReviewLine], mechanisms: Sequence[tuple[str, str, str]]) -> bytes:
    """Return the workbook: sheets Review, How to and Mechanisms (id, label, definition).

    Control characters that Excel cannot hold become U+FFFD, and texts longer than a cell are cut and
    end in [...]; offsets are not touched. Equal input gives equal bytes.

    Raises
    ------
    ValueError : a valence or a mechanism that the drop-downs do not offer.
    """
    from openpyxl import Workbook

    offered = {mechanism_id for mechanism_id, _, _ in mechanisms}
    for row in rows:
        if row.valence not in VALENCES or row.mechanism not in offered:
            raise ValueError(f"suggestion {row.suggestion}: valence or mechanism is not on offer")
    workbook = Workbook()
    review = workbook.active
    assert review is not None
    review.title = "Review"
    _fill_review(review, rows, mechanism_count=len(mechanisms))
    _fill_how_to(workbook.create_sheet("How to"))
    _fill_mechanisms(workbook.create_sheet("Mechanisms"), mechanisms)
    target = io.BytesIO()
    workbook.save(target)
    core = _A_TIME.sub(b"2000-01-01T00:00:00Z", member_of(target.getvalue(), _CORE_PROPERTIES))
    return canonical_zip(target.getvalue(), {_CORE_PROPERTIES: core})


def _fill_review(sheet: "Worksheet", rows: Sequence[ReviewLine], *, mechanism_count: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    _write_header(sheet, COLUMNS)
    grey, top = Font(color="767676"), Alignment(vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    for at, line in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            value = _value(line, name)
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = value
            else:
                _write_text(sheet, at, column, value)
            cell.alignment = wrapped if name in _WRAPPED else top
            if name in _GREY:
                cell.font = grey
    for column, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
    sheet.freeze_panes = "A2"
    last = len(rows) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    _offer(sheet, "mechanism", f"Mechanisms!$A$2:$A${mechanism_count + 1}", last)
    _offer(sheet, "decision", _list_of(DECISIONS), last)
    _offer(sheet, "valence", _list_of(VALENCES), last)
    _offer(sheet, "reported change", _list_of(REPORTED_CHANGES), last)


def _value(line: ReviewLine, name: str) -> str | int:
    if name in ("decision", "reported change", "note"):
        return ""
    value: str | int = getattr(line, name)
    return value


def _write_text(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """Write a text that stays text, whatever sign it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - len(_CUT)] + _CUT
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"
    cell.quotePrefix = True


def _write_header(sheet: "Worksheet", names: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, name in enumerate(names, start=1):
        cell = sheet.cell(1, column, name)
        is_to_fill_in = name in _TO_FILL_IN
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="006747" if is_to_fill_in else "003087")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 30


def _list_of(choices: Sequence[str]) -> str:
    return f'"{",".join(choices)}"'


def _offer(sheet: "Worksheet", name: str, choices: str, last_row: int) -> None:
    """Give a column a drop-down, also in the spare rows below for codings added by hand."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(COLUMNS.index(name) + 1)
    validation = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
    validation.errorTitle = name
    validation.error = "Please choose one of the list."
    validation.add(f"{letter}2:{letter}{last_row + _SPARE_ROWS}")
    sheet.add_data_validation(validation)


def _fill_how_to(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width = 100
    for row, sentence in enumerate(HOW_TO, start=1):
        _write_text(sheet, row, 1, sentence)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.cell(1, 1).font = Font(bold=True, size=14)


def _fill_mechanisms(sheet: "Worksheet", mechanisms: Sequence[tuple[str, str, str]]) -> None:
    from openpyxl.styles import Alignment

    _write_header(sheet, ("id", "label", "definition"))
    for row, mechanism in enumerate(mechanisms, start=2):
        for column, text in enumerate(mechanism, start=1):
            _write_text(sheet, row, column, text)
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)
    for letter, width in (("A", 26), ("B", 44), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
