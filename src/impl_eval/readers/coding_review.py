"""The coding-review workbook as people send it back: one decision on each row.

The columns are the contract with the module that writes the workbook. Whether a passage stands in
its transcript is for the study to say; here a row is only read.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.workbook_rows import ReturnedRow, returned_rows

SHEET = "Review"
WRITTEN_BY = "impl-eval tag"
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
    problems: list[Problem] = []
    rows = tuple(_row(row) for row in returned_rows(path, name, SHEET, COLUMNS, problems, WRITTEN_BY))
    if problems:
        raise StudyProblems(problems)
    return rows


def _row(row: ReturnedRow) -> ReviewRow:
    suggestion = row.text("suggestion")
    start, end = row.offsets(required=bool(suggestion))
    if (row.text("start") == "") != (row.text("end") == "") and not suggestion:
        row.fault("start", "only one of start and end", "both, or neither in a row you added")
    row.require(("transcript", "passage", *(() if row.text("code") else ("mechanism",))))
    return ReviewRow(
        row.number,
        suggestion,
        row.text("transcript"),
        start,
        end,
        row.text("passage"),
        row.text("mechanism"),
        row.choice("decision", _DECISIONS),
        row.choice("valence", _VALENCES),
        row.choice("reported change", _CHANGES),
        " ".join(filter(None, (row.text("memo"), row.text("note")))),
        row.text("code"),
        " ".join(row.text("coder").split()),
        row.choice("suggested valence", _VALENCES),
    )
