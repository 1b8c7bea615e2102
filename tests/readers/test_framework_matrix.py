"""The matrix workbook as it comes back: every cell with its keys, and every fault at once."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from impl_eval.errors import StudyProblems, describe_problem
from impl_eval.outputs.framework_matrix import matrix_workbook
from impl_eval.outputs.framework_matrix import workbook as writer
from impl_eval.readers import framework_matrix as reader
from impl_eval.readers.framework_matrix import ReadCell, read_matrix_workbook
from tests.outputs.framework_matrix.examples import matrix, written


def edited(tmp_path: Path, change: Callable[[Workbook], None] = lambda book: None) -> Path:
    book = load_workbook(io.BytesIO(matrix_workbook(matrix())))
    change(book)
    path = tmp_path / "matrix.xlsx"
    book.save(path)
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(StudyProblems) as refusal:
        read_matrix_workbook(path, path.name)
    return [describe_problem(one).splitlines()[0] for one in refusal.value.problems]


def test_reader_and_writer_agree_on_the_keys() -> None:
    assert reader.FIXED_KEYS == writer.FIXED_KEYS
    assert reader.LABELS_ROW == writer.LABELS_ROW


def test_every_cell_comes_back(tmp_path: Path) -> None:
    cells = read_matrix_workbook(edited(tmp_path), "matrix.xlsx")
    assert len(cells) == 6
    assert cells[0] == ReadCell(
        3, "D", "participant", "P01", "skill", "Knows the steps.\nWas told late.", ("int01:24-41",), False,
        "int01:24-41#0123456789ab", "w1", "e1",
    )  # fmt: skip
    assert (cells[5].case_id, cells[5].code_id, cells[5].place) == (
        "P02",
        "timing",
        'sheet "Matrix", cell F4',
    )


@settings(max_examples=40)
@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=60).filter(str.strip))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("matrix") / "matrix.xlsx"
    path.write_bytes(matrix_workbook(matrix(written(text))))
    try:
        read = read_matrix_workbook(path, path.name)[0].text
    except StudyProblems:
        assert text in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
        return
    kept = "".join("\ufffd" if sign in "\ufffe\uffff" else sign for sign in text)
    assert read in (text, kept)


def test_what_people_fill_in_is_read_in_any_case(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Segments"]["K2"], book["Segments"]["K3"] = "No", " YES "
        book["Status"]["L2"] = "Yes"

    first = read_matrix_workbook(edited(tmp_path, change), "matrix.xlsx")[0]
    assert (first.rests_on, first.still_right) == (("int01:42-58",), True)


def test_all_faults_at_once(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Matrix"]["B9"] = "P09"
        book["Matrix"]["A4"] = "participant:P01"
        book["Segments"]["K2"] = "perhaps"
        book["Status"]["L2"] = "a long text that might be speech"
        book["Status"]["F20"] = "added"

    assert faults(edited(tmp_path, change)) == [
        'matrix.xlsx: sheet "Matrix", row 4: found the case of row 3 again; allowed: each case once.',
        'matrix.xlsx: sheet "Matrix", row 9: found a row that was added; allowed: the rows that were there.',
        'matrix.xlsx: sheet "Segments", row 2, column Rests on: found "perhaps"; '
        "allowed: yes, no, or an empty cell.",
        'matrix.xlsx: sheet "Status", row 2, column Still right: found a text of 32 characters; '
        "allowed: yes, no, or an empty cell.",
        'matrix.xlsx: sheet "Status", row 20: found a row that was added; allowed: the rows that were there.',
    ]


def test_lost_keys_and_sheets_are_told(tmp_path: Path) -> None:
    def no_keys(book: Workbook) -> None:
        book["Matrix"].delete_rows(1)
        del book["Segments"]

    found = faults(edited(tmp_path, no_keys))
    assert (
        'matrix.xlsx: sheet "Matrix", row 1: found no column "#case"; allowed: #case, #label, #about.'
        in found
    )
    assert any('a sheet "Segments"' in text for text in found)


def test_a_cell_without_its_row_in_status_is_told(tmp_path: Path) -> None:
    found = faults(edited(tmp_path, lambda book: book["Status"].delete_rows(3)))
    assert found == [
        'matrix.xlsx: sheet "Status": found no row for cell E3 of Matrix; allowed: a row for every cell.'
    ]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04damaged"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(content)
    assert len(faults(path)) == 1
