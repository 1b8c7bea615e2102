"""Stata values as text: codes, dates of any year and unit, and tagged missing values (.a to .z)."""

import math
import re
from collections.abc import Mapping

from impl_eval.readers.cell_text import number_text
from impl_eval.readers.report import Question
from impl_eval.readers.survey.labelled_text import LabelledText, label_notes, some_names
from impl_eval.readers.survey.pyreadstat_adapter import LabelledFile, Value
from impl_eval.readers.survey.suspicious_codes import suspicious_codes_note

_DATE_FORMAT = re.compile(r"%-?(?:t([CcdwmqhybB])|(d))")
_LETTER = re.compile(r"[a-z]\Z")
_FIRST_YEAR = 1960  # Stata counts days, weeks, months and milliseconds from its first day
_SECONDS_OF_DAY = 86_400
_BEYOND_ANY_CALENDAR = 1e15
_PARTS_OF_YEAR: Mapping[str, tuple[int, str]] = {
    "w": (52, "-W{:02d}"),
    "m": (12, "-{:02d}"),
    "q": (4, "-Q{}"),
}


def stata_text(stata: LabelledFile) -> LabelledText:
    """Turn every value, label and tagged missing value of a file into the same kind of text."""
    cells: dict[str, list[str | None]] = {}
    tagged: dict[str, frozenset[str]] = {}
    labels: dict[str, dict[str, str]] = {}
    distinct: dict[str, set[str]] = {}
    dates: list[str] = []
    uncertain: list[str] = []
    for column in stata.columns:
        unit = date_unit(stata.formats.get(column, ""))
        is_number = column in stata.tagged
        texts: dict[Value | None, str | None] = {
            value: value_text(value, unit, is_number, column in stata.single_precision)
            for value in set(stata.values[column])
        }
        cells[column] = [texts[value] for value in stata.values[column]]
        distinct[column] = {text for text in texts.values() if text is not None}
        missing = {text for text in distinct[column] if is_number and text.startswith(".")}
        if missing:
            tagged[column] = frozenset(missing)
        if column in stata.value_labels:
            labels[column] = {
                value_text(code, "", is_number) or "": text
                for code, text in stata.value_labels[column].items()
            }
        if unit:
            (dates if unit in "dcC" else uncertain).append(column)
    notes = _notes(stata, tagged, uncertain) + label_notes(distinct, labels, tagged)
    suspicious = suspicious_codes_note(distinct, labels, tagged)
    return LabelledText(
        cells,
        tagged,
        labels,
        (*notes, suspicious) if suspicious else notes,
        date_columns=tuple(dates),
        reason_words="tagged missing",
    )


def date_unit(stata_format: str) -> str:
    """Return the unit in which a format counts time (d, c, C, w, m, q, h, y, b), "" where it is no date."""
    match = _DATE_FORMAT.match(stata_format)
    return (match.group(1) or match.group(2)) if match else ""


def value_text(
    value: Value | None, unit: str = "", is_number: bool = True, single_precision: bool = False
) -> str | None:
    """Return a Stata value as text: None for a blank or system-missing one, ".a" for a tagged missing one.

    `unit` is one of `date_unit`. A value of single precision is written with the digits it has.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if is_number and _LETTER.match(value):
            return f".{value}"
        return value.strip() or None
    number = float(value)
    if math.isnan(number):
        return None
    if unit and abs(number) < _BEYOND_ANY_CALENDAR:
        return _date_text(number, unit)
    if single_precision:
        import numpy as np

        number = float(str(np.float32(number)))
    return number_text(number)


def _date_text(number: float, unit: str) -> str:
    """Return ISO text, as far as there is one; numpy's calendar goes on past the year 9999."""
    import numpy as np

    whole = math.floor(number)
    if unit == "d":
        return str(np.datetime64(f"{_FIRST_YEAR}-01-01", "D") + np.timedelta64(whole, "D"))
    if unit in "cC":
        return str(np.datetime64(f"{_FIRST_YEAR}-01-01T00:00:00", "s") + np.timedelta64(whole // 1000, "s"))
    if unit in _PARTS_OF_YEAR:
        parts, pattern = _PARTS_OF_YEAR[unit]
        return f"{_FIRST_YEAR + whole // parts}{pattern.format(whole % parts + 1)}"
    if unit == "h":
        return f"{_FIRST_YEAR + whole // 2}-H{whole % 2 + 1}"
    return number_text(number)


def _notes(
    stata: LabelledFile, tagged: Mapping[str, frozenset[str]], uncertain: list[str]
) -> tuple[str, ...]:
    notes: list[str] = []
    if tagged:
        letters = ", ".join(sorted({text for texts in tagged.values() for text in texts}))
        notes.append(
            Question(
                f"Say in missing_texts of the column map what the tagged missing values mean: {letters}."
            )
        )
    if uncertain:
        notes.append(
            f"Weeks, months, quarters or years of Stata, no full dates, in: {some_names(uncertain)}."
        )
    far = [
        column
        for column in stata.columns
        if date_unit(stata.formats.get(column, "")) == "d"
        and any(not isinstance(value, str | None) and value > 2_936_549 for value in stata.values[column])
    ]
    if far:
        notes.append(f"Dates after the year 9999, probably typing errors, in: {some_names(far)}.")
    return tuple(notes)
