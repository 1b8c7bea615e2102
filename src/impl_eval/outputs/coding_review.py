"""coding_review.xlsx: what the tagger suggests, for people to accept, reject and correct in Excel.

Speech never becomes a formula: every text cell is a string. Which suggestions there are, and what is
made of the decisions, is the business of qualitative/ and study/.
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

COLUMNS = (
    "suggestion", "transcript", "speaker", "before", "passage", "after", "mechanism", "code", "phrase", "cue",
    "band", "why", "decision", "valence", "reported change", "memo", "coder", "start", "end",
    "suggested valence",
)  # fmt: skip
DECISIONS = ("accept", "reject")
VALENCES = ("enabler", "barrier", "mixed", "unclear")
REPORTED_CHANGES = ("better", "same", "worse", "not said")

_WIDTHS = (11, 14, 12, 30, 52, 30, 20, 24, 22, 16, 9, 30, 11, 11, 16, 28, 9, 7, 7, 12)
_WRAPPED = ("before", "passage", "after", "phrase", "cue", "why", "memo")
_TO_FILL_IN = ("decision", "valence", "reported change", "memo")
_GREY = ("start", "end", "suggested valence")

HOW_TO = (
    "How to review the suggestions",
    "1. Every row of the sheet Review is a passage that the program suggests. A suggestion is not evidence: "
    "it counts only once you have accepted it.",
    "2. Read the passage with what stands before and after it. The column why says what the suggestion rests "
    "on, and band how strongly. In the column decision choose accept or reject. Rows without decision are "
    "left as they are and come again next time.",
    "3. Choose the valence: does the passage speak of something that helps (enabler), hinders (barrier), "
    "both (mixed), or can you not tell (unclear)? The program's proposal is filled in; change it freely.",
    "4. Choose the reported change: does the person say that this has become better, stayed the same, "
    "become worse, or do they not say?",
    "5. If the passage is about another mechanism, choose that in the column mechanism (see the sheet "
    "Mechanisms) and accept. For a sub-code, or a code beside the framework, choose that in the column code "
    "(see the sheet Codes). To propose a code that is not there, write new: and its name.",
    "6. Write in memo whatever another coder should know.",
    "7. The program misses passages. To code one of your own, add a row below the others: transcript, "
    "passage copied word for word from the transcript, mechanism or code, decision accept, valence, reported "
    "change. Leave suggestion, start and end empty.",
    "8. Do not change the columns suggestion, transcript, start, end and suggested valence of rows that were "
    "there: by them the record tells what you accepted as it was, and what you changed. Where "
    "several people share one workbook, each writes their initials in the column coder.",
    "9. Save the file as .xlsx and import it with: impl-eval coding import FILE --coder AB, with your own "
    "initials. Importing twice changes nothing.",
)


@dataclass(frozen=True)
class ReviewLine:
    """One suggestion with its context; `valence` is the proposed one. Offsets are code points.

    `code` is the id of a sub-code or inductive code, empty where the suggestion is for the mechanism.
    A line may lack a mechanism only where it has a code. `coder` is filled in where several coders share
    the workbook.
    """

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
    code: str = ""
    band: str = ""
    why: str = ""
    coder: str = ""


def write_coding_review(
    rows: Sequence[ReviewLine],
    mechanisms: Sequence[tuple[str, str, str]],
    codes: Sequence[tuple[str, str, str, str]] = (),
) -> bytes:
    """Return the workbook: sheets Review, How to, Mechanisms and Codes.

    `mechanisms` are (id, label, definition); `codes`, those beside them in the codebook, are (id, label,
    path of labels, definition). Control characters that Excel cannot hold become U+FFFD, and texts longer
    than a cell are cut and end in [...]; offsets are not touched. Equal input gives equal bytes.

    Raises
    ------
    ValueError : a valence, mechanism or code that the drop-downs do not offer.
    """
    from openpyxl import Workbook

    offered = {mechanism_id for mechanism_id, _, _ in mechanisms}
    offered_codes = {"", *(code_id for code_id, *_ in codes)}
    for row in rows:
        known = row.mechanism in offered or (not row.mechanism and row.code)
        if row.valence not in VALENCES or not known or row.code not in offered_codes:
            raise ValueError(f"suggestion {row.suggestion}: valence, mechanism or code is not on offer")
    workbook = Workbook()
    review = workbook.active
    assert review is not None
    review.title = "Review"
    _fill_review(review, rows, len(mechanisms), len(codes))
    fill_how_to(workbook.create_sheet("How to"), HOW_TO)
    fill_table(workbook.create_sheet("Mechanisms"), ("id", "label", "definition"), mechanisms, (26, 44, 90))
    if codes:
        listed = [(f"{code[0]} – {code[1]}", *code) for code in codes]
        names = ("choice", "id", "label", "path", "definition")
        fill_table(workbook.create_sheet("Codes"), names, listed, (44, 26, 36, 60, 90))
    return workbook_bytes(workbook)


def _fill_review(
    sheet: "Worksheet", rows: Sequence[ReviewLine], mechanism_count: int, code_count: int
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    write_header(sheet, COLUMNS, _TO_FILL_IN)
    grey, top = Font(color="767676"), Alignment(vertical="top")
    wrapped = Alignment(vertical="top", wrap_text=True)
    for at, line in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            value = _value(line, name)
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = value
            else:
                write_text(sheet, at, column, value)
            cell.alignment = wrapped if name in _WRAPPED else top
            if name in _GREY:
                cell.font = grey
    set_widths(sheet, _WIDTHS)
    last = len(rows) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    offer(sheet, COLUMNS, "mechanism", f"Mechanisms!$A$2:$A${mechanism_count + 1}", last)
    if code_count:
        offer(sheet, COLUMNS, "code", f"Codes!$A$2:$A${code_count + 1}", last)
    offer(sheet, COLUMNS, "decision", list_of(DECISIONS), last)
    offer(sheet, COLUMNS, "valence", list_of(VALENCES), last)
    offer(sheet, COLUMNS, "reported change", list_of(REPORTED_CHANGES), last)


def _value(line: ReviewLine, name: str) -> str | int:
    if name in ("decision", "reported change", "memo"):
        return ""
    if name == "suggested valence":
        return line.valence
    value: str | int = getattr(line, name)
    return value
