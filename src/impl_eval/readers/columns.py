"""The header row of any table: its names, its faults, and the empty columns that are left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from impl_eval.errors import Problem


@dataclass(frozen=True)
class NamedColumns:
    """Names of the columns kept, their positions from 0, and (what, why) of those left out."""

    names: tuple[str, ...]
    positions: tuple[int, ...]
    dropped: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HeaderPlace:
    """Where a header stands: the line of a text file, or a place in words for a workbook."""

    file: str
    line: int | None
    where: str = ""


def name_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], row_place: Callable[[int], str], place: HeaderPlace
) -> tuple[NamedColumns, list[Problem]]:
    """Name the columns of n rows; each row must have as many cells as the header.

    `row_place` says in words where a row (counted from 0) stands. Duplicated names, and cells under
    a blank name, are problems; a column with neither name nor cells is left out.
    """
    problems, kept, empty = [], [], []
    for position, name in enumerate(header):
        if name.strip():
            kept.append(position)
            continue
        first = next((index for index, row in enumerate(rows) if row[position].strip()), None)
        if first is None:
            empty.append(position)
        else:
            found = f"no name above cells that hold something (the first in {row_place(first)})"
            where = _joined(place.where, column_place(position))
            remedy = "Give the column a name, or delete it."
            problems.append(Problem(place.file, place.line, where, found, "a name for every column", remedy))
    problems += _duplicates(header, place)
    dropped = ((numbered("column", empty, 1), "no name and no cells"),) if empty else ()
    return NamedColumns(tuple(header[i].strip() for i in kept), tuple(kept), dropped), problems


def _duplicates(header: Sequence[str], place: HeaderPlace) -> list[Problem]:
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        positions.setdefault(name.strip(), []).append(position)
    return [
        Problem(
            place.file,
            place.line,
            _joined(place.where, "column names"),
            f'"{name}" in {" and ".join(map(column_place, where))}',
            "each name once",
            "Rename all but one of them.",
        )
        for name, where in positions.items()
        if name and len(where) > 1
    ]


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def column_letter(position: int) -> str:
    """Return the letters a spreadsheet shows for a column counted from 0: A, ..., Z, AA, ..."""
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_place(position: int) -> str:
    """Return 'column 3 (C)' for position 2."""
    return f"column {position + 1} ({column_letter(position)})"


def ranges(numbers: Sequence[int], offset: int = 0) -> str:
    """Return ascending numbers as text: '2, 5 to 9 and 12'. `offset` is added to each."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [
        f"{low + offset}" if low == high else f"{low + offset} to {high + offset}" for low, high in spans
    ]
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]])) if texts else ""


def numbered(what: str, numbers: Sequence[int], offset: int = 0) -> str:
    """Return 'line 5' or 'lines 5, 9 to 12'."""
    return f"{what if len(numbers) == 1 else what + 's'} {ranges(numbers, offset)}"
