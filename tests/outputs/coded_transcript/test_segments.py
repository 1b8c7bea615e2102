"""The table of all segments: typed texts that never run, filters, drop-downs, and a list of what it held."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from impl_eval.outputs.coded_transcript.segments import COLUMNS, SegmentLine, segments_csv, segments_workbook

LINE = SegmentLine(
    "t1:5-9:doses:AB", "t1", "P01", "gp", "I do", "Knowledge", "Doses", "", "doses", "enabler", "better",
    "AB", "human", "ask CD", 5, 9,
)  # fmt: skip
CODES = (
    ("knowledge", "Knowledge", "Knowledge", "d"),
    ("doses", "Doses", "Knowledge › Doses", "=1+1"),
)


def test_header_filters_frozen_row_and_typed_cells() -> None:
    book = load_workbook(io.BytesIO(segments_workbook([LINE], CODES)))
    sheet = book["Segments"]
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    assert [cell.value for cell in sheet[2]] == [
        "t1:5-9:doses:AB", "t1", "P01", "gp", "I do", "Knowledge", "Doses", None, "doses", "enabler",
        "better", "AB", "human", "ask CD", 5, 9,
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P2")
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["I2:I502"] == "Codes!$A$2:$A$3"
    assert book["Exported"].sheet_state == "hidden"
    assert [cell.value for cell in book["Exported"]["A"]] == ["segment", LINE.segment]
    assert book["Codes"]["A3"].value == "doses – Doses"


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+44 of them", "-- no", "@you", "\t=1", "{{7*7}}", "<script>", "1e5"]
)
def test_nothing_runs_as_a_formula(text: str) -> None:
    line = replace(LINE, quote=text, memo=text, code=text, coder=text)
    content = segments_workbook([line], [(text, text, text, text)])
    for sheet in load_workbook(io.BytesIO(content)):
        assert all(cell.data_type != "f" for row in sheet for cell in row)
    cell = load_workbook(io.BytesIO(content))["Segments"]["E2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    (_, row) = csv.reader(io.StringIO(segments_csv([line]).decode("utf-8-sig")))
    assert not row[4].lstrip().startswith(("=", "+", "-", "@")) or row[4] == "1e5"


def test_people_can_be_left_out() -> None:
    sheet = load_workbook(io.BytesIO(segments_workbook([LINE], CODES, with_people=False)))["Segments"]
    names = [cell.value for cell in sheet[1]]
    assert "participant" not in names and "group" not in names
    assert "P01" not in segments_csv([LINE], with_people=False).decode()


def test_equal_input_gives_equal_bytes_and_no_line_is_fine() -> None:
    assert segments_workbook([LINE], CODES) == segments_workbook([LINE], CODES)
    assert load_workbook(io.BytesIO(segments_workbook([], [])))["Segments"].max_row == 1
