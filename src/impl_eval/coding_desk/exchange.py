"""Coding of and for other programs: REFI-QDA projects and codebooks, and settled differences of coders."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.drafts import CONSENSUS, Draft, Passage, adjudicated
from impl_eval.coding.refi_writer import qdc_bytes, qdpx_bytes
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt, record_decisions, write_study_files
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused, Problem, StudyProblems
from impl_eval.qualitative.agreement import Adjudication, adjudications_of
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange import (
    ImportedProject,
    codebook_project,
    codebook_report,
    export_report,
    project_of_study,
    segments_of_project,
)
from impl_eval.readers.adjudication_workbook import read_adjudication_workbook
from impl_eval.readers.refi import read_qdpx
from impl_eval.study.decisions import Decisions
from impl_eval.study.model import InterviewMaterial, Study


@dataclass(frozen=True)
class Exchanged:
    """What an exchange did: how many segments were new, and the lines of its loss report."""

    added: int
    lines: tuple[str, ...]


def _mechanisms(study: Study) -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in study.framework.mechanisms]


def _material(study: Study) -> InterviewMaterial:
    if study.interviews is None or not study.interviews.transcripts:
        raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
    return study.interviews


def project_file(root: Path, kind: str, viewer: str = "") -> tuple[bytes, tuple[str, ...]]:
    """Return a .qdpx or .qdc of what may be shown, and what is lost in it, as sentences."""
    study = seen_by(load_settled_study(root), viewer)
    material, mechanisms = _material(study), _mechanisms(study)
    if kind == "qdc":
        project = codebook_project(material.codebook, mechanisms)
        return qdc_bytes(project), tuple(codebook_report(project, material.codebook).lines())
    project = project_of_study(
        material.codebook,
        material.transcripts,
        material.coded_segments,
        mechanisms,
        study.declared.title,
        rejected=material.rejected,
    )
    report = export_report(project, material.codebook, material.transcripts, material.coded_segments)
    return qdpx_bytes(project), tuple(report.lines())


def import_project(root: Path, path: Path, coder: str, at: str, *, partial: bool = False) -> Exchanged:
    """Take in the codings of a .qdpx on transcripts and codes that the study has.

    Codes and transcripts that it does not have are a problem each, so that nothing goes lost unseen;
    with `partial` what can be placed is taken and the rest is in the report.
    """
    study = load_settled_study(root)
    seen = seen_by(study, coder)
    material = _material(seen)
    project = read_qdpx(path, path.name, partial=partial)
    imported = segments_of_project(
        project,
        material.transcripts,
        material.codebook,
        _mechanisms(study),
        transcript_names=material.transcript_files,
        coder=coder,
    )
    problems = _absent(imported, path.name)
    if problems and not partial:
        raise StudyProblems(problems)
    known = {*study.framework.mechanism_ids, *material.codebook.by_id}
    here = {one.id for one in material.transcripts}
    taken = [one for one in imported.segments if one.applied_code in known and one.transcript_id in here]
    lines = list(imported.report.lines())
    left = len(imported.segments) - len(taken)
    if left:
        lines.append(f"Left out: {left} codings of codes or transcripts that the study does not have.")
    spoken = [one for one in taken if _is_spoken(material, one)]
    if len(spoken) < len(taken):
        count = len(taken) - len(spoken)
        lines.append(f"Left out: {count} codings of words that no participant speaks, or not alone.")
    with open_desk(study) as desk:
        rejected = tuple(one for one in imported.rejected if one.transcript_id in here)
        merged = record_decisions(desk, Decisions(tuple(spoken), rejected), coder, at)
    return Exchanged(merged.added, tuple(lines))


def _absent(imported: ImportedProject, name: str) -> list[Problem]:
    """Return the transcripts and codes of a project that the study does not have, as problems."""
    problems = [
        Problem(
            name,
            None,
            "sources",
            f'"{one.name}", which is no transcript of the study',
            "transcripts of the study",
            "Add it to the study with its speakers, then import again; or import with --partial.",
        )
        for one in imported.new_transcripts
    ]
    problems += [
        Problem(
            name,
            None,
            "codes",
            f'the code "{one.shown_label}", which the codebook does not have',
            "codes of the codebook",
            f"Add a code with the id {one.code_id} to the codebook, then import again; or use --partial.",
        )
        for one in imported.new_codes
    ]
    return problems


def _is_spoken(material: InterviewMaterial, segment: CodedSegment) -> bool:
    from impl_eval.study.coded_segments import takes_in_interviewer

    transcript = next(one for one in material.transcripts if one.id == segment.transcript_id)
    place = (segment.start, segment.end)
    return transcript.turn_of(*place) is not None and not takes_in_interviewer(transcript, *place)


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
