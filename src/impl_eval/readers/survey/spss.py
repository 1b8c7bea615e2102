"""The only door to pyreadstat: an SPSS file with its codes, labels and declared missing values, typed.

User-missing values are always asked for, labels never put in place of codes, and dates left as
numbers: pyreadstat's own conversions lose the first, merge equal labels, and fail past the year 9999.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import damaged

Value: TypeAlias = float | str

_FALLBACK_ENCODING = "WINDOWS-1252"


@dataclass(frozen=True)
class SpssFile:
    """The k variables of an SPSS file: n values each, None where system-missing.

    `formats` are SPSS's own (F8.2, DATE11, A40); `missing_ranges` hold (low, high), both included.
    """

    columns: tuple[str, ...]
    values: Mapping[str, Sequence[Value | None]]
    formats: Mapping[str, str]
    value_labels: Mapping[str, Mapping[Value, str]]
    variable_labels: Mapping[str, str]
    missing_ranges: Mapping[str, tuple[tuple[Value, Value], ...]]
    encoding: str
    notes: tuple[str, ...] = ()


def read_spss_file(path: Path, name: str) -> SpssFile:
    """Read a .sav or .zsav file whose first bytes were already checked.

    Raises StudyProblems where the file is damaged or names a variable twice.
    """
    values, meta, notes = _read(path, name)
    columns = tuple(str(column) for column in meta.column_names)
    repeated = sorted({column for column in columns if columns.count(column) > 1})
    if repeated:
        remedy = "Rename all but one of them."
        problems = [
            Problem(name, None, "variable names", f'"{column}" more than once', "each name once", remedy)
            for column in repeated
        ]
        raise StudyProblems(problems)
    return SpssFile(
        columns,
        {column: values[column] for column in columns},
        {column: str(spss_format or "") for column, spss_format in meta.original_variable_types.items()},
        {column: dict(labels) for column, labels in meta.variable_value_labels.items() if labels},
        {column: str(label) for column, label in meta.column_names_to_labels.items() if label},
        {
            column: tuple((span["lo"], span["hi"]) for span in spans)
            for column, spans in meta.missing_ranges.items()
        },
        str(meta.file_encoding or ""),
        notes,
    )


def _read(path: Path, name: str) -> tuple[Any, Any, tuple[str, ...]]:
    import pyreadstat

    settings: dict[str, Any] = {
        "user_missing": True,
        "disable_datetime_conversion": True,
        "apply_value_formats": False,
        "output_format": "dict",
    }
    try:
        values, meta = pyreadstat.read_sav(path, **settings)
    except pyreadstat.ReadstatError as error:
        if not any(words in str(error) for words in ("encoding", "character set")):
            raise damaged(name) from None
    except (pyreadstat.PyreadstatError, UnicodeDecodeError):
        raise damaged(name) from None
    else:
        return values, meta, ()
    try:
        values, meta = pyreadstat.read_sav(path, encoding=_FALLBACK_ENCODING, **settings)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError):
        raise damaged(name) from None
    note = f"The text is not in the encoding the file states; it was read as {_FALLBACK_ENCODING}."
    return values, meta, (note,)
