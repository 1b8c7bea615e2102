"""adjudication.xlsx: passages on which coders differ, for people to settle in Excel, with the reason.

Speech never becomes a formula: every text cell is a string. Which passages there are, and what is made
of the decisions, is the business of qualitative/ and of the coding store.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

BEFORE_CODERS = ("transcript", "place", "passage", "code")
AFTER_CODERS = ("decision", "code to use", "valence", "reported change", "reason", "start", "end")
DECISIONS = ("keep", "drop", "other code")
VALENCES = ("enabler", "barrier", "mixed", "unclear")
REPORTED_CHANGES = ("better", "same", "worse", "not said")
_TO_FILL_IN = ("decision", "code to use", "valence", "reported change", "reason")
_WRAPPED = ("passage", "reason", "place")
_GREY = ("start", "end")
_WIDTHS = {
    "transcript": 14, "place": 14, "passage": 60, "code": 22, "decision": 12, "code to use": 22,
    "valence": 11, "reported change": 16, "reason": 40, "start": 7, "end": 7,
}  # fmt: skip

HOW_TO = (
    "How to settle the passages on which coders differ",
    "1. Every row of the sheet Adjudication is a passage and a code. The columns named after coders say what "
    "each of them gave it: a valence, or not coded.",
    "2. Settle the rows together, or let a third person do it. Read the passage in the transcript, not only "
    "here: the column place says where it stands.",
    "3. In the column decision choose keep (the passage has this code), drop (it has not), or other code "
    "(then choose that in code to use; see the sheet Codes). Rows without decision stay open.",
    "4. With keep and other code, choose the valence. It is filled in where those who coded the passage "
    "agree. Choose the reported change too; an empty cell means that it is not said.",
    "5. Write the reason of every decision: what in the definition decided it. It is kept, and is how others "
    "can follow what was done.",
    "6. The passage is all that the coders' segments cover together. To settle less, cut the words in the "
    "column passage shorter; do not reword them.",
    "7. Do not change the columns transcript, code, start and end.",
    "8. The codings of the coders themselves are not changed by this: agreement stays what it was.",
)


@dataclass(frozen=True)
class AdjudicationLine:
    """One passage to settle. `given` holds what each coder of `coders` gave; "" where they did not look.

    `valence` and `reported_change` are what those who coded it agree on, or "". Offsets are code points.
    """

    transcript: str
    place: str
    passage: str
    code: str
    given: tuple[str, ...]
    valence: str
    reported_change: str
    start: int
    end: int


def coder_columns(coders: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of the coders' columns: a coder may be called like another column."""
    return tuple(f"coder {coder}" for coder in coders)


def write_adjudication_workbook(
    lines: Sequence[AdjudicationLine], coders: Sequence[str], codes: Sequence[tuple[str, str, str]]
) -> bytes:
    """Return the workbook: sheets Adjudication, How to and Codes (id, label, definition).

    Equal input gives equal bytes.

    Raises
    ------
    ValueError : a code, valence or reported change that the drop-downs do not offer, or a line that does
        not have something for each coder.
    """
    from openpyxl import Workbook

    offered = {code for code, _, _ in codes}
    for line in lines:
        fits = line.code in offered and line.valence in ("", *VALENCES)
        if not fits or line.reported_change not in ("", *REPORTED_CHANGES):
            raise ValueError("a code, valence or reported change is not on offer")
        if len(line.given) != len(coders):
            raise ValueError(f"need something for each of {len(coders)} coders; got {len(line.given)}")
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Adjudication"
    _fill(sheet, lines, coders, len(codes))
    fill_how_to(workbook.create_sheet("How to"), HOW_TO)
    fill_table(workbook.create_sheet("Codes"), ("id", "label", "definition"), codes, (26, 44, 90))
    return workbook_bytes(workbook)


def _fill(
    sheet: "Worksheet", lines: Sequence[AdjudicationLine], coders: Sequence[str], code_count: int
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    columns = (*BEFORE_CODERS, *coder_columns(coders), *AFTER_CODERS)
    write_header(sheet, columns, _TO_FILL_IN)
    grey, top = Font(color="767676"), Alignment(vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    for at, line in enumerate(lines, start=2):
        for column, (name, value) in enumerate(zip(columns, _cells(line), strict=True), start=1):
            if isinstance(value, int):
                sheet.cell(at, column).value = value
            else:
                write_text(sheet, at, column, value)
            sheet.cell(at, column).alignment = wrapped if name in _WRAPPED else top
            if name in _GREY:
                sheet.cell(at, column).font = grey
    set_widths(sheet, [_WIDTHS.get(name, 14) for name in columns])
    last = len(lines) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    offer(sheet, columns, "decision", list_of(DECISIONS), last)
    offer(sheet, columns, "code to use", f"Codes!$A$2:$A${code_count + 1}", last)
    offer(sheet, columns, "valence", list_of(VALENCES), last)
    offer(sheet, columns, "reported change", list_of(REPORTED_CHANGES), last)


def _cells(line: AdjudicationLine) -> tuple[str | int, ...]:
    before = (line.transcript, line.place, line.passage, line.code)
    to_fill_in = ("", "", line.valence, line.reported_change, "")
    return (*before, *line.given, *to_fill_in, line.start, line.end)
