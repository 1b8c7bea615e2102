"""What a person is told of the reading of an export, once its column map is known."""

from dataclasses import replace

from impl_eval.quantitative.responses import ANSWERED
from impl_eval.readers.report import Question, ReadingReport
from impl_eval.readers.survey.finishing import stored_scores_notes
from impl_eval.readers.survey.suspicious_codes import suspicious_codes_note
from impl_eval.study.answers import Answers
from impl_eval.study.declared_files import Gathering
from impl_eval.study.file_labels import own_values
from impl_eval.study.mapped_export import MappedExport
from impl_eval.study.rows import SIMULATED_COLUMN
from impl_eval.study.study_file import ColumnMap


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
    export: MappedExport, answers: Answers, dropped: list[tuple[str, str]], told: tuple[str, ...]
) -> ReadingReport:
    """Return the reading report with what the column map made of the file; `told` are further notes."""
    report = export.table.report
    used = {SIMULATED_COLUMN, *(use.column for use in export.uses)}
    unused = tuple(
        (column, "the column map does not use it") for column in report.columns_kept if column not in used
    )
    notes = (
        *(note for note in report.notes if not _is_settled(note, report, export.column_map)),
        *told,
        *_suspicious_answers(export),
        *answers.notes,
        *_rows_without_answers(answers),
    )
    return replace(
        report,
        rows_kept=len(answers.values),
        rows_dropped=(*report.rows_dropped, *dropped),
        columns_kept=tuple(column for column in report.columns_kept if column in used),
        columns_dropped=(*report.columns_dropped, *unused),
        notes=notes,
    )


def _rows_without_answers(answers: Answers) -> tuple[str, ...]:
    empty = int((answers.reasons != ANSWERED).all(axis=1).sum())
    if not empty:
        return ()
    return (
        ("1 row holds no answer to any item, and is kept.",)
        if empty == 1
        else (f"{empty} rows hold no answer to any item, and are kept.",)
    )


def _is_settled(note: str, report: ReadingReport, column_map: ColumnMap) -> bool:
    """Tell whether a reader's question is answered: by the column map, or by refusing what is open."""
    if note in stored_scores_notes(report.stored_scores):
        return set(report.stored_scores) <= set(column_map.stored_scores.values())
    return isinstance(note, Question)


def _suspicious_answers(export: MappedExport) -> tuple[str, ...]:
    """Say which answers look like missing codes, now that those of the instrument are known.

    A reader alone cannot know these; what an item does not allow is refused elsewhere.
    """
    table, column_map = export.table, export.column_map
    codes = {*map(str, export.instrument.missing_codes), *column_map.missing_texts}
    items = (item for item in export.instrument.items if not own_values(item, column_map))
    asked = [export.columns[item.id] for item in items]
    distinct = {column: set(table.cells[column].dropna()) for column in asked}
    declared = {column: codes | table.user_missing.get(column, frozenset()) for column in asked}
    note = suspicious_codes_note(distinct, table.value_labels, declared)
    return (note,) if note else ()
