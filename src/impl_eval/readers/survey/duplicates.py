"""Responses that may come from one person: repeated ids, repeated addresses, rows alike in every answer.

Only told, never removed; no id and no address is repeated in what is said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from impl_eval.readers.survey.people import PeopleFound
from impl_eval.readers.survey.raw_table import TidyTable

_FEWEST_ANSWERS = 10
_FEWEST_WITH_TEXT, _LONG_TEXT = 3, 20  # with an answer in somebody's own words
_FEWEST_DIFFERENT = 3
_GROUPS_NAMED, _ROWS_NAMED = 5, 4
_NOBODY = frozenset({"anonymous", "anonym", "anonyme", "anónimo", "anonimo", "anoniem", "匿名"})


def duplicate_notes(
    cells: Mapping[str, list[str | None]], tidy: TidyTable, people: PeopleFound, row_labels: Sequence[str]
) -> tuple[str, ...]:
    """Return a sentence for each sign that responses belong together; `cells` still has people's columns."""
    notes = []
    if tidy.identifier:
        groups = _groups([cell.casefold() if cell else None for cell in cells[tidy.identifier]])
        notes += _note(f"{tidy.identifier} is not unique", groups, row_labels)
    for column, what in {**people.dropped, **people.kept}.items():
        if what in {"e-mail address", "name"} and not (what == "name" and _is_part_of_a_name(column, people)):
            plain = [" ".join(cell.casefold().split()) if cell else None for cell in cells[column]]
            groups = _groups([None if cell in _NOBODY else cell for cell in plain])
            notes += _note(f"The same {what} ({column})", groups, row_labels)
    aside = {*people.dropped, *people.kept, *tidy.date_columns, tidy.identifier}
    notes += _note("The same answers throughout", _alike(cells, aside, len(row_labels)), row_labels)
    return tuple(notes)


def _is_part_of_a_name(column: str, people: PeopleFound) -> bool:
    """First names alone repeat by chance."""
    lower = column.lower()
    return any(part in lower for part in ("first", "last", "given", "family", "surname", "vorname", "prénom"))


def _groups(keys: Sequence[object]) -> list[list[int]]:
    counts = Counter(key for key in keys if key is not None)
    repeated = {key for key, count in counts.items() if count > 1}
    groups: dict[object, list[int]] = {}
    for index, key in enumerate(keys):
        if key in repeated:
            groups.setdefault(key, []).append(index)
    return list(groups.values())


def _alike(cells: Mapping[str, list[str | None]], aside: set[str], count: int) -> list[list[int]]:
    """Group rows that agree in every column but ids: few answers on a short scale agree by chance."""
    columns = [cells[column] for column in cells if column not in aside and not _is_unique(cells[column])]
    if not columns or count < 2:
        return []
    rows = list(zip(*columns, strict=True))
    return [group for group in _groups(rows) if _is_telling(rows[group[0]])]


def _is_unique(column: list[str | None]) -> bool:
    return None not in column and len(set(column)) == len(column)


def _is_telling(row: tuple[str | None, ...]) -> bool:
    answers = [cell for cell in row if cell is not None]
    if len(set(answers)) < _FEWEST_DIFFERENT:
        return False
    written = any(len(cell) >= _LONG_TEXT for cell in answers)
    return len(answers) >= (_FEWEST_WITH_TEXT if written else _FEWEST_ANSWERS)


def _note(what: str, groups: list[list[int]], row_labels: Sequence[str]) -> list[str]:
    if not groups:
        return []
    responses = sum(map(len, groups))
    shown = "; ".join(_places(group, row_labels) for group in groups[:_GROUPS_NAMED])
    more = "; and others" if len(groups) > _GROUPS_NAMED else ""
    times = "once" if len(groups) == 1 else f"{len(groups)} times"
    return [f"Possible duplicates: {what}, {times}, in {responses} responses ({shown}{more})."]


def _places(group: Sequence[int], row_labels: Sequence[str]) -> str:
    named = [row_labels[index] for index in group[:_ROWS_NAMED]]
    more = [f"{len(group) - _ROWS_NAMED} more"] if len(group) > _ROWS_NAMED else []
    return " and ".join([*named, *more])
