"""Hides what could point at a person: the one place where an Evaluation becomes fit to leave the team.

With k = `smallest_count_shown`, these are the rules.

Survey
  1. In a breakdown by place or stakeholder group, a count of people from 1 to k - 1 is hidden. Counts of
     things (sites, items, rows, ...) are not about people and stay; so does zero. Counts over all
     sites together stay however small: they point at no place and no group, and hiding them would
     only pretend to protect, since they can be worked out from other totals.
  2. Every other result from fewer than k people is hidden, and its n with it; a difference of two
     groups where either has fewer than k.
  3. The distribution of the answers to an item over all sites stays whole once n >= k, even where few
     people chose an option: an answer cannot be laid at anybody's door without place or group. In a
     breakdown by place or group, one option chosen by 1 to k - 1 people hides the whole distribution,
     because the shares add up to 1. Any other share of 1 to k - 1 people is hidden.
  4. In a set of counts over places, or over groups, whose hidden cells could be worked out from their
     total (a single one, or several whose sum leaves one solution or stays under k), the next
     smallest count above zero is hidden too. The total counts as known: every overall mean prints n.
  5. Where the count of a place or group at a timepoint is hidden, all its other results at that
     timepoint, and all its changes, are hidden.
  6. What was concluded from a hidden change (direction, fit) is withdrawn, in tables too.
Programme outcomes
  7. A supplied value from 1 to k - 1 whose unit names people (people, patients, referrals, harms, ...)
     is hidden together with its rate; so is a denominator from 1 to k - 1.
Interviews and agreement
  8. Nothing is hidden: these count a purposive sample whose small groups the strand has merged.

The decision is taken once for each id and holds wherever that id stands: sections, tables, charts,
joint display, headline. Words that a strand wrote (cautions, notes) are not rewritten.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from impl_eval.outputs.outcome_suppression import hidden_outcomes
from impl_eval.outputs.reasons import SECONDARY_REASON, is_suppressed, small_base_reason, small_count_reason
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.outputs.walk import every_reported, replace_reported
from impl_eval.outputs.withdrawn_conclusions import withdraw_conclusions
from impl_eval.results import Evaluation, Reported, Table

Reasons = dict[str, str]
"""Why a result is hidden, by its id."""

Family = dict[str, float | None]
"""Counts that add up to one total, by id."""

NOT_PEOPLE = frozenset(
    {"sites", "practices", "places", "items", "scales", "timepoints", "mechanisms", "rows"}
)
PEOPLE = "respondents"


def suppress(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation without small numbers; one that is already suppressed comes back as it is."""
    if evaluation.suppressed:
        return evaluation
    reasons = _reasons(evaluation)

    def shown(reported: Reported) -> Reported:
        if reported.id not in reasons or is_suppressed(reported.estimate):
            return reported
        hidden = dataclasses.replace(
            reported.estimate, value=None, low=None, high=None, n=None, reason=reasons[reported.id]
        )
        return dataclasses.replace(reported, estimate=hidden)

    hidden = replace_reported(evaluation, shown)
    return dataclasses.replace(withdraw_conclusions(hidden), suppressed=True)


def suppression_log(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """Return (id, reason) of everything that suppression hides in an evaluation, in order of id."""
    hidden = (
        reported for reported in every_reported(suppress(evaluation)) if is_suppressed(reported.estimate)
    )
    return tuple(sorted({(reported.id, reported.estimate.reason) for reported in hidden}))


def _reasons(evaluation: Evaluation) -> Reasons:
    everything, smallest = tuple(every_reported(evaluation)), evaluation.smallest_count_shown
    tables = [
        table for section in evaluation.sections if section.strand == "survey" for table in section.tables
    ]
    survey = tuple(reported for reported in everything if reported.strand == "survey")
    reasons = _already_hidden(survey)
    for reported in survey:
        reason = _own_reason(reported, smallest)
        if reason:
            reasons.setdefault(reported.id, reason)
    _hide_split_distributions(survey, reasons)
    _hide_what_could_be_worked_out(survey, tables, reasons, smallest)
    _hide_rows_of_hidden_counts(survey, reasons)
    _hide_differences(tables, reasons)
    return reasons | hidden_outcomes(everything, smallest)


def _already_hidden(survey: Iterable[Reported]) -> Reasons:
    return {reported.id: reported.estimate.reason for reported in survey if is_suppressed(reported.estimate)}


def _counts_people(reported: Reported) -> bool:
    is_count = statistic_named(reported.estimate.statistic).kind == "count"
    return is_count and not NOT_PEOPLE & set(reported.estimate.unit.lower().split())


def _is_small(count: float | None, smallest: int) -> bool:
    return count is not None and 0 < count < smallest


def _in_breakdown(reported: Reported) -> bool:
    return bool(reported.place or reported.group)


def _own_reason(reported: Reported, smallest: int) -> str:
    """Return why a survey result is too small by itself (rules 1 to 3), or nothing."""
    estimate = reported.estimate
    kind = statistic_named(estimate.statistic).kind
    over_all_sites = not _in_breakdown(reported)
    if _counts_people(reported) and _is_small(estimate.value, smallest) and not over_all_sites:
        return small_count_reason(smallest, estimate.unit or PEOPLE)
    if kind == "count" and (over_all_sites or not _counts_people(reported)):
        return ""
    if _is_small(estimate.n, smallest):
        return small_base_reason(smallest, PEOPLE)
    if kind != "share" or estimate.value is None or not estimate.n:
        return ""
    people = round(estimate.value * estimate.n)
    if not over_all_sites and _is_small(people, smallest):
        return small_base_reason(smallest, PEOPLE)
    return ""


def _hide_differences(tables: Iterable[Table], reasons: Reasons) -> None:
    """Rule 2: a difference beside a hidden mean would give that mean away."""
    for table in tables:
        for row in table.rows:
            cells = [cell for cell in row if isinstance(cell, Reported)]
            if any(cell.id in reasons for cell in cells):
                for cell in cells:
                    if cell.estimate.statistic == "mean_difference":
                        reasons.setdefault(cell.id, SECONDARY_REASON)


def _hide_split_distributions(survey: Iterable[Reported], reasons: Reasons) -> None:
    """Rule 3: in a breakdown, hide all options of an item where one is hidden."""
    distributions: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for reported in survey:
        if reported.item_id and _in_breakdown(reported) and reported.estimate.statistic == "share":
            place = (reported.item_id, reported.place, reported.group, reported.timepoint, reported.analysis)
            distributions[place].append(reported.id)
    for ids in distributions.values():
        if any(id_ in reasons for id_ in ids):
            for id_ in ids:
                reasons.setdefault(id_, SECONDARY_REASON)


def _hide_what_could_be_worked_out(
    survey: Iterable[Reported], tables: Iterable[Table], reasons: Reasons, smallest: int
) -> None:
    """Rule 4, for every set of counts over places and over groups, until nothing more has to go."""
    columns = list(_families_by_column(tables))
    elsewhere = [
        family
        for family in _families_by_id(survey)
        if not any(family.keys() <= column.keys() for column in columns)
    ]
    families = [*columns, *elsewhere]
    hidden_before = -1
    while hidden_before != len(reasons):
        hidden_before = len(reasons)
        for family in families:
            _make_safe(family, reasons, smallest)


def _make_safe(family: Family, reasons: Reasons, smallest: int) -> None:
    """Hide the next smallest counts of a family until its hidden ones cannot be worked out."""
    if any(value is None and id_ in reasons for id_, value in family.items()):
        return  # suppressed by an earlier run, which has left it safe
    values = {id_: value for id_, value in family.items() if value is not None}
    shown = sorted((value, id_) for id_, value in values.items() if value > 0 and id_ not in reasons)
    hidden = [value for id_, value in values.items() if id_ in reasons]
    while shown and _can_be_worked_out(hidden, smallest):
        value, id_ = shown.pop(0)
        reasons[id_] = SECONDARY_REASON
        hidden.append(value)


def _families_by_id(survey: Iterable[Reported]) -> Iterable[Family]:
    """Gather counts that differ only in their place, or only in their group."""
    families: dict[tuple[str, ...], Family] = defaultdict(dict)
    for reported in survey:
        if _counts_people(reported) and _in_breakdown(reported):
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


def _families_by_column(tables: Iterable[Table]) -> Iterable[Family]:
    """Gather counts by place, or by group, that stand in one column of a table.

    A cell without place and group ("Not stated") belongs to its column too, unless it is the total.
    """
    columns: dict[tuple[str, ...], list[Reported]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            for column, cell in enumerate(row):
                if isinstance(cell, Reported) and _counts_people(cell):
                    # A column may hold several scales below each other: each has a total of its own.
                    about = (cell.scale_id, cell.item_id, cell.analysis)
                    columns[table.id, str(column), *about].append(cell)
    for cells in columns.values():
        total = sum(cell.estimate.value or 0.0 for cell in cells)
        family = {
            cell.id: cell.estimate.value
            for cell in cells
            if _in_breakdown(cell) or (cell.estimate.value or 0.0) * 2 != total
        }
        if any(_in_breakdown(cell) for cell in cells):
            yield family


def _id_without_place(reported: Reported) -> str:
    """Return what is left of an id without its place and group: it tells one kind of count from another."""
    places = {_letters(reported.place), _letters(reported.group)}
    return ".".join(part for part in reported.id.split(".") if _letters(part) not in places)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _can_be_worked_out(hidden: list[float], smallest: int) -> bool:
    """Whether the sum of hidden counts gives one of them away: each small one is from 1 to k - 1."""
    if len(hidden) <= 1:
        return len(hidden) == 1
    total, cells = sum(hidden), len(hidden)
    one_solution = all(count < smallest for count in hidden) and total in (cells, cells * (smallest - 1))
    return one_solution or total < smallest


def _hide_rows_of_hidden_counts(survey: Iterable[Reported], reasons: Reasons) -> None:
    """Rule 5: a mean beside a hidden count would give its n away."""
    hidden_rows = {
        (reported.place, reported.group, reported.timepoint)
        for reported in survey
        if _in_breakdown(reported) and _counts_people(reported) and reported.id in reasons
    }
    rows_with_changes = {(place, group) for place, group, _ in hidden_rows}
    for reported in survey:
        row = (reported.place, reported.group)
        is_change = not reported.timepoint and row in rows_with_changes
        if not _counts_people(reported) and (is_change or (*row, reported.timepoint) in hidden_rows):
            reasons.setdefault(reported.id, SECONDARY_REASON)
