"""Small tables of a study (sites, speakers, coded segments ...): rows of named cells with their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.readers.tables import read_table
from impl_eval.study.declared_files import Declared, Located, Place, parse_declared
from impl_eval.study.files import StudyFiles

SIMULATED_COLUMN = "simulated"


@dataclass(frozen=True)
class Row:
    """One row: its non-empty cells by column, and where it stands."""

    cells: dict[str, str]
    file: str
    line: int | None
    label: str

    def place(self, column: str = "") -> Place:
        """Return where a cell of this row stands, for people."""
        parts = ["" if self.line else self.label, f"column {column}" if column else ""]
        return self.file, self.line, ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Rows:
    """All rows of a table, and whether the table says that it is simulated."""

    rows: tuple[Row, ...]
    simulated: bool


def read_rows(
    files: StudyFiles, path: Path, name: str, columns: Sequence[str], optional: Sequence[str]
) -> Rows:
    """Read a table that must have `columns` and may have `optional`; faults are noted, never raised."""
    gathering = files.gathering
    try:
        table = read_table(path, name)
    except StudyProblems as error:
        gathering.problems.extend(error.problems)
        return Rows((), False)
    known = (*columns, *optional, SIMULATED_COLUMN)
    heading = (name, 1, "header row")
    for column in columns:
        if column not in table.columns:
            near = did_you_mean(column, [given for given in table.columns if given not in known])
            gathering.add(heading, f'no column "{column}"', ", ".join(columns), near)
    for column in table.columns:
        if column not in known:
            gathering.add(
                heading, f'the unknown column "{column}"', ", ".join(known), did_you_mean(column, known)
            )
    rows = tuple(
        Row(_present(table.columns, cells), name, table.line(index), table.place(index))
        for index, cells in enumerate(table.rows)
    )
    files.note(name, path, table.report)
    return Rows(rows, _is_simulated(rows, files))


def _present(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    # A quote is compared with the transcript to the letter: its own white space stays.
    return {
        column: cell if column == "quote" else cell.strip()
        for column, cell in zip(columns, cells, strict=True)
        if cell.strip()
    }


def _is_simulated(rows: tuple[Row, ...], files: StudyFiles) -> bool:
    marked = [row for row in rows if row.cells.get(SIMULATED_COLUMN, "").lower() == "yes"]
    if marked and len(marked) != len(rows):
        first = next(row for row in rows if row not in marked)
        files.gathering.add(
            first.place(SIMULATED_COLUMN),
            "a row without the simulated mark among rows with it",
            "yes in every row",
        )
    return bool(marked)


def parse_row(model: type[Declared], row: Row, files: StudyFiles) -> Declared | None:
    """Return a row as a declared thing, or None after noting its faults at their cells."""

    def place(path: KeyPath) -> Place:
        return row.place(str(path[0]) if path else "")

    cells: dict[str, Any] = {column: cell for column, cell in row.cells.items() if column != SIMULATED_COLUMN}
    return parse_declared(model, Located(cells, place), files.gathering)
