"""The table in which an analyst says which code of the study each code of a file is, or where it goes."""

from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.atomic import write_whole
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.qualitative.exchange import MAP_COLUMNS, ChoiceRow, choice_rows
from impl_eval.readers.refi import QdaProject
from impl_eval.readers.tables import read_table

_CODE, _SAME_AS, _UNDER, _ = MAP_COLUMNS


def read_code_map(path: Path) -> list[ChoiceRow]:
    """Read a table of choices (.csv or .xlsx). Raises StudyProblems where a column is missing."""
    table = read_table(path, path.name)
    missing = [name for name in (_CODE, _SAME_AS, _UNDER) if name not in table.columns]
    if missing:
        allowed = f"the columns {_CODE}, {_SAME_AS} and {_UNDER}"
        raise StudyProblems(
            [Problem(path.name, 1, "header row", f'no column "{name}"', allowed) for name in missing]
        )
    return [
        ChoiceRow(
            _as_written(record.cells[_CODE].strip()),
            record.cells[_SAME_AS].strip(),
            record.cells[_UNDER].strip(),
            record.line,
        )
        for record in table.records()
    ]


def _as_written(cell: str) -> str:
    """Return a cell without the mark that keeps a table program from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def write_code_map(path: Path, project: QdaProject, same_as: Mapping[str, str]) -> None:
    """Write a table with a row for each code of a file, for the analyst to complete.

    `same_as` gives the id of those that the study has, by guid. No file is replaced: it may be completed.
    """
    if path.exists():
        remedy = "Name another file, or take this one away first."
        raise StudyProblems([Problem(path.name, None, "", "a file of this name", "a new file", remedy)])
    rows = ([harmless(cell) for cell in row] for row in choice_rows(project, same_as))
    write_whole(path, csv_bytes(MAP_COLUMNS, rows), private=True)
