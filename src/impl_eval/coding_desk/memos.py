"""Memos: what an analyst thinks about the study, a transcript, a code or a coded passage."""

from collections.abc import Iterable
from pathlib import Path

from impl_eval.coding.drafts import Draft, memo_written
from impl_eval.coding_desk.blindness import blindness_of
from impl_eval.coding_desk.desk import Desk, key_of, open_desk
from impl_eval.coding_desk.recording import adopt
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused, did_you_mean
from impl_eval.qualitative.exchange import ExchangedMemo


def write_memo(root: Path, about: str, text: str, coder: str, at: str) -> str:
    """Put a memo on record; returns a sentence. AnalysisRefused where what it is about is not there."""
    if not text.strip():
        raise AnalysisRefused("A memo needs words.")
    study = load_settled_study(root, look_for_names=False)
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


def record_memos(desk: Desk, memos: Iterable[ExchangedMemo], coder: str, at: str) -> int:
    """Put memos of another program on record, each once; returns how many were new.

    A memo on what the study does not have is about the study. Who wrote it and when stand with it where
    the file says so.
    """
    known = {(about, target, words) for _, about, target, words in desk.store.memos()}
    drafts: list[Draft] = []
    for memo in memos:
        draft = _with_author(memo_written(*_about(desk, memo), memo.text), memo)
        key = (draft.facts["about"], draft.facts.get("document", draft.facts.get("target", "")), memo.text)
        if key not in known:
            known.add(key)
            drafts.append(draft)
    desk.store.record(coder, drafts, at)
    return len(drafts)


def _about(desk: Desk, memo: ExchangedMemo) -> tuple[str, str]:
    """Return what a memo is about, in the words of the log, and its id there."""
    if memo.about == "segment" and memo.segment is not None:
        identity = desk.layers.ids.get(key_of(memo.segment))
        if identity is not None:
            return "segment", identity
        memo = ExchangedMemo("transcript", memo.text, memo.segment.transcript_id)
    if memo.about == "transcript" and memo.target in desk.keys:
        return "transcript", desk.keys[memo.target]
    known = {*desk.study.framework.mechanism_ids, *desk.material.codebook.by_id}
    if memo.about == "code" and memo.target in known:
        return "code", memo.target
    return "project", ""


def _with_author(draft: Draft, memo: ExchangedMemo) -> Draft:
    said = {name: value for name, value in (("by", memo.coder), ("written", memo.at)) if value}
    return Draft(draft.kind, {**draft.facts, **said}, draft.texts)


def exchanged_memos(desk: Desk, viewer: str = "") -> tuple[ExchangedMemo, ...]:
    """Return the memos of a study as they go out; those on layers that may not be shown stay here."""
    blindness = blindness_of(desk)
    events = {event.id: event for event in desk.store.events() if event.kind == "memo_written"}
    segments = {desk.layers.ids[key_of(one)]: one for one in desk.layers.segments}
    found = []
    for identity, about, target, words in desk.store.memos():
        said = events[identity].said
        author, at = said.get("by", events[identity].coder), said.get("written", events[identity].at)
        segment = segments.get(target) if about == "segment" else None
        if segment is not None and not blindness.shows(segment.transcript_id, segment.coder, viewer):
            continue
        if about == "segment" and segment is not None:
            found.append(ExchangedMemo("segment", words, segment=segment, coder=author, at=at))
        elif about == "transcript" and target in desk.documents:
            name = desk.documents[target].transcript_id
            found.append(ExchangedMemo("transcript", words, name, coder=author, at=at))
        elif about == "code":
            found.append(ExchangedMemo("code", words, target, coder=author, at=at))
        else:
            found.append(ExchangedMemo("study", words, coder=author, at=at))
    return tuple(found)


def _unknown(kind: str, name: str, known: list[str]) -> AnalysisRefused:
    near = did_you_mean(name, known) or f"There are: {', '.join(dict.fromkeys(known))}."
    return AnalysisRefused(f'"{name}" is no {kind} of the study. {near}')
