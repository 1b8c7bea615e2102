"""The framework-matrix workbook as people send it back: what each cell says, and what it rests on.

The hidden keys are the contract with the module that writes the workbook. Which summaries changed, and
whether the study still has these cases and codes, is for the study to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.columns import column_letter
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.workbook import SheetText, read_sheet

MATRIX, SEGMENTS, STATUS = "Matrix", "Segments", "Status"
FIXED_KEYS = ("#case", "#label", "#about")
LABELS_ROW = "labels"
_STATUS_COLUMNS = ("case key", "code key", "fingerprint", "written", "exported", "Still right")
_SEGMENT_COLUMNS = ("case key", "code key", "Place", "Rests on")
_REMEDY = "Use a workbook that 'impl-eval matrix export' wrote, with its hidden row, columns and sheets."
_YES_NO = "yes, no, or an empty cell"
_Cells = Mapping[str, str]


@dataclass(frozen=True)
class ReadCell:
    """One cell. `row` is counted as Excel does, `column` its letters in the sheet Matrix.

    `rests_on` are the places, as text, of the segments that say so. `fingerprint`, `written` and `exported`
    are what the workbook was given with the cell. `still_right`: somebody confirms the summary as it is.
    """

    row: int
    column: str
    case_kind: str
    case_id: str
    code_id: str
    text: str
    rests_on: tuple[str, ...]
    still_right: bool
    fingerprint: str
    written: str
    exported: str

    @property
    def place(self) -> str:
        """Where the cell stands, for people."""
        return f'sheet "{MATRIX}", cell {self.column}{self.row}'


def read_matrix_workbook(path: Path, name: str) -> tuple[ReadCell, ...]:
    """Read every cell of a workbook that came back; `name` is how people know the file.

    Raises StudyProblems with every fault of every sheet.
    """
    content = read_content(path, name)
    require_kind(path, name, content, {".xlsx": "excel"})
    problems: list[Problem] = []
    matrix, status, segments = (
        _sheet(content, name, sheet, columns, problems)
        for sheet, columns in (
            (MATRIX, FIXED_KEYS),
            (STATUS, _STATUS_COLUMNS),
            (SEGMENTS, _SEGMENT_COLUMNS),
        )
    )
    if matrix is None or status is None or segments is None:
        raise StudyProblems(problems)
    given = _given(status, name, problems)
    rests_on = _rests_on(segments, name, problems)
    cells = _cells(matrix, name, given, rests_on, problems)
    if problems:
        raise StudyProblems(problems)
    return tuple(cells)


def _sheet(
    content: bytes, name: str, sheet: str, columns: tuple[str, ...], problems: list[Problem]
) -> SheetText | None:
    try:
        read = read_sheet(content, name, sheet)
    except StudyProblems as error:
        problems += error.problems
        return None
    absent = [column for column in columns if column not in read.columns]
    for column in absent:
        found = f'no column "{column}"'
        problems.append(Problem(name, None, f'sheet "{sheet}", row 1', found, ", ".join(columns), _REMEDY))
    return None if absent else read


def _rows(sheet: SheetText) -> list[tuple[int, _Cells]]:
    return [
        (number, dict(zip(sheet.columns, cells, strict=True)))
        for number, cells in zip(sheet.row_numbers, sheet.rows, strict=True)
    ]


@dataclass(frozen=True)
class _Given:
    fingerprint: str
    written: str
    exported: str
    still_right: bool


def _given(sheet: SheetText, name: str, problems: list[Problem]) -> dict[tuple[str, str], _Given]:
    """Return what the sheet Status says of each cell."""
    found = {}
    for number, cells in _rows(sheet):
        key = (cells["case key"].strip(), cells["code key"].strip())
        still_right = _yes(cells["Still right"], name, STATUS, number, "Still right", problems)
        if not all(key):
            _note_added_row(name, STATUS, number, problems)
            continue
        hidden = (cells["fingerprint"].strip(), cells["written"].strip(), cells["exported"].strip())
        found[key] = _Given(*hidden, still_right)
    return found


def _rests_on(sheet: SheetText, name: str, problems: list[Problem]) -> dict[tuple[str, str], list[str]]:
    """Return the places of the segments of each cell on which its summary rests."""
    found: dict[tuple[str, str], list[str]] = {}
    for number, cells in _rows(sheet):
        key = (cells["case key"].strip(), cells["code key"].strip())
        rests = _yes(cells["Rests on"], name, SEGMENTS, number, "Rests on", problems)
        if not all(key):
            _note_added_row(name, SEGMENTS, number, problems)
        elif rests:
            found.setdefault(key, []).append(cells["Place"].strip())
    return found


def _yes(text: str, name: str, sheet: str, row: int, column: str, problems: list[Problem]) -> bool:
    said = text.strip().lower()
    if said not in ("yes", "no", ""):
        where = f'sheet "{sheet}", row {row}, column {column}'
        shown = f'"{text.strip()}"' if len(said) <= 12 else f"a text of {len(said)} characters"
        problems.append(Problem(name, None, where, shown, _YES_NO))
    return said == "yes"


def _note_added_row(name: str, sheet: str, row: int, problems: list[Problem]) -> None:
    remedy = "Cases and codes come from the study: take the row out."
    where = f'sheet "{sheet}", row {row}'
    problems.append(Problem(name, None, where, "a row that was added", "the rows that were there", remedy))


def _cells(
    sheet: SheetText,
    name: str,
    given: Mapping[tuple[str, str], _Given],
    rests_on: Mapping[tuple[str, str], list[str]],
    problems: list[Problem],
) -> list[ReadCell]:
    codes = [column for column in sheet.columns if column not in FIXED_KEYS]
    read: list[ReadCell] = []
    rows: dict[str, int] = {}
    for number, cells in _rows(sheet):
        key = cells["#case"].strip()
        if key == LABELS_ROW:
            continue
        kind, _, case_id = key.partition(":")
        if not case_id:
            _note_added_row(name, MATRIX, number, problems)
            continue
        if rows.setdefault(key, number) != number:
            found = f"the case of row {rows[key]} again"
            problems.append(Problem(name, None, f'sheet "{MATRIX}", row {number}', found, "each case once"))
            continue
        for code_id in codes:
            column = column_letter(sheet.columns.index(code_id))
            known = given.get((key, code_id))
            if known is None:
                where, found = f'sheet "{STATUS}"', f"no row for cell {column}{number} of {MATRIX}"
                problems.append(Problem(name, None, where, found, "a row for every cell", _REMEDY))
                continue
            read.append(
                ReadCell(
                    number,
                    column,
                    kind,
                    case_id,
                    code_id,
                    cells[code_id],
                    tuple(rests_on.get((key, code_id), ())),
                    known.still_right,
                    known.fingerprint,
                    known.written,
                    known.exported,
                )
            )
    return read
