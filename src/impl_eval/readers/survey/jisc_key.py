"""The key of a coded export of Jisc Online Surveys: what its questions and codes are called.

Two columns without a header: a question and its text, and below it each of its codes with a label. The
key may be of another version of the survey than the answers; which columns it explains is asked, not assumed.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.delimited import split_rows
from impl_eval.readers.files import read_content
from impl_eval.readers.survey.naming import without_markup
from impl_eval.readers.survey.raw_table import Companion

_CODE = re.compile(r"-?\d+\Z")
_QUESTION = re.compile(r"(?:Q\d+\w*|URN|CompletionDate)\Z")
_GRID_COLUMN = re.compile(r"(.+)_(\d+)\Z")


@dataclass(frozen=True)
class JiscQuestion:
    """A question (or row and column of a grid): its text, and its labels by code (none for free text)."""

    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class JiscKey:
    """The questions of a key by id (Q9, Q11_1_a, URN), in order."""

    name: str
    questions: Mapping[str, JiscQuestion]

    def tick_box(self, column: str) -> tuple[str, str] | None:
        """Return (question, code) of a column that holds one option of a question; None for any other."""
        match = _GRID_COLUMN.match(column)
        if column in self.questions or match is None:
            return None
        question, code = match.groups()
        found = self.questions.get(question)
        return (question, code) if found is not None and code in found.labels else None

    def unexplained(self, columns: Sequence[str]) -> list[str]:
        """Return the columns that the key does not know."""
        return [
            column
            for column in columns
            if column not in self.questions and not self._is_heading(column) and self.tick_box(column) is None
        ]

    def _is_heading(self, column: str) -> bool:
        """A heading above a grid has a column of its own, always blank; older keys do not list it."""
        return any(question.startswith(f"{column}_") for question in self.questions)

    def without_column(self, columns: Collection[str]) -> list[str]:
        """Return the questions with codes that have no column, neither their own nor for their options."""
        answered = {tick[0] for tick in map(self.tick_box, columns) if tick is not None}
        return [
            question
            for question, found in self.questions.items()
            if found.labels and question not in columns and question not in answered
        ]

    def options_without_column(self, columns: Collection[str]) -> dict[str, list[str]]:
        """Return by question with tick boxes the codes for which there is no box."""
        boxes: dict[str, set[str]] = {}
        for tick in map(self.tick_box, columns):
            if tick is not None:
                boxes.setdefault(tick[0], set()).add(tick[1])
        missing = {
            question: [code for code in self.questions[question].labels if code not in codes]
            for question, codes in boxes.items()
        }
        return {question: codes for question, codes in missing.items() if codes}

    def text(self, column: str) -> str:
        """Return what a column asks, with the question above it in a grid and the option of a tick box."""
        tick = self.tick_box(column)
        question = tick[0] if tick else column
        if question not in self.questions:
            return ""
        above = question.split("_")[0]
        texts = [self.questions[above].text] if above != question and above in self.questions else []
        texts.append(self.questions[question].text)
        if tick:
            texts.append(self.questions[question].labels[tick[1]])
        return " - ".join(filter(None, dict.fromkeys(texts)))


def read_jisc_key(companion: Companion) -> JiscKey:
    """Read the key beside an export.

    Raises StudyProblems where the file is no key: not two columns, a code before any question, no question
    with codes, or a question or code that stands twice.
    """
    split = split_rows(read_content(companion.path, companion.name), companion.name)
    rows = [[cell.strip() for cell in row] for row in split.rows]
    if any(len(row) < 2 or any(row[2:]) for row in rows) or not any(_QUESTION.match(row[0]) for row in rows):
        raise StudyProblems([_no_key(companion.name)])
    texts: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    problems = []
    question = ""
    for row, line in zip(rows, split.line_numbers, strict=True):
        cell, text = row[0], without_markup(row[1])
        if not _CODE.match(cell):
            question = cell
            if cell in texts:
                problems.append(_repeated(companion.name, line, f'the question "{cell}" a second time'))
            texts.setdefault(cell, text)
            labels.setdefault(cell, {})
        elif not question:
            raise StudyProblems([_no_key(companion.name)])
        elif cell in labels[question]:
            problems.append(_repeated(companion.name, line, f"the code {cell} of {question} a second time"))
        else:
            labels[question][cell] = text
    if problems:
        raise StudyProblems(problems)
    return JiscKey(companion.name, {one: JiscQuestion(texts[one], labels[one]) for one in texts})


def _no_key(name: str) -> Problem:
    remedy = "Correct `dictionary` under `reading` in the column map, or move the file elsewhere."
    allowed = "two columns: a question and its text, below it its codes with their labels"
    return Problem(name, None, "", "a file that is no key of Jisc Online Surveys", allowed, remedy)


def _repeated(name: str, line: int, found: str) -> Problem:
    return Problem(name, line, "", found, "each once", "Export the key again with the answers.")
