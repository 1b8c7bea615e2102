"""The matrix in Word: turned pages, repeated headers, whole rows, British English; equal bytes."""

import datetime
import io
import re
import zipfile

from docx import Document

from impl_eval.outputs.framework_matrix import matrix_docx
from tests.outputs.framework_matrix.examples import matrix
from tests.outputs.word_lint import lint


def test_pages_are_turned_and_the_file_is_sound() -> None:
    content = matrix_docx(matrix())
    assert lint(content) == []
    (section,) = Document(io.BytesIO(content)).sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_headers_repeat_rows_do_not_split_and_it_is_british_english() -> None:
    with zipfile.ZipFile(io.BytesIO(matrix_docx(matrix()))) as archive:
        body, styles = archive.read("word/document.xml").decode(), archive.read("word/styles.xml").decode()
    rows = len(re.findall("<w:tr>", body))
    assert (rows, body.count("<w:cantSplit/>"), body.count("<w:tblHeader/>")) == (3, 3, 1)
    assert 'w:val="en-GB"' in styles


def test_cells_hold_the_summary_its_segments_and_why_it_is_stale() -> None:
    document = Document(io.BytesIO(matrix_docx(matrix())))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Case", "Skill", "Steps", "Timing"]
    assert [cell.text for cell in table.rows[1].cells] == [
        "P01\nGPs",
        "Knows the steps.\nWas told late.\n[2 segments]\n"
        "Stale: 1 segment added since the summary was written.",
        "–",
        "–",
    ]
    assert "Confidential" in document.paragraphs[1].text
    assert "SIMULATED DATA" in document.sections[0].header.paragraphs[0].text


def test_many_codes_go_into_several_tables() -> None:
    tables = Document(io.BytesIO(matrix_docx(matrix(columns=6)))).tables
    assert [len(table.columns) for table in tables] == [5, 3]


def test_the_same_matrix_gives_the_same_bytes() -> None:
    date = datetime.date(2024, 5, 31)
    assert matrix_docx(matrix(), date) == matrix_docx(matrix(), date)
