"""The rows of a workbook that this program wrote and people send back: cells by column, faults by place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.workbook import SheetText, read_sheet

_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True)
class ReturnedRow:
    """One row while it is read, `number` counted as Excel does; faults go to `problems`, shared by all rows.

    `written_by` is the command that wrote the workbook.
    """

    file: str
    sheet: str
    number: int
    cells: Mapping[str, str]
    problems: list[Problem]
    written_by: str

    def text(self, column: str) -> str:
        """Return what a cell says, trimmed; "" where there is no such column."""
        return self.cells.get(column, "").strip()

    def fault(self, column: str, found: str, allowed: str, remedy: str = "") -> None:
        """Note what is wrong in a column of this row."""
        where = f'sheet "{self.sheet}", row {self.number}, column {column}'
        self.problems.append(Problem(self.file, None, where, found, allowed, remedy))

    def require(self, columns: Iterable[str]) -> None:
        """Note a fault for each of the columns in which nothing stands."""
        for column in columns:
            if not self.text(column):
                self.fault(column, "nothing", f"the {column} of this row")

    def offset(self, column: str, *, required: bool = True) -> int | None:
        """Return a place in a transcript; None, and a fault noted, where the cell holds none."""
        text = self.text(column)
        if text.isascii() and text.isdigit():
            return int(text)
        if text or required:
            remedy = f"Leave what '{self.written_by}' wrote here as it is."
            self.fault(column, f'"{text}"' if text else "nothing", "a whole number", remedy)
        return None

    def offsets(self, *, required: bool = True) -> tuple[int | None, int | None]:
        """Return the columns "start" and "end"; a fault is noted where the end is not after the start."""
        start, end = self.offset("start", required=required), self.offset("end", required=required)
        if start is not None and end is not None and start >= end:
            self.fault("end", f"{end}, with the start at {start}", "an end after the start")
        return start, end

    def choice(self, column: str, choices: tuple[_Choice, ...]) -> _Choice:
        """Return the choice that a cell names, capitals or not; a fault is noted for any other word."""
        text = " ".join(self.text(column).lower().split())
        if text not in choices:
            allowed = ", ".join(filter(None, choices)) + ", or an empty cell"
            self.fault(column, f'"{self.text(column)}"', allowed, did_you_mean(text, filter(None, choices)))
        return next((choice for choice in choices if choice == text), choices[-1])


def returned_rows(
    path: Path, name: str, sheet: str, columns: Sequence[str], problems: list[Problem], written_by: str
) -> list[ReturnedRow]:
    """Return the rows of a sheet; `name` is how people know the file. Further columns are read as well.

    Raises StudyProblems where the file is no workbook or one of the columns is absent.
    """
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    read = read_sheet(content, name, sheet)
    absent = [column for column in columns if column not in read.columns]
    if absent:
        raise StudyProblems(_absent(column, columns, read, name, written_by) for column in absent)
    return [
        ReturnedRow(name, sheet, number, dict(zip(read.columns, cells, strict=True)), problems, written_by)
        for number, cells in zip(read.row_numbers, read.rows, strict=True)
    ]


def _absent(column: str, columns: Sequence[str], sheet: SheetText, name: str, written_by: str) -> Problem:
    others = [given for given in sheet.columns if given not in columns]
    usual = f"Use a workbook that '{written_by}' wrote, with its header row."
    remedy = did_you_mean(column, others) or usual
    where = f'sheet "{sheet.sheet}", row 1'
    return Problem(name, None, where, f'no column "{column}"', ", ".join(columns), remedy)
