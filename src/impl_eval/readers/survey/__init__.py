"""Survey exports of any kind (CSV, Excel, SPSS) as one table of text with its missing values kept apart."""

from impl_eval.readers.survey.reading import read_survey
from impl_eval.readers.survey.table import SurveyTable

__all__ = ["SurveyTable", "read_survey"]
