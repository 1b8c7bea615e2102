"""Settled differences of coders: a filled workbook becomes the consensus layer."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.drafts import CONSENSUS, Draft, Passage, adjudicated
from impl_eval.coding_desk.desk import Desk, open_desk
from impl_eval.coding_desk.recording import adopt, write_study_files
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.agreement import (
    Adjudication,
    adjudications_of,
    agreed_segments,
    double_codings,
)
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.readers.adjudication_workbook import read_adjudication_workbook
from impl_eval.study.coder_comparison import compared_material
from impl_eval.study.model import Study


def import_adjudications(root: Path, path: Path, coder: str, at: str) -> tuple[int, int]:
    """Put settled differences on record in the consensus layer; returns settled and still open rows.

    Once no row is open, what coders agree on joins the consensus: of two overlapping segments of one
    code, that of the coder who comes first by name.
    """
    study = load_settled_study(root, look_for_names=False)
    if study.interviews is None:
        raise AnalysisRefused("The study has no interviews.")
    material = study.interviews
    codes = [*study.framework.mechanism_ids, *material.codebook.by_id]
    rows = read_adjudication_workbook(path, path.name)
    found = adjudications_of(rows, path.name, material.transcripts, list(dict.fromkeys(codes)))
    with open_desk(study) as desk:
        adopt(desk, coder, at)
        desk.keep_codebook(coder, at)
        drafts = [_settled(desk, one) for one in found.settled]
        if not found.undecided:
            drafts += [_agreed(desk, one) for one in _agreed_segments(study, found.settled)]
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


def _agreed_segments(study: Study, settled: Sequence[Adjudication]) -> tuple[CodedSegment, ...]:
    material = compared_material(study, nobodys_own=(CONSENSUS,))
    coded_by = double_codings(
        material.transcripts,
        material.segments,
        double_coded=material.double_coded,
        finished=material.finished,
    )
    places = [(one.transcript_id, one.code_id, one.start, one.end) for one in settled]
    return agreed_segments(material.segments, coded_by, places)
