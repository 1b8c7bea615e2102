"""quotes.xlsx: coded passages, for a person to say which may be quoted and in which words.

Speech never becomes a formula: every cell is text. The file is confidential.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.outputs.workbook_cells import (
    fill_how_to,
    list_of,
    offer,
    set_widths,
    workbook_bytes,
    write_header,
    write_text,
)

SHEET = "Quotes"
COLUMNS = ("place", "speaks of", "said by", "passage", "released", "shortened", "words")
TO_FILL_IN = ("released", "shortened")
_WIDTHS = (18, 26, 24, 80, 10, 60, 14)
HOW_TO = (
    "How to release passages to be quoted",
    "1. Each row of the sheet Quotes is a coded passage. Nothing of it leaves the team unless released.",
    "2. Read it as a colleague of the speaker would. Ask: could anybody tell who says this? Names, places, "
    "unusual events and turns of phrase give people away.",
    "3. In the column released choose yes or no. An empty cell means undecided: not quoted.",
    "4. To quote less, write it into shortened: words of the passage in their order, with [...] where words "
    "are left out. Do not reword.",
    "5. Do not change place and words. Save, then run: impl-eval quotes import FILE --coder YOUR_INITIALS.",
)


@dataclass(frozen=True)
class QuoteLine:
    """A passage to decide on; `released` is yes, no or empty, `mark` stands for the words as they are."""

    place: str
    about: str
    said_by: str
    passage: str
    released: str
    shortened: str
    mark: str


def quotes_workbook(lines: Sequence[QuoteLine]) -> bytes:
    """Return the workbook: sheets Quotes and How to. Equal lines give equal bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    write_header(sheet, COLUMNS, TO_FILL_IN)
    for at, line in enumerate(lines, start=2):
        cells = (
            line.place, line.about, line.said_by, line.passage, line.released, line.shortened, line.mark,
        )  # fmt: skip
        for column, text in enumerate(cells, start=1):
            write_text(sheet, at, column, text)
            sheet.cell(at, column).alignment = Alignment(vertical="top", wrap_text=True)
    set_widths(sheet, _WIDTHS)
    offer(sheet, COLUMNS, "released", list_of(("yes", "no")), len(lines) + 1)
    fill_how_to(workbook.create_sheet("How to"), HOW_TO)
    return workbook_bytes(workbook)
