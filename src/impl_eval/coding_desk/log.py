"""The log of a study as people read it, and what they take back."""

from contextlib import AbstractContextManager
from pathlib import Path

from impl_eval.coding.drafts import IDENTIFIERS
from impl_eval.coding.history import HistoryLine, action_lines, history
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, has_store, open_desk
from impl_eval.coding_desk.locking import refuse_under_lock
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.coding_desk.rewriting import WITHDRAWAL
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused
from impl_eval.study.load import load_study

ERASED = (
    "This cannot be taken back: the words as they were are erased from the coding store. Where identifiers "
    "were replaced, the transcripts as they were lie in the folder of originals."
)


def shown_history(root: Path, *, coder: str = "", transcript_id: str = "") -> list[HistoryLine]:
    """Return the lines of the log that may be shown, oldest first; none where there is no store.

    `coder` keeps what one coder did, the own blind layers included.
    """
    study = load_study(root, check_places=False, look_for_names=False)
    if not has_store(root):
        return []
    with open_desk(study) as desk:
        blindness = blindness_of(desk)
        lines = history(desk.store)
    return [
        line
        for line in lines
        if coder in ("", line.coder)
        and transcript_id in ("", line.transcript_id)
        and (not line.layer or blindness.shows(line.transcript_id, line.layer, coder))
    ]


def take_back(root: Path, coder: str, at: str, action: str = "") -> str:
    """Undo an action of a coder, the last where none is named; returns what happened as a sentence.

    Raises AnalysisRefused where the action is not there, is not the coder's, or cannot be undone.
    """
    if coder in (IDENTIFIERS, WITHDRAWAL):
        raise AnalysisRefused(ERASED)
    with _existing_desk(root) as desk:
        if action:
            _check_action(desk, coder, action)
        chosen = action or desk.store.next_to_undo(coder)
        refuse_under_lock(desk, chosen)
        undone = desk.store.undo(coder, at, chosen)
        return _said(desk, "Taken back", undone, f"Nothing of {coder} is left to take back.")


def restore(root: Path, coder: str, at: str) -> str:
    """Redo what a coder took back last."""
    with _existing_desk(root) as desk:
        refuse_under_lock(desk, desk.store.next_to_redo(coder))
        undoing = desk.store.redo(coder, at)
        return _said(desk, "Restored", undoing, f"{coder} took nothing back that could be restored.")


def _existing_desk(root: Path) -> AbstractContextManager[Desk]:
    study = load_settled_study(root, look_for_names=False)
    if not has_store(root):
        raise AnalysisRefused("Nothing is on record yet: the coding store is made by the first import.")
    return open_desk(study)


def _said(desk: Desk, what: str, action: str, nothing: str) -> str:
    if not action:
        return nothing
    desk.forget()
    write_study_files(desk)
    lines = action_lines(desk.store, action)
    more = f", and {len(lines) - 1} more of the same action" if len(lines) > 1 else ""
    return f"{what}: {lines[0]}{more}."


def _check_action(desk: Desk, coder: str, action: str) -> None:
    events = desk.store.action_events(action)
    if not events:
        raise AnalysisRefused(f'No action "{action}" is on record: see impl-eval coding log.')
    owner = events[0].coder
    if owner in (IDENTIFIERS, WITHDRAWAL):
        raise AnalysisRefused(ERASED)
    if owner != coder:
        raise AnalysisRefused(f"This action is {owner}'s: only {owner} can take it back.")
    if desk.store.is_undone(action):
        raise AnalysisRefused("This action was taken back already: see impl-eval coding log.")
