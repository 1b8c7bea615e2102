"""joint_display.xlsx: survey and interviews side by side, for a person to decide how they fit.

What participants say stands in it in counts, and results are not suppressed: the file is confidential.
Every cell is text, so that nothing becomes a formula.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import get_args

from impl_eval.outputs.workbook_cells import (
    fill_how_to,
    list_of,
    offer,
    set_widths,
    workbook_bytes,
    write_header,
    write_text,
)
from impl_eval.protocols.integration_words import DISCORDANCES, DecidedWord

SHEET = "Joint display"
TAKE_BACK = "take back"
TO_FILL_IN = ("fit", "explained by", "explanation", "reason", "decided by", "date", "settles")
COLUMNS = (
    "mechanism", "name", "survey", "interviews", "proposed", "rule", "seen", "decided so far", *TO_FILL_IN,
)  # fmt: skip
_WIDTHS = (18, 22, 34, 34, 18, 50, 14, 40, 18, 22, 30, 50, 14, 12, 9)
_HOW_TO = (
    "How to decide whether survey and interviews fit",
    "1. Each row of the sheet Joint display is a mechanism. The column proposed says what the rule makes of "
    "both strands. It is no finding: you decide. Decide alone, before you see what others say.",
    "2. fit: agreement, partial agreement, dissonance or silence. An empty row means: not decided. To take "
    "back what you decided before, choose take back.",
    "3. reason: why, in a sentence. It is printed in the report: name nobody, and quote nobody.",
    "4. explained by: beside partial agreement and dissonance only, and only where you can say why. "
    "With other, write an explanation.",
    "5. decided by and date may stay empty: your initials and the day of the import are then taken.",
    "6. settles: yes, where those who differ have decided together. Name all of them under decided by. What "
    "each decided alone stays.",
    "7. Do not change the other columns. Save, then run: "
    "impl-eval joint import FILE --decided-by YOUR_INITIALS.",
)


@dataclass(frozen=True)
class FitLine:
    """A mechanism to decide on, in the order of the columns; `seen` is the mark of these results."""

    mechanism: str
    name: str
    survey: str
    interviews: str
    proposed: str
    rule: str
    seen: str
    decided_so_far: str = ""


def joint_workbook(lines: Sequence[FitLine]) -> bytes:
    """Return the workbook: sheets Joint display and How to. Equal lines give equal bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = SHEET
    write_header(sheet, COLUMNS, TO_FILL_IN)
    for at, line in enumerate(lines, start=2):
        for column, text in enumerate(astuple(line), start=1):
            write_text(sheet, at, column, text)
        for column in range(1, len(COLUMNS) + 1):
            cell = sheet.cell(at, column)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if COLUMNS[column - 1] == "date":
                cell.number_format = "@"
    set_widths(sheet, _WIDTHS)
    last = len(lines) + 1
    offer(sheet, COLUMNS, "fit", list_of((*get_args(DecidedWord), TAKE_BACK)), last)
    offer(sheet, COLUMNS, "explained by", list_of(DISCORDANCES), last)
    offer(sheet, COLUMNS, "settles", list_of(("yes", "no")), last)
    fill_how_to(workbook.create_sheet("How to"), _HOW_TO)
    return workbook_bytes(workbook)
