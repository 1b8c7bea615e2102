"""The hand-written exports beside the tests, read."""

from pathlib import Path
from typing import Any

from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey

EXPORTS = Path(__file__).parent / "exports"


def read_twin(name: str, **choices: Any) -> SurveyTable:
    """Read one of the exports with these choices."""
    return read_survey(EXPORTS / name, name, choices=ReadingChoices(**choices))
