"""The matrix in Word: turned pages, repeated headers, whole rows, British English; equal bytes."""

import datetime
import io
import math
import re
import zipfile
from dataclasses import replace

from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs.framework_matrix import matrix_docx
from impl_eval.outputs.report.framework_matrix import even_parts
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
    assert [len(table.columns) for table in tables] == [4, 4]


def test_the_same_matrix_gives_the_same_bytes() -> None:
    date = datetime.date(2024, 5, 31)
    assert matrix_docx(matrix(), date) == matrix_docx(matrix(), date)


def test_a_table_says_what_it_is_and_a_cell_without_segments_says_so() -> None:
    one = matrix()
    bare = replace(next(iter(one.cells.values())), segments=())
    shown = replace(one, cells=dict.fromkeys(one.cells, bare))
    document = Document(io.BytesIO(matrix_docx(shown)))
    assert any(paragraph.text.endswith("Skill by participant") for paragraph in document.paragraphs)
    assert "[no segments]" in document.tables[0].rows[1].cells[1].text


@given(st.integers(0, 40), st.integers(1, 6))
def test_columns_are_cut_into_as_few_tables_as_even_as_can_be(count: int, most: int) -> None:
    parts = list(even_parts(count, most))
    assert [at for part in parts for at in part] == list(range(count))
    assert len(parts) == math.ceil(count / most)
    assert max(map(len, parts), default=0) - min(map(len, parts), default=0) <= 1
