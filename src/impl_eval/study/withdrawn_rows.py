"""Rows of tables that speak of somebody who withdrew: taken out line by line, everything else as it was."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.quantitative.code_normalisation import plain_code
from impl_eval.readers.delimited import split_rows
from impl_eval.readers.files import UTF16_MARKS, read_content

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
BY_HAND = "Take the rows out in the program the file came from, then run this again."


def without_rows(path: Path, name: str, is_theirs: Callable[[Mapping[str, str]], bool]) -> bytes | None:
    """Return one of the study's own tables without some rows, None where it holds none of them.

    Raises StudyProblems where it is no CSV in UTF-8: rows are then taken out by hand.
    """
    content = read_content(path, name)
    try:
        text = content.decode("utf-8-sig")
        if not name.lower().endswith(".csv"):
            raise ValueError
    except ValueError:
        raise StudyProblems(
            [Problem(name, None, "", "a table that is no CSV in UTF-8", "", BY_HAND)]
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = list(reader.fieldnames or ())
    rows = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    kept = [row for row in rows if not is_theirs(row)]
    if len(kept) == len(rows):
        return None
    return csv_bytes(columns, ([row.get(column, "") for column in columns] for row in kept), mark=False)


def without_respondent(path: Path, name: str, column: str, code: str) -> tuple[bytes, int]:
    """Return a survey export without the rows of one respondent, and how many they were.

    Only whole physical lines go: what remains is byte for byte as it was exported. Raises StudyProblems
    where the export holds such rows and is no delimited text.
    """
    content = read_content(path, name)
    if path.suffix.lower() not in (".csv", ".tsv", ".tab", ".txt") or content.startswith(UTF16_MARKS):
        found = "a survey export whose rows cannot be taken out line by line"
        raise StudyProblems([Problem(name, None, "", found, "a CSV or TSV export", BY_HAND)])
    split = split_rows(content, name)
    at = next(((row.index(column), index) for index, row in enumerate(split.rows) if column in row), None)
    if at is None:
        return content, 0
    position, header = at
    starts = sorted((*split.line_numbers, *split.blank_lines))
    lines = _LINE.findall(content)
    theirs = [
        line
        for line, row in zip(split.line_numbers[header + 1 :], split.rows[header + 1 :], strict=True)
        if position < len(row) and plain_code(row[position]) == plain_code(code)
    ]
    for first in theirs:
        following = [line for line in starts if line > first]
        end = following[0] if following else len(lines) + 1
        lines[first - 1 : end - 1] = [b""] * (end - first)
    return b"".join(lines), len(theirs)
