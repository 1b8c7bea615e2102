"""Locks of layers: a coder has finished with a transcript that is coded blind."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.drafts import layer_locked
from impl_eval.coding.events import Event
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt, locked_problem, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.words import segments_text
from impl_eval.errors import AnalysisRefused, StudyProblems, did_you_mean


def lock_layers(root: Path, transcript_ids: Sequence[str], coder: str, at: str) -> list[str]:
    """Lock a coder's layer of transcripts; returns what that means, a sentence for each."""
    study = load_settled_study(root, look_for_names=False)
    with open_desk(study) as desk:
        blindness = blindness_of(desk)
        for name in transcript_ids:
            if name not in desk.keys:
                near = did_you_mean(name, desk.keys)
                raise AnalysisRefused(f'"{name}" is no transcript of the study. {near}'.strip())
            if name not in blindness.blind:
                doubled = ", ".join(sorted(blindness.blind)) or "none"
                raise AnalysisRefused(
                    f"{name} is not coded blind: only transcripts that study.yaml names under double_coded "
                    f"are locked ({doubled})."
                )
        adopt(desk, coder, at)
        desk.store.record(coder, [layer_locked(coder, [desk.keys[name] for name in transcript_ids])], at)
        desk.forget()
        write_study_files(desk)
        return [_sentence(desk, name, coder) for name in transcript_ids]


def _sentence(desk: Desk, transcript_id: str, coder: str) -> str:
    blindness = blindness_of(desk)
    own = sum((one.transcript_id, one.coder) == (transcript_id, coder) for one in desk.layers.segments)
    segments = segments_text(own)
    if blindness.is_revealed(transcript_id):
        coders = ", ".join(sorted(blindness.locked[transcript_id]))
        return f"{transcript_id}: locked with {segments}. All layers are locked ({coders}) and shown now."
    return f"{transcript_id}: locked with {segments}. It is shown once another coder has locked it too."


def unlock_layer(root: Path, transcript_id: str, coder: str, at: str) -> str:
    """Take a lock back; refused once another coder's layer was shown."""
    study = load_settled_study(root, look_for_names=False)
    with open_desk(study) as desk:
        blindness = blindness_of(desk)
        if not blindness.is_locked(transcript_id, coder):
            raise AnalysisRefused(f"{transcript_id} is not locked for {coder}.")
        if blindness.is_revealed(transcript_id):
            raise _stays_locked(transcript_id)
        action = desk.store.lock_action(coder, desk.keys[transcript_id])
        desk.store.undo(coder, at, action)
        desk.forget()
        write_study_files(desk)
    return f"{transcript_id}: {coder} may code on."


def _stays_locked(transcript_id: str) -> AnalysisRefused:
    return AnalysisRefused(
        f"{transcript_id} stays locked: the layers of both coders were shown. Settle differences in "
        "the consensus layer (impl-eval compare-coders --workbook)."
    )


def refuse_under_lock(desk: Desk, action: str) -> None:
    """Refuse to take an action back, or to restore it, where that changes a layer that is locked.

    A lock is taken back as unlock does it: until the layers were shown. What was decided after a lock, once
    the layers were shown, is not under it.
    """
    blindness = blindness_of(desk)
    locked_at = _locks(desk)
    for event in desk.store.work_of(action):
        for layer, transcript_id in _layers_of(desk, event):
            lock = locked_at.get((layer, transcript_id))
            if transcript_id not in blindness.blind or lock is None or event.order > lock.order:
                continue
            if blindness.is_revealed(transcript_id):
                raise _stays_locked(transcript_id)
            if event.kind != "layer_locked":
                raise StudyProblems([locked_problem(transcript_id, layer)])


def _locks(desk: Desk) -> dict[tuple[str, str], Event]:
    """Return the event that locked a layer of a transcript, the newest where there are several versions."""
    found: dict[tuple[str, str], Event] = {}
    for layer, document in sorted(desk.store.locks()):
        events = desk.store.action_events(desk.store.lock_action(layer, document))
        if document in desk.documents and events:
            place = layer, desk.documents[document].transcript_id
            found[place] = max([events[-1], *([found[place]] if place in found else [])], key=_order)
    return found


def _order(event: Event) -> tuple[int, str, str, int, str]:
    return event.order


def _layers_of(desk: Desk, event: Event) -> list[tuple[str, str]]:
    """Return the layers of transcripts that an event is about, as (layer, transcript)."""
    said = event.said
    segment = str(said.get("segment", ""))
    about = (desk.store.segment(segment) or desk.store.rejection(segment)) if segment else None
    layer = str(said.get("layer", about.layer if about is not None else ""))
    keys = [*said.get("documents", ()), said.get("document", about.document if about is not None else "")]
    return [(layer, desk.documents[key].transcript_id) for key in keys if layer and key in desk.documents]
