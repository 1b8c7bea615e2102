"""Coding for other programs: REFI-QDA projects and codebooks of a study."""

from pathlib import Path

from impl_eval.coding.events import CODING_KINDS
from impl_eval.coding.refi_writer import qdc_bytes, qdpx_bytes
from impl_eval.coding_desk.desk import has_store, key_of, open_desk
from impl_eval.coding_desk.memos import exchanged_memos
from impl_eval.coding_desk.standing import load_settled_study, seen_by
from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange import (
    ExchangedMemo,
    codebook_project,
    codebook_report,
    export_report,
    project_of_study,
)
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
    study = seen_by(load_settled_study(root, look_for_names=False), viewer)
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
