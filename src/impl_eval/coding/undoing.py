"""What a coder takes back next, and what is restored next: as in a word processor.

Work that was restored counts from when it was restored. New work leaves nothing to restore.
"""

from collections.abc import Collection, Mapping, Sequence

from impl_eval.coding.events import Event

NOT_TO_UNDO = frozenset({"withdrawn", "codebook_changed"})


def next_to_undo(undoings: Sequence[Event], undone: Collection[str], work: Event | None) -> str:
    """Return the action that is taken back next, "" where nothing is left.

    Parameters
    ----------
    undoings : a coder's events of the kind undone, in the canonical order.
    undone : the actions that do not count.
    work : the coder's newest event that counts and can be undone.
    """
    if work is None:
        return ""
    targets = targets_of(undoings)
    for event in reversed(undoings):
        root = root_of(event.action, targets)
        if event.order > work.order and root not in undone:
            return root
    return work.action


def next_to_redo(undoings: Sequence[Event], undone: Collection[str], work: Event | None) -> str:
    """Return the undoing that is taken back next, "" where there is none.

    `work` is the coder's newest event that can be undone, whether it counts or not.
    """
    targets = targets_of(undoings)
    for event in reversed(undoings):
        target = targets[event.action]
        is_of_work = target not in targets and target in undone
        if is_of_work and event.action not in undone and (work is None or event.order > work.order):
            return event.action
    return ""


def targets_of(undoings: Sequence[Event]) -> dict[str, str]:
    """Return what each undoing takes back."""
    return {event.action: str(event.said["action"]) for event in undoings}


def root_of(action: str, targets: Mapping[str, str]) -> str:
    """Return the work that an undoing, or the undoing of an undoing, is about in the end."""
    while action in targets:
        action = targets[action]
    return action
