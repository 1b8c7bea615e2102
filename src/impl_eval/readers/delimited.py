"""CSV and its relatives: text with one row on a line and a delimiter between cells.

Cells stay exactly as written; nothing here knows what a column means.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.columns import HeaderPlace, name_columns, numbered
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import read_content, require_kind, shortened

DELIMITED_ENDINGS = {".csv": "text", ".tsv": "text", ".tab": "text", ".txt": "text"}
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE_CHARACTERS, _SAMPLE_ROWS = 200_000, 200


@dataclass(frozen=True)
class DelimitedText:
    """The rows of a delimited file; `line_numbers` are physical lines, counted from 1, where rows start.

    Every row has as many cells as there are columns. Blank rows and unnamed empty columns are left
    out: `blank_lines`, and (what, why) in `columns_dropped`; `notes` says all of it in words.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    line_numbers: tuple[int, ...]
    encoding: str
    delimiter: str
    decoding_notes: tuple[str, ...] = ()
    blank_lines: tuple[int, ...] = ()
    columns_dropped: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on the encoding and on what was left out."""
        lines = numbered("line", self.blank_lines)
        blank = (f"Blank rows were skipped: {lines}.",) if self.blank_lines else ()
        dropped = tuple(f"Left out: {what} ({why})." for what, why in self.columns_dropped)
        return self.decoding_notes + blank + dropped


def read_delimited(path: Path, name: str) -> DelimitedText:
    """Read a CSV, TSV or other delimited text file; `name` is how people know the file.

    Raises StudyProblems with all faults: not such a file, not text, no header, duplicated or missing
    column names, rows with too few or too many cells, quotation marks that do not match.
    """
    content = read_content(path, name)
    require_kind(path, name, content, DELIMITED_ENDINGS)
    return parse_delimited(content, name)


def parse_delimited(content: bytes, name: str) -> DelimitedText:
    """Do the same for content already read and known to be text."""
    split = split_rows(content, name)
    header, header_line = split.rows[0], split.line_numbers[0]
    line_numbers = split.line_numbers[1:]
    kept, problems = even_rows(split.rows[1:], line_numbers, len(header), name)
    place = HeaderPlace(name, header_line)
    if problems:
        raise StudyProblems(problems + name_columns(header, [], str, place)[1])
    columns, problems = name_columns(header, kept, lambda index: f"line {line_numbers[index]}", place)
    if problems:
        raise StudyProblems(problems)
    if columns.dropped:
        kept = [[row[position] for position in columns.positions] for row in kept]
    return DelimitedText(
        columns.names,
        tuple(map(tuple, kept)),
        line_numbers,
        split.encoding,
        split.delimiter,
        split.notes,
        split.blank_lines,
        columns.dropped,
    )


@dataclass(frozen=True)
class SplitRows:
    """The rows of a delimited file that hold something, as they are; at least one. Lines as in DelimitedText.

    `delimiters` holds every delimiter that splits the file evenly, with the number of columns it gives.
    """

    rows: list[list[str]]
    line_numbers: tuple[int, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    blank_lines: tuple[int, ...]
    delimiters: tuple[tuple[str, int], ...]


def split_rows(content: bytes, name: str, encoding: str = "", delimiter: str = "") -> SplitRows:
    """Decode a delimited file and split it; an encoding and a delimiter that a person named are taken.

    Raises StudyProblems where it holds nothing, is not text, or its quotation marks do not match.
    """
    decoded = decode_text(content, name, encoding)
    declared, text, first_line = _declared_delimiter(decoded.text)
    even = () if delimiter or declared else even_delimiters(text)
    chosen = delimiter or declared or detect_delimiter(text)
    rows, starts = _split_rows(text, chosen, first_line, name)
    filled = [index for index, row in enumerate(rows) if "".join(row).strip()]
    if not filled:
        raise StudyProblems([Problem(name, None, "", "nothing but blank lines", "a header row and answers")])
    blank = tuple(starts[index] for index in sorted(set(range(len(rows))) - set(filled)))
    return SplitRows(
        [rows[index] for index in filled],
        tuple(starts[index] for index in filled),
        decoded.encoding,
        chosen,
        decoded.notes,
        blank,
        even,
    )


def _declared_delimiter(text: str) -> tuple[str, str, int]:
    """Take off Excel's own first line 'sep=;': the delimiter it names, the rest, its first line number."""
    first, line_end, rest = text.partition("\n")
    declared = first.rstrip("\r")
    if line_end and declared[:-1].lower() == "sep=" and declared[-1] in DELIMITER_NAMES:
        return declared[-1], rest, 2
    return "", text, 1


def detect_delimiter(text: str) -> str:
    """Choose the delimiter that gives rows as wide as the header, then the widest; a comma if none does."""
    scores = _scores(text)
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best][1] > 1 else ","


def even_delimiters(text: str) -> tuple[tuple[str, int], ...]:
    """Return the delimiters under which every sampled row is as wide as the header, the widest first."""
    even = [(delimiter, width) for delimiter, (share, width) in _scores(text).items() if share == 1]
    return tuple(sorted(even, key=lambda one: -one[1]))


def _scores(text: str) -> dict[str, tuple[float, int]]:
    sample = text[:_SAMPLE_CHARACTERS]
    cut = len(sample) < len(text)
    return {delimiter: _evenness(sample, delimiter, cut) for delimiter in DELIMITER_NAMES}


def _evenness(sample: str, delimiter: str, cut: bool) -> tuple[float, int]:
    """Share of sampled rows as wide as the header, and the header's width; one column counts for nothing."""
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if "".join(row).strip():
                widths.append(len(row))
            if len(widths) > _SAMPLE_ROWS:
                break
        else:
            widths = widths[:-1] if cut else widths
    except csv.Error:
        pass  # a quotation mark that never closes: the rows before it decide
    if not widths or widths[0] == 1:
        return (0.0, 1)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def _split_rows(text: str, delimiter: str, first_line: int, name: str) -> tuple[list[list[str]], list[int]]:
    """Split into rows of cells, with the physical line on which each row starts."""
    rows: list[list[str]] = []
    starts: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = first_line
    try:
        for row in reader:
            rows.append(row)
            starts.append(start)
            start = reader.line_num + first_line
    except csv.Error as error:
        raise StudyProblems([_quotation_problem(str(error), start, name)]) from None
    return rows, starts


def _quotation_problem(message: str, line: int, name: str) -> Problem:
    remedy = 'A quotation mark inside a quoted cell is written twice: "He said ""no""".'
    if "expected after" in message:
        found = "text directly after a closing quotation mark"
    elif "field limit" in message:
        found = "a cell of more than 131,072 characters, or a quotation mark that is never closed"
    else:
        found = "a quotation mark that is opened on this line and never closed"
    return Problem(name, line, "", found, "quotation marks in pairs around a cell", remedy)


def even_rows(
    rows: list[list[str]], starts: Sequence[int], width: int, name: str
) -> tuple[list[list[str]], list[Problem]]:
    """Return the rows, cut to the header's width, and a problem for each that does not fit.

    `starts` are the lines on which the rows start. Extra cells are cut off only where they are empty.
    """
    kept, problems = [], []
    for start, whole in zip(starts, rows, strict=True):
        row = whole[:width] if len(whole) > width and not "".join(whole[width:]).strip() else whole
        if len(row) != width:
            remedy = "Look for a missing or extra delimiter, or one inside a cell without quotation marks."
            allowed = f"{width}, as in the header"
            problems.append(Problem(name, start, "", f"{len(row)} cells", allowed, remedy))
        kept.append(row)
    return kept, shortened(problems)
