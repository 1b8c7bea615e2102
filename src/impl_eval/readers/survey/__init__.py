"""Survey exports of any kind (delimited, Excel, SPSS, Stata) as one table of text, missing values apart."""

from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.reading import read_survey
from impl_eval.readers.survey.table import SurveyTable

__all__ = ["ReadingChoices", "SurveyTable", "read_survey"]
