"""Rule 4 of suppression.py over all tables together: hidden counts must not follow from several of them.

Counts that leave the team hang together in two ways. Those of all places, or of all groups, add up to a
total. And of the people of one place at one timepoint, those with a score are among those who answered, who
are among the eligible, who are among the invited. An intruder puts all of this into one system of equations
and bounds over whole numbers. The same system is solved here, until each hidden count can be one value or
another.
This is the audit of suppressed linked tables: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from impl_eval.outputs.counting import counts_people, in_breakdown
from impl_eval.outputs.reasons import SECONDARY_REASON
from impl_eval.results import Reported

Reasons = dict[str, str]
Family = Mapping[str, float | None]
"""Counts that add up to one total, by id."""
Order = tuple[str, str]
"""Ids of two counts: the people of the first are among those of the second."""


@dataclass(frozen=True)
class LinkedCounts:
    """Counts of people in breakdowns: their values, the sets that add up with the total's id, and orders."""

    values: Mapping[str, int]
    families: tuple[tuple[tuple[str, ...], str], ...]
    orders: tuple[Order, ...]


def linked_counts(survey: Iterable[Reported], families: Iterable[tuple[Family, str]]) -> LinkedCounts:
    """Gather the counts of a survey and what an intruder knows of how they hang together."""
    counts = [one for one in survey if counts_people(one) and in_breakdown(one)]
    values = {one.id: int(one.estimate.value) for one in counts if one.estimate.value is not None}
    whole = []
    for family, total_id in families:
        known = {id_: int(value) for id_, value in family.items() if value is not None}
        if len(known) == len(family):
            values |= known
            # A single count whose total no table shows has nothing to be worked out from.
            if total_id or len(family) > 1:
                whole.append((tuple(sorted(family)), total_id))
    orders = (pair for pair in _orders(counts) if pair[0] in values and pair[1] in values)
    holding = tuple(sorted({pair for pair in orders if values[pair[0]] <= values[pair[1]]}))
    return LinkedCounts(values, tuple(whole), holding)


def hide_linked_counts(counts: LinkedCounts, reasons: Reasons, smallest: int) -> None:
    """Hide more counts, the smallest that helps first, until none that is hidden can be worked out.

    Where nothing is left to hide, totals go, and last no count is said to be small any more.
    """
    safe: set[str] = set()
    while exposed := _first_exposed(counts, reasons, smallest, safe):
        candidates = _candidates(counts, reasons, _component(counts, reasons, exposed))
        if candidates:
            helps = (id_ for id_ in candidates if _would_help(counts, reasons, smallest, id_, exposed))
            reasons[next(helps, candidates[0])] = SECONDARY_REASON
        elif not _give_more_up(counts, reasons, exposed):
            safe.add(exposed)


def _first_exposed(counts: LinkedCounts, reasons: Reasons, smallest: int, safe: set[str]) -> str:
    """Return the first hidden count that can hold one value only, or nothing; add to those known as safe.

    The true numbers are one solution of the system. A count is safe as soon as another solution gives it
    another value, and stays so when more is hidden. Each solution that is found may clear several counts.
    """
    for id_ in sorted(id_ for id_ in counts.values if id_ in reasons):
        if id_ not in safe:
            cleared = _cleared(counts, reasons, smallest, id_)
            if id_ not in cleared:
                return id_
            safe |= cleared
    return ""


def _cleared(counts: LinkedCounts, reasons: Reasons, smallest: int, id_: str) -> set[str]:
    """Return the counts that differ from the truth in a solution that moves this one; none if it cannot."""
    system = _System(counts, _component(counts, reasons, id_), reasons, smallest)
    for direction in (1, -1):
        other = system.furthest(id_, direction)
        if other[id_] != counts.values[id_]:
            return {one for one, value in other.items() if value != counts.values[one]}
    return set()


def _would_help(counts: LinkedCounts, reasons: Reasons, smallest: int, hidden: str, exposed: str) -> bool:
    """Whether a count can no longer be worked out once another one is hidden."""
    return bool(_cleared(counts, {**reasons, hidden: SECONDARY_REASON}, smallest, exposed))


def _give_more_up(counts: LinkedCounts, reasons: Reasons, exposed: str) -> bool:
    """Hide the totals of an exposed count, or no longer say that it is small; whether that was possible."""
    totals = {total for ids, total in counts.families if total and exposed in ids}
    unsaid = [exposed] if reasons[exposed] != SECONDARY_REASON else []
    new = sorted(totals - reasons.keys()) or unsaid
    reasons.update(dict.fromkeys(new, SECONDARY_REASON))
    return bool(new)


def _sets(counts: LinkedCounts, reasons: Reasons) -> Iterator[set[str]]:
    """Yield the ids of each equation and of each bound."""
    yield from (set(ids) for ids, total in counts.families if total not in reasons)
    yield from map(set, counts.orders)


def _component(counts: LinkedCounts, reasons: Reasons, id_: str) -> list[str]:
    """Return the hidden counts that hang together with one, over any number of equations and bounds."""
    sets = [{one for one in ids if one in reasons} for ids in _sets(counts, reasons)]
    found, new = {id_}, {id_}
    while new:
        new = {one for ids in sets if ids & new for one in ids} - found
        found |= new
    return sorted(found)


def _candidates(counts: LinkedCounts, reasons: Reasons, component: Sequence[str]) -> list[str]:
    """Return shown counts in one equation or bound with a hidden one, smallest first, zero last."""
    beside = {
        id_ for ids in _sets(counts, reasons) if ids & set(component) for id_ in ids if id_ not in reasons
    }
    return sorted(beside, key=lambda id_: (counts.values[id_] == 0, counts.values[id_], id_))


class _System:
    """Equations and bounds that hidden counts fulfil, over whole numbers."""

    def __init__(self, counts: LinkedCounts, hidden: Sequence[str], reasons: Reasons, smallest: int) -> None:
        self._hidden = hidden
        self._at = {id_: position for position, id_ in enumerate(hidden)}
        most = sum(counts.values.values()) + smallest
        self._low = [0] * len(hidden)
        self._high = [most] * len(hidden)
        for position, id_ in enumerate(hidden):
            if reasons[id_] != SECONDARY_REASON and 0 < counts.values[id_] < smallest:
                self._low[position], self._high[position] = 1, smallest - 1
            elif counts.values[id_] >= smallest:
                self._low[position] = smallest
        self._rows: list[tuple[list[int], list[int], float, float]] = []
        for ids, total_id in counts.families:
            self._add_family(ids, total_id, counts, reasons)
        for part, whole in counts.orders:
            self._add_order(part, whole, counts)

    def _add_family(
        self, ids: tuple[str, ...], total_id: str, counts: LinkedCounts, reasons: Reasons
    ) -> None:
        positions = [self._at[id_] for id_ in ids if id_ in self._at]
        if not positions or total_id in reasons:
            return
        rest = sum(counts.values[id_] for id_ in ids if id_ in self._at)
        self._rows.append((positions, [1] * len(positions), rest, rest))
        # The next smallest is hidden first: nothing hidden beside a small count is larger than what is shown.
        shown = [counts.values[id_] for id_ in ids if id_ not in self._at and counts.values[id_] > 0]
        for position in positions:
            if shown and counts.values[self._hidden[position]] <= min(shown):
                self._high[position] = min(self._high[position], *shown)

    def _add_order(self, part: str, whole: str, counts: LinkedCounts) -> None:
        if part in self._at and whole in self._at:
            self._rows.append(([self._at[part], self._at[whole]], [1, -1], -float("inf"), 0))
        elif part in self._at:
            position = self._at[part]
            self._high[position] = min(self._high[position], counts.values[whole])
        elif whole in self._at:
            position = self._at[whole]
            self._low[position] = max(self._low[position], counts.values[part])

    def furthest(self, id_: str, direction: int) -> dict[str, int]:
        """Return a solution in which a count is as large (1) or as small (-1) as it can be."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = len(self._hidden)
        objective = np.zeros(size)
        objective[self._at[id_]] = -direction
        constraints = []
        if self._rows:
            matrix = np.zeros((len(self._rows), size))
            for row, (positions, factors, _, _) in enumerate(self._rows):
                matrix[row, positions] = factors
            lows, highs = [low for *_, low, _ in self._rows], [high for *_, high in self._rows]
            constraints = [LinearConstraint(matrix, lows, highs)]
        found = milp(
            objective,
            integrality=np.ones(size, dtype=np.int64),
            bounds=Bounds(np.array(self._low), np.array(self._high)),
            constraints=constraints,
        )
        if found.x is None:
            raise ValueError("the true counts do not fulfil what is said of them")
        return {one: round(value) for one, value in zip(self._hidden, found.x, strict=True)}


_INVITED, _ELIGIBLE, _ANSWERING, _SCORED = 3, 2, 1, 0


def _step(reported: Reported) -> int:
    """Return how far along the way from invitation to score a count of people stands."""
    parts = reported.id.split(".")
    if reported.scale_id or reported.item_id:
        return _SCORED
    return _INVITED if "invited" in parts else _ELIGIBLE if "eligible" in parts else _ANSWERING


def _orders(counts: Iterable[Reported]) -> Iterator[Order]:
    """Yield each count with those of the next wider step, of the same people at the same timepoint."""
    people: dict[tuple[str, str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in counts:
        if one.timepoint:
            people[one.place, one.group, one.timepoint][_step(one)].append(one.id)
    for steps in people.values():
        ordered = sorted(steps)
        for narrow, wide in pairwise(ordered):
            yield from ((part, whole) for part in steps[narrow] for whole in steps[wide])
