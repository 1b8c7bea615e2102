"""Locks of layers: a coder has finished with a transcript that is coded blind."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.drafts import layer_locked
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.words import segments_text
from impl_eval.errors import AnalysisRefused, did_you_mean


def lock_layers(root: Path, transcript_ids: Sequence[str], coder: str, at: str) -> list[str]:
    """Lock a coder's layer of transcripts; returns what that means, a sentence for each."""
    study = load_settled_study(root)
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
    study = load_settled_study(root)
    with open_desk(study) as desk:
        blindness = blindness_of(desk)
        if not blindness.is_locked(transcript_id, coder):
            raise AnalysisRefused(f"{transcript_id} is not locked for {coder}.")
        if blindness.is_revealed(transcript_id):
            raise AnalysisRefused(
                f"{transcript_id} stays locked: the layers of both coders were shown. Settle differences in "
                "the consensus layer (impl-eval compare-coders --workbook)."
            )
        action = desk.store.lock_action(coder, desk.keys[transcript_id])
        desk.store.undo(coder, at, action)
        desk.forget()
        write_study_files(desk)
    return f"{transcript_id}: {coder} may code on."
