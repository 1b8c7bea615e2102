"""Tables from CSV and Excel: the same text from both, and every cell that must not be guessed."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from impl_eval.readers.tables import read_table
from tests.readers.files import faults, write_file, write_workbook


def test_csv_and_excel_give_the_same_table(tmp_path: Path) -> None:
    csv = read_table(write_file(tmp_path, "a.csv", "item_id,order\nq1,1\n\nq2,2\n"), "a.csv")
    excel = read_table(
        write_workbook(tmp_path, "a.xlsx", Answers=[["item_id", "order"], ["q1", 1], [], ["q2", 2.0]]),
        "a.xlsx",
    )
    assert csv.columns == excel.columns == ("item_id", "order")
    assert csv.rows == excel.rows == (("q1", "1"), ("q2", "2"))
    assert [csv.place(0), csv.place(1)] == ["line 2", "line 4"]
    assert excel.place(1) == 'sheet "Answers", row 4'
    assert (csv.line(1), excel.line(1)) == (4, None)
    record = list(csv.records())[1]
    assert (record.cells, record.line, record.place) == ({"item_id": "q2", "order": "2"}, 4, "line 4")


def test_reports_say_how_the_file_was_read(tmp_path: Path) -> None:
    csv = read_table(write_file(tmp_path, "a.csv", "a;b;\n1;2;\n\n3;4;\n"), "a.csv").report
    assert (csv.kind, csv.encoding, csv.delimiter) == ("delimited text", "utf-8", "semicolon")
    assert (csv.rows_read, csv.rows_kept, csv.rows_dropped) == (3, 2, (("line 3", "blank"),))
    assert csv.columns_dropped == (("column 3", "no name and no cells"),)
    rows: list[list[object]] = [["a", "b", None], [1, 2, "  "], [], [], [3, 4]]
    excel = read_table(write_workbook(tmp_path, "a.xlsx", S=rows), "a.xlsx").report
    assert (excel.kind, excel.sheet, excel.columns_kept) == ("Excel workbook", "S", ("a", "b"))
    assert (excel.rows_read, excel.rows_kept, excel.rows_dropped) == (4, 2, (("rows 3 to 4", "blank"),))


def test_typed_cells_become_text_in_one_way(tmp_path: Path) -> None:
    cells: list[object] = [
        "007",
        7,
        3.0,
        3.25,
        1e-7,
        True,
        False,
        None,
        datetime.datetime.fromisoformat("2024-03-31"),
        datetime.datetime.fromisoformat("2024-03-31T09:15:24"),
        datetime.date(2024, 1, 2),
        datetime.time(9, 5),
        "two\nlines_x000D_",
        "caf\u00e9 \U0001f600",
    ]
    path = write_workbook(tmp_path, "a.xlsx", S=[[f"c{i}" for i in range(len(cells))], cells])
    table = read_table(path, "a.xlsx")
    assert table.rows[0] == (
        "007",
        "7",
        "3",
        "3.25",
        "0.0000001",
        "yes",
        "no",
        "",
        "2024-03-31",
        "2024-03-31T09:15:24",
        "2024-01-02",
        "09:05:00",
        "two\nlines\r",
        "caf\u00e9 \U0001f600",
    )
    assert "Column I: 1 typed dates" in table.report.notes[0]


def test_the_size_a_workbook_states_is_not_believed(tmp_path: Path) -> None:
    source = write_workbook(tmp_path, "a.xlsx", S=[["a", "b"], [1, 2], [3, 4]])
    path = _edited(source, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1"')
    assert len(read_table(path, "b.xlsx").rows) == 2


def test_merged_cells_are_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", Answers=[["Survey", None], ["a", "b"], [1, 2]])
    workbook = openpyxl.load_workbook(path)
    workbook["Answers"].merge_cells("A1:B1")
    workbook["Answers"].merge_cells("A5:A6")
    workbook.save(path)
    problems = faults(read_table, path)
    merged = [problem.where for problem in problems if problem.found == "merged cells"]
    assert merged == ['sheet "Answers", cells A1:B1', 'sheet "Answers", cells A5:A6']


def test_formulas_never_calculated_and_error_values_are_named_by_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a", "b"], ["x", "=SUM(A1:A2)"], ["#N/A", 2]]
    problems = faults(read_table, write_workbook(tmp_path, "a.xlsx", S=rows))
    assert [(problem.where, problem.found) for problem in problems] == [
        ('sheet "S", cell A3', "#N/A"),
        ('sheet "S", cell B2', "a formula that was never calculated"),
    ]


def test_calculated_formulas_are_read_even_when_their_result_is_empty(tmp_path: Path) -> None:
    source = write_workbook(tmp_path, "a.xlsx", S=[["a", "b", "c"], [1, "=A2*2", '=IF(A2>1,"x","")']])
    member = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(source) as archive:
        xml = archive.read(member)
    first, second = xml.index(b'<c r="B2"'), xml.index(b'<c r="C2"')
    end = xml.index(b"</row>", second)
    cells = b'<c r="B2"><f>A2*2</f><v>2</v></c><c r="C2" t="str"><f>IF(A2&gt;1,"x","")</f><v></v></c>'
    path = _edited(source, tmp_path / "b.xlsx", member, xml[first:end], cells)
    assert read_table(path, "b.xlsx").rows == (("1", "2", ""),)


def test_the_only_sheet_that_holds_something_is_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", Empty=[], Answers=[["a"], [1]], Blank=[[" "]])
    assert read_table(path, "a.xlsx").sheet == "Answers"


def test_several_sheets_are_refused_unless_one_is_named_data(tmp_path: Path) -> None:
    (problem,) = faults(read_table, write_workbook(tmp_path, "a.xlsx", One=[["a"], [1]], Two=[["b"], [2]]))
    assert problem.found == '"One", "Two"'
    path = write_workbook(tmp_path, "b.xlsx", Notes=[["x"]], Data=[["a"], [1]])
    table = read_table(path, "b.xlsx")
    assert (table.sheet, table.columns) == ("Data", ("a",))
    assert table.report.notes == ('The sheet "Notes" was not read.',)
    faults(read_table, write_workbook(tmp_path, "c.xlsx", responses=[["x"]], data=[["a"], [1]]))


def test_hidden_sheets_are_not_read_but_said(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", Answers=[["a"], [1]], Lists=[["yes"], ["no"]])
    workbook = openpyxl.load_workbook(path)
    workbook["Lists"].sheet_state = "hidden"
    workbook.save(path)
    table = read_table(path, "a.xlsx")
    assert (table.sheet, table.report.notes) == ("Answers", ('The hidden sheet "Lists" was not read.',))


def test_workbook_header_faults(tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "q", "q", None], [1, 2, 3, "typed beside the table"]]
    problems = faults(read_table, write_workbook(tmp_path, "a.xlsx", S=rows))
    assert [problem.where for problem in problems] == [
        'sheet "S", row 1, column 4 (D)',
        'sheet "S", row 1, column names',
    ]
    (problem,) = faults(read_table, write_workbook(tmp_path, "b.xlsx", S=[]))
    assert problem.found == "a workbook without any content"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"id,q\n1,2\n", "plain text"),
        ("a.xlsx", b"$FL2@(#) SPSS", "an SPSS data file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 locked", "locked by a password"),
        ("a.xlsx", b"", "empty"),
        ("a.docx", b"id,q\n1,2\n", "with the ending .docx"),
    ],
)
def test_wrong_endings(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (problem,) = faults(read_table, write_file(tmp_path, name, content))
    assert words in problem.found


def test_a_workbook_named_csv_is_named_for_what_it_is(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, "a.xlsx", S=[["a"], [1]]).rename(tmp_path / "a.csv")
    (problem,) = faults(read_table, path)
    assert problem.found == "an Excel workbook, although the name ends in .csv"
    assert problem.remedy == "Give the file its real ending (.xlsx)."


def test_damaged_workbooks(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path, "a.xlsx", S=[["a"], [1]])
    cut = write_file(tmp_path, "cut.xlsx", whole.read_bytes()[:-40])
    (problem,) = faults(read_table, cut)
    assert problem.found == "an Excel workbook that is damaged or cut short"
    assert problem.remedy == "Export it again, or copy it again from where it came from."
    broken = _edited(whole, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", b"</sheetData>", b"<")
    (problem,) = faults(read_table, broken)
    assert "damaged" in problem.found


def test_entities_are_refused(tmp_path: Path) -> None:
    source = write_workbook(tmp_path, "a.xlsx", S=[["a"], [1]])
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet '
    path = _edited(source, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", b"<worksheet ", declared)
    (problem,) = faults(read_table, path)
    assert "document type declaration" in problem.found


def _edited(source: Path, target: Path, member: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            assert name != member or old in content
            changed.writestr(name, content.replace(old, new) if name == member else content)
    return target
