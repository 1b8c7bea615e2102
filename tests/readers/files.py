"""Small files for reader tests, and the faults a reader finds in them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impl_eval.errors import Problem, StudyProblems


def write_file(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file with exactly these bytes (text as UTF-8, its line ends untouched)."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def faults(read: Callable[[Path, str], Any], path: Path) -> tuple[Problem, ...]:
    """Return the problems that reading a file raises; the test fails if there are none."""
    with pytest.raises(StudyProblems) as raised:
        read(path, path.name)
    assert all(problem.file == path.name for problem in raised.value.problems)
    return raised.value.problems


def write_workbook(folder: Path, name: str, **sheets: list[list[object]]) -> Path:
    """Write an .xlsx with these sheets, cell by cell as given."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / name)
    return folder / name
