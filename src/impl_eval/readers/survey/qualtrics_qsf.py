"""A Qualtrics survey file (.qsf): questions, choices, and the numbers their answers are exported as.

Read only for what explains an export: which code is which choice, and which negative code stands for
"no basis to judge" and is no answer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import read_content
from impl_eval.readers.survey.naming import without_markup
from impl_eval.readers.survey.raw_table import Companion

_NO_ANSWER = re.compile(
    r"\b(no basis|don.?t know|do not know|not know|unsure|not applicable|n/?a|no opinion|prefer not|"
    r"rather not|cannot (say|judge|answer)|can.?t (say|judge|answer)|no experience|not relevant|refuse|"
    r"wei(ß|ss) nicht|keine angabe|nicht zutreffend|ne sais pas|sans objet|no s[eé]|no aplica|weet niet)\b",
    re.IGNORECASE,
)
_CHOICE_QUESTIONS = frozenset({"MC", "Matrix"})


@dataclass(frozen=True)
class QsfQuestion:
    """One question: `codes` are exported codes with their labels; `rows` are statements or choices by id.

    `recoded` holds the codes that differ from the number of their choice. `several` says that each choice
    may have a column of its own; `lists_answers` that a cell may hold several codes, as in 1,3.
    """

    id: str
    tag: str
    text: str
    kind: str
    several: bool
    codes: Mapping[str, str]
    recoded: tuple[str, ...]
    rows: Mapping[str, str]
    row_tags: Mapping[str, str]
    lists_answers: bool = False

    @property
    def no_basis(self) -> dict[str, str]:
        """Negative codes that stand for no answer, with their labels.

        So where the label says it, or where the other codes all are 1 or more and the negative ones do not
        mirror them: -2, -1, 1, 2 is a scale; -1 beside 1 to 5 is not.
        """
        numbers = {int(code): code for code in self.codes if re.fullmatch(r"-?\d+", code)}
        negative = [number for number in numbers if number < 0]
        rest = [number for number in numbers if number >= 0]
        mirrored = sorted(-number for number in negative) == sorted(number for number in rest if number > 0)
        apart = bool(rest) and min(rest) >= 1 and not mirrored and len(negative) < len(rest)
        return {
            numbers[number]: self.codes[numbers[number]]
            for number in sorted(negative)
            if apart or _NO_ANSWER.search(self.codes[numbers[number]])
        }


def read_qsf(companion: Companion) -> tuple[QsfQuestion, ...]:
    """Read the questions of a survey file; raises StudyProblems where it is none."""
    text = decode_text(read_content(companion.path, companion.name), companion.name).text
    try:
        survey = json.loads(text)
        elements = [one for one in survey["SurveyElements"] if one["Element"] == "SQ"]
    except (ValueError, KeyError, TypeError, RecursionError):
        allowed, remedy = (
            "a Qualtrics survey file (.qsf)",
            "In Qualtrics: Tools, Import/Export, Export survey.",
        )
        raise StudyProblems(
            [Problem(companion.name, None, "", "something else than a survey", allowed, remedy)]
        ) from None
    return tuple(_questions(elements))


def _questions(elements: list[Any]) -> Iterator[QsfQuestion]:
    for element in elements:
        payload = element.get("Payload") if isinstance(element, dict) else None
        if isinstance(payload, dict) and payload.get("QuestionType") != "DB":  # a text without question
            yield _question(payload)


def _question(payload: dict[str, Any]) -> QsfQuestion:
    kind = str(payload.get("QuestionType", ""))
    choices = _labels(payload.get("Choices"))
    answers = _labels(payload.get("Answers")) if kind == "Matrix" else choices
    recodes = {key: str(code) for key, code in _by_key(payload.get("RecodeValues")).items()}
    several = kind == "MC" and str(payload.get("Selector", "")).startswith("MA")
    codes = (
        {recodes.get(key, key): label for key, label in answers.items()} if kind in _CHOICE_QUESTIONS else {}
    )
    changed = tuple(recodes[key] for key in answers if key in recodes and recodes[key] != key)
    row_tags = _by_key(payload.get("ChoiceDataExportTags"))
    return QsfQuestion(
        str(payload.get("QuestionID", "")),
        str(payload.get("DataExportTag", "")),
        without_markup(str(payload.get("QuestionText") or "")),
        kind,
        several,
        codes,
        changed if kind in _CHOICE_QUESTIONS else (),
        choices if kind == "Matrix" or several else {},
        {key: str(tag) for key, tag in row_tags.items() if tag},
        several or (kind == "Matrix" and payload.get("SubSelector") == "MultipleAnswer"),
    )


def _by_key(given: Any) -> dict[str, Any]:
    """Maps whose keys are 0, 1, 2, ... are written as lists, and empty ones as [] or false."""
    if isinstance(given, dict):
        return {str(key): one for key, one in given.items()}
    return {str(key): one for key, one in enumerate(given)} if isinstance(given, list) else {}


def _labels(given: Any) -> dict[str, str]:
    return {
        key: without_markup(str((one.get("Display") or "") if isinstance(one, dict) else one))
        for key, one in _by_key(given).items()
    }


@dataclass(frozen=True)
class QsfColumn:
    """The question, and the statement or choice of it ("" for none), that a column of an export holds."""

    question: QsfQuestion
    row: str

    @property
    def label(self) -> str:
        """The wording: the question's, with that of its statement or choice."""
        row = self.question.rows.get(self.row, "")
        return f"{self.question.text} - {row}" if row else self.question.text


def column_of(questions: tuple[QsfQuestion, ...], tag: str, import_id: str) -> QsfColumn | None:
    """Find what a column holds by its import id (QID5_2), else by its export tag (Q5_2); None if text."""
    if import_id:
        match = re.match(r"(?:\d+_)?(QID\d+)(?:[_-](\d+))?(_TEXT)?\Z", import_id)
        if match is None or match[3]:
            return None
        return next((QsfColumn(one, match[2] or "") for one in questions if one.id == match[1]), None)
    plain = re.sub(r"\A\d+_(?=\D)", "", tag)
    for question in questions:
        if question.tag and plain == question.tag:
            return QsfColumn(question, "")
        for row in question.rows:
            own = question.row_tags.get(row, "")
            if (
                plain in {f"{question.tag}_{row}", own, f"{question.tag}_{own}"}
                and plain != f"{question.tag}_"
            ):
                return QsfColumn(question, row)
    return None
