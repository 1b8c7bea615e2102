"""Somebody withdraws: their words go from every file of the study, and the record says only that one went.

The journal decides the step; from there on it is finished, if need be by running the command again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from impl_eval.coding.backups import backups_of
from impl_eval.coding.events import document_key
from impl_eval.coding.moved_documents import Move, moves_of
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore
from impl_eval.coding_desk.desk import STORE_FILE, came_back, erased_transcripts, has_store, store_path
from impl_eval.coding_desk.finishing import FINISHED, finish
from impl_eval.coding_desk.leftovers import leftovers
from impl_eval.coding_desk.rewriting import WITHDRAWAL, Rewriting
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.unimported_work import holds_unimported_work
from impl_eval.errors import AnalysisRefused, Problem, did_you_mean
from impl_eval.qualitative.identifiers.pseudonyms import PSEUDONYM
from impl_eval.study.journal import begin, unfinished
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from impl_eval.study.withdrawal import Withdrawal, map_place, plan_withdrawal
from impl_eval.study.withdrawn_tables import left_in_tables
from impl_eval.study.withdrawn_traces import files_of_others, reference_files
from impl_eval.study.write import decision_files

REVIEW_WORKBOOK = "outputs/internal/coding_review.xlsx"


@dataclass(frozen=True)
class Withdrawn:
    """What was done, as sentences, and what is left for a person to do, with file and place."""

    done: tuple[str, ...]
    left: tuple[Problem, ...] = ()


def withdraw(root: Path, participant_id: str, at: str, respondent: str = "") -> Withdrawn:
    """Erase what a study holds of one person; returns what was done and what is left to do by hand.

    Raises StudyProblems with everything a person has to do by hand first (nothing is then changed), and
    AnalysisRefused where nobody of this id is in the study, or work would be lost.
    """
    journal = unfinished(root)
    if journal is not None:
        finish(journal)
    study = load_study(root)
    erased = erased_transcripts(study)  # a merge brought the withdrawal, and the files are still here
    if not erased:
        study = load_settled_study(root)
    plan = plan_withdrawal(study, participant_id, respondent)
    if strange := _erased_for_others(root, erased, plan):
        raise AnalysisRefused(came_back(strange))
    if plan.finds_nobody and journal is not None:
        return Withdrawn((FINISHED,))
    if plan.finds_nobody:
        raise AnalysisRefused(_nobody(study, participant_id))
    if holds_unimported_work(root / REVIEW_WORKBOOK, study):
        raise AnalysisRefused(
            f"{REVIEW_WORKBOOK} holds decisions that nobody has imported, and outputs are deleted. Import it "
            "first (impl-eval coding import), or take it away."
        )
    if plan.gone or plan.kept:
        after = _without_them(study, plan)
        plan.write |= _mapped_decisions(after, study, plan, participant_id)
    rewriting = _rewriting(study, plan, participant_id, at) if has_store(root) else None
    facts = {} if rewriting is None else rewriting.facts()
    finish(begin(root, "withdrawal", facts, plan.write, plan.delete))
    left = [*left_in_tables(study, plan.write, plan.traces), *_left_in_store(root, plan)]
    listed = {one.file for one in left}
    known = {*reference_files(study), *files_of_others(study), *listed}
    left += leftovers(root, plan.traces, known)
    return Withdrawn(tuple(_report(plan)), tuple(left))


def _erased_for_others(root: Path, erased: Sequence[str], plan: Withdrawal) -> list[str]:
    """Return the erased transcripts that would not become what they became on the other machine.

    Several people may have withdrawn there: transcripts of the others wait for their own turn here.
    """
    if not erased:
        return []
    with CodingStore(store_path(root), STORE_FILE) as store:
        steps = [
            moves_of(event.said.get("moved", {})) for event in store.events() if event.kind == "withdrawn"
        ]
    known = {move.document for step in steps for move in step.values()}
    theirs = {one.id for one in plan.gone} | plan.kept.keys()
    if theirs.isdisjoint(erased):
        return list(erased)
    texts = {name: after.text for name, (_, after, _) in plan.kept.items()}
    return [name for name in erased if name in texts and document_key(name, texts[name]) not in known]


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
            note = "" if plan.traces.surely_in(segment.note) else segment.note
            segments.append(replace(segment, start=place[0], end=place[1], quote=quote, note=note))
    rejected = []
    for one in material.rejected:
        place = map_place(plan, participant_id, (one.transcript_id, one.start, one.end))
        if place is not None:
            note = "" if plan.traces.surely_in(one.note) else one.note
            rejected.append(replace(one, start=place[0], end=place[1], note=note))
    return decision_files(after, segments, rejected)


def _rewriting(study: Study, plan: Withdrawal, participant_id: str, at: str) -> Rewriting:
    """Return what changes in the store; codings of every layer of the person's words go."""
    texts = {name: after.text for name, (_, after, _) in plan.kept.items()}
    moves = {}
    for name, (before, after, offsets) in plan.kept.items():
        edits = tuple((edit.start, edit.end, len(edit.replacement)) for edit in offsets.edits)
        new = document_key(name, after.text)
        moves[document_key(name, before.text)] = Move(new, edits, takes_words=True)
    dropped: set[tuple[str, int, int]] = set()
    about: set[str] = set()
    # A merge may have emptied the store already, and a backup holds still what stood there.
    for path in (store_path(study.root), *backups_of(store_path(study.root))):
        with CodingStore(path, path.relative_to(study.root).as_posix()) as store:
            dropped |= _dropped(store, plan, moves, participant_id)
            about |= {key for key, text in _written(store).items() if plan.traces.surely_in(text)}
    gone = [one.id for one in plan.gone]
    return Rewriting(
        WITHDRAWAL, at, texts, gone, moves=moves, dropped=sorted(dropped), participant=participant_id,
        about=sorted(about),
    )  # fmt: skip


def _dropped(
    store: CodingStore, plan: Withdrawal, moves: Mapping[str, Move], participant_id: str
) -> set[tuple[str, int, int]]:
    """Return the passages of conversations that stay whose codings go: transcript, start and end."""
    documents = store.documents()
    standing: list[SegmentState | RejectionState] = [*store.all_segments(), *store.rejections()]
    places = {
        (documents[one.document].transcript_id, one.start, one.end)
        for one in standing
        if one.document in moves and one.document in documents
    }
    return {place for place in places if map_place(plan, participant_id, place) is None}


def _written(store: CodingStore) -> dict[str, str]:
    """Return what people wrote by its id, versions of the codebook by their hash: examples may be quotes."""
    changes = (event for event in store.events() if event.kind == "codebook_changed")
    books = {digest: store.codebook(digest) for digest in {str(event.said["codebook"]) for event in changes}}
    return store.texts() | {digest: content for digest, content in books.items() if content is not None}


def _left_in_store(root: Path, plan: Withdrawal) -> list[Problem]:
    """Return memos, notes and summaries of the store that may speak of them: which, never their words."""
    if not has_store(root):
        return []
    with CodingStore(store_path(root), STORE_FILE) as store:
        words = store.texts()
        memos = {text: f"a memo on {about} {target}".strip() for _, about, target, text in store.memos()}
    found = "a word that only the person who withdrew used"
    remedy = "Look whether it speaks of them (impl-eval coding log), and write it anew."
    where = {memos.get(text, "a note or summary") for text in words.values() if plan.traces.perhaps_in(text)}
    return [Problem(STORE_FILE, None, one, found, "", remedy) for one in sorted(where)]


def _report(plan: Withdrawal) -> list[str]:
    counts = [
        (len(plan.gone), "transcript erased", "transcripts erased"),
        (len(plan.kept), "conversation kept without their words", "conversations kept without their words"),
        (plan.survey_rows, "survey row taken out", "survey rows taken out"),
    ]
    counted = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    sentences = [f"Withdrawn: {', '.join(counted)}. Generated outputs were deleted: run the study again."]
    sentences += plan.to_write_again
    if pseudonyms := _own_pseudonyms(plan):
        sentences.append(
            f"The key of pseudonyms still says who they spoke of: take out {', '.join(pseudonyms)}, and "
            "their transcripts from the folder of originals."
        )
    sentences.append(
        "Not reached from here: copies outside this folder (e-mail, backups of the machine, version control, "
        "exports that others hold). Merging takes the withdrawal to the stores of others."
    )
    return sentences


def _own_pseudonyms(plan: Withdrawal) -> list[str]:
    """Return the pseudonyms that stand in their words only."""
    theirs, others = (
        {found.strip("[]") for text in texts for found in PSEUDONYM.findall(text)}
        for texts in (plan.traces.theirs, plan.traces.others)
    )
    return sorted(theirs - others)
