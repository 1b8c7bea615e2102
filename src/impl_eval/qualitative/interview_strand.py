"""The interview strand: transcripts and people's codings in, one Section and the evidence by mechanism out.

Suggestions of the tagger never arrive here. A mechanism of which nobody speaks is not "no problem":
the section says whether it was asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impl_eval.protocols import AnalysisPlan
from impl_eval.qualitative.analyst_notes import AnalystNote
from impl_eval.qualitative.codebook import Codebook, TopicGuide
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.framework_matrix import Summary
from impl_eval.qualitative.identifiers import find_identifiers
from impl_eval.qualitative.interview_counts import (
    Interviews,
    counted_once,
    gather_interviews,
    one_layer_per_transcript,
    talk_about,
)
from impl_eval.qualitative.interview_depth import InterviewDepth, interview_depth
from impl_eval.qualitative.interview_evidence import all_reported, interview_evidence, overview, silence
from impl_eval.qualitative.interview_tables import interview_tables, segments_chart
from impl_eval.qualitative.quotes import QUOTE_RULE, Naming, Quoting, not_quoted_caution
from impl_eval.qualitative.released_quotes import EVERY_PASSAGE, Releases, released_words
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import InterviewEvidence, Section

TITLE = "Interviews"
METHODS = (
    "Evidence is what people coded; suggestions of the program that nobody decided on are not counted.",
    "Each participant counts once for a mechanism. The change a participant reports is better where any "
    "segment says better and none says worse, worse where any says worse and none says better, mixed where "
    "both are said, the same where only that is said, and otherwise not said. Valences count segments.",
    QUOTE_RULE,
)
SEVERAL_CODERS = (
    "Some transcripts were coded by several coders. Here each is counted from one coder's segments only: of "
    "the coder whom the plan names, or else of the one who coded most transcripts. How far coders agree is "
    "shown apart."
)
SUB_CODES = (
    "A mechanism counts with its sub-codes. A passage that was given several codes of one mechanism is one "
    "segment of it: valences that differ make it mixed, and unclear gives way to the others. Every change it "
    "reports is heard, so that better and worse in one passage make the participant's report mixed."
)
NO_TOPIC_GUIDE = (
    "No topic guide was supplied: where nobody speaks of a mechanism, nobody can tell whether it was asked."
)
SMALL_GROUPS = (
    "Stakeholder groups with too few participants to be named are shown together as other groups, and their "
    "words as those of another participant."
)
OUTSIDE_TURNS = (
    "Some coded segments lie in no participant's turn: they count as segments, and for no participant."
)


@dataclass(frozen=True)
class InterviewResult:
    """What the interviews show: the section of the report, and the evidence for the joint display.

    `evidence` holds one entry per mechanism, and none at all where the study has no interviews.
    """

    section: Section
    evidence: tuple[InterviewEvidence, ...]


def _cautions(
    interviews: Interviews,
    segments: Sequence[CodedSegment],
    layer: Sequence[CodedSegment],
    topic_guide: TopicGuide | None,
    naming: Naming,
) -> list[str]:
    by_id = interviews.by_id
    unspoken = any(by_id[each.transcript_id].turn_of(each.start, each.end) is None for each in layer)
    not_analysed = ", ".join(interviews.not_analysed)
    sentences = (
        (bool(not_analysed), f"Not analysed, because nobody has coded them: {not_analysed}."),
        (len(layer) < len(segments), SEVERAL_CODERS),
        (topic_guide is None, NO_TOPIC_GUIDE),
        (interviews.has_small_groups, SMALL_GROUPS),
        (unspoken, OUTSIDE_TURNS),
    )
    not_quoted = not_quoted_caution([each for each in layer if each.mechanism_id], by_id, naming)
    return [*(sentence for holds, sentence in sentences if holds), *([not_quoted] if not_quoted else [])]


def _evidence(
    mechanisms: Sequence[tuple[str, str]],
    interviews: Interviews,
    layer: Sequence[CodedSegment],
    topic_guide: TopicGuide | None,
    quoting: Quoting,
) -> tuple[InterviewEvidence, ...]:
    asked = topic_guide.mechanisms_asked if topic_guide else frozenset()
    by_id = interviews.by_id
    return tuple(
        interview_evidence(
            mechanism,
            talk_about(mechanism[0], layer, by_id),
            interviews,
            asked=mechanism[0] in asked,
            quoting=quoting,
        )
        for mechanism in mechanisms
    )


def interview_strand(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    rejected: Sequence[RejectedSuggestion],
    mechanisms: Sequence[tuple[str, str]],
    *,
    topic_guide: TopicGuide | None,
    plan: AnalysisPlan,
    group_labels: Mapping[str, str],
    naming: Naming | None = None,
    releases: Releases = EVERY_PASSAGE,
    codebook: Codebook | None = None,
    summaries: Sequence[Summary] = (),
    notes: Sequence[AnalystNote] = (),
) -> InterviewResult:
    """Count and quote what people coded.

    Parameters
    ----------
    segments, rejected : decisions of all coders, each in one of the transcripts.
    mechanisms : (id, short label) in report order.
    group_labels : label for each id of a stakeholder group, in report order.
    naming : what names a person, by transcript id, and nobody decided to keep: such turns are not quoted.
        Where it is not given, it is found here, without the study's list of names.
    releases : what a person released to be quoted; None where nobody did, so that nothing is quoted.
    codebook : for tables of codes, of codes together and of new codes; without it there are none.
    summaries, notes : what analysts wrote into the framework matrix, and beside the coding.

    Returns
    -------
    InterviewResult. Without transcripts: a section that says so, and no evidence.
    """
    if not transcripts:
        return InterviewResult(Section("interviews", TITLE, cautions=("The study has no interviews.",)), ())
    interviews = gather_interviews(transcripts, segments, rejected, group_labels, plan.smallest_group_named)
    layer = one_layer_per_transcript(segments, plan.counted_coder)
    if naming is None:
        naming = {each.id: find_identifiers(each.text) for each in transcripts}
    released, not_released = released_words(releases, interviews.by_id)
    evidence = _evidence(mechanisms, interviews, layer, topic_guide, Quoting(naming, released))
    labels = [label for _, label in mechanisms]
    silences = (silence(label, each) for label, each in zip(labels, evidence, strict=True))
    whole = overview(interviews, counted_once(layer))
    depth = InterviewDepth((), (), ())
    if codebook is not None:
        depth = interview_depth(codebook, mechanisms, layer, interviews, summaries, notes)
    noted = (*_cautions(interviews, segments, layer, topic_guide, naming), *not_released)
    cautions = (*noted, *filter(None, silences))
    counts = (count for each in evidence for count in all_reported(each))
    section = Section(
        "interviews",
        TITLE,
        reported=(*whole.values(), *counts, *depth.reported),
        tables=(*interview_tables(interviews, whole, labels, evidence), *depth.tables),
        charts=segments_chart(labels, evidence) if interviews.analysed else (),
        quotes=tuple(quote for each in evidence for quote in each.quotes),
        cautions=(*cautions, *depth.cautions),
        methods=(*METHODS, *((SUB_CODES,) if any(each.code_id for each in layer) else ())),
    )
    return InterviewResult(section, evidence)
