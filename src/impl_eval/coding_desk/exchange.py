"""Coding of and for other programs: REFI-QDA projects and codebooks, and settled differences of coders."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.drafts import CONSENSUS, Draft, Passage, adjudicated
from impl_eval.coding.events import CODING_KINDS
from impl_eval.coding.refi_writer import qdc_bytes, qdpx_bytes
from impl_eval.coding_desk.desk import Desk, has_store, key_of, open_desk
from impl_eval.coding_desk.memos import exchanged_memos
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.agreement import Adjudication, adjudications_of
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange import (
    ExchangedMemo,
    codebook_project,
    codebook_report,
    export_report,
    project_of_study,
)
from impl_eval.readers.adjudication_workbook import read_adjudication_workbook
from impl_eval.study.model import InterviewMaterial, Study


def mechanisms_of(study: Study) -> list[tuple[str, str]]:
    """Return id and label of each mechanism, in the order of the framework."""
    return [(one.id, one.label) for one in study.framework.mechanisms]


def _material(study: Study) -> InterviewMaterial:
    if study.interviews is None or not study.interviews.transcripts:
        raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
    return study.interviews


def project_file(root: Path, kind: str, viewer: str = "") -> tuple[bytes, tuple[str, ...]]:
    """Return a .qdpx or .qdc of what may be shown, and what is lost in it, as sentences."""
    study = seen_by(load_settled_study(root), viewer)
    mechanisms = mechanisms_of(study)
    if kind == "qdc":
        return codebook_file(study)
    material = _material(study)
    memos, coded_at = _beside_codings(study, viewer)
    project = project_of_study(
        material.codebook,
        material.transcripts,
        material.coded_segments,
        mechanisms,
        study.declared.title,
        memos=memos,
        rejected=material.rejected,
        coded_at=coded_at,
    )
    report = export_report(project, material.codebook, material.transcripts, material.coded_segments)
    return qdpx_bytes(project), tuple(report.lines())


def codebook_file(study: Study, *, with_examples: bool = True) -> tuple[bytes, tuple[str, ...]]:
    """Return the codebook of a study as .qdc, and what is lost in it, as sentences.

    Examples can be words of participants: without them nothing of anybody's speech goes out.
    """
    if study.interviews is None:
        raise AnalysisRefused("The study has no interviews, and therefore no codebook.")
    whole = study.interviews.codebook
    bare = {"examples": (), "counter_examples": ()}
    codes = whole.codes if with_examples else [one.model_copy(update=bare) for one in whole.codes]
    codebook = Codebook.model_validate({**whole.model_dump(by_alias=True), "codes": codes})
    project = codebook_project(codebook, mechanisms_of(study))
    return qdc_bytes(project), tuple(codebook_report(project, codebook).lines())


def _beside_codings(study: Study, viewer: str) -> tuple[tuple[ExchangedMemo, ...], dict[CodedSegment, str]]:
    """Return memos, and when segments were coded: codings taken over from a file have no date."""
    if not has_store(study.root):
        return (), {}
    with open_desk(study) as desk:
        said = {event.id: event for event in desk.store.events() if event.kind in CODING_KINDS}
        dates = {
            one: event.said.get("written", "" if event.said.get("adopted") else event.at)
            for one in desk.layers.segments
            if (event := said.get(desk.layers.ids[key_of(one)])) is not None
        }
        return exchanged_memos(desk, viewer), {one: at for one, at in dates.items() if at}


def import_adjudications(root: Path, path: Path, coder: str, at: str) -> tuple[int, int]:
    """Put settled differences on record in the consensus layer; returns settled and still open rows.

    Once no row is open, what coders agree on joins the consensus: of two overlapping segments of one
    code, that of the coder who comes first by name.
    """
    study = load_settled_study(root)
    material = _material(study)
    codes = [*study.framework.mechanism_ids, *material.codebook.by_id]
    rows = read_adjudication_workbook(path, path.name)
    found = adjudications_of(rows, path.name, material.transcripts, list(dict.fromkeys(codes)))
    with open_desk(study) as desk:
        adopt(desk, coder, at)
        desk.keep_codebook(coder, at)
        drafts = [_settled(desk, one) for one in found.settled]
        if not found.undecided:
            drafts += [_agreed(desk, one) for one in agreed_segments(material, found.settled)]
        desk.store.record(coder, drafts, at)
        desk.forget()
        write_study_files(desk)
    return len(found.settled), found.undecided


def _settled(desk: Desk, one: Adjudication) -> Draft:
    code_id = one.settled_code or one.code_id
    place = (desk.keys[one.transcript_id], one.start, one.end, code_id)
    passage = Passage(*place, one.valence, one.reported_change)
    decision = "drop" if one.decision == "drop" else "keep"
    return adjudicated(passage, decision=decision, codebook=desk.codebook_digest, reason=one.reason)


def _agreed(desk: Desk, one: CodedSegment) -> Draft:
    place = (desk.keys[one.transcript_id], one.start, one.end, one.applied_code)
    passage = Passage(*place, one.valence, one.reported_change, one.note)
    return adjudicated(passage, decision="keep", codebook=desk.codebook_digest)


def agreed_segments(material: InterviewMaterial, settled: Sequence[Adjudication]) -> tuple[CodedSegment, ...]:
    """Return segments that another coder gave the same code about there, where nothing had to be settled."""
    places = [(one.transcript_id, one.code_id, one.start, one.end) for one in settled]
    transcripts = {one.transcript_id for one in settled}
    own = [
        one
        for one in material.coded_segments
        if one.transcript_id in transcripts and one.coder != CONSENSUS and one.origin == "human"
    ]

    def overlaps(one: CodedSegment, start: int, end: int) -> bool:
        return one.start < end and start < one.end

    return tuple(
        one
        for one in own
        if any(
            (other.transcript_id, other.applied_code) == (one.transcript_id, one.applied_code)
            and one.coder < other.coder
            and overlaps(one, other.start, other.end)
            for other in own
        )
        and not any(
            (name, code_id) == (one.transcript_id, one.applied_code) and overlaps(one, start, end)
            for name, code_id, start, end in places
        )
    )
