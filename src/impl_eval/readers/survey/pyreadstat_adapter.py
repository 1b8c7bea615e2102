"""The only door to pyreadstat: an SPSS or Stata file with codes, labels and declared missing values, typed.

User-missing values are always asked for, labels never put in place of codes, and dates left as
numbers: pyreadstat's own conversions lose the first, merge equal labels, and fail past the year 9999.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import damaged

Value: TypeAlias = float | str

MOST_ROWS = 1_000_000
MOST_CELLS = 50_000_000
_FALLBACK_ENCODING = "WINDOWS-1252"
_RELEASE = re.compile(rb"<release>(\d+)</release>")
_FIRST_UTF_8_RELEASE = 118
_ENCODING_WORDS = ("encoding", "character set", "convert string")


@dataclass(frozen=True)
class MultipleResponseSet:
    """Columns that a file declares to be one question; `counted` is the ticked value, "" for categories."""

    name: str
    label: str
    columns: tuple[str, ...]
    counted: str = ""


@dataclass(frozen=True)
class LabelledFile:
    """The k variables of an SPSS or Stata file: n values each, None where system-missing.

    `formats` are the program's own (F8.2, DATE11, A40; %9.0g, %td). `missing_ranges` (SPSS) hold (low, high),
    both included. `tagged` (Stata) names the columns of numbers in which a text value "a" to "z" is a tagged
    missing value; the same letters are then keys of `value_labels`. `single_precision` names columns
    that store seven digits only. `rows` counts the rows also where there is no column.
    """

    columns: tuple[str, ...]
    values: Mapping[str, Sequence[Value | None]]
    formats: Mapping[str, str]
    value_labels: Mapping[str, Mapping[Value, str]]
    variable_labels: Mapping[str, str]
    missing_ranges: Mapping[str, tuple[tuple[Value, Value], ...]]
    encoding: str
    notes: tuple[str, ...] = ()
    rows: int = 0
    response_sets: tuple[MultipleResponseSet, ...] = ()
    tagged: frozenset[str] = field(default_factory=frozenset)
    single_precision: frozenset[str] = field(default_factory=frozenset)


def read_labelled_file(path: Path, name: str, kind: Literal["spss", "stata"]) -> LabelledFile:
    """Read a .sav, .zsav or .dta file whose first bytes were already checked.

    Raises StudyProblems where the file is damaged, larger than MOST_ROWS rows or MOST_CELLS cells, or
    names a variable twice.
    """
    values, meta, notes = _read(path, name, kind)
    columns = tuple(str(column) for column in meta.column_names)
    _refuse_repeated_names(columns, name)
    numeric = {column for column, stored in meta.readstat_variable_types.items() if stored != "string"}
    return LabelledFile(
        columns,
        {column: values[column] for column in columns},
        {column: str(one or "") for column, one in meta.original_variable_types.items()},
        {column: dict(labels) for column, labels in meta.variable_value_labels.items() if labels},
        {column: str(label) for column, label in meta.column_names_to_labels.items() if label},
        {
            column: tuple((span["lo"], span["hi"]) for span in spans)
            for column, spans in meta.missing_ranges.items()
        },
        str(meta.file_encoding or (_stata_encoding(path) if kind == "stata" else "")),
        notes,
        len(values[columns[0]]) if columns else 0,
        _response_sets(meta.mr_sets),
        frozenset(numeric & set(columns)) if kind == "stata" else frozenset(),
        frozenset(
            column
            for column, stored in meta.readstat_variable_types.items()
            if stored == "float" and kind == "stata"
        ),
    )


def _stata_encoding(path: Path) -> str:
    """Return the encoding of a Stata file: UTF-8 since release 118 (Stata 14); before, it was not stated."""
    with path.open("rb") as file:
        release = _RELEASE.search(file.read(80))
    return "utf-8" if release and int(release.group(1)) >= _FIRST_UTF_8_RELEASE else _FALLBACK_ENCODING


def _refuse_repeated_names(columns: Sequence[str], name: str) -> None:
    repeated = sorted({column for column in columns if columns.count(column) > 1})
    if repeated:
        remedy = "Rename all but one of them."
        problems = [
            Problem(name, None, "variable names", f'"{column}" more than once', "each name once", remedy)
            for column in repeated
        ]
        raise StudyProblems(problems)


def _response_sets(declared: Mapping[str, Any]) -> tuple[MultipleResponseSet, ...]:
    sets = []
    for name, one in sorted(declared.items()):
        counted = one.get("counted_value")
        is_ticks = bool(one.get("is_dichotomy")) and counted is not None
        columns = tuple(str(column) for column in one.get("variable_list", ()))
        sets.append(
            MultipleResponseSet(
                str(name), str(one.get("label") or ""), columns, str(counted) if is_ticks else ""
            )
        )
    return tuple(sets)


def _read(path: Path, name: str, kind: str) -> tuple[Any, Any, tuple[str, ...]]:
    try:
        return *_read_as(path, name, kind, None), ()
    except UnicodeDecodeError:
        pass
    try:
        values, meta = _read_as(path, name, kind, _FALLBACK_ENCODING)
    except UnicodeDecodeError:
        raise damaged(name) from None
    note = f"The text is not in the encoding the file states; it was read as {_FALLBACK_ENCODING}."
    return values, meta, (note,)


def _read_as(path: Path, name: str, kind: str, encoding: str | None) -> tuple[Any, Any]:
    """Read with one encoding; text that is not in it raises UnicodeDecodeError, whoever notices."""
    import pyreadstat

    read = pyreadstat.read_sav if kind == "spss" else pyreadstat.read_dta
    settings: dict[str, Any] = {
        "user_missing": True,
        "disable_datetime_conversion": True,
        "apply_value_formats": False,
        "output_format": "dict",
        "encoding": encoding,
    }
    try:
        _, sizes = read(path, metadataonly=True, encoding=encoding)
        _refuse_too_large(sizes.number_rows, sizes.number_columns, name)
        values, meta = read(path, row_limit=MOST_ROWS + 1, **settings)
    except pyreadstat.ReadstatError as error:
        if any(words in str(error) for words in _ENCODING_WORDS):
            raise UnicodeDecodeError(encoding or "unknown", b"", 0, 0, "as the file states") from None
        raise damaged(name) from None
    except pyreadstat.PyreadstatError:
        raise damaged(name) from None
    rows = max((len(column) for column in values.values()), default=0)
    _refuse_too_large(rows, len(values), name)
    stated = sizes.number_rows
    if stated is not None and stated >= 0 and values and rows < stated:
        raise damaged(name)
    return values, meta


def _refuse_too_large(rows: int | None, columns: int | None, name: str) -> None:
    """Refuse before reading where the file states its size; SPSS files need not state their rows."""
    stated = max(rows or 0, 0)
    cells = stated * (columns or 0)
    if stated <= MOST_ROWS and cells <= MOST_CELLS:
        return
    found = (
        f"more than {MOST_ROWS:,} rows" if stated > MOST_ROWS else f"{cells:,} cells in {columns:,} columns"
    )
    allowed = f"at most {MOST_ROWS:,} rows and {MOST_CELLS:,} cells (rows times columns)"
    remedy = "Keep only the columns the study needs, or split the file by timepoint, and export again."
    raise StudyProblems([Problem(name, None, "", found, allowed, remedy)])
