"""What a study's interviews say by code, and the prompts for analysts: for the commands that show them."""

from collections.abc import Iterable

from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.qualitative.code_counts import talk_by_code
from impl_eval.qualitative.deviant_cases import DeviantCases, deviant_cases
from impl_eval.qualitative.interview_counts import Interviews, gather_interviews, one_layer_per_transcript
from impl_eval.qualitative.interview_depth import InterviewDepth, interview_depth
from impl_eval.qualitative.keyword_in_context import KeywordHit
from impl_eval.study.framework_matrix import material_of
from impl_eval.study.model import Study

HIT_COLUMNS = ("transcript_id", "start", "end", "speaker", "role", "left", "word", "right")


def _interviews(study: Study) -> Interviews:
    material = material_of(study)
    groups = {group.id: group.label for group in study.declared.stakeholder_groups}
    smallest = study.plan.smallest_group_named
    return gather_interviews(
        material.transcripts, material.coded_segments, material.rejected, groups, smallest
    )


def _mechanisms(study: Study) -> list[tuple[str, str]]:
    return [(one.id, one.short_label) for one in study.framework.mechanisms]


def depth_of_study(study: Study) -> InterviewDepth:
    """Return the tables by code of a study, small groups merged."""
    material = material_of(study)
    layer = one_layer_per_transcript(material.coded_segments, study.plan.counted_coder)
    return interview_depth(
        material.codebook,
        _mechanisms(study),
        layer,
        _interviews(study),
        material.summaries,
        material.notes,
    )


def deviant_prompts(study: Study) -> tuple[tuple[DeviantCases, bool], ...]:
    """Return the cases that go against the rest, each with whether an analyst has noted something on it."""
    material = material_of(study)
    layer = one_layer_per_transcript(material.coded_segments, study.plan.counted_coder)
    entries = talk_by_code(material.codebook, _mechanisms(study), layer, _interviews(study))
    noted = {note.code_id for note in material.notes if note.kind == "deviant_case"}
    return tuple((case, case.code_id in noted) for case in deviant_cases(entries))


def hits_csv(hits: Iterable[KeywordHit]) -> bytes:
    """Return places of a keyword as CSV; speech cannot become a formula."""
    return csv_bytes(
        HIT_COLUMNS,
        (
            (
                one.transcript_id, str(one.start), str(one.end), harmless(one.speaker), one.role,
                harmless(one.left), harmless(one.word), harmless(one.right),
            )
            for one in hits
        ),
    )  # fmt: skip
