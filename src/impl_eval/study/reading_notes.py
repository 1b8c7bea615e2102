"""What a person is told of the reading of an export, once its column map is known."""

from collections.abc import Mapping
from dataclasses import replace

from impl_eval.instruments import Instrument
from impl_eval.quantitative.responses import ANSWERED
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey import SurveyTable
from impl_eval.readers.survey.suspicious_codes import suspicious_codes_note
from impl_eval.study.answers import Answers
from impl_eval.study.column_checks import rules_of, single_columns
from impl_eval.study.declared_files import Gathering
from impl_eval.study.file_labels import own_values
from impl_eval.study.rows import SIMULATED_COLUMN
from impl_eval.study.study_file import ColumnMap

_SUSPICIOUS = "Values that look like missing codes, but are not declared missing"
_TAGGED = "Say in missing_texts of the column map what the tagged missing values mean"
_STORED = "Scores already stored in the file"


def advise_on_reading(name: str, report: ReadingReport, gathering: Gathering) -> None:
    """Tell what happened while an export was read: what was left out, decided, and looks doubtful."""
    told = [f"Left out: {what}: {why}." for what, why in report.rows_dropped]
    told += report.notes
    if not report.rows_kept:
        told.append("No response is left: the export holds its header row only, or everything was left out.")
    if told:
        found = "1 thing" if len(told) == 1 else f"{len(told)} things"
        gathering.advise((name, None, ""), f"{found} to know from its reading", "", "\n  ".join(told))


def completed_report(
    table: SurveyTable,
    columns: Mapping[str, str],
    instrument: Instrument,
    column_map: ColumnMap,
    answers: Answers,
    dropped: list[tuple[str, str]],
) -> ReadingReport:
    """Return the reading report with what the column map made of the file; `columns` are by item."""
    report = table.report
    used = {
        *columns.values(),
        *(rule.column for rule in rules_of(column_map).values()),
        *single_columns(column_map),
        SIMULATED_COLUMN,
    }
    unused = tuple(
        (column, "the column map does not use it") for column in report.columns_kept if column not in used
    )
    empty = int((answers.reasons != ANSWERED).all(axis=1).sum())
    notes = (
        *(note for note in report.notes if not _is_settled(note, report, column_map)),
        *_suspicious_answers(table, columns, instrument, column_map),
        *answers.notes,
    )
    if empty:
        rows = "1 row holds" if empty == 1 else f"{empty} rows hold"
        notes = (*notes, f"{rows} no answer to any item, and {'is' if empty == 1 else 'are'} kept.")
    return replace(
        report,
        rows_kept=len(answers.values),
        rows_dropped=(*report.rows_dropped, *dropped),
        columns_kept=tuple(column for column in report.columns_kept if column in used),
        columns_dropped=(*report.columns_dropped, *unused),
        notes=notes,
    )


def _is_settled(note: str, report: ReadingReport, column_map: ColumnMap) -> bool:
    """Tell whether a reader's question is answered: by the column map, or by refusing what is open."""
    if note.startswith(_STORED):
        return set(report.stored_scores) <= set(column_map.stored_scores.values())
    return note.startswith((_SUSPICIOUS, _TAGGED))


def _suspicious_answers(
    table: SurveyTable, columns: Mapping[str, str], instrument: Instrument, column_map: ColumnMap
) -> tuple[str, ...]:
    """Say which answers look like missing codes, now that those of the instrument are known.

    A reader alone cannot know these; what an item does not allow is refused elsewhere.
    """
    codes = {*map(str, instrument.missing_codes), *column_map.missing_texts}
    asked = [columns[item.id] for item in instrument.items if not own_values(item, column_map)]
    distinct = {column: set(table.cells[column].dropna()) for column in asked}
    declared = {column: codes | table.user_missing.get(column, frozenset()) for column in asked}
    note = suspicious_codes_note(distinct, table.value_labels, declared)
    return (note,) if note else ()
