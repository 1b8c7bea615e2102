"""Read a survey export of any kind: the file's ending and content must agree on which."""

from dataclasses import replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.survey import ordinary
from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS, ReadingChoices
from impl_eval.readers.survey.companion_files import find_companions
from impl_eval.readers.survey.finishing import finished
from impl_eval.readers.survey.people import find_people, refuse_unknown_columns
from impl_eval.readers.survey.platforms import tidy_by_platform
from impl_eval.readers.survey.raw_reading import raw_from_delimited, raw_from_workbook
from impl_eval.readers.survey.spss import read_spss_survey
from impl_eval.readers.survey.stata import read_stata_survey
from impl_eval.readers.survey.table import SurveyTable
from impl_eval.readers.tables import TABLE_ENDINGS

_SYNTAX_ENDINGS = frozenset({".dat", ".sps", ".do", ".r"})
SURVEY_ENDINGS = TABLE_ENDINGS | {".sav": "spss", ".zsav": "spss", ".dta": "stata"}


def read_survey(path: Path, name: str, *, choices: ReadingChoices = AS_THE_FILE_SAYS) -> SurveyTable:
    """Read a .csv, .tsv, .txt, .xlsx, .sav, .zsav or .dta export; `name` is how people know the file.

    The platform it comes from is recognised, unless `choices` name it. Cells are trimmed text, None where
    blank; whole numbers are written without a decimal point. Raises StudyProblems with all faults.
    """
    content = read_content(path, name)
    _refuse_syntax(path, name)
    kind = require_kind(path, name, content, SURVEY_ENDINGS)
    if kind in {"spss", "stata"}:
        del content
        read_labelled = read_spss_survey if kind == "spss" else read_stata_survey
        return without_people(read_labelled(path, name, choices), name, choices)
    read_raw = raw_from_workbook if kind == "excel" else raw_from_delimited
    raw = read_raw(content, name, choices)
    del content
    tidy = tidy_by_platform(raw, choices, find_companions(path, name, choices)) or ordinary.tidy(raw, choices)
    return finished(raw, tidy, choices)


def _refuse_syntax(path: Path, name: str) -> None:
    """Refuse the halves of an export as data and syntax: neither says alone what its columns are."""
    if path.suffix.lower() in _SYNTAX_ENDINGS:
        found = f"one half of an export as data and syntax ({path.suffix})"
        remedy = (
            "Run the syntax in its statistics program and save the data as .sav or .dta. Or export again as "
            "CSV; from LimeSurvey with question codes as headings and answer codes."
        )
        raise StudyProblems([Problem(name, None, "", found, ", ".join(sorted(SURVEY_ENDINGS)), remedy)])


def without_people(table: SurveyTable, name: str, choices: ReadingChoices) -> SurveyTable:
    """Leave out the columns of a statistics file that name people, as for every other export."""
    refuse_unknown_columns(name, table.columns, choices)
    distinct = {column: set(table.cells[column].dropna()) for column in table.columns}
    people = find_people(table.columns, distinct, table.variable_labels, {}, choices)
    if not people.dropped and not people.notes:
        return table
    columns = tuple(column for column in table.columns if column not in people.dropped)
    why = tuple((column, f"names people: {what}") for column, what in people.dropped.items())
    report = replace(
        table.report,
        columns_kept=columns,
        columns_dropped=(*table.report.columns_dropped, *why),
        personal_columns=(*table.report.personal_columns, *people.dropped),
        notes=(*table.report.notes, *people.notes),
    )
    return replace(table, columns=columns, cells=table.cells[list(columns)], report=report)
