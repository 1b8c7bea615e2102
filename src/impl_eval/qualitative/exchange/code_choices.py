"""What an analyst chose for codes of a file: which code of the study each is, or under which it goes.

Codes of a file are named by their label, or by their whole line ("Barriers > Time") where a label stands
for several.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.qualitative.exchange.naming import spelling
from impl_eval.readers.refi import QdaProject

BETWEEN = " > "
MAP_COLUMNS = ("code", "same_as", "under", "codings")
"""Columns of a table of choices; `codings` is for the reader alone."""


@dataclass(frozen=True)
class CodeChoices:
    """By the guid of a code: the id of the code or mechanism that it is, or under which it is to go."""

    same_as: Mapping[str, str] = field(default_factory=dict)
    under: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChoiceRow:
    """One row of a table of choices, and the line it stands in."""

    code: str
    same_as: str = ""
    under: str = ""
    line: int | None = None


def code_lines(project: QdaProject) -> dict[str, str]:
    """Return the line of each code of a file, from the top down to it, by guid."""
    lines: dict[str, str] = {}
    for code in project.codes:
        above = lines.get(code.parent, "")
        lines[code.guid] = f"{above}{BETWEEN}{code.name}" if above else code.name
    return lines


def code_choices(
    rows: Iterable[ChoiceRow], file: str, project: QdaProject, known: Collection[str]
) -> CodeChoices:
    """Return what rows choose for codes of a file; rows that choose nothing are passed over.

    `known` are the ids of mechanisms and codes of the study. Raises StudyProblems with every row that
    names no code of the file, several, or an id that the study does not have.
    """
    lines = code_lines(project)
    by_line, by_name = _index(lines.items()), _index((one.guid, one.name) for one in project.codes)
    same_as: dict[str, str] = {}
    under: dict[str, str] = {}
    problems: list[Problem] = []
    for row in rows:
        if not (row.same_as or row.under):
            continue
        guids = by_line.get(spelling(row.code)) or by_name.get(spelling(row.code), [])
        found = [*_row_faults(row, file, known), *_code_faults(row, file, guids, lines)]
        problems += found
        if not found:
            same_as |= {guid: row.same_as for guid in guids if row.same_as}
            under |= {guid: row.under for guid in guids if row.under}
    if problems:
        raise StudyProblems(problems)
    return CodeChoices(same_as, under)


def choice_rows(project: QdaProject, same_as: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return a row for each code of a file, to be completed: with the id that is known, and its codings."""
    times = Counter(one.code_guid for one in project.codings)
    lines = code_lines(project)
    return [(lines[one.guid], same_as.get(one.guid, ""), "", str(times[one.guid])) for one in project.codes]


def _index(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for guid, name in names:
        found.setdefault(spelling(name), []).append(guid)
    return found


def _row_faults(row: ChoiceRow, file: str, known: Collection[str]) -> list[Problem]:
    if row.same_as and row.under:
        found = f'"{row.code}" with both same_as and under'
        return [Problem(file, row.line, "same_as", found, "one of the two")]
    column, chosen = ("same_as", row.same_as) if row.same_as else ("under", row.under)
    if chosen in known:
        return []
    allowed = "the id of a mechanism or of a code of the study"
    return [Problem(file, row.line, column, f'"{chosen}"', allowed, did_you_mean(chosen, known))]


def _code_faults(row: ChoiceRow, file: str, guids: list[str], lines: Mapping[str, str]) -> list[Problem]:
    if not guids:
        near = did_you_mean(row.code, lines.values())
        return [Problem(file, row.line, "code", f'"{row.code}"', "a code of the project", near)]
    places = sorted({lines[guid] for guid in guids})
    if len(places) == 1:
        return []
    found = f'"{row.code}", which is the name of {len(places)} codes'
    return [Problem(file, row.line, "code", found, "; ".join(places[:5]), "Write the whole line of one.")]
