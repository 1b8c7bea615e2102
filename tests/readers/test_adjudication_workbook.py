"""The adjudication workbook as people send it back: decisions, and every fault by row and column."""

from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.adjudication_workbook import (
    COLUMNS,
    AdjudicationRow,
    holds_decisions,
    read_adjudication_workbook,
)
from tests.readers.files import write_workbook

OPEN: dict[str, object] = {
    "transcript": "int01",
    "passage": "our job",
    "code": "role",
    "start": 10,
    "end": 17.0,
}


def _workbook(folder: Path, *rows: dict[str, object], columns: tuple[str, ...] = COLUMNS) -> Path:
    cells = [[row.get(column) for column in columns] for row in rows]
    return write_workbook(folder, "adjudication.xlsx", Adjudication=[list(columns), *cells], Help=[["Help"]])


def test_decisions_are_read_trimmed_and_without_regard_to_capitals(tmp_path: Path) -> None:
    decided = {
        "decision": " Other  CODE",
        "code to use": " skill ",
        "valence": "Barrier",
        "reported change": "Not said",
        "reason": " so ",
    }
    path = _workbook(tmp_path, OPEN | decided, {}, OPEN)
    first, second = read_adjudication_workbook(path, path.name)
    assert first == AdjudicationRow(
        2, "int01", 10, 17, "our job", "role", "other code", "skill", "barrier", "not said", "so"
    )
    assert (second.row, second.decision, second.valence, second.reason) == (4, "", "", "")


def test_all_faults_of_all_rows_come_together(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path,
        OPEN | {"decision": "kep"},
        OPEN | {"start": None},
        OPEN | {"start": 17},
        OPEN | {"code": " ", "valence": "good"},
    )
    with pytest.raises(StudyProblems) as raised:
        read_adjudication_workbook(path, path.name)
    places = [problem.where.removeprefix('sheet "Adjudication", ') for problem in raised.value.problems]
    assert sorted(places) == [
        "row 2, column decision",
        "row 3, column start",
        "row 4, column end",
        "row 5, column code",
        "row 5, column valence",
    ]
    assert any("keep" in problem.remedy for problem in raised.value.problems)


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    columns = tuple("reasons" if column == "reason" else column for column in COLUMNS)
    path = _workbook(tmp_path, OPEN, columns=columns)
    with pytest.raises(StudyProblems) as raised:
        read_adjudication_workbook(path, path.name)
    (problem,) = raised.value.problems
    assert (problem.found, problem.remedy) == ('no column "reason"', "Did you mean reasons?")


def test_work_in_a_workbook_is_noticed(tmp_path: Path) -> None:
    assert not holds_decisions(tmp_path / "none.xlsx")
    assert not holds_decisions(_workbook(tmp_path, OPEN | {"valence": "barrier"}))
    assert holds_decisions(_workbook(tmp_path, OPEN, OPEN | {"reason": "because"}))
    assert holds_decisions(_workbook(tmp_path, OPEN | {"decision": "kep"}))
