"""Workbooks of fits that come back: every fault is told with sheet, row and column."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from impl_eval.errors import StudyProblems
from impl_eval.integration.decided import seen_results
from impl_eval.integration.joint_display import joint_display
from impl_eval.outputs.joint_workbook import joint_workbook
from impl_eval.results import JointDisplay
from impl_eval.study.fit_decisions import fit_lines, holds_decisions, read_fit_decisions
from tests.integration.evidence import interviews_saying, survey_saying

SHEET = 'sheet "Joint display"'
TODAY = datetime.date(2024, 5, 2)


def display() -> JointDisplay:
    return joint_display(
        (("knowledge", "Knowledge"), ("trust", "Trust")),
        {"knowledge": survey_saying("better")},
        (interviews_saying(better=3), interviews_saying(same=1, mechanism_id="trust")),
        {},
        direction_rule="a rule",
        minimum_participants=3,
        majority_share=2 / 3,
    )


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "fits.xlsx"
    path.write_bytes(joint_workbook(fit_lines(display())))
    return path


def fill(path: Path, cells: Mapping[tuple[str, str], str]) -> Path:
    """Write cells, given by mechanism and column."""
    book = openpyxl.load_workbook(path)
    sheet = book["Joint display"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    rows = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
    for (mechanism, column), text in cells.items():
        sheet.cell(rows[mechanism], at[column]).value = text
    book.save(path)
    return path


def decided(mechanism: str, fit: str, **more: str) -> dict[tuple[str, str], str]:
    cells = {"fit": fit, "reason": f"Why {fit}", "date": "2024-05-01"} | more
    return {(mechanism, name.replace("_", " ")): text for name, text in cells.items()}


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(StudyProblems) as refusal:
        read_fit_decisions(path, display(), (), "AB", TODAY)
    return [(one.where, one.found) for one in refusal.value.problems]


def test_lines_say_what_the_strands_say(workbook: Path) -> None:
    first, second = fit_lines(display())
    assert (first.proposed, second.proposed) == ("agreement", "silence")
    assert first.interviews == "3 participants: 3 better"
    assert first.rule.startswith("The survey shows a change for the better; ")
    assert second.survey and first.seen == seen_results(display().rows[0])
    assert joint_workbook((first, second)) == workbook.read_bytes()
    assert not holds_decisions(workbook) and holds_decisions(fill(workbook, decided("trust", "silence")))


def test_initials_and_day_are_those_of_the_import_where_a_row_has_none(workbook: Path) -> None:
    fill(workbook, decided("trust", "Silence", date="") | decided("knowledge", "dissonance", decided_by="CD"))
    added = read_fit_decisions(workbook, display(), (), "AB", TODAY).added
    assert [(one.mechanism, one.fit, one.decided_by, one.date.isoformat()) for one in added] == [
        ("knowledge", "dissonance", "CD", "2024-05-01"), ("trust", "silence", "AB", "2024-05-02"),
    ]  # fmt: skip
    again = read_fit_decisions(workbook, display(), added, "AB", TODAY + datetime.timedelta(days=1))
    assert (again.added, again.changed) == ([], {})


def test_a_date_that_excel_made_a_date(workbook: Path) -> None:
    fill(workbook, decided("trust", "silence"))
    book = openpyxl.load_workbook(workbook)
    sheet = book["Joint display"]
    column = next(cell.column for cell in sheet[1] if cell.value == "date")
    sheet.cell(3, column).value = datetime.date(2024, 4, 30)
    book.save(workbook)
    (one,) = read_fit_decisions(workbook, display(), (), "AB", TODAY).added
    assert one.date == datetime.date(2024, 4, 30)


def test_a_reason_without_a_fit_and_a_fit_without_a_reason(workbook: Path) -> None:
    path = fill(workbook, {("knowledge", "reason"): "So", ("trust", "fit"): "silence"})
    assert sorted(faults(path)) == [
        (f"{SHEET}, row 2, column fit", 'no "fit"'),
        (f"{SHEET}, row 3, column reason", 'no "reason"'),
    ]


@pytest.mark.parametrize(
    ("column", "text", "found"),
    [
        ("mechanism", "trst", '"trst"'),
        ("seen", "0" * 12, "the mark of other results than today's"),
        ("proposed", "agreement", "another word than was written there"),
        ("fit", "=A1", "a formula that was never calculated"),
    ],
)
def test_what_is_not_to_be_changed(workbook: Path, column: str, text: str, found: str) -> None:
    cells = decided("trust", "dissonance") | {("trust", column): text}
    where = f"{SHEET}, cell I3" if column == "fit" else f"{SHEET}, row 3, column {column}"
    assert faults(fill(workbook, cells)) == [(where, found)]


def test_one_person_decides_once_on_a_mechanism(workbook: Path) -> None:
    path = fill(workbook, decided("trust", "dissonance") | decided("knowledge", "silence"))
    book = openpyxl.load_workbook(path)
    sheet = book["Joint display"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(4, column).value = sheet.cell(3, column).value
    book.save(path)
    assert faults(path) == [(f"{SHEET}, row 4, column mechanism", "a second decision, beside row 3")]


def test_foreign_workbooks_and_renamed_columns(workbook: Path) -> None:
    path = workbook
    book = openpyxl.load_workbook(path)
    book["Joint display"]["I1"] = "the fit"
    book.save(path)
    assert faults(path) == [(f"{SHEET}, row 1", 'no column "fit"')]
    book["Joint display"].title = "Mine"
    book.save(path)
    assert [where for where, _ in faults(path)] == ["sheets"]
    path.write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    assert "locked by a password" in faults(path)[0][1]
