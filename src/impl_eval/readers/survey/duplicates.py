"""Responses that may come from one person: repeated ids, repeated addresses, rows alike in every answer.

Only told, never removed; no id and no address is repeated in what is said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from impl_eval.readers.survey.people import PeopleFound
from impl_eval.readers.survey.raw_table import TidyTable

_FEWEST_ANSWERS = 5
_GROUPS_NAMED = 5
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
    columns = [cells[column] for column in cells if column not in aside]
    if not columns or count < 2:
        return []
    rows = list(zip(*columns, strict=True))
    return [
        group
        for group in _groups(rows)
        if sum(cell is not None for cell in rows[group[0]]) >= _FEWEST_ANSWERS
        and len(set(rows[group[0]])) > 2
    ]


def _note(what: str, groups: list[list[int]], row_labels: Sequence[str]) -> list[str]:
    if not groups:
        return []
    responses = sum(map(len, groups))
    shown = "; ".join(
        " and ".join(row_labels[index] for index in group[:4]) for group in groups[:_GROUPS_NAMED]
    )
    more = "; and others" if len(groups) > _GROUPS_NAMED else ""
    times = "once" if len(groups) == 1 else f"{len(groups)} times"
    return [f"Possible duplicates: {what}, {times}, in {responses} responses ({shown}{more})."]
