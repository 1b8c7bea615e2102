"""Memos: what an analyst thinks about the study, a transcript, a code or a coded passage."""

from pathlib import Path

from impl_eval.coding.drafts import Draft, memo_written
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused, did_you_mean


def write_memo(root: Path, about: str, text: str, coder: str, at: str) -> str:
    """Put a memo on record; returns a sentence. AnalysisRefused where what it is about is not there."""
    if not text.strip():
        raise AnalysisRefused("A memo needs words.")
    study = load_settled_study(root)
    with open_desk(study) as desk:
        adopt(desk, coder, at)
        draft = _draft(desk, about, text.strip())
        desk.store.record(coder, [draft], at)
    return f"Memo on {about} kept."


def _draft(desk: Desk, about: str, text: str) -> Draft:
    kind, _, name = about.partition(":")
    if about == "study":
        return memo_written("project", "", text)
    if kind == "transcript":
        if name not in desk.keys:
            raise _unknown("transcript", name, list(desk.keys))
        return memo_written("transcript", desk.keys[name], text)
    if kind == "code":
        known = [*desk.study.framework.mechanism_ids, *desk.material.codebook.by_id]
        if name not in known:
            raise _unknown("code", name, known)
        return memo_written("code", name, text)
    segments = [
        identity
        for key, identity in sorted(desk.layers.ids.items())
        if f"{key[0]}:{key[1]}-{key[2]}" == about
    ]
    if not segments:
        raise AnalysisRefused(
            f'"{about}" is no coded passage. A memo is about study, transcript:ID, code:ID, or a place such '
            "as int01:935-1020."
        )
    return memo_written("segment", segments[0], text)


def _unknown(kind: str, name: str, known: list[str]) -> AnalysisRefused:
    near = did_you_mean(name, known) or f"There are: {', '.join(dict.fromkeys(known))}."
    return AnalysisRefused(f'"{name}" is no {kind} of the study. {near}')
