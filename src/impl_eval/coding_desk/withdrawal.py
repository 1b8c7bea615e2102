"""Somebody withdraws: their words go from every file of the study, and the record says only that one went.

The journal decides the step; from there on it is finished, if need be by running the command again.
"""

from dataclasses import replace
from pathlib import Path

from impl_eval.coding.events import document_key
from impl_eval.coding.moved_documents import Move
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore
from impl_eval.coding_desk.desk import STORE_FILE, has_store, store_path
from impl_eval.coding_desk.finishing import FINISHED, finish
from impl_eval.coding_desk.leftovers import files_with_words
from impl_eval.coding_desk.rewriting import WITHDRAWAL, Rewriting
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused, did_you_mean
from impl_eval.study.journal import begin, unfinished
from impl_eval.study.model import Study
from impl_eval.study.withdrawal import Withdrawal, map_place, plan_withdrawal
from impl_eval.study.write import decision_files


def withdraw(root: Path, participant_id: str, at: str, respondent: str = "") -> list[str]:
    """Erase what a study holds of one person; returns what was done, as sentences.

    Raises StudyProblems with everything a person has to do by hand first (nothing is then changed), and
    AnalysisRefused where nobody of this id is in the study.
    """
    journal = unfinished(root)
    if journal is not None:
        finish(journal)
    study = load_settled_study(root)
    plan = plan_withdrawal(study, participant_id, respondent)
    if plan.finds_nobody and journal is not None:
        return [FINISHED]
    if plan.finds_nobody:
        raise AnalysisRefused(_nobody(study, participant_id))
    words = _words_of(plan, participant_id)
    if plan.gone or plan.kept:
        after = _without_them(study, plan)
        plan.write |= _mapped_decisions(after, study, plan, participant_id)
    facts = _rewriting(study, plan, participant_id, at).facts() if has_store(root) else {}
    finish(begin(root, "withdrawal", facts, plan.write, plan.delete))
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


def _rewriting(study: Study, plan: Withdrawal, participant_id: str, at: str) -> Rewriting:
    """Return what changes in the store; codings of every layer of the person's words go."""
    texts = {name: after.text for name, (_, after, _) in plan.kept.items()}
    moves = {}
    for name, (before, after, offsets) in plan.kept.items():
        edits = tuple((edit.start, edit.end, len(edit.replacement)) for edit in offsets.edits)
        new = document_key(name, after.text)
        moves[document_key(name, before.text)] = Move(new, edits, takes_words=True)
    dropped = set()
    with CodingStore(store_path(study.root), STORE_FILE) as store:
        documents = store.documents()
        standing: list[SegmentState | RejectionState] = [*store.all_segments(), *store.rejections()]
        for one in standing:
            if one.document in moves:
                place = documents[one.document].transcript_id, one.start, one.end
                if map_place(plan, participant_id, place) is None:
                    dropped.add(place)
    gone = [one.id for one in plan.gone]
    return Rewriting(
        WITHDRAWAL, at, texts, gone, moves=moves, dropped=sorted(dropped), participant=participant_id
    )


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
