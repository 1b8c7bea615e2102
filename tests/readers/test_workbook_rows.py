"""Rows that come back: every fault with its place, and what the cells say."""

import io
from pathlib import Path

import openpyxl
import pytest

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.workbook_rows import returned_rows

WRITTEN_BY = "impl-eval example"


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook with the one sheet "Rows"."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rows"
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    return path


def test_cells_are_trimmed_and_columns_of_ones_own_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ("decision", "mine"), ("  Keep it ", "x"), (None, "y"))
    problems: list[Problem] = []
    first, second = returned_rows(path, "w.xlsx", "Rows", ("decision",), problems, WRITTEN_BY)
    assert (first.number, first.text("decision"), first.text("mine")) == (2, "Keep it", "x")
    assert (second.number, second.text("decision"), second.text("no such column")) == (3, "", "")
    assert first.choice("decision", ("keep it", "drop", "")) == "keep it"
    assert problems == []


def test_faults_name_sheet_row_and_column(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ("start", "end", "decision"), (7, 7, "kepp"), ("x", None, None))
    problems: list[Problem] = []
    first, second = returned_rows(path, "w.xlsx", "Rows", ("start", "end"), problems, WRITTEN_BY)
    assert first.offsets() == (7, 7)
    first.choice("decision", ("keep", "drop", ""))
    assert second.offsets() == (None, None)
    second.require(("decision",))
    leave = "Leave what 'impl-eval example' wrote here as it is."
    assert [(one.where, one.found, one.allowed, one.remedy) for one in problems] == [
        ('sheet "Rows", row 2, column end', "7, with the start at 7", "an end after the start", ""),
        (
            'sheet "Rows", row 2, column decision',
            '"kepp"',
            "keep, drop, or an empty cell",
            "Did you mean keep?",
        ),
        ('sheet "Rows", row 3, column start', '"x"', "a whole number", leave),
        ('sheet "Rows", row 3, column end', "nothing", "a whole number", leave),
        ('sheet "Rows", row 3, column decision', "nothing", "the decision of this row", ""),
    ]


def test_a_place_that_need_not_be_given(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ("start", "end", "mine"), (None, None, "x"))
    problems: list[Problem] = []
    (row,) = returned_rows(path, "w.xlsx", "Rows", ("start", "end"), problems, WRITTEN_BY)
    assert row.offsets(required=False) == (None, None)
    assert problems == []


def test_every_absent_column_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", ("begin", "decisions"), (1, "keep"))
    with pytest.raises(StudyProblems) as caught:
        returned_rows(path, "w.xlsx", "Rows", ("start", "decision"), [], WRITTEN_BY)
    told = sorted((one.where, one.found, one.remedy) for one in caught.value.problems)
    assert told == sorted(
        [
            (
                'sheet "Rows", row 1',
                'no column "start"',
                "Use a workbook that 'impl-eval example' wrote, with its header row.",
            ),
            ('sheet "Rows", row 1', 'no column "decision"', "Did you mean decisions?"),
        ]
    )
