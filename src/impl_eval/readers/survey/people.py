"""Columns that name people are left out of what is read, unless the study asks for them by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.personal_columns import names_people, people_inside


@dataclass(frozen=True)
class PeopleFound:
    """Columns left out, with what they hold; those kept because a person said so; and notes."""

    dropped: Mapping[str, str]
    kept: Mapping[str, str]
    notes: tuple[str, ...]


def find_people(
    columns: Sequence[str],
    distinct: Mapping[str, set[str]],
    labels: Mapping[str, str],
    known: Mapping[str, str],
    choices: ReadingChoices,
) -> PeopleFound:
    """Find the columns that name people: `known` to the platform, by heading or label, or by content.

    `distinct` has the different cells of each column, trimmed, without blank ones.
    """
    dropped: dict[str, str] = {}
    kept: dict[str, str] = {}
    inside: dict[str, list[str]] = {}
    for column in columns:
        what = known.get(column) or names_people(column, distinct[column])
        what = what or names_people(labels.get(column, ""), distinct[column])
        if what:
            (kept if column in choices.keep_personal_columns else dropped)[column] = what
            continue
        for holds, count in people_inside(distinct[column]).items():
            inside.setdefault(holds, []).append(f"{column} ({count})")
    notes = [f"Cells that seem to hold {what}, in: {', '.join(where)}." for what, where in inside.items()]
    if kept:
        notes.append(f"Kept although they name people, because the study asks for them: {', '.join(kept)}.")
    if dropped:
        notes.append(
            f"Columns that name people were not read: {', '.join(dropped)}. If one is needed, list it in "
            "`keep_personal_columns` under `reading` in the column map."
        )
    return PeopleFound(dropped, kept, tuple(notes))


def refuse_unknown_columns(name: str, columns: Sequence[str], choices: ReadingChoices) -> None:
    """Raise StudyProblems where a column to be kept does not exist: a slip would lose the real one."""
    where, remedy = "reading > keep_personal_columns", "Correct it in the column map."
    problems = [
        Problem(name, None, where, f'no column "{column}"', "", did_you_mean(column, columns) or remedy)
        for column in choices.keep_personal_columns
        if column not in columns
    ]
    if problems:
        raise StudyProblems(problems)
