"""Stata data files (.dta) as survey tables: codes, labels, tagged missing values with reasons."""

from pathlib import Path

from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS, ReadingChoices
from impl_eval.readers.survey.labelled_survey import survey_from_labelled
from impl_eval.readers.survey.pyreadstat_adapter import read_labelled_file
from impl_eval.readers.survey.stata_text import stata_text
from impl_eval.readers.survey.table import SurveyTable


def read_stata_survey(path: Path, name: str, choices: ReadingChoices = AS_THE_FILE_SAYS) -> SurveyTable:
    """Read a .dta file (Stata 8 to 18) whose first bytes were already checked.

    A tagged missing value (.a to .z) is the text ".a" in its cell, one of the column's `user_missing`, and
    has a reason; system-missing (.) is a blank cell. Raises StudyProblems where the file is damaged, too
    large, or has no variable.
    """
    stata = read_labelled_file(path, name, "stata")
    return survey_from_labelled(stata, stata_text(stata), "Stata data file", name, choices)
