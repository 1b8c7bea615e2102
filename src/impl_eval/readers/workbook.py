"""One sheet of an Excel workbook as rows of text under one header row.

Merged cells, formulas never calculated and error values are faults, each named by its cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.cell_text import cell_text, number_text
from impl_eval.readers.columns import HeaderPlace, column_letter, name_columns
from impl_eval.readers.files import shortened
from impl_eval.readers.workbook_grid import SheetGrid, read_grid

__all__ = ["WORKBOOK_ENDINGS", "SheetText", "cell_text", "number_text", "read_sheet"]

WORKBOOK_ENDINGS = {".xlsx": "excel", ".xlsm": "excel"}
_ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_CELLS_NAMED = 5


@dataclass(frozen=True)
class SheetText:
    """The rows of one sheet; `row_numbers` are the sheet's own. Every row has a cell for each column."""

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    notes: tuple[str, ...]
    blank_rows: tuple[int, ...]
    columns_dropped: tuple[tuple[str, str], ...]


def read_sheet(content: bytes, name: str, sheet: str = "") -> SheetText:
    """Read the sheet of this name, or else the only one that holds something.

    Among several, one named "data" or "responses" is taken. Raises StudyProblems with all faults.
    """
    grid = read_grid(content, name, sheet)
    problems = [*grid.problems, *merged_problems(grid.merged, grid.sheet, name)]
    return _sheet_text(grid.rows, grid.sheet, name, problems, [*grid.notes, *date_notes(grid).values()])


def merged_problems(merged: Sequence[str], sheet: str, name: str, remedy: str = "") -> list[Problem]:
    """Return a problem for each merged range; `remedy` is said after the usual one."""
    usual = "In Excel, choose Unmerge Cells, and use one header row."
    remedy = f"{usual} {remedy}".strip()
    allowed = "one cell for each column and row"
    return shortened(
        [
            Problem(name, None, f'sheet "{sheet}", cells {cells}', "merged cells", allowed, remedy)
            for cells in merged
        ],
        "places",
    )


def _sheet_text(
    grid: list[tuple[int, list[str]]], sheet: str, name: str, problems: list[Problem], notes: list[str]
) -> SheetText:
    """Split a grid into header and rows of even width; raise whatever was found wrong with it."""
    filled = [(number, cells) for number, cells in grid if "".join(cells).strip()]
    if not filled:
        found, allowed = "nothing", "a header row and rows below it"
        raise StudyProblems([*problems, Problem(name, None, f'sheet "{sheet}"', found, allowed)])
    even = even_rows(filled)
    (header_row, header), body = even[0], even[1:]
    rows, row_numbers = [cells for _, cells in body], tuple(number for number, _ in body)
    place = HeaderPlace(name, None, f'sheet "{sheet}", row {header_row}')
    columns, header_problems = name_columns(header, rows, lambda index: f"row {row_numbers[index]}", place)
    problems = problems + header_problems + error_values(even, sheet, name)
    if problems:
        raise StudyProblems(problems)
    blank = sorted(set(range(header_row, row_numbers[-1])) - {*row_numbers, header_row}) if body else []
    return SheetText(
        sheet,
        columns.names,
        tuple(tuple(row[position] for position in columns.positions) for row in rows),
        row_numbers,
        tuple(notes),
        tuple(blank),
        columns.dropped,
    )


def even_rows(filled: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Give every row as many cells as the widest one that holds something."""
    width = max(_filled_width(cells) for _, cells in filled)
    return [(number, (cells + [""] * width)[:width]) for number, cells in filled]


def _filled_width(cells: Sequence[str]) -> int:
    return next((position + 1 for position in reversed(range(len(cells))) if cells[position].strip()), 0)


def error_values(grid: list[tuple[int, list[str]]], sheet: str, name: str) -> list[Problem]:
    """Return a problem for each cell that holds an error of Excel's."""
    remedy = "Correct the formula, or empty the cell."
    return shortened(
        (
            Problem(name, None, f'sheet "{sheet}", cell {column_letter(i)}{number}', cell, "a value", remedy)
            for number, cells in grid
            if not _ERROR_VALUES.isdisjoint(cells)
            for i, cell in enumerate(cells)
            if cell in _ERROR_VALUES
        ),
        "cells",
    )


def date_notes(grid: SheetGrid) -> dict[int, str]:
    """Say by position which columns hold typed dates; dates among other things are named by their cells."""
    notes = {}
    for position, rows in sorted(grid.dates.items()):
        letter = column_letter(position)
        note = f"Column {letter}: {len(rows)} typed dates, written as 2024-03-31. "
        filled = sum(1 for _, cells in grid.rows[1:] if len(cells) > position and cells[position].strip())
        if filled > len(rows):
            named = ", ".join(f"{letter}{row}" for row in rows[:_CELLS_NAMED])
            more = "" if len(rows) <= _CELLS_NAMED else f" and {len(rows) - _CELLS_NAMED} more"
            note += f"They stand among other things ({named}{more}): probably "
            note += "typed as 1-2 and changed by Excel. Type such columns as text, and import them as text."
        else:
            note += "If they were meant as ranges such as 1-2, Excel has changed them."
        notes[position] = note
    return notes
