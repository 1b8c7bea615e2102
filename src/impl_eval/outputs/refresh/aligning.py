"""Which paragraph or table of an edited block is which one of those that were written.

People press Enter inside a block: their own paragraphs stand between ours, and ours are still to be found.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from impl_eval.outputs.refresh.deciding import says
from impl_eval.outputs.refresh.reading import Unit


def aligned(bases: Sequence[str], units: Sequence[Unit]) -> list[Unit] | None:
    """Return for each unit that was written the one that stands for it now; None where that is unclear."""
    found: dict[int, Unit] = {}
    was, now = [says(base) for base in bases], [says(unit.hash) for unit in units]
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for what, was_from, was_to, now_from, now_to in matcher.get_opcodes():
        if what == "insert":
            continue
        there = list(units[now_from:now_to])
        if what != "equal" and was_to - was_from != len(there):
            there = _alike(was[was_from:was_to], there)
        if [_kind(unit.hash) for unit in there] != [_kind(base) for base in was[was_from:was_to]]:
            return None
        found |= dict(zip(range(was_from, was_to), there, strict=True))
    return [found[number] for number in range(len(bases))]


def _alike(was: Sequence[str], there: Sequence[Unit]) -> list[Unit]:
    """Return the one unit that can stand for a single one: with its numbers, or the only one of its kind."""
    if len(was) != 1:
        return []
    same = [unit for unit in there if _kind(unit.hash) == _kind(was[0])]
    numbered = [unit for unit in same if unit.values]
    return next((choice for choice in (same, numbered) if len(choice) == 1), [])


def _kind(hashed: str) -> str:
    return hashed.partition(":")[0]
