"""scored_responses.csv and .sav: the answers and scale scores of every respondent, for the team only.

Takes a ScoredTable, which the quantitative strand fills, and knows nothing of instruments.
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from impl_eval.outputs.csv_text import csv_bytes, harmless

ColumnKind = Literal["text", "answer", "score"]

_SPSS_RESERVED = frozenset(
    ("ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH")
)
_MOST_DISCRETE_MISSING = 3  # SPSS declares up to three codes, or a range
_OWN_CODES = range(-99, -89)
_STAMP_OFFSET, _STAMP = 92, b"01 Jan 80" + b"00:00:00"  # creation date and time in the header of a .sav


@dataclass(frozen=True)
class ScoredColumn:
    """One column: n texts, answers or scores.

    `values` is an array of text for kind "text", else of floats with NaN where there is none.
    `reasons`, for answers, holds n texts: why the answer is missing, empty where it is not.
    `value_labels` pairs codes with their labels; `missing_codes` pairs codes with reasons.
    """

    name: str
    label: str
    kind: ColumnKind
    values: npt.NDArray[np.str_] | npt.NDArray[np.float64]
    reasons: tuple[str, ...] = ()
    value_labels: tuple[tuple[int, str], ...] = ()
    missing_codes: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "text":
            return
        missing = np.isnan(self.values.astype(np.float64)).tolist()
        if self.reasons and [reason != "" for reason in self.reasons] != missing:
            raise ValueError(f"column {self.name}: every missing answer, and no other, needs its reason")


@dataclass(frozen=True)
class ScoredTable:
    """Columns of equal length, in the order in which they are written."""

    columns: tuple[ScoredColumn, ...]
    label: str = field(default="")

    def __post_init__(self) -> None:
        if len({len(column.values) for column in self.columns}) > 1:
            raise ValueError("columns of a scored table differ in length")
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError("two columns of a scored table have one name")


def scored_csv(table: ScoredTable) -> bytes:
    """Return the table as CSV; after each answer column stands `<name>_reason` where it has reasons."""
    header: list[str] = []
    columns: list[list[str]] = []
    for column in table.columns:
        header.append(harmless(column.name))
        columns.append(
            [harmless(str(value)) for value in column.values] if column.kind == "text" else _numbers(column)
        )
        if column.reasons:
            header.append(harmless(f"{column.name}_reason"))
            columns.append([harmless(reason) for reason in column.reasons])
    return csv_bytes(header, zip(*columns, strict=True))


def scored_sav(table: ScoredTable) -> bytes:
    """Return the table as SPSS file, with labels, and reasons as declared user-missing codes.

    A reason without code gets the lowest free code from -99 to -90. Names that SPSS refuses are
    changed (hyphens become underscores). The creation time is fixed, so that equal tables give equal
    bytes.

    Raises
    ------
    ValueError : no code is left for a reason, or SPSS cannot declare the codes because answers lie
        between them.
    """
    import pandas as pd
    import pyreadstat

    names = sav_names(column.name for column in table.columns)
    codes = {name: _codes_of_reasons(column) for name, column in zip(names, table.columns, strict=True)}
    columns = list(zip(names, table.columns, strict=True))
    frame = pd.DataFrame({name: _sav_values(column, codes[name]) for name, column in columns})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scored_responses.sav"
        pyreadstat.write_sav(
            frame,
            path,
            file_label=table.label[:64],
            column_labels=[column.label[:256] for column in table.columns],
            variable_value_labels={
                name: labels for name, column in columns if (labels := _value_labels(column, codes[name]))
            },
            missing_ranges={
                name: _missing_ranges(column, codes[name]) for name, column in columns if codes[name]
            },
            variable_measure={name: _MEASURES[column.kind] for name, column in columns},
        )
        return _with_fixed_stamp(path.read_bytes())


_MEASURES: dict[ColumnKind, str] = {"text": "nominal", "answer": "ordinal", "score": "scale"}


def sav_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that SPSS accepts and tells apart: it knows no hyphens and no upper or lower case."""
    accepted: list[str] = []
    taken: set[str] = set()
    for name in names:
        base = "".join(character if character.isalnum() or character in "_." else "_" for character in name)
        base = base.rstrip("._") or "v"
        if not base[0].isalpha() or base.upper() in _SPSS_RESERVED:
            base = f"v_{base}"
        base = base.encode()[:60].decode(errors="ignore")
        candidate, number = base, 1
        while candidate.upper() in taken:
            number += 1
            candidate = f"{base}_{number}"
        taken.add(candidate.upper())
        accepted.append(candidate)
    return tuple(accepted)


def _numbers(column: ScoredColumn) -> list[str]:
    """Return values in full precision; whole answers without '.0'; missing ones empty."""
    return [
        "" if np.isnan(value) else repr(float(value)).removesuffix(".0")
        for value in column.values.astype(float)
    ]


def _codes_of_reasons(column: ScoredColumn) -> Mapping[str, int]:
    """Return the code of every reason: declared ones (the lowest of several), then free ones."""
    codes: dict[str, int] = {}
    for code, reason in sorted(column.missing_codes):
        codes.setdefault(reason, code)
    taken = {code for code, _ in (*column.missing_codes, *column.value_labels)}
    taken |= (
        {int(value) for value in column.values if value in _OWN_CODES} if column.kind == "answer" else set()
    )
    for reason in sorted(set(column.reasons) - set(codes) - {""}):
        free = [code for code in _OWN_CODES if code not in taken]
        if not free:
            raise ValueError(f"column {column.name}: no code is left for the reason {reason}")
        codes[reason] = free[0]
        taken.add(free[0])
    return codes


def _sav_values(column: ScoredColumn, codes: Mapping[str, int]) -> npt.NDArray[np.float64] | list[str]:
    if column.kind == "text":
        return [str(value) for value in column.values]
    values = column.values.astype(np.float64)
    for row, reason in enumerate(column.reasons):
        if reason:
            values[row] = codes[reason]
    return values


def _value_labels(column: ScoredColumn, codes: Mapping[str, int]) -> dict[float, str]:
    labels = {float(code): label[:120] for code, label in (*column.value_labels, *column.missing_codes)}
    return labels | {float(code): reason for reason, code in codes.items()}


def _missing_ranges(column: ScoredColumn, codes: Mapping[str, int]) -> list[Any]:
    # Each reason is written as one code, so only these need to be declared: SPSS takes three at most.
    declared = sorted({float(code) for code in codes.values()})
    if len(declared) <= _MOST_DISCRETE_MISSING:
        return list(declared)
    low, high = declared[0], declared[-1]
    answers = [*column.values.astype(float), *(float(code) for code, _ in column.value_labels)]
    if any(low <= answer <= high for answer in answers):
        raise ValueError(
            f"column {column.name}: SPSS cannot declare {len(declared)} missing codes around answers"
        )
    return [{"lo": low, "hi": high}]


def _with_fixed_stamp(sav: bytes) -> bytes:
    end = _STAMP_OFFSET + len(_STAMP)
    if sav[:4] != b"$FL2":
        raise ValueError("not the header of an SPSS file")
    return sav[:_STAMP_OFFSET] + _STAMP + sav[end:]
