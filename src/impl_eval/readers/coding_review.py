"""The coding-review workbook as people send it back: one decision on each row.

The columns are the contract with the module that writes the workbook. Whether a passage stands in
its transcript is for the study to say; here a row is only read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.workbook import SheetText, read_sheet

SHEET = "Review"
COLUMNS = (
    "suggestion",
    "transcript",
    "speaker",
    "before",
    "passage",
    "after",
    "mechanism",
    "phrase",
    "cue",
    "decision",
    "valence",
    "reported change",
    "start",
    "end",
)
"""Columns that every such workbook has."""
OPTIONAL_COLUMNS = ("code", "memo", "note", "coder", "suggested valence")
"""Columns that only newer workbooks have; "note" is what older ones call the memo."""
Decision = Literal["accept", "reject", ""]
ReviewedValence = Literal["enabler", "barrier", "mixed", "unclear", ""]
ReviewedChange = Literal["better", "same", "worse", "not said", ""]
_DECISIONS: tuple[Decision, ...] = get_args(Decision)
_VALENCES: tuple[ReviewedValence, ...] = get_args(ReviewedValence)
_CHANGES: tuple[ReviewedChange, ...] = get_args(ReviewedChange)
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True)
class ReviewRow:
    """One row of the sheet, `row` counted as Excel does. "" stands for what was not decided or said.

    A row that a person added has no `suggestion`; its offsets may then be None. `code` is what the cell
    says of a sub-code or inductive code; with it, `mechanism_id` may be empty. `note` is the memo.
    `suggested_valence` is what was filled in beforehand.
    """

    row: int
    suggestion: str
    transcript_id: str
    start: int | None
    end: int | None
    passage: str
    mechanism_id: str
    decision: Decision
    valence: ReviewedValence
    reported_change: ReviewedChange
    note: str
    code: str = ""
    coder: str = ""
    suggested_valence: ReviewedValence = ""


def read_coding_review(path: Path, name: str) -> tuple[ReviewRow, ...]:
    """Read the sheet "Review" of a reviewed workbook; `name` is how people know the file.

    Cells are trimmed, and in decision, valence and reported change capitals do not matter. Further
    columns are not read. Raises StudyProblems with every fault of every row.
    """
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    sheet = read_sheet(content, name, SHEET)
    absent = [column for column in COLUMNS if column not in sheet.columns]
    if absent:
        raise StudyProblems(_absent_column(column, sheet, name) for column in absent)
    problems: list[Problem] = []
    rows = tuple(
        _ReviewCells(name, number, dict(zip(sheet.columns, cells, strict=True)), problems).row()
        for number, cells in zip(sheet.row_numbers, sheet.rows, strict=True)
    )
    if problems:
        raise StudyProblems(problems)
    return rows


def _absent_column(column: str, sheet: SheetText, name: str) -> Problem:
    others = [given for given in sheet.columns if given not in COLUMNS]
    remedy = did_you_mean(column, others) or "Use a workbook that 'impl-eval tag' wrote, with its header row."
    return Problem(name, None, f'sheet "{SHEET}", row 1', f'no column "{column}"', ", ".join(COLUMNS), remedy)


@dataclass
class _ReviewCells:
    """The cells of one row while it is read; faults go to `problems`, shared by all rows."""

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def row(self) -> ReviewRow:
        suggestion = self.text("suggestion")
        start, end = self.offset("start", suggestion), self.offset("end", suggestion)
        if start is not None and end is not None and start >= end:
            self.fault("end", f"{end}, with the start at {start}", "an end after the start")
        elif (self.text("start") == "") != (self.text("end") == "") and not suggestion:
            self.fault("start", "only one of start and end", "both, or neither in a row you added")
        for column in ("transcript", "passage", "mechanism"):
            if not self.text(column) and not (column == "mechanism" and self.text("code")):
                self.fault(column, "nothing", f"the {column} of this row")
        return ReviewRow(
            self.number,
            suggestion,
            self.text("transcript"),
            start,
            end,
            self.text("passage"),
            self.text("mechanism"),
            self.choice("decision", _DECISIONS),
            self.choice("valence", _VALENCES),
            self.choice("reported change", _CHANGES),
            " ".join(filter(None, (self.text("memo"), self.text("note")))),
            self.text("code"),
            " ".join(self.text("coder").split()),
            self.choice("suggested valence", _VALENCES),
        )

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def fault(self, column: str, found: str, allowed: str, remedy: str = "") -> None:
        where = f'sheet "{SHEET}", row {self.number}, column {column}'
        self.problems.append(Problem(self.file, None, where, found, allowed, remedy))

    def offset(self, column: str, suggestion: str) -> int | None:
        text = self.text(column)
        if text.isascii() and text.isdigit():
            return int(text)
        if text or suggestion:
            remedy = "Leave what 'impl-eval tag' wrote here as it is."
            self.fault(column, f'"{text}"' if text else "nothing", "a whole number", remedy)
        return None

    def choice(self, column: str, choices: tuple[_Choice, ...]) -> _Choice:
        text = " ".join(self.text(column).lower().split())
        if text not in choices:
            allowed = ", ".join(filter(None, choices)) + ", or an empty cell"
            self.fault(column, f'"{self.text(column)}"', allowed, did_you_mean(text, filter(None, choices)))
        return next((choice for choice in choices if choice == text), choices[-1])
