"""From the bytes of a delimited file or workbook to a RawTable; where they leave it open, choices decide.

What the rows and columns mean is the business of the platforms.
"""

import re
from collections.abc import Sequence

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.delimited import DELIMITER_NAMES, SplitRows, even_rows, split_rows
from impl_eval.readers.survey.choices import DELIMITERS, ReadingChoices, line_to_add
from impl_eval.readers.survey.raw_table import RawTable
from impl_eval.readers.workbook import date_notes, error_values, merged_problems
from impl_eval.readers.workbook import even_rows as even_sheet_rows
from impl_eval.readers.workbook_grid import read_grid

_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\Z")


def raw_from_delimited(content: bytes, name: str, choices: ReadingChoices) -> RawTable:
    """Split a text file into rows of even width.

    Raises StudyProblems: no text, nothing in it, rows that are too short or too long, quotation marks that
    do not match, or two delimiters that fit equally well.
    """
    split = split_rows(content, name, choices.encoding, DELIMITERS.get(choices.delimiter, ""))
    _refuse_two_delimiters(split, name)
    rows, problems = even_rows(split.rows, split.line_numbers, len(split.rows[0]), name)
    if problems:
        raise StudyProblems(problems)
    return RawTable(
        name,
        tuple(map(tuple, rows)),
        split.line_numbers,
        "",
        split.encoding,
        DELIMITER_NAMES[split.delimiter],
        split.blank_lines,
        split.notes,
    )


def _refuse_two_delimiters(split: SplitRows, name: str) -> None:
    """Two delimiters under which every row has the header's width, and neither many more columns."""
    if len(split.delimiters) < 2 or len(split.rows) < 2:
        return
    (_, widest), (_, next_widest) = split.delimiters[:2]
    if next_widest * 2 <= widest:
        return
    names = [DELIMITER_NAMES[delimiter] for delimiter, _ in split.delimiters[:2]]
    found = f"cells that may be separated by {names[0]} or by {names[1]}: every row fits both"
    remedy = f"{line_to_add('delimiter', names[0])[:-1]}, or the other."
    raise StudyProblems([Problem(name, None, "", found, "one delimiter", remedy)])


def raw_from_workbook(content: bytes, name: str, choices: ReadingChoices) -> RawTable:
    """Take the rows of one sheet; headings merged over columns are spread where choices count them.

    Raises StudyProblems: no sheet or several, merged cells, formulas never calculated, error values.
    """
    hint = " Or add `sheet: <its name>` under `reading` in the column map."
    grid = read_grid(content, name, choices.sheet, hint)
    filled = [(number, cells) for number, cells in grid.rows if "".join(cells).strip()]
    if not filled:
        found, allowed = "nothing", "a header row and rows below it"
        raise StudyProblems([*grid.problems, Problem(name, None, f'sheet "{grid.sheet}"', found, allowed)])
    even = even_sheet_rows(filled)
    header_numbers = [number for number, _ in even[: max(choices.header_rows, 1)]]
    left = _spread_headings(even, grid.merged, header_numbers) if choices.header_rows > 1 else grid.merged
    remedy = "If the first rows are all headings, " + line_to_add("header_rows", "2").replace("Add", "add")
    problems = [*grid.problems, *merged_problems(left, grid.sheet, name, remedy)]
    problems += error_values(even, grid.sheet, name)
    if problems:
        raise StudyProblems(problems)
    numbers = tuple(number for number, _ in even)
    blank = tuple(sorted(set(range(numbers[0], numbers[-1])) - set(numbers)))
    return RawTable(
        name,
        tuple(tuple(cells) for _, cells in even),
        numbers,
        grid.sheet,
        blank=blank,
        notes=grid.notes,
        date_notes=date_notes(grid),
    )


def _spread_headings(
    even: list[tuple[int, list[str]]], merged: Sequence[str], header_numbers: Sequence[int]
) -> tuple[str, ...]:
    """Copy each heading into the cells it is merged over; return the merged ranges that are no headings."""
    by_number = dict(even)
    left = []
    for cells in merged:
        match = _RANGE.match(cells)
        if match is None or not {int(match[2]), int(match[4])} <= set(header_numbers):
            left.append(cells)
            continue
        first, last = _position(match[1]), _position(match[3])
        heading = by_number[int(match[2])][first] if first < len(by_number[int(match[2])]) else ""
        for number in range(int(match[2]), int(match[4]) + 1):
            row = by_number[number]
            row[first : last + 1] = [heading] * (min(last + 1, len(row)) - first)
    return tuple(left)


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1
