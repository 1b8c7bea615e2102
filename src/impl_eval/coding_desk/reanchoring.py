"""After a transcript was corrected: every coded passage is found again, or kept as an orphan and listed."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.drafts import Draft, orphaned, re_anchored
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.qualitative.reanchoring import Anchored, re_anchor
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.load import load_study


@dataclass(frozen=True)
class Moved:
    """One passage after the correction. `place` and `now` are places such as int01:935-1020."""

    place: str
    code_id: str
    coder: str
    outcome: str
    now: str

    @property
    def sentence(self) -> str:
        """What happened to the passage, without its words."""
        which = f"{self.place} ({self.code_id}, {self.coder})"
        if self.outcome == "orphaned":
            return f"Orphaned: {which}: its words no longer stand in what a participant says."
        if self.outcome == "reworded":
            return f"Reworded: {which} is now {self.now}: please look whether the code still fits."
        return f"Moved: {which} is now {self.now}."


def re_anchor_study(root: Path, coder: str, at: str) -> tuple[list[Moved], int]:
    """Find all passages again; returns those that moved, and how many segments now stand in the study."""
    study = load_study(root, check_places=False, look_for_names=False)
    with open_desk(study) as desk:
        moved = re_anchor_all(desk, coder, at)
        return moved, len(desk.layers.segments)


def re_anchor_all(desk: Desk, coder: str, at: str) -> list[Moved]:
    """Find every passage that stands on an earlier version of a transcript, and write the study's files.

    The study was loaded without checking places. Where no store was there yet, coded_segments.csv is taken
    over, and nothing but its quotes says where its segments stood.
    """
    moved: list[Moved] = []
    drafts: list[Draft] = []
    adopt(desk, coder, at)
    current = {
        document.transcript_id: document for document in desk.documents.values() if document.is_current
    }
    for key, states in sorted(_out_of_place(desk).items()):
        old = desk.documents[key]
        transcript = _transcript(desk, old.transcript_id)
        new = current.get(old.transcript_id)
        if transcript is None or new is None:
            continue
        found = re_anchor(old.text, new.text, [(one.start, one.end) for one in states])
        for state, anchored in zip(states, found, strict=True):
            draft, entry = _settled(state, anchored, transcript, new.key)
            drafts.append(draft)
            moved += [entry] if entry is not None else []
    if drafts:
        desk.store.record(coder, drafts, at)
    desk.forget()
    write_study_files(desk)
    return moved


def _out_of_place(desk: Desk) -> dict[str, list[SegmentState | RejectionState]]:
    found: dict[str, list[SegmentState | RejectionState]] = defaultdict(list)
    standing: list[SegmentState | RejectionState] = [*desk.store.segments(), *desk.store.rejections()]
    for state in standing:
        document = desk.documents.get(state.document)
        if document is not None and not document.is_current:
            found[state.document].append(state)
    return found


def _transcript(desk: Desk, transcript_id: str) -> Transcript | None:
    return next((one for one in desk.material.transcripts if one.id == transcript_id), None)


def _settled(
    state: SegmentState | RejectionState, anchored: Anchored, transcript: Transcript, document: str
) -> tuple[Draft, Moved | None]:
    place = f"{transcript.id}:{state.start}-{state.end}"
    start, end = anchored.start, anchored.end
    if anchored.outcome == "orphaned" or start >= end:
        return orphaned(state.id, document), Moved(place, state.code, state.layer, "orphaned", "")
    draft = re_anchored(state.id, document, start, end)
    if anchored.outcome == "unchanged":
        return draft, None
    now = f"{transcript.id}:{start}-{end}"
    return draft, Moved(place, state.code, state.layer, anchored.outcome, now)
