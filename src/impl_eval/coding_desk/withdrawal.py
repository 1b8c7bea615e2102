"""Somebody withdraws: their words go from every file of the study, and the record says only that one went.

The steps are in an order that can be taken up again where it was interrupted: a journal names what is
still to be deleted, and nothing is evaluated while it is there.
"""

from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from impl_eval.coding.backups import backups_of
from impl_eval.coding.drafts import Draft, layer_locked, memo_written, re_anchored
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore, Document
from impl_eval.coding.texts import said_texts
from impl_eval.coding_desk.desk import STORE_FILE, Desk, has_store, store_path
from impl_eval.coding_desk.leftovers import files_with_words
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.summaries import case_of_texts
from impl_eval.errors import AnalysisRefused, did_you_mean
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.stale import remove_generated
from impl_eval.study.journal import JOURNAL, delete_named, finish_journal, write_journal
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from impl_eval.study.withdrawal import Withdrawal, map_place, plan_withdrawal
from impl_eval.study.write import decision_files, write_decisions

RECORDER = "withdrawal"
"""Who puts it on record: no coder decided this."""


def withdraw(root: Path, participant_id: str, at: str, respondent: str = "") -> list[str]:
    """Erase what a study holds of one person; returns what was done, as sentences.

    Raises StudyProblems with everything a person has to do by hand first (nothing is then changed), and
    AnalysisRefused where nobody of this id is in the study.
    """
    interrupted = (root / JOURNAL).exists()
    study = load_study(root, check_places=False) if interrupted else load_settled_study(root)
    plan = plan_withdrawal(study, participant_id, respondent)
    if plan.finds_nobody and interrupted:
        finish_journal(root)
        return ["The withdrawal that was interrupted is finished now."]
    if plan.finds_nobody:
        raise AnalysisRefused(_nobody(study, participant_id))
    words = _words_of(plan, participant_id)
    write_journal(root, plan.delete)
    remove_generated(root / "outputs")
    after = _without_them(study, plan)
    if has_store(root):
        _erase_from_store(store_path(root), plan, participant_id, at)
        with CodingStore(store_path(root), STORE_FILE) as store:
            for copy in backups_of(store_path(root)):
                _erase_from_copy(copy, store.erased_keys(), at)
            if _has_interviews(after):
                write_study_files(Desk(after, store))
            elif after.interviews is not None:
                write_decisions(after, (), ())
    elif plan.gone or plan.kept:
        plan.write |= _mapped_decisions(after, study, plan, participant_id)
    write_all(plan.write)
    delete_named(plan.delete)
    finish_journal(root)
    return _report(root, plan, words)


def _nobody(study: Study, participant_id: str) -> str:
    people = sorted(
        {
            speaker.participant_id
            for transcript in (study.interviews.transcripts if study.interviews is not None else ())
            for speaker in transcript.speakers
            if speaker.participant_id
        }
    )
    near = did_you_mean(participant_id, people) or f"Participants are: {', '.join(people) or 'none'}."
    return f'"{participant_id}" is no participant and no respondent of the study. {near}'


def _words_of(plan: Withdrawal, participant_id: str) -> list[str]:
    """Return what the person said, turn by turn, to look for what is left of it."""
    transcripts = [*plan.gone, *(before for before, _, _ in plan.kept.values())]
    return [
        one.text[turn.start : turn.end]
        for one in transcripts
        for turn in one.turns
        if turn.participant_id == participant_id
    ]


def _without_them(study: Study, plan: Withdrawal) -> Study:
    """Return the study as it will be: the transcripts that stay, with the words that stay."""
    if study.interviews is None:
        return study
    gone = {transcript.id for transcript in plan.gone}
    kept = [one for one in study.interviews.transcripts if one.id not in gone]
    transcripts = tuple(plan.kept[one.id][1] if one.id in plan.kept else one for one in kept)
    return replace(study, interviews=replace(study.interviews, transcripts=transcripts))


def _has_interviews(study: Study) -> bool:
    return study.interviews is not None and bool(study.interviews.transcripts)


def _mapped_decisions(
    after: Study, before: Study, plan: Withdrawal, participant_id: str
) -> dict[Path, tuple[bytes, bool]]:
    """Return the files of the decisions that stay, where there is no store."""
    material = before.interviews
    assert material is not None
    assert after.interviews is not None
    texts = {one.id: one.text for one in after.interviews.transcripts}
    segments = []
    for segment in material.coded_segments:
        place = map_place(plan, participant_id, (segment.transcript_id, segment.start, segment.end))
        if place is not None:
            quote = texts[segment.transcript_id][place[0] : place[1]]
            segments.append(replace(segment, start=place[0], end=place[1], quote=quote))
    rejected = []
    for one in material.rejected:
        place = map_place(plan, participant_id, (one.transcript_id, one.start, one.end))
        if place is not None:
            rejected.append(replace(one, start=place[0], end=place[1]))
    return decision_files(after, segments, rejected)


def _erase_from_store(path: Path, plan: Withdrawal, participant_id: str, at: str) -> None:
    """Move what the others said to its new place, then erase. What was moved before is left as it is."""
    with CodingStore(path, STORE_FILE) as store:
        names = {transcript.id for transcript in plan.gone} | plan.kept.keys()
        old = {key: one for key, one in store.documents().items() if one.transcript_id in names}
        new = store.register({name: after.text for name, (_, after, _) in plan.kept.items()})
        standing: list[SegmentState | RejectionState] = [*store.all_segments(), *store.rejections()]
        theirs, drafts = _moved(standing, old, new, plan, participant_id)
        drafts += _locks_and_memos(store, old, new)
        store.record(RECORDER, drafts, at)
        texts = _texts_to_erase(store, theirs, old.keys() - set(new.values()), participant_id)
        if doomed := (old.keys() | texts) - set(new.values()):
            store.erase(RECORDER, doomed, (), at)


def _moved(
    standing: Iterable[SegmentState | RejectionState],
    old: dict[str, Document],
    new: dict[str, str],
    plan: Withdrawal,
    participant_id: str,
) -> tuple[set[str], list[Draft]]:
    """Return the ids of what is about their words, and drafts that move the rest to the new text."""
    theirs: set[str] = set()
    drafts: list[Draft] = []
    for one in standing:
        document = old.get(one.document)
        if document is None or one.document in new.values():
            continue
        target = new.get(document.transcript_id)
        place = None
        if target is not None and document.is_current:
            place = map_place(plan, participant_id, (document.transcript_id, one.start, one.end))
        if place is not None and target is not None:
            drafts.append(re_anchored(one.id, target, *place))
        else:
            theirs.add(one.id)
    return theirs, drafts


def _locks_and_memos(store: CodingStore, old: dict[str, Document], new: dict[str, str]) -> list[Draft]:
    """Locks and memos of a conversation stand on its text: they follow it."""
    drafts = [
        layer_locked(layer, [new[old[document].transcript_id]])
        for layer, document in sorted(store.locks())
        if document in old and document not in new.values() and old[document].transcript_id in new
    ]
    for identity, about, target, words in store.memos():
        moves = target in old and target not in new.values() and old[target].transcript_id in new
        if about == "transcript" and moves:
            drafts.append(memo_written(about, new[old[target].transcript_id], words, replaces=identity))
    return drafts


def _texts_to_erase(
    store: CodingStore, theirs: set[str], documents: Collection[str], participant_id: str
) -> set[str]:
    """Return the ids of notes, memos and summaries that are about their words."""
    found: set[str] = set()
    cases = {one for one, case in case_of_texts(store).items() if case == participant_id}
    for event in store.events():
        said = event.said
        about = {event.id, str(said.get("segment", "")), str(said.get("target", ""))}
        on_document = event.kind == "memo_written" and said.get("document") in documents
        if about & (theirs | cases) or on_document:
            found |= {one["id"] for one in said_texts(event).values()}
    return found


def _erase_from_copy(path: Path, keys: Collection[str], at: str) -> None:
    with closing(CodingStore(path, f"coding/backups/{path.name}")) as copy:
        copy.erase(RECORDER, keys, (), at)


def _report(root: Path, plan: Withdrawal, words: list[str]) -> list[str]:
    done = [
        (len(plan.gone), "transcript erased", "transcripts erased"),
        (len(plan.kept), "conversation kept without their words", "conversations kept without their words"),
        (plan.survey_rows, "survey row taken out", "survey rows taken out"),
    ]
    counted = [f"{count} {one if count == 1 else many}" for count, one, many in done if count]
    sentences = [f"Withdrawn: {', '.join(counted)}. Generated outputs were deleted: run the study again."]
    sentences += [f"Please look: {one}" for one in plan.to_look_at]
    left = files_with_words(root, words)
    sentences += [f"Please look: {name} still holds words of theirs." for name in left]
    sentences.append(
        "Not reached from here: copies outside this folder (e-mail, backups of the machine, version control, "
        "exports that others hold). Merging takes the withdrawal to the stores of others."
    )
    return sentences
