"""What a coder can take back, and what can be restored: two piles, as in a word processor."""

from collections.abc import Iterable

from impl_eval.coding.events import Event

NOT_TO_UNDO = frozenset({"withdrawn", "codebook_changed"})


def piles(events: Iterable[Event], coder: str) -> tuple[list[str], list[str]]:
    """Return the actions of a coder that can be undone, and the undoings that can be taken back.

    `events` come in the canonical order; the newest stands last. New work empties the second pile.
    """
    done: list[str] = []
    undoings: list[tuple[str, str]] = []
    for event in events:
        if event.coder != coder or event.kind in NOT_TO_UNDO:
            continue
        if event.kind != "undone":
            if event.action not in done[-1:]:
                done.append(event.action)
                undoings.clear()
            continue
        target = event.said["action"]
        restored = next((pair for pair in undoings if pair[0] == target), None)
        if restored is not None:
            undoings.remove(restored)
            done.append(restored[1])
        elif target in done:
            done.remove(target)
            undoings.append((event.action, target))
    return done, [undoing for undoing, _ in undoings]
