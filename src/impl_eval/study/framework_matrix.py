"""The framework matrix of a study: built from its files, and shown."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.outputs.framework_matrix import ShownCase, ShownCell, ShownColumn, ShownMatrix, ShownSegment
from impl_eval.outputs.report.sentences import SIMULATED_BANNER
from impl_eval.qualitative.framework_matrix import (
    CaseKind,
    CellKey,
    FrameworkMatrix,
    MatrixCell,
    MatrixCode,
    PassagePlace,
    Summary,
    build_matrix,
    cases_of,
    fingerprint_text,
    joined_text,
    matrix_codes,
    passages_of,
    people_of,
    places_now,
    places_text,
    standing_of,
)
from impl_eval.qualitative.interview_counts import one_layer_per_transcript
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.model import InterviewMaterial, Study
from impl_eval.study.participant_sites import SITES_FILE, read_participant_sites

KIND_NAMES: dict[CaseKind, str] = {
    "participant": "participants",
    "stakeholder_group": "stakeholder groups",
    "site": "sites",
}


def material_of(study: Study) -> InterviewMaterial:
    """Return the interviews of a study. Raises AnalysisRefused where it has none."""
    if study.interviews is None or not study.interviews.transcripts:
        raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
    return study.interviews


def codes_of_study(study: Study) -> tuple[MatrixCode, ...]:
    """Return the columns of a study's matrix."""
    mechanisms = [(one.id, one.short_label, one.definition) for one in study.framework.mechanisms]
    return matrix_codes(material_of(study).codebook, mechanisms)


def study_knows(study: Study, key: CellKey) -> bool:
    """Tell whether summaries.csv may name the case and the code of a cell: any site, as when it is read."""
    material = material_of(study)
    if key.code_id not in (*study.framework.mechanism_ids, *material.codebook.by_id):
        return False
    if key.case_kind == "site":
        return True
    if key.case_kind == "stakeholder_group":
        return key.case_id in {group.id for group in study.declared.stakeholder_groups}
    speakers = (speaker for one in material.transcripts for speaker in one.speakers)
    return key.case_id in {speaker.participant_id for speaker in speakers if speaker.participant_id}


def matrix_of_study(study: Study, kind: CaseKind) -> FrameworkMatrix:
    """Return the matrix of a study, from one coder's segments per transcript.

    Raises AnalysisRefused where there are no cases of this kind, StudyProblems with the faults of
    participant_sites.csv.
    """
    material = material_of(study)
    groups = {group.id: group.label for group in study.declared.stakeholder_groups}
    people = people_of(material.transcripts, groups)
    if kind == "site":
        sites = {site.id: site.name for site in study.sites}
        files = StudyFiles(study.root, Gathering())
        site_of = read_participant_sites(files, people.group_of, sites)
        if files.gathering.problems:
            raise StudyProblems(files.gathering.problems)
        people = replace(people, site_of=site_of, sites=sites)
    cases = cases_of(kind, people)
    if not cases:
        need = {
            "participant": "No participant speaks in any transcript.",
            "stakeholder_group": "No participant has a stakeholder group in the speakers file.",
            "site": f"Nobody's site is known: write {SITES_FILE} with participant_id and site_id.",
        }
        raise AnalysisRefused(need[kind])
    layer = one_layer_per_transcript(material.coded_segments, study.plan.counted_coder)
    transcripts = {transcript.id: transcript for transcript in material.transcripts}
    return build_matrix(kind, cases, codes_of_study(study), layer, transcripts, material.summaries)


def shown_matrix(study: Study, matrix: FrameworkMatrix) -> ShownMatrix:
    """Return a matrix ready to be written. It holds words of participants: it stays in the team."""
    labels = {code.code_id: code.label for code in matrix.codes}
    return ShownMatrix(
        kind=matrix.kind,
        title=f"Framework matrix: {KIND_NAMES[matrix.kind]} by mechanisms and codes",
        banner=SIMULATED_BANNER if study.simulated else "",
        cases=tuple(ShownCase(case.id, case.label, case.about) for case in matrix.cases),
        columns=tuple(
            ShownColumn(code.code_id, code.label, code.heading, code.depth, code.definition)
            for code in matrix.codes
        ),
        cells={(key.case_id, key.code_id): _shown_cell(cell, labels) for key, cell in matrix.cells.items()},
    )


def _shown_cell(cell: MatrixCell, labels: dict[str, str]) -> ShownCell:
    standing = cell.standing
    written = cell.rivals or ((cell.summary,) if cell.summary is not None else ())
    passages = passages_of(cell.segments)
    rests_on = {place for one in written for place in places_now(one, standing_of(one, cell.seen))}
    linked = rests_on & passages.keys() if written else set(passages)
    segments = tuple(
        ShownSegment(
            place=str(place),
            words=coded[0].quote,
            codes="; ".join(dict.fromkeys(labels.get(one.applied_code, one.applied_code) for one in coded)),
            valence="; ".join(dict.fromkeys(one.valence for one in coded)),
            reported_change="; ".join(dict.fromkeys(one.reported_change for one in coded)),
            coder=coded[0].coder,
            rests_on=place in linked,
        )
        for place, coded in passages.items()
    )
    text = _text_of(written)
    return ShownCell(
        text=text,
        coder=", ".join(dict.fromkeys(one.coder for one in written)),
        state="" if standing.state == "empty" else standing.state,
        reason=standing.reason,
        segments=segments,
        fingerprint=fingerprint_text(cell.seen),
        written=written_digest(written),
        exported=exported_digest(text, tuple(linked)),
    )


def _text_of(written: Sequence[Summary]) -> str:
    return joined_text(written) if len(written) > 1 else "".join(one.text for one in written)


def written_digest(written: Sequence[Summary]) -> str:
    """Return what stands for a cell as the study has it, to tell whether somebody changed it since."""
    parts: list[str] = []
    for one in written:
        if one.text:
            seen = "" if one.seen is None else fingerprint_text(one.seen)
            parts += (one.text, places_text(one.rests_on), seen)
    return _digest(*parts) if parts else "none"


def exported_digest(text: str, linked: Sequence[PassagePlace]) -> str:
    """Stand for what a workbook shows; without a summary it does not matter what it would rest on."""
    return _digest(text, places_text(linked)) if text else "none"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
