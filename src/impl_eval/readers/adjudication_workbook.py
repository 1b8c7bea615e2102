"""The adjudication workbook as people send it back: one passage on which coders differ on each row.

The columns are the contract with the module that writes the workbook. Whether a passage stands in its
transcript is for others to say; here a row is only read.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import read_content
from impl_eval.readers.workbook import read_sheet
from impl_eval.readers.workbook_rows import ReturnedRow, returned_rows

SHEET = "Adjudication"
WRITTEN_BY = "impl-eval compare-coders --workbook"
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
    problems: list[Problem] = []
    rows = [_row(row) for row in returned_rows(path, name, SHEET, COLUMNS, problems, WRITTEN_BY)]
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


def _row(row: ReturnedRow) -> AdjudicationRow | None:
    """Return the row, or None after noting what is wrong with its place."""
    start, end = row.offsets()
    row.require(("transcript", "passage", "code"))
    decision = row.choice("decision", _DECISIONS)
    valence = row.choice("valence", _VALENCES)
    change = row.choice("reported change", _CHANGES)
    if start is None or end is None:
        return None
    return AdjudicationRow(
        row.number,
        row.text("transcript"),
        start,
        end,
        row.text("passage"),
        row.text("code"),
        decision,
        row.text("code to use"),
        valence,
        change,
        row.text("reason"),
    )


def is_adjudication_workbook(path: Path) -> bool:
    """Tell whether a workbook has the sheet of settled differences; one that cannot be read has not."""
    try:
        read_sheet(read_content(path, path.name), path.name, SHEET)
    except StudyProblems:
        return False
    return True
