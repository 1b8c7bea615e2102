"""SPSS data files (.sav, .zsav) as survey tables: codes, labels, declared missing values with reasons."""

from pathlib import Path

from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS, ReadingChoices
from impl_eval.readers.survey.labelled_survey import survey_from_labelled
from impl_eval.readers.survey.pyreadstat_adapter import LabelledFile as SpssFile
from impl_eval.readers.survey.pyreadstat_adapter import Value, read_labelled_file
from impl_eval.readers.survey.spss_text import spss_text
from impl_eval.readers.survey.table import SurveyTable

__all__ = ["SpssFile", "Value", "read_spss_file", "read_spss_survey"]


def read_spss_file(path: Path, name: str) -> SpssFile:
    """Read a .sav or .zsav file whose first bytes were already checked, its values as typed.

    Raises StudyProblems where the file is damaged, too large, or names a variable twice.
    """
    return read_labelled_file(path, name, "spss")


def read_spss_survey(path: Path, name: str, choices: ReadingChoices = AS_THE_FILE_SAYS) -> SurveyTable:
    """Read a .sav or .zsav file whose first bytes were already checked.

    Declared missing values keep their text and have a reason; empty submissions of Jisc Online Surveys
    are left out unless `choices.keep_unfinished`. Raises StudyProblems as `read_spss_file` does, and
    where there is no variable.
    """
    spss = read_spss_file(path, name)
    return survey_from_labelled(spss, spss_text(spss), "SPSS data file", name, choices)
