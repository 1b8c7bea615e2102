"""The faults that every reader shares, in the same words."""

from collections.abc import Iterable

from impl_eval.errors import Problem, StudyProblems

PROBLEMS_SHOWN = 20


def fault(
    name: str, found: str, allowed: str = "", remedy: str = "", *, line: int | None = None
) -> StudyProblems:
    """Return one fault of a whole file, or of one of its lines, ready to be raised."""
    return StudyProblems([Problem(name, line, "", found, allowed, remedy)])


def damaged(name: str) -> StudyProblems:
    """Return the fault of a file that begins well and cannot be read to its end."""
    remedy = "Open it in the program it came from and save it again; it may have been cut short in transfer."
    return fault(name, "a file that is damaged or incomplete", "", remedy)


def locked(name: str) -> StudyProblems:
    """Return the fault of a file that only opens with a password."""
    remedy = "Open it in the program it came from, remove the password and save it again."
    return fault(name, "a file that is locked by a password", "a file without a password", remedy)


def shortened(problems: Iterable[Problem], what: str = "rows") -> list[Problem]:
    """Keep the first problems of one sort, and say how many more there are."""
    listed = list(problems)
    if len(listed) <= PROBLEMS_SHOWN:
        return listed
    rest = len(listed) - PROBLEMS_SHOWN
    last = listed[PROBLEMS_SHOWN]
    more = Problem(last.file, last.line, last.where, f"the same in {rest:,} more {what}, from here on")
    return [*listed[:PROBLEMS_SHOWN], more]
