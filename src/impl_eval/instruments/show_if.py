"""Conditions that decide to whom an item is shown, as items.csv writes them: `know1 = 1 or know1 = 2`.

One or more comparisons of an item with a whole number, joined by `and` or by `or`, never by both. An
item that was not shown has no answer for a reason of its own: it is not a refusal to answer.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Joint = Literal["and", "or"]
OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_COMPARISON = re.compile(r"\s*([A-Za-z][A-Za-z0-9_\-]*)\s*(!=|>=|<=|=|>|<)\s*([+-]?\d{1,9})\s*\Z")
_JOINT = re.compile(r"\s(and|or)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Comparison:
    """One comparison: item, sign (a key of OPERATORS), whole number."""

    item_id: str
    sign: str
    value: int


@dataclass(frozen=True)
class Condition:
    """All comparisons must hold (`and`), or one of them (`or`)."""

    joint: Joint
    comparisons: tuple[Comparison, ...]

    def holds(self, answers: Mapping[str, int]) -> bool:
        """Tell whether an item is shown to who gave these answers; an item without answer fails."""
        outcomes = (
            one.item_id in answers and OPERATORS[one.sign](answers[one.item_id], one.value)
            for one in self.comparisons
        )
        return all(outcomes) if self.joint == "and" else any(outcomes)


def parse_show_if(text: str) -> Condition | None:
    """Return the condition that a text states, or None where it is not one."""
    parts = _JOINT.split(text)
    joints = {joint.lower() for joint in parts[1::2]}
    matches = [_COMPARISON.match(part) for part in parts[::2]]
    if len(joints) > 1 or any(match is None for match in matches):
        return None
    comparisons = tuple(Comparison(one[1], one[2], int(one[3])) for one in matches if one is not None)
    return Condition("or" if "or" in joints else "and", comparisons)


def show_if_text(condition: Condition) -> str:
    """Return a condition as items.csv writes it."""
    return f" {condition.joint} ".join(
        f"{one.item_id} {one.sign} {one.value}" for one in condition.comparisons
    )
