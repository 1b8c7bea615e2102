"""What can go wrong, as values (Problem) and as the few exceptions the command line knows."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of a study, for the person who can mend it.

    `file` is relative to the study, `line` counts from 1 (None where a file has no lines), `where`
    is the place inside it: a path of keys, or sheet, row and column. `found` never holds a survey
    answer together with its respondent, nor speech.
    """

    file: str
    line: int | None
    where: str
    found: str
    allowed: str = ""
    remedy: str = ""

    def sort_key(self) -> tuple[str, int, str, str]:
        """Order in which problems are shown: by file, line and place."""
        return (self.file, self.line or 0, self.where, self.found)


class ImplEvalError(Exception):
    """Base of what the command line reports without a traceback."""


class StudyProblems(ImplEvalError):
    """The study, or a file of it, has faults: all of them, sorted and without repeats."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=Problem.sort_key))
        super().__init__(f"{len(self.problems)} problems")


class AnalysisRefused(ImplEvalError):
    """The analysis cannot be carried out as planned."""


class OutputNotWritten(ImplEvalError):
    """An output could not be written; what stood there before still stands."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return 'Did you mean X?' for the nearest known name, or an empty string."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.75)
    return f"Did you mean {by_lower[near[0]]}?" if near else ""


def describe_problem(problem: Problem) -> str:
    """Two lines at most: place, found and allowed; then what to do."""
    place = problem.file + (f", line {problem.line}" if problem.line else "")
    head = f"{place}: {problem.where}: " if problem.where else f"{place}: "
    text = f"{head}found {problem.found}"
    if problem.allowed:
        text += f"; allowed: {problem.allowed}"
    text += "."
    return f"{text}\n  {problem.remedy}" if problem.remedy else text


def describe_problems(problems: tuple[Problem, ...]) -> str:
    """Return every problem as text, after a line that counts them."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"The study has {count}.", *map(describe_problem, problems)])
