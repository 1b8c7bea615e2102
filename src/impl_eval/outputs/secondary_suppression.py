"""Rule 4 of suppression.py: hidden counts must not follow from a total and from what is shown.

An intruder knows the total, every count shown, the threshold k, that a count said to be small is from 1 to
k - 1, and that another hidden one is at least k and at most the smallest that is still shown. What they can
still hold possible for each hidden count has to be more than one value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from impl_eval.outputs.counting import counts_people, in_breakdown
from impl_eval.outputs.linked_counts import hide_linked_counts, linked_counts
from impl_eval.outputs.reasons import SECONDARY_REASON
from impl_eval.results import Reported, Table

Reasons = dict[str, str]
Family = dict[str, float | None]
"""Counts that add up to one total, by id."""
Range = tuple[float, float]


def hide_what_could_be_worked_out(
    survey: Iterable[Reported], tables: Iterable[Table], reasons: Reasons, smallest: int
) -> None:
    """Hide more, in every set of counts over places and over groups, until nothing more has to go."""
    survey = tuple(survey)
    families = _families(survey, tables)
    hidden_before: Reasons = {}
    while hidden_before != reasons:
        hidden_before = dict(reasons)
        for family, total_id in families:
            _make_safe(family, total_id, reasons, smallest)
    hide_linked_counts(linked_counts(survey, families), reasons, smallest)


def _families(survey: Iterable[Reported], tables: Iterable[Table]) -> list[tuple[Family, str]]:
    columns = list(_families_by_column(tables))
    elsewhere = [
        (family, "")
        for family in _families_by_id(survey)
        if not any(family.keys() <= column.keys() for column, _ in columns)
    ]
    return [*columns, *elsewhere]


def _make_safe(family: Family, total_id: str, reasons: Reasons, smallest: int) -> None:
    """Hide the next smallest counts of a family until its hidden ones cannot be worked out.

    Where all are hidden and could still be, none is said to be small any more, one that is nobody hides
    beside a single one, and where there is no other either, the total goes too.
    """
    if any(value is None and id_ in reasons for id_, value in family.items()):
        return  # suppressed by an earlier run, which has left it safe
    values = {id_: value for id_, value in family.items() if value is not None}
    shown = sorted((value, id_) for id_, value in values.items() if value > 0 and id_ not in reasons)
    while shown and _can_be_worked_out(values, reasons, smallest):
        reasons[shown.pop(0)[1]] = SECONDARY_REASON
    if not _can_be_worked_out(values, reasons, smallest):
        return
    hidden = [id_ for id_ in values if id_ in reasons]
    nobody = sorted(id_ for id_, value in values.items() if value == 0 and id_ not in reasons)
    beside = nobody[:1] if len(hidden) == 1 else []
    if len(hidden) + len(beside) > 1:
        reasons.update(dict.fromkeys([*hidden, *beside], SECONDARY_REASON))
    elif total_id:
        reasons.setdefault(total_id, SECONDARY_REASON)


def _can_be_worked_out(values: Mapping[str, float], reasons: Reasons, smallest: int) -> bool:
    """Whether an intruder can hold one value only possible for some hidden count."""
    hidden = {id_: value for id_, value in values.items() if id_ in reasons}
    if not hidden:
        return False
    rest = sum(hidden.values())
    unsaid = all(reasons[id_] == SECONDARY_REASON for id_ in hidden)
    if unsaid and any(0 <= value < smallest for value in hidden.values()):
        return len(hidden) == 1  # none is said to be small: each may be nobody, or all of them
    if rest < smallest:
        return True  # the hidden ones together are a small number of people
    left = [value for id_, value in values.items() if value > 0 and id_ not in reasons]
    most = min(left) if left else rest
    is_small = {id_: value < smallest and reasons[id_] != SECONDARY_REASON for id_, value in hidden.items()}
    own: dict[str, Range] = {
        id_: (1, smallest - 1) if small else (smallest, most) for id_, small in is_small.items()
    }
    lowest, highest = sum(low for low, _ in own.values()), sum(high for _, high in own.values())
    return any(
        max(low, rest - (highest - high)) >= min(high, rest - (lowest - low)) for low, high in own.values()
    )


def _families_by_id(survey: Iterable[Reported]) -> Iterable[Family]:
    """Gather counts that differ only in their place, or only in their group."""
    families: dict[tuple[str, ...], Family] = defaultdict(dict)
    for reported in survey:
        if counts_people(reported) and in_breakdown(reported):
            other = reported.group if reported.place else ""
            about = (reported.scale_id, reported.item_id, reported.timepoint, reported.contrast)
            key = (
                "place" if reported.place else "group",
                other,
                *about,
                reported.analysis,
                _id_without_place(reported),
            )
            families[key][reported.id] = reported.estimate.value
    return families.values()


def _families_by_column(tables: Iterable[Table]) -> Iterable[tuple[Family, str]]:
    """Gather counts by place, or by group, that stand in one column of a table.

    A cell without place and group ("Not stated") belongs to its column too, unless it is the total, whose id
    comes beside the family.
    """
    columns: dict[tuple[str, ...], list[Reported]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            for column, cell in enumerate(row):
                if isinstance(cell, Reported) and counts_people(cell):
                    # A column may hold several scales below each other: each has a total of its own.
                    about = (cell.scale_id, cell.item_id, cell.analysis)
                    columns[table.id, str(column), *about].append(cell)
    for cells in columns.values():
        total = sum(cell.estimate.value or 0.0 for cell in cells)
        family = {
            cell.id: cell.estimate.value
            for cell in cells
            if in_breakdown(cell) or (cell.estimate.value or 0.0) * 2 != total
        }
        if any(in_breakdown(cell) for cell in cells):
            yield family, next((cell.id for cell in cells if cell.id not in family), "")


def _id_without_place(reported: Reported) -> str:
    """Return what is left of an id without its place and group: it tells one kind of count from another."""
    places = {_letters(reported.place), _letters(reported.group)}
    return ".".join(part for part in reported.id.split(".") if _letters(part) not in places)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
