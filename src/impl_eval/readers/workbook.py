"""One sheet of an Excel workbook as rows of text, and what must not be guessed about it.

Typed cells become text in one way only: 3.0 is "3", a date is ISO text, a truth value "yes" or "no".
Merged cells, formulas never calculated and error values are faults, each named by its cell.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.columns import HeaderPlace, column_letter, name_columns
from impl_eval.readers.files import check_archive, damaged, shortened

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

WORKBOOK_ENDINGS = {".xlsx": "excel", ".xlsm": "excel"}
DATA_SHEET_NAMES = ("data", "responses")
_ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_NOT_DATED = frozenset({str, int, float, bool, type(None)})
# The content is already in memory: an OSError of openpyxl speaks of the workbook, not of the disk.
_DAMAGED = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, EOFError, OSError),
    *(RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error),
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_CELL_NAME = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")  # how Excel writes control characters: _x000D_
_CALCULATED = re.compile(rb"<(?:\w+:)?v>[^<]")


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
    check_archive(content, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that hold no cells
        reader = _open(content, name)
        chosen, notes = _choose_sheet(reader, name, sheet)
        problems = _untrustworthy_cells(reader, content, chosen, name)
        grid, dated = _text_grid(reader, chosen, name)
    return _sheet_text(grid, chosen, name, problems, [*notes, *_date_notes(dated)])


def _open(content: bytes, name: str) -> "ExcelReader":
    from openpyxl.reader.excel import ExcelReader

    try:
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
    except _DAMAGED:
        raise damaged(name) from None
    return reader


def _values(reader: "ExcelReader", sheet: str, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of typed values. The size a file states for a sheet can be wrong: it is not used."""
    worksheet = reader.wb[sheet]
    worksheet.reset_dimensions()
    try:
        yield from worksheet.iter_rows(values_only=True)
    except _DAMAGED:
        raise damaged(name) from None


def _holds_something(reader: "ExcelReader", sheet: str, name: str) -> bool:
    return any(
        value is not None and str(value).strip() for row in _values(reader, sheet, name) for value in row
    )


def _choose_sheet(reader: "ExcelReader", name: str, wanted: str) -> tuple[str, list[str]]:
    sheets = reader.wb.worksheets
    titles = [sheet.title for sheet in sheets]
    if wanted:
        if wanted in titles:
            return wanted, []
        remedy = did_you_mean(wanted, titles)
        found = "the sheets " + ", ".join(f'"{title}"' for title in titles)
        raise StudyProblems([Problem(name, None, "sheets", found, f'a sheet "{wanted}"', remedy)])
    filled = [sheet for sheet in sheets if _holds_something(reader, sheet.title, name)]
    shown = [sheet.title for sheet in filled if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in filled if sheet.sheet_state != "visible"]
    notes = [f'The hidden sheet "{title}" was not read.' for title in hidden]
    named = [title for title in shown if title.strip().lower() in DATA_SHEET_NAMES]
    chosen = shown if len(shown) == 1 else named
    if len(chosen) == 1:
        notes += [f'The sheet "{title}" was not read.' for title in shown if title not in chosen]
        return chosen[0], notes
    if not filled:
        raise StudyProblems(
            [Problem(name, None, "", "a workbook without any content", "a header row and rows")]
        )
    found = ", ".join(f'"{title}"' for title in shown) or "hidden sheets only"
    remedy = 'Name the sheet to be read "data", or move the others to another workbook.'
    raise StudyProblems([Problem(name, None, "sheets that hold something", found, "one", remedy)])


def _untrustworthy_cells(reader: "ExcelReader", content: bytes, sheet: str, name: str) -> list[Problem]:
    """Find merged cells and formulas without a result: openpyxl's fast reading does not show them."""
    parts = {child.name: rel.target for child, rel in reader.parser.find_sheets()}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            xml = archive.read(str(parts[sheet]))
    except _DAMAGED:
        raise damaged(name) from None
    merged = sorted({match.decode() for match in _MERGED.findall(xml)})
    problems = shortened(
        [
            Problem(
                name,
                None,
                f'sheet "{sheet}", cells {cells}',
                "merged cells",
                "one cell for each column and row",
                "In Excel, choose Unmerge Cells, and use one header row.",
            )
            for cells in merged
        ],
        "places",
    )
    uncalculated = _uncalculated(xml) if _FORMULA.search(xml) else []
    remedy = "Open the workbook in Excel, save it, and try again; or paste the values."
    found = "a formula that was never calculated"
    places = [f'sheet "{sheet}", cell {cell}' for cell in uncalculated]
    return problems + shortened(
        [Problem(name, None, place, found, "a value", remedy) for place in places], "cells"
    )


def _uncalculated(xml: bytes) -> list[str]:
    cells = []
    for attributes, inside in _CELL.findall(xml):
        cell = _CELL_NAME.search(attributes)
        is_text = b't="str"' in attributes  # a formula whose result is the empty text
        if cell and _FORMULA.search(inside) and not is_text and not _CALCULATED.search(inside):
            cells.append(cell.group(1).decode())
    return cells


def _text_grid(
    reader: "ExcelReader", sheet: str, name: str
) -> tuple[list[tuple[int, list[str]]], dict[int, int]]:
    """Return (row number, cells as text) of each row, and how many typed dates a column holds."""
    grid: list[tuple[int, list[str]]] = []
    dated: dict[int, int] = {}
    for number, values in enumerate(_values(reader, sheet, name), start=1):
        if not _NOT_DATED.issuperset(map(type, values)):
            for position, value in enumerate(values):
                if isinstance(value, datetime.date):
                    dated[position] = dated.get(position, 0) + 1
        grid.append((number, [cell_text(value) for value in values]))
    return grid, dated


def cell_text(value: object) -> str:
    """Return a typed cell as text: "3" for 3.0, ISO text for dates and times, yes or no, "" for nothing."""
    return _TEXT_OF_TYPE.get(type(value), str)(value)


def number_text(value: float) -> str:
    """Return a number as people write it: 3.0 is "3", never an exponent."""
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"


def _plain_text(value: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value) if "_x00" in value else value


def _date_time_text(value: datetime.datetime) -> str:
    midnight = value.time() == datetime.time()
    return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")


_TEXT_OF_TYPE: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: _plain_text,
    bool: lambda value: "yes" if value else "no",
    float: number_text,
    datetime.datetime: _date_time_text,
    datetime.date: datetime.date.isoformat,
    datetime.time: lambda value: value.isoformat(timespec="seconds"),
}


def _sheet_text(
    grid: list[tuple[int, list[str]]], sheet: str, name: str, problems: list[Problem], notes: list[str]
) -> SheetText:
    """Split a grid into header and rows of even width; raise whatever was found wrong with it."""
    filled = [(number, cells) for number, cells in grid if "".join(cells).strip()]
    if not filled:
        found, allowed = "nothing", "a header row and rows below it"
        raise StudyProblems([*problems, Problem(name, None, f'sheet "{sheet}"', found, allowed)])
    width = max(_filled_width(cells) for _, cells in filled)
    even = [(number, (cells + [""] * width)[:width]) for number, cells in filled]
    (header_row, header), body = even[0], even[1:]
    rows, row_numbers = [cells for _, cells in body], tuple(number for number, _ in body)
    place = HeaderPlace(name, None, f'sheet "{sheet}", row {header_row}')
    columns, header_problems = name_columns(header, rows, lambda index: f"row {row_numbers[index]}", place)
    problems = problems + header_problems + _error_values(even, sheet, name)
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


def _filled_width(cells: Sequence[str]) -> int:
    return next((position + 1 for position in reversed(range(len(cells))) if cells[position].strip()), 0)


def _error_values(grid: list[tuple[int, list[str]]], sheet: str, name: str) -> list[Problem]:
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


def _date_notes(dated: dict[int, int]) -> list[str]:
    return [
        f"Column {column_letter(position)}: {count} typed dates, written as 2024-03-31. "
        "If they were meant as ranges such as 1-2, Excel has changed them."
        for position, count in sorted(dated.items())
    ]
