"""From the text of an SPSS or Stata file to a survey table: rows left out, reasons, the reading report.

Which values are missing and what they are called was decided before, in spss_text and stata_text.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.columns import numbered
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.jisc_responses import (
    EMPTY_REASON,
    JISC,
    RESPONSE_NUMBER,
    URN_NOTE,
    empty_submissions,
    holds_response_numbers,
    repeated_note,
)
from impl_eval.readers.survey.labelled_text import LabelledText, some_names
from impl_eval.readers.survey.pyreadstat_adapter import LabelledFile
from impl_eval.readers.survey.table import SurveyTable

if TYPE_CHECKING:
    import pandas as pd

_EVIDENCE = "the column URN holds response numbers of the form 1-2-3"


def survey_from_labelled(
    source: LabelledFile, text: LabelledText, kind: str, name: str, choices: ReadingChoices
) -> SurveyTable:
    """Put a file that is text by now into the common form.

    Blank rows are left out; so are empty submissions of Jisc Online Surveys, unless choices keep them.
    Raises StudyProblems where there is no variable.
    """
    if not source.columns:
        raise StudyProblems([Problem(name, None, "", f"{kind}: no variables", "at least one variable")])
    rows = list(zip(*(text.cells[column] for column in source.columns), strict=True))
    blank = [index for index, row in enumerate(rows) if not any(row)]
    is_jisc = holds_response_numbers(text.cells.get(RESPONSE_NUMBER, ()))
    empty = _empty(source.columns, text, blank) if is_jisc else []
    left_out = {*blank, *([] if choices.keep_unfinished else empty)}
    kept = [index for index in range(len(rows)) if index not in left_out]
    cells = {column: [text.cells[column][index] for index in kept] for column in source.columns}
    labels = tuple(f"row {index + 1}" for index in kept)
    dropped = [(numbered("row", blank, 1), "blank")] if blank else []
    if empty and not choices.keep_unfinished:
        dropped.append((numbered("row", empty, 1), EMPTY_REASON))
    notes = [*source.notes, *_declared_notes(cells, text), *text.notes]
    if is_jisc:
        notes += _jisc_notes(cells, labels, empty if choices.keep_unfinished else [])
    platform = JISC if is_jisc else ""
    report = ReadingReport(
        kind=kind,
        encoding=source.encoding,
        rows_read=len(rows),
        rows_kept=len(kept),
        rows_dropped=tuple(dropped),
        columns_kept=source.columns,
        notes=tuple(notes),
        platform=platform,
        evidence=_EVIDENCE if is_jisc else "",
    )
    return SurveyTable(
        source.columns,
        _frame(cells, len(kept)),
        labels,
        (None,) * len(kept),
        text.user_missing,
        text.value_labels,
        source.variable_labels,
        report,
        _reasons(cells, text),
        platform,
    )


def _jisc_notes(
    cells: Mapping[str, Sequence[str | None]], places: Sequence[str], empty_kept: Sequence[int]
) -> list[str]:
    notes = [f"Empty submissions were kept: {numbered('row', empty_kept, 1)}."] if empty_kept else []
    return [*notes, URN_NOTE, *repeated_note(cells[RESPONSE_NUMBER], places, RESPONSE_NUMBER)]


def _empty(columns: Sequence[str], text: LabelledText, blank: Sequence[int]) -> list[int]:
    """Return the rows in which nothing was ticked or answered; a declared missing value is no answer."""
    cells: dict[str, Sequence[str | None]] = {}
    for column in columns:
        missing = text.user_missing.get(column, frozenset())
        cells[column] = [None if cell in missing else cell for cell in text.cells[column]]
    found = empty_submissions(cells, text.tick_columns, aside=text.date_columns[-1:])
    return [index for index in found if index not in blank]


def _declared_notes(cells: Mapping[str, Sequence[str | None]], text: LabelledText) -> list[str]:
    """Count the cells that the file itself declares missing, by column and value."""
    listed = []
    for column, missing in text.user_missing.items():
        counts = {code: cells[column].count(code) for code in sorted(missing)}
        parts = [f"{code}: {count}" for code, count in counts.items() if count]
        if parts:
            listed.append(f"{column} ({', '.join(parts)})")
    if not listed:
        return []
    words = text.reason_words.capitalize()
    return [f"{words} values, kept apart from blank cells, with how many there are: {some_names(listed)}."]


def _reasons(
    cells: Mapping[str, Sequence[str | None]], text: LabelledText
) -> dict[str, tuple[str | None, ...]]:
    """Say for every declared missing value that occurs which it is and what the file calls it."""
    reasons = {}
    for column, missing in text.user_missing.items():
        labels = text.value_labels.get(column, {})
        words: dict[str | None, str] = {
            code: f"{text.reason_words} {code}" + (f" ({labels[code]})" if labels.get(code) else "")
            for code in missing
        }
        stated = tuple(words.get(cell) for cell in cells[column])
        if any(stated):
            reasons[column] = stated
    return reasons


def _frame(cells: Mapping[str, list[str | None]], count: int) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(dict(cells), index=pd.RangeIndex(count), dtype=object)
