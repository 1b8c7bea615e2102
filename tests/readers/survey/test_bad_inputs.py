"""Survey files that are not as they should be: what is said, to the word. (Numbers as in the issue.)"""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from impl_eval.errors import StudyProblems, describe_problem
from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey
from tests.readers.files import faults, write_file, write_workbook


def _said(path: Path) -> list[str]:
    return [describe_problem(problem) for problem in faults(read_survey, path)]


def _read(path: Path, **choices: Any) -> SurveyTable:
    return read_survey(path, path.name, choices=ReadingChoices(**choices))


def test_1_cp1252_is_read_and_said_and_can_be_overruled(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", "id,said\n1,\u201cdon\u2019t\u201d \u20ac\n".encode("cp1252"))
    survey = _read(path)
    assert survey.cells["said"][0] == "\u201cdon\u2019t\u201d \u20ac"
    assert survey.report.encoding == "cp1252"
    assert survey.report.notes == (
        "The file is not UTF-8; it was read as Windows-1252. Check its accents and quotation marks.",
    )
    told = _read(path, encoding="latin-1")
    assert (told.report.encoding, told.cells["said"][0][0]) == ("latin-1", "\x93")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("klingon", 'the encoding "klingon"'), ("ascii", "bytes that are not ascii (from byte 10)")],
)
def test_1_an_encoding_that_is_none_or_does_not_fit(tmp_path: Path, encoding: str, found: str) -> None:
    path = write_file(tmp_path, "a.csv", "id,said\n1,caf\u00e9\n".replace("1,caf", "1,").encode("cp1252"))
    with pytest.raises(StudyProblems) as raised:
        _read(path, encoding=encoding)
    (problem,) = raised.value.problems
    assert problem.found == found
    assert problem.remedy == "Correct `encoding` under `reading` in the column map, or leave it out."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_2_marks_leave_the_first_name_intact(tmp_path: Path, encoding: str) -> None:
    survey = _read(write_file(tmp_path, "a.csv", "id;q1\r\n1;na\u00efve\r\n".encode(encoding)))
    assert (survey.columns, survey.report.encoding) == (("id", "q1"), encoding)
    told = _read(tmp_path / "a.csv", encoding=encoding.removesuffix("-sig"))
    assert told.columns == ("id", "q1")


def test_3_semicolons_with_decimal_commas(tmp_path: Path) -> None:
    survey = _read(write_file(tmp_path, "a.csv", "id;dose;q1\n1;1,5;2\n2;2,25;3\n"))
    assert survey.report.delimiter == "semicolon"
    assert list(survey.cells["dose"]) == ["1.5", "2.25"]
    assert survey.report.notes == ("Decimal commas were read as decimal points, in: dose.",)


def test_3_two_delimiters_that_fit_are_refused_with_the_line_to_add(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", "id,a;b\n1,2;3\n2,3;4\n")
    assert _said(path) == [
        "a.csv: found cells that may be separated by comma or by semicolon: every row fits both; allowed: "
        "one delimiter.\n  Add `delimiter: comma` under `reading` in the column map, or the other."
    ]
    assert _read(path, delimiter="semicolon").columns == ("id,a", "b")
    assert _read(path, delimiter="comma").columns == ("id", "a;b")


def test_4_duplicated_names_give_both_positions(tmp_path: Path) -> None:
    assert _said(write_file(tmp_path, "a.csv", "id,q1,q1\n1,2,3\n")) == [
        'a.csv, line 1: column names: found "q1" in column 2 (B) and column 3 (C); allowed: each name once.\n'
        "  Rename all but one of them."
    ]


def test_7_undeclared_codes_are_pointed_out_and_kept(tmp_path: Path) -> None:
    survey = _read(write_file(tmp_path, "a.csv", "id,q1\n1,2\n2,99\n3,5\n4,-9\n"))
    assert list(survey.cells["q1"]) == ["2", "99", "5", "-9"]
    assert survey.report.notes == (
        "Values that look like missing codes, but are not declared missing: q1 (-9, 99). They count as "
        "answers, unless missing_codes of instrument.yaml names them.",
    )


def test_8_dates_that_excel_made_of_ranges_are_named_by_cell(tmp_path: Path) -> None:
    made = datetime.date(2024, 2, 1)
    rows: list[list[object]] = [["id", "years"], ["a", "3-5"], ["b", made], ["c", "over 5"], ["d", made]]
    survey = _read(write_workbook(tmp_path, "a.xlsx", S=rows))
    assert survey.report.notes == (
        "Column B: 2 typed dates, written as 2024-03-31. They stand among other things (B3, B5): probably "
        "typed as 1-2 and changed by Excel. Type such columns as text, and import them as text.",
    )


def test_8_ids_that_lost_their_zeros_are_named_by_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "q1"], ["0042", 1], [7, 2], ["0108", 3], [1234, 4]]
    survey = _read(write_workbook(tmp_path, "a.xlsx", S=rows))
    assert list(survey.cells["id"]) == ["0042", "7", "0108", "1234"]
    assert survey.report.notes == (
        'id: 1 numbers are shorter than others that begin with 0 (sheet "S", row 3): leading zeros were '
        "probably lost in a spreadsheet. Format such columns as text, and import them as text.",
    )


def test_9_ragged_and_truncated_rows(tmp_path: Path) -> None:
    assert _said(write_file(tmp_path, "a.csv", "id,q1,q2\n1,2,3\n2,3,4,5\n3,1")) == [
        "a.csv, line 3: found 4 cells; allowed: 3, as in the header.\n"
        "  Look for a missing or extra delimiter, or one inside a cell without quotation marks.",
        "a.csv, line 4: found 2 cells; allowed: 3, as in the header.\n"
        "  Look for a missing or extra delimiter, or one inside a cell without quotation marks.",
    ]


def test_10_empty_files_and_headers_only(tmp_path: Path) -> None:
    assert _said(write_file(tmp_path, "a.csv", "")) == [
        "a.csv: found nothing: the file is empty; allowed: .csv, .dta, .sav, .tab, .tsv, .txt, .xlsm, .xlsx, "
        ".zsav.\n  Export or save the file again."
    ]
    for name in ("Timestamp,How?\n", "StartDate,EndDate,Status,Finished,ResponseId\n", "id,q1\n"):
        survey = _read(write_file(tmp_path, "b.csv", name))
        assert (len(survey.cells), survey.report.rows_read) == (0, 0)
        assert tuple(survey.cells.columns) == survey.columns


def test_11_workbooks_that_hide_things(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", S=[["Before", None, "After"], ["a", "b", "c"], [1, "=A3", 3]])
    workbook = openpyxl.load_workbook(path)
    workbook["S"].merge_cells("A1:B1")
    workbook.save(path)
    assert _said(path) == [
        'a.xlsx: sheet "S", cell B3: found a formula that was never calculated; allowed: a value.\n'
        "  Open the workbook in Excel, save it, and try again; or paste the values.",
        'a.xlsx: sheet "S", cells A1:B1: found merged cells; allowed: one cell for each column and row.\n'
        "  In Excel, choose Unmerge Cells, and use one header row. If the first rows are all headings, add "
        "`header_rows: 2` under `reading` in the column map.",
    ]


def test_11_merged_headings_are_spread_where_a_person_counts_them(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", S=[["Before", None, "id"], ["q1", "q2", None], [1, 2, "x"]])
    workbook = openpyxl.load_workbook(path)
    workbook["S"].merge_cells("A1:B1")
    workbook["S"].merge_cells("C1:C2")
    workbook.save(path)
    survey = _read(path, header_rows=2)
    assert survey.columns == ("Before / q1", "Before / q2", "id")
    assert survey.cells.values.tolist() == [["1", "2", "x"]]
    assert survey.row_labels == ('sheet "S", row 3',)


def test_11_several_sheets(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", One=[["a"], [1]], Two=[["b"], [2]])
    assert _said(path) == [
        'a.xlsx: sheets that hold something: found "One", "Two"; allowed: one.\n'
        '  Name the sheet to be read "data", or move the others to another workbook. '
        "Or add `sheet: <its name>` under `reading` in the column map."
    ]
    assert _read(path, sheet="Two").columns == ("b",)
    with pytest.raises(StudyProblems) as raised:
        _read(path, sheet="Twoo")
    assert raised.value.problems[0].remedy == "Did you mean Two?"


def test_11_a_locked_workbook(tmp_path: Path) -> None:
    assert _said(write_file(tmp_path, "a.xlsx", b"\xd0\xcf\x11\xe0 locked")) == [
        "a.xlsx: found an old Office file (.xls or .doc), or one that is locked by a password, although the "
        "name ends in .xlsx; allowed: an Excel workbook under this name.\n"
        "  Open it in Word or Excel, remove any password, and use Save As: .docx or .xlsx."
    ]


def test_responses_alike_in_every_answer_are_pointed_out(tmp_path: Path) -> None:
    header = "id," + ",".join(f"q{number}" for number in range(1, 11))
    rows = [
        "1,1,2,3,4,5,1,2,3,4,5",
        "2,1,2,3,4,5,1,2,3,4,5",
        "3,1,1,1,1,1,1,1,1,1,1",
        "4,1,1,1,1,1,1,1,1,1,1",
    ]
    survey = _read(write_file(tmp_path, "a.csv", "\n".join([header, *rows, ""])))
    assert survey.report.duplicates == (
        "Possible duplicates: The same answers throughout, once, in 2 responses (line 2 and line 3).",
    )
    few = "id,q1,q2,said\n1,1,2,It takes far too long.\n2,1,2,It takes far too long.\n3,1,2,\n4,1,2,\n"
    (note,) = _read(write_file(tmp_path, "b.csv", few)).report.duplicates
    assert "(line 2 and line 3)" in note
    many = "id,q1,q2,said\n" + "".join(f"{row},1,2,It takes far too long.\n" for row in range(6))
    (note,) = _read(write_file(tmp_path, "c.csv", many)).report.duplicates
    assert "once, in 6 responses (line 2 and line 3 and line 4 and line 5 and 2 more)." in note


@pytest.mark.parametrize(
    "choices",
    [{"delimiter": ";"}, {"decimal": "dot"}, {"date_order": "dmy"}, {"platform": "x"}, {"header_rows": -1}],
)
def test_choices_that_are_none(choices: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(choices))):
        ReadingChoices(**choices)


def test_a_platform_can_be_chosen_or_ruled_out(tmp_path: Path) -> None:
    path = write_file(tmp_path, "a.csv", "Timestamp,How?\n2024-01-02 10:00:00,3\n")
    assert _read(path).platform == "Google Forms"
    assert _read(path, platform="none").platform == ""
    assert _read(path, platform="google_forms").report.evidence == "chosen"
