"""Cells of sheets that people fill in."""

import io

from openpyxl import Workbook, load_workbook

from impl_eval.outputs.workbook_cells import (
    CUT,
    LONGEST_CELL,
    fill_how_to,
    fill_table,
    list_of,
    offer,
    workbook_bytes,
    write_text,
)


def test_texts_stay_texts_and_are_cut_in_plain_sight() -> None:
    workbook = Workbook()
    sheet = workbook.active
    write_text(sheet, 1, 1, "=1+1\x00")
    write_text(sheet, 2, 1, "a" * (LONGEST_CELL + 1))
    write_text(sheet, 3, 1, "")
    back = load_workbook(io.BytesIO(workbook_bytes(workbook))).active
    assert (back["A1"].value, back["A1"].data_type, back["A1"].quotePrefix) == ("=1+1\ufffd", "s", True)
    assert len(back["A2"].value) == LONGEST_CELL and back["A2"].value.endswith(CUT)
    assert back["A3"].value is None


def test_tables_drop_downs_and_sentences() -> None:
    workbook = Workbook()
    sheet = workbook.active
    fill_table(sheet, ("id", "label"), [("a", "@A")], (10, 20))
    offer(sheet, ("id", "label"), "label", list_of(("x", "y")), 2)
    fill_how_to(workbook.create_sheet("How to"), ("Title", "-1. First"))
    back = load_workbook(io.BytesIO(workbook_bytes(workbook)))
    assert [cell.value for cell in back.active[2]] == ["a", "@A"]
    assert back.active.freeze_panes == "A2"
    (validation,) = back.active.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B2:B502", '"x,y"')
    assert [cell.value for cell in back["How to"]["A"]] == ["Title", "-1. First"]
