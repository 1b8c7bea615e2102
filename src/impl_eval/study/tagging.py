"""The tagger at work on a study: what it learns from, and what it is judged by."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from impl_eval.errors import AnalysisRefused
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.interview_counts import one_layer_per_transcript
from impl_eval.study.model import InterviewMaterial, Study

if TYPE_CHECKING:
    from impl_eval.qualitative.tagger import Tagged
    from impl_eval.qualitative.tagger.meaning import Remembering
    from impl_eval.results import Section


def interviews_of(study: Study) -> InterviewMaterial:
    """Return the interviews of a study; AnalysisRefused where it has no transcripts."""
    if study.interviews is None or not study.interviews.transcripts:
        raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
    return study.interviews


def decisions_to_learn_from(
    study: Study, coder: str = ""
) -> tuple[tuple[CodedSegment, ...], tuple[RejectedSuggestion, ...]]:
    """Return the decisions that the tagger learns from.

    Those of the coder whose segments are the evidence of each transcript; with `coder`, those of that
    person alone: a second coder must not be led by what the first one decided.
    """
    material = interviews_of(study)
    if not coder:
        return one_layer_per_transcript(material.coded_segments, study.plan.counted_coder), material.rejected
    own = tuple(each for each in material.coded_segments if each.coder == coder)
    return own, tuple(each for each in material.rejected if each.coder == coder)


def encoder_of(study: Study) -> "Remembering | None":
    """Return the sentence encoder that a study names, ready to use; None where it names none.

    Raises
    ------
    AnalysisRefused : the packages that run it are not installed.
    StudyProblems : its files are not those that were pinned, or are no model and tokenizer.
    """
    files = interviews_of(study).encoder
    if files is None:
        return None
    from impl_eval.qualitative.tagger.meaning import Remembering
    from impl_eval.readers.sentence_encoder import read_encoder

    return Remembering(read_encoder(*files))


def tag_study(study: Study, *, coder: str = "", include_interviewers: bool = False) -> "Tagged":
    """Tag the transcripts of a study, having learned from what people decided.

    Raises
    ------
    AnalysisRefused : the study has no transcripts, or an encoder that nothing here can run.
    """
    from impl_eval.qualitative.tagger import tag_transcripts

    material = interviews_of(study)
    segments, rejected = decisions_to_learn_from(study, coder)
    return tag_transcripts(
        material.transcripts,
        material.codebook,
        lines=material.codebook_lines,
        segments=segments,
        rejected=rejected,
        include_interviewers=include_interviewers,
        encoder=encoder_of(study),
    )


def evaluate_tagging(
    study: Study,
    *,
    coder: str = "",
    include_interviewers: bool = False,
    steps: Callable[[int], Callable[[int], None]],
) -> "Section":
    """Judge the tagger on the transcripts of a study, each held out in turn.

    `steps` is told how many steps there will be and returns what is called at each.
    """
    from impl_eval.qualitative.tagger.evaluation import evaluate_tagger, steps_of_evaluation
    from impl_eval.qualitative.tagger.held_out import read_material

    interviews = interviews_of(study)
    segments, rejected = decisions_to_learn_from(study, coder)
    material = read_material(
        interviews.transcripts,
        interviews.codebook,
        segments,
        rejected,
        include_interviewers=include_interviewers,
        encoder=encoder_of(study),
    )
    declared = study.declared.interviews
    return evaluate_tagger(
        material,
        interviews.coded_segments,
        double_coded=None if declared is None else declared.double_coded,
        progress=steps(steps_of_evaluation(material)),
    )
