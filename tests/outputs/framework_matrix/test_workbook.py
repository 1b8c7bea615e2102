"""The workbook of the matrix: what people see, what is hidden, locked and linked, and equal bytes."""

import io

import pytest
from openpyxl import load_workbook

from impl_eval.outputs.framework_matrix import matrix_workbook
from impl_eval.outputs.framework_matrix.workbook import SEGMENT_COLUMNS, STATUS_COLUMNS
from impl_eval.readers.framework_matrix import FIXED_KEYS
from tests.outputs.framework_matrix.examples import matrix, written

BOOK = load_workbook(io.BytesIO(matrix_workbook(matrix())))


def test_what_people_see_in_the_matrix() -> None:
    sheet = BOOK["Matrix"]
    assert BOOK.sheetnames == ["Matrix", "Segments", "Status", "How to"]
    assert [cell.value for cell in sheet[2]][1:] == [
        "Case",
        "Who",
        "Skill",
        "Skill › Steps",
        "Skill › Timing",
    ]
    assert [cell.value for cell in sheet[3]][1:4] == ["P01", "GPs", "Knows the steps.\nWas told late."]
    assert sheet.freeze_panes == "D3"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.orientation == "landscape"


def test_keys_are_hidden_and_bring_cells_back() -> None:
    sheet = BOOK["Matrix"]
    assert [cell.value for cell in sheet[1]] == [*FIXED_KEYS, "skill", "steps", "timing"]
    assert (sheet.row_dimensions[1].hidden, sheet.column_dimensions["A"].hidden) == (True, True)
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["labels", "participant:P01", "participant:P02"]
    status = BOOK["Status"]
    assert tuple(cell.value for cell in status[1]) == STATUS_COLUMNS
    assert [status.column_dimensions[letter].hidden for letter in "ABCDEF"] == [True] * 5 + [False]


def test_only_what_is_to_be_filled_in_is_open() -> None:
    open_cells = {
        name: {
            cell.coordinate for row in BOOK[name].iter_rows() for cell in row if not cell.protection.locked
        }
        for name in ("Matrix", "Segments", "Status")
    }
    assert open_cells == {
        "Matrix": {f"{letter}{row}" for letter in "DEF" for row in (3, 4)},
        "Segments": {"K2", "K3"},
        "Status": {f"L{row}" for row in range(2, 8)},
    }
    assert all(BOOK[name].protection.sheet for name in open_cells)
    assert not any(BOOK[name].protection.password for name in open_cells)


def test_segments_say_where_they_stand_and_whether_the_summary_rests_on_them() -> None:
    sheet = BOOK["Segments"]
    rows = [
        dict(zip(SEGMENT_COLUMNS, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=2)
    ]
    assert [(row["Place"], row["Words"], row["Rests on"]) for row in rows] == [
        ("int01:24-41", "I know the steps.", "yes"),
        ("int01:42-58", "I was told late.", "no"),
    ]


def test_the_status_says_why_in_words_and_links_to_the_segments() -> None:
    sheet = BOOK["Status"]
    row = dict(zip(STATUS_COLUMNS, [cell.value for cell in sheet[2]], strict=True))
    assert (row["Segments"], row["Summary"], row["What has changed"]) == (
        2, "stale", "1 segment added since the summary was written",
    )  # fmt: skip
    assert (row["See"], sheet["M2"].hyperlink.location) == ("segments", "Segments!E2")
    assert sheet["M3"].value is None


def test_a_stale_cell_is_not_told_by_colour_alone() -> None:
    assert BOOK["Matrix"]["D3"].fill.fgColor.rgb.endswith("FFF6E0")
    current = load_workbook(io.BytesIO(matrix_workbook(matrix(written("x", state="current", reason="")))))
    assert current["Matrix"]["D3"].fill.fill_type is None


@pytest.mark.parametrize("text", ["=1+1", "+44", "-- no", "@you", "12", "'quoted"])
def test_a_summary_never_becomes_a_formula(text: str) -> None:
    cell = load_workbook(io.BytesIO(matrix_workbook(matrix(written(text)))))["Matrix"]["D3"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_the_same_matrix_gives_the_same_bytes() -> None:
    assert matrix_workbook(matrix()) == matrix_workbook(matrix())


def test_it_tells_how_to_bring_it_back() -> None:
    said = " ".join(str(cell.value) for cell in BOOK["How to"]["A"])
    assert "impl-eval matrix import FILE --coder AB" in said
    assert "Confidential" in said
