"""What follows for every delimited or Excel export, whatever its platform: text cells, dates, people's
columns, duplicates, and the reading report.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from impl_eval.readers.columns import numbered
from impl_eval.readers.delimited import DELIMITER_NAMES
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey.cells import UNCERTAIN, CellFindings, column_text
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.dates import DateColumns, looks_like_dates, read_date_columns
from impl_eval.readers.survey.duplicates import duplicate_notes
from impl_eval.readers.survey.jisc_responses import JISC
from impl_eval.readers.survey.people import PeopleFound, find_people, refuse_unknown_columns
from impl_eval.readers.survey.qualtrics import QUALTRICS
from impl_eval.readers.survey.raw_table import RawTable, TidyTable
from impl_eval.readers.survey.redcap import REDCAP
from impl_eval.readers.survey.suspicious_codes import may_be_codes, suspicious_codes_note
from impl_eval.readers.survey.table import SurveyTable

if TYPE_CHECKING:
    import pandas as pd

_CODES_LOOKED_AT = frozenset({JISC, REDCAP})
_Value = TypeVar("_Value")
Cells = dict[str, list[str | None]]
_SCORE_WORDS = re.compile(
    r"(?:^|[^a-z])(?:total|sum|score|mean|avg|average|summe|mittelwert|moyenne)(?:[^a-z]|$)|(?:total|score|mean)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:\s*/\s*[0-9]+)?\Z")


def finished(raw: RawTable, tidy: TidyTable, choices: ReadingChoices) -> SurveyTable:
    """Turn the responses of one file into the table that the study layer knows.

    Raises StudyProblems where `choices` would keep columns that the file does not have.
    """
    refuse_unknown_columns(raw.name, tidy.columns, choices)
    findings = CellFindings()
    row_labels = tuple(raw.place(index) for index in tidy.kept)
    cells: Cells = {
        column: column_text(
            column, tidy.cells[column], _decimal(column, raw, tidy, choices), row_labels.__getitem__, findings
        )
        for column in tidy.columns
    }
    distinct = {column: {cell for cell in cells[column] if cell} for column in tidy.columns}
    people = find_people(tidy.columns, distinct, tidy.variable_labels, tidy.personal, choices)
    duplicates = duplicate_notes(cells, tidy, people, row_labels)
    for column in people.dropped:
        del cells[column]
    dates = _dates(cells, distinct, tidy, choices)
    cells.update(dates.cells)
    columns = tuple(column for column in tidy.columns if column in cells)
    scores = _stored_scores(columns, distinct, tidy)
    notes = (
        *_heading_notes(tidy),
        *raw.notes,
        *(note for position, note in raw.date_notes.items() if position not in tidy.dates_at),
        *tidy.notes,
        *findings.notes(),
        *dates.notes,
        *people.notes,
        *duplicates,
        *stored_scores_notes(scores),
        *_suspicious(columns, distinct, tidy),
    )
    report = _report(raw, tidy, columns, notes, people, dates, scores, duplicates)
    return SurveyTable(
        columns,
        frame(columns, cells, len(row_labels)),
        row_labels,
        tuple(raw.line(index) for index in tidy.kept),
        _of(columns, tidy.user_missing),
        _of(columns, tidy.value_labels),
        _of(columns, tidy.variable_labels),
        report,
        {column: tuple(reasons) for column, reasons in _of(columns, tidy.reasons).items()},
        tidy.platform,
    )


def _decimal(column: str, raw: RawTable, tidy: TidyTable, choices: ReadingChoices) -> str:
    """Return what a comma between digits is: "1,3" may be two answers in Qualtrics, and between commas."""
    if column in tidy.several_answers:
        return "point"
    may_be_two = tidy.platform == QUALTRICS or raw.delimiter == DELIMITER_NAMES[","]
    return choices.decimal or (UNCERTAIN if may_be_two else "")


def frame(columns: Sequence[str], cells: Mapping[str, list[str | None]], count: int) -> "pd.DataFrame":
    """Return the cells as a table of objects with a plain index, also where there is no row."""
    import pandas as pd

    return pd.DataFrame(
        {column: cells.get(column, []) for column in columns}, index=pd.RangeIndex(count), dtype=object
    )


def _of(columns: Sequence[str], by_column: Mapping[str, _Value]) -> dict[str, _Value]:
    return {column: by_column[column] for column in columns if column in by_column}


def _dates(
    cells: Cells, distinct: Mapping[str, set[str]], tidy: TidyTable, choices: ReadingChoices
) -> DateColumns:
    together = tuple(column for column in tidy.date_columns if column in cells)
    found = {
        column: cells[column] for column in cells if column in together or looks_like_dates(distinct[column])
    }
    return read_date_columns(found, together, choices.date_order)


def _stored_scores(
    columns: Sequence[str], distinct: Mapping[str, set[str]], tidy: TidyTable
) -> tuple[str, ...]:
    named = [
        column
        for column in columns
        if _SCORE_WORDS.search(column)
        and not column.startswith("Q_")  # what Qualtrics says of a response: Q_RecaptchaScore
        and len(column.split()) <= 4
        and distinct[column]
        and all(map(_NUMBER.match, distinct[column]))
    ]
    return tuple(dict.fromkeys([*(one for one in tidy.stored_scores if one in columns), *named]))


def stored_scores_notes(scores: Sequence[str]) -> tuple[str, ...]:
    """Say which columns hold scores of the program's own, and what to do; nothing where none does."""
    if not scores:
        return ()
    return (
        f"Scores already stored in the file, as it seems: {', '.join(scores)}. Name them in stored_scores "
        "of the column map to have them computed again and compared.",
    )


def _suspicious(columns: Sequence[str], distinct: Mapping[str, set[str]], tidy: TidyTable) -> tuple[str, ...]:
    """Point out undeclared missing codes, where the platform's own reader did not do so."""
    if tidy.platform in _CODES_LOOKED_AT:
        return ()
    aside = {tidy.identifier, *tidy.date_columns, *tidy.stored_scores}
    answers = {
        column: distinct[column]
        for column in columns
        if column not in aside and may_be_codes(distinct[column])
    }
    note = suspicious_codes_note(answers, tidy.value_labels, tidy.user_missing)
    return (note,) if note else ()


def _heading_notes(tidy: TidyTable) -> list[str]:
    notes = []
    if tidy.platform:
        rows = "1 header row" if tidy.header_rows == 1 else f"{tidy.header_rows} header rows"
        notes.append(f"Taken for {tidy.platform} ({tidy.evidence}), with {rows}.")
    if tidy.companions:
        notes.append(f"Explained by: {', '.join(tidy.companions)}.")
    return notes


def _report(
    raw: RawTable,
    tidy: TidyTable,
    columns: tuple[str, ...],
    notes: tuple[str, ...],
    people: PeopleFound,
    dates: DateColumns,
    scores: tuple[str, ...],
    duplicates: tuple[str, ...],
) -> ReadingReport:
    kind = "Excel workbook" if raw.sheet else "delimited text"
    blank = ((numbered("row" if raw.sheet else "line", raw.blank), "blank"),) if raw.blank else ()
    dropped = tuple((column, f"names people: {what}") for column, what in people.dropped.items())
    return ReadingReport(
        kind=f"{tidy.platform} ({kind})" if tidy.platform else kind,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        sheet=raw.sheet,
        rows_read=len(raw.rows) - tidy.header_rows + len(raw.blank),
        rows_kept=len(tidy.kept),
        rows_dropped=(*blank, *tidy.rows_dropped),
        columns_kept=columns,
        columns_dropped=(*tidy.columns_dropped, *dropped),
        notes=notes,
        platform=tidy.platform,
        evidence=tidy.evidence,
        header_rows=tidy.header_rows,
        companions=tidy.companions,
        personal_columns=tuple(people.dropped),
        date_orders=dates.orders,
        stored_scores=scores,
        duplicates=duplicates,
    )
