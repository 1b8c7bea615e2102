"""Transcripts that were written anew, and where what stood on the old text stands now.

An event names places of a text that may be erased by the time it arrives from another machine. So the
event that records the erasing also says which text took its place, by which edits: offsets and lengths,
never words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from impl_eval.qualitative.offset_map import Edit, OffsetMap


@dataclass(frozen=True)
class Move:
    """One text took the place of another.

    `edits` are (start, end, length of what stands there now). With `takes_words` what they took out was
    somebody's own: a passage of which that was half or more went with it.
    """

    document: str
    edits: tuple[tuple[int, int, int], ...]
    takes_words: bool = False

    def facts(self) -> dict[str, Any]:
        """Return the move as an event holds it."""
        edits = [list(edit) for edit in self.edits]
        return {"document": self.document, "edits": edits, "takes_words": self.takes_words}

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a passage stands now; None where it went."""
        taken = sum(max(0, min(end, last) - max(start, first)) for first, last, _ in self.edits)
        if self.takes_words and 2 * taken >= end - start:
            return None
        moves = OffsetMap(Edit(first, last, " " * length) for first, last, length in self.edits)
        new_start, new_end = moves.map(start, end)
        return (new_start, new_end) if new_start < new_end else None


def moves_of(facts: Mapping[str, Any]) -> dict[str, Move]:
    """Return the moves that an event holds, by the key of the old text."""
    return {
        key: Move(one["document"], tuple((e[0], e[1], e[2]) for e in one["edits"]), one["takes_words"])
        for key, one in facts.items()
    }


def are_moves(value: Any) -> bool:
    """Tell whether a value, perhaps of another machine, holds moves that can be made."""
    return isinstance(value, dict) and all(map(_is_move, value.values()))


def _is_move(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("document"), str):
        return False
    edits, last = one.get("edits"), 0
    if not isinstance(edits, list) or not isinstance(one.get("takes_words"), bool):
        return False
    for edit in edits:
        if not isinstance(edit, list) or len(edit) != 3 or any(type(number) is not int for number in edit):
            return False
        if not last <= edit[0] <= edit[1] or edit[2] < 0:
            return False
        last = edit[1]
    return True


def place_now(moves: Mapping[str, Move], document: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Follow a passage from text to text to the last one; None where it went on the way."""
    seen: set[str] = set()
    while document in moves and document not in seen:
        seen.add(document)
        place = moves[document].place(start, end)
        if place is None:
            return None
        document, (start, end) = moves[document].document, place
    return document, start, end


def text_now(moves: Mapping[str, Move], document: str) -> str:
    """Follow a text to the one that stands in its place now."""
    seen: set[str] = set()
    while document in moves and document not in seen:
        seen.add(document)
        document = moves[document].document
    return document
