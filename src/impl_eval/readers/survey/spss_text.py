"""SPSS values as text: codes, dates of any year, declared missing values, and tick boxes.

Jisc Online Surveys declares 0 user-missing on every question, tick boxes too, where 0 means "not
ticked" and is an answer: without it 8 ticks of 13 people would read as 8 of 8.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence

from impl_eval.readers.cell_text import number_text
from impl_eval.readers.survey.labelled_text import LabelledText, label_notes, some_names
from impl_eval.readers.survey.pyreadstat_adapter import LabelledFile, MultipleResponseSet, Value
from impl_eval.readers.survey.suspicious_codes import suspicious_codes_note

_DATES = frozenset({"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"})
_DATE_TIMES = frozenset({"DATETIME", "YMDHMS"})
_TIMES = frozenset({"TIME", "DTIME", "MTIME"})
_FORMAT_NAME = re.compile(r"[A-Z]+")
_FIRST_DAY = "1582-10-14"  # SPSS counts seconds from here
_YEAR_10000 = 265_621_680_000  # in seconds from the first day
_BEYOND_ANY_CALENDAR = 1e15
_ONE = frozenset({"1", "1.0"})  # the ticked value of a multiple response set


def spss_text(spss: LabelledFile) -> LabelledText:
    """Turn every value, label and declared missing value of a file into the same kind of text."""
    cells: dict[str, list[str | None]] = {}
    user_missing: dict[str, frozenset[str]] = {}
    value_labels: dict[str, dict[str, str]] = {}
    distinct_texts: dict[str, set[str]] = {}
    ticks, far, dates = [], [], []
    counted = {column for one in spss.response_sets if one.counted in _ONE for column in one.columns}
    for column in spss.columns:
        values, family = spss.values[column], _format_family(spss.formats.get(column, ""))
        distinct = {value for value in values if value is not None}
        texts: dict[Value | None, str | None] = {value: value_text(value, family) for value in distinct}
        cells[column] = [texts.get(value) for value in values]
        distinct_texts[column] = set(filter(None, texts.values()))
        labels = spss.value_labels.get(column, {})
        if labels:
            value_labels[column] = {value_text(code, family) or "": text for code, text in labels.items()}
        declared = _declared_missing(distinct, spss.missing_ranges.get(column, ()))
        if is_tick_box(distinct, {1.0: ""} if column in counted else labels, declared):
            ticks.append(column)
        elif declared:
            user_missing[column] = frozenset(filter(None, (value_text(code, family) for code in declared)))
        if family in _DATES | _DATE_TIMES:
            dates.append(column)
            if any(_is_far(value) for value in distinct):
                far.append(column)
    notes = (
        *_notes(ticks, far),
        *_set_notes(spss.response_sets),
        *label_notes(distinct_texts, value_labels, user_missing, ticks),
        suspicious_codes_note(
            {column: texts for column, texts in distinct_texts.items() if column not in dates},
            value_labels,
            user_missing,
        ),
    )
    return LabelledText(
        cells, user_missing, value_labels, tuple(filter(None, notes)), tuple(ticks), tuple(dates)
    )


def is_tick_box(distinct: set[Value], labels: Mapping[Value, str], declared: Collection[Value]) -> bool:
    """Whether a 0 that the file declares missing really means 'not ticked'.

    So where only 1 has a label, no value but 0 and 1 occurs, and nothing but 0 is declared missing.
    """
    return set(labels) == {1.0} and distinct <= {0.0, 1.0} and set(declared) == {0.0}


def value_text(value: Value, family: str = "") -> str | None:
    """Return an SPSS value as text, None for a blank one; `family` is the name of its format."""
    if isinstance(value, str):
        return value.strip() or None
    if math.isnan(value):
        return None
    if math.isinf(value):
        return str(value)
    if family in _DATES or family in _DATE_TIMES:
        return _date_text(value, with_time=family in _DATE_TIMES)
    return _time_text(value) if family in _TIMES else number_text(value)


def _format_family(spss_format: str) -> str:
    match = _FORMAT_NAME.match(spss_format)
    return match.group() if match else ""


def _date_text(seconds: float, with_time: bool) -> str:
    """Return ISO text; numpy's calendar goes on past the year 9999, where Python's ends."""
    import numpy as np

    if abs(seconds) > _BEYOND_ANY_CALENDAR:
        return number_text(seconds)
    moment = np.datetime64(_FIRST_DAY, "s") + np.timedelta64(math.floor(seconds), "s")
    return str(moment) if with_time else str(moment.astype("datetime64[D]"))


def _time_text(seconds: float) -> str:
    """Return hours, minutes and seconds; a duration may pass 24 hours."""
    sign, whole = ("-" if seconds < 0 else ""), int(abs(seconds))
    fraction = number_text(round(abs(seconds) - whole, 6))[1:]
    return f"{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{fraction}"


def _is_far(value: Value) -> bool:
    return isinstance(value, float) and value >= _YEAR_10000


def _declared_missing(distinct: set[Value], spans: Sequence[tuple[Value, Value]]) -> set[Value]:
    """Return the values declared missing one by one, and those of a declared range that occur."""
    declared: set[Value] = set()
    for low, high in spans:
        if low == high:
            declared.add(low)
        elif isinstance(low, str) or isinstance(high, str):
            texts = {value for value in distinct if isinstance(value, str)}
            declared |= {value for value in texts if str(low) <= value <= str(high)}
        else:
            declared |= {value for value in distinct if not isinstance(value, str) and low <= value <= high}
    return declared


def _notes(ticks: Sequence[str], far: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if ticks:
        notes.append(
            f"Tick boxes ({some_names(ticks)}): the file declares 0 missing, but there it means "
            "'not ticked'. It was kept as an answer."
        )
    if far:
        notes.append(f"Dates after the year 9999, probably typing errors, in: {some_names(far)}.")
    return tuple(notes)


def _set_notes(sets: Sequence[MultipleResponseSet]) -> tuple[str, ...]:
    """Name the questions that allow several answers, with their columns: a set is no column of its own."""
    return tuple(
        f"Multiple response set {one.name}"
        + (f' ("{one.label}")' if one.label else "")
        + f": {some_names(one.columns)}"
        + (f"; ticked is {one.counted}" if one.counted else "")
        + "."
        for one in sets
    )
