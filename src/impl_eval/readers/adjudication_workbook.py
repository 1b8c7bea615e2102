"""The adjudication workbook as people send it back: one passage on which coders differ on each row.

The columns are the contract with the module that writes the workbook. Whether a passage stands in its
transcript is for others to say; here a row is only read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.workbook import SheetText, read_sheet

SHEET = "Adjudication"
COLUMNS = (
    "transcript",
    "passage",
    "code",
    "decision",
    "code to use",
    "valence",
    "reported change",
    "reason",
    "start",
    "end",
)
"""Columns that a workbook must have; those of the coders, and the place in words, are not read."""
SettledDecision = Literal["keep", "drop", "other code", ""]
SettledValence = Literal["enabler", "barrier", "mixed", "unclear", ""]
SettledChange = Literal["better", "same", "worse", "not said", ""]
_DECISIONS: tuple[SettledDecision, ...] = get_args(SettledDecision)
_VALENCES: tuple[SettledValence, ...] = get_args(SettledValence)
_CHANGES: tuple[SettledChange, ...] = get_args(SettledChange)
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True)
class AdjudicationRow:
    """One row of the sheet, `row` counted as Excel does. "" stands for what was not filled in."""

    row: int
    transcript_id: str
    start: int
    end: int
    passage: str
    code_id: str
    decision: SettledDecision
    code_to_use: str
    valence: SettledValence
    reported_change: SettledChange
    reason: str


def read_adjudication_workbook(path: Path, name: str) -> tuple[AdjudicationRow, ...]:
    """Read the sheet "Adjudication" of a workbook; `name` is how people know the file.

    Cells are trimmed, and in decision, valence and reported change capitals do not matter. Raises
    StudyProblems with every fault of every row.
    """
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    sheet = read_sheet(content, name, SHEET)
    absent = [column for column in COLUMNS if column not in sheet.columns]
    if absent:
        raise StudyProblems(_absent_column(column, sheet, name) for column in absent)
    problems: list[Problem] = []
    rows = [
        _Cells(name, number, dict(zip(sheet.columns, cells, strict=True)), problems).row()
        for number, cells in zip(sheet.row_numbers, sheet.rows, strict=True)
    ]
    if problems:
        raise StudyProblems(problems)
    return tuple(row for row in rows if row is not None)


def holds_decisions(path: Path) -> bool:
    """Tell whether a workbook at this path holds a decision or a reason: then it is not to be written over.

    One that cannot be read is taken for one that does.
    """
    if not path.is_file():
        return False
    try:
        rows = read_adjudication_workbook(path, path.name)
    except StudyProblems:
        return True
    return any(row.decision or row.reason or row.code_to_use for row in rows)


def _absent_column(column: str, sheet: SheetText, name: str) -> Problem:
    others = [given for given in sheet.columns if given not in COLUMNS]
    usual = "Use a workbook that 'impl-eval compare-coders --workbook' wrote, with its header row."
    remedy = did_you_mean(column, others) or usual
    return Problem(name, None, f'sheet "{SHEET}", row 1', f'no column "{column}"', ", ".join(COLUMNS), remedy)


@dataclass
class _Cells:
    """The cells of one row while it is read; faults go to `problems`, shared by all rows."""

    file: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def row(self) -> AdjudicationRow | None:
        """Return the row, or None after noting what is wrong with it."""
        noted = len(self.problems)
        start, end = self._offset("start"), self._offset("end")
        if start is not None and end is not None and start >= end:
            self._fault("end", f"{end}, with the start at {start}", "an end after the start")
        for column in ("transcript", "passage", "code"):
            if not self._text(column):
                self._fault(column, "nothing", f"the {column} of this row")
        decision = self._choice("decision", _DECISIONS)
        valence = self._choice("valence", _VALENCES)
        change = self._choice("reported change", _CHANGES)
        if start is None or end is None or len(self.problems) > noted:
            return None
        return AdjudicationRow(
            self.number,
            self._text("transcript"),
            start,
            end,
            self._text("passage"),
            self._text("code"),
            decision,
            self._text("code to use"),
            valence,
            change,
            self._text("reason"),
        )

    def _text(self, column: str) -> str:
        return self.cells[column].strip()

    def _fault(self, column: str, found: str, allowed: str, remedy: str = "") -> None:
        where = f'sheet "{SHEET}", row {self.number}, column {column}'
        self.problems.append(Problem(self.file, None, where, found, allowed, remedy))

    def _offset(self, column: str) -> int | None:
        text = self._text(column)
        if text.isascii() and text.isdigit():
            return int(text)
        found = f'"{text}"' if text else "nothing"
        remedy = "Leave what 'impl-eval compare-coders' wrote here as it is."
        self._fault(column, found, "a whole number", remedy)
        return None

    def _choice(self, column: str, choices: tuple[_Choice, ...]) -> _Choice:
        text = " ".join(self._text(column).lower().split())
        if text not in choices:
            allowed = ", ".join(filter(None, choices)) + ", or an empty cell"
            self._fault(column, f'"{self._text(column)}"', allowed, did_you_mean(text, filter(None, choices)))
        return next((choice for choice in choices if choice == text), choices[-1])


def is_adjudication_workbook(path: Path) -> bool:
    """Tell whether a workbook has the sheet of settled differences; one that cannot be read has not."""
    try:
        read_sheet(read_content(path, path.name), path.name, SHEET)
    except StudyProblems:
        return False
    return True
