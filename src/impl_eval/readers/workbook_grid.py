"""The cells of one sheet of an Excel workbook as text, and what must not be guessed about them.

Chooses the sheet; finds merged cells, formulas never calculated, and typed dates. Which row is a header is
decided by others.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.cell_text import cell_text
from impl_eval.readers.files import check_archive, damaged, shortened

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

DATA_SHEET_NAMES = ("data", "responses")
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
_CALCULATED = re.compile(rb"<(?:\w+:)?v>[^<]")


@dataclass(frozen=True)
class SheetGrid:
    """One sheet: (row number, cells as text) of each row, and what to know about its cells.

    `dates` holds by column (from 0) the row numbers of cells typed as dates. `merged` holds ranges
    ("A1:B1"); `problems` are faults found so far, without the merged cells.
    """

    sheet: str
    rows: list[tuple[int, list[str]]]
    dates: dict[int, list[int]]
    merged: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def read_grid(content: bytes, name: str, sheet: str = "", hint: str = "") -> SheetGrid:
    """Read the sheet of this name, or else the only one that holds something.

    Among several, one named "data" or "responses" is taken. Raises StudyProblems where none can be;
    `hint` is then said after the usual remedy.
    """
    check_archive(content, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of features that hold no cells
        reader = _open(content, name)
        chosen, notes = _choose_sheet(reader, name, sheet, hint)
        merged, problems = _untrustworthy_cells(reader, content, chosen, name)
        rows, dates = _text_grid(reader, chosen, name)
    return SheetGrid(chosen, rows, dates, merged, tuple(problems), tuple(notes))


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


def _choose_sheet(reader: "ExcelReader", name: str, wanted: str, hint: str) -> tuple[str, list[str]]:
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
    remedy = 'Name the sheet to be read "data", or move the others to another workbook.' + hint
    raise StudyProblems([Problem(name, None, "sheets that hold something", found, "one", remedy)])


def _untrustworthy_cells(
    reader: "ExcelReader", content: bytes, sheet: str, name: str
) -> tuple[tuple[str, ...], list[Problem]]:
    """Find merged cells and formulas without a result: openpyxl's fast reading does not show them."""
    parts = {child.name: rel.target for child, rel in reader.parser.find_sheets()}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            xml = archive.read(str(parts[sheet]))
    except _DAMAGED:
        raise damaged(name) from None
    merged = tuple(sorted({match.decode() for match in _MERGED.findall(xml)}))
    uncalculated = _uncalculated(xml) if _FORMULA.search(xml) else []
    remedy = "Open the workbook in Excel, save it, and try again; or paste the values."
    found = "a formula that was never calculated"
    places = [f'sheet "{sheet}", cell {cell}' for cell in uncalculated]
    problems = [Problem(name, None, place, found, "a value", remedy) for place in places]
    return merged, shortened(problems, "cells")


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
) -> tuple[list[tuple[int, list[str]]], dict[int, list[int]]]:
    """Return (row number, cells as text) of each row, and in which rows a column holds typed dates."""
    grid: list[tuple[int, list[str]]] = []
    dates: dict[int, list[int]] = {}
    for number, values in enumerate(_values(reader, sheet, name), start=1):
        if not _NOT_DATED.issuperset(map(type, values)):
            for position, value in enumerate(values):
                if isinstance(value, datetime.date):
                    dates.setdefault(position, []).append(number)
        grid.append((number, [cell_text(value) for value in values]))
    return grid, dates
