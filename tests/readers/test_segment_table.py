"""The table of segments as it comes back: rows as typed, what it held, and faults of its header."""

import zipfile
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems
from impl_eval.readers.segment_table import REQUIRED, SegmentRow, holds_segments, read_segment_table
from tests.readers.files import write_file, write_workbook

VALUES = {
    "segment": " t1:5-9:trust:AB ",
    "transcript": "t1",
    "quote": " I do ",
    "code id": " trust ",
    "valence": " Enabler ",
    "reported change": "Not_said",
    "coder": " Ann  B. ",
    "memo": "ask",
}
ROW = SegmentRow(
    "line 2", 2, "t1:5-9:trust:AB", "t1", " I do ", "trust", "enabler", "not said", "Ann B.", "ask"
)


def test_a_csv_has_lines_and_does_not_say_what_it_held(tmp_path: Path) -> None:
    text = ",".join(REQUIRED) + "\n" + ",".join(VALUES[name] for name in REQUIRED) + "\n"
    table = read_segment_table(write_file(tmp_path, "s.csv", text), "s.csv")
    assert (table.rows, table.exported, table.is_csv) == ((ROW,), None, True)


def test_a_workbook_says_what_it_held(tmp_path: Path) -> None:
    segments = [[*REQUIRED, "mine"], [*(VALUES[name] for name in REQUIRED), "note"]]
    path = write_workbook(tmp_path, "s.xlsx", Segments=segments, Exported=[["segment"], ["a"], ["b"]])
    assert holds_segments(path, "s.xlsx")
    table = read_segment_table(path, "s.xlsx")
    assert (table.exported, table.is_csv) == (("a", "b"), False)
    assert (table.rows[0].place, table.rows[0].line) == ('sheet "Segments", row 2', None)
    assert table.rows[0].quote == " I do "


def test_other_workbooks_hold_no_segments(tmp_path: Path) -> None:
    assert not holds_segments(write_workbook(tmp_path, "r.xlsx", Review=[["a"], ["b"]]), "r.xlsx")
    with pytest.raises(StudyProblems):
        holds_segments(write_file(tmp_path, "s.xlsx", "a,b\n"), "s.xlsx")


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "s.xlsx", Segments=[[*REQUIRED]])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("xl/workbook.xml")
    begin = member.header_offset + 30 + len(member.filename)
    content[begin : begin + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(StudyProblems):
        holds_segments(path, "s.xlsx")


def test_absent_columns_are_all_named(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "s.xlsx", Segments=[["segment", "transcript", "quotes"], ["a", "b", "c"]])
    with pytest.raises(StudyProblems) as refused:
        read_segment_table(path, "s.xlsx")
    problems = {problem.found: problem for problem in refused.value.problems}
    assert len(problems) == len(REQUIRED) - 2
    assert problems['no column "quote"'].remedy == "Did you mean quotes?"
    assert problems['no column "memo"'].where == 'sheet "Segments", row 1'
