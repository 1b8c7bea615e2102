"""The interview strand: counts worked by hand, layers of coders, small groups, quotes, silence."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.codebook import TopicGuide
from impl_eval.qualitative.coding import REPORTED_CHANGES, CodedSegment, RejectedSuggestion, ReportedChange
from impl_eval.qualitative.interview_counts import one_layer_per_transcript, participant_change
from impl_eval.qualitative.interview_strand import InterviewResult, interview_strand
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Reported
from tests.qualitative.examples import MECHANISMS, guide_asking, participant, plan, segment, transcript_of

GROUPS = {"gp": "GPs", "patient": "patients"}
GUIDE = guide_asking("role_expectation")
FIRST = transcript_of(
    "Heading\nInterviewer: Well?\nP01: My job now. It was not.\nP02: Whose job is it?\n",
    participant("P01"),
    participant("P02"),
    name="int01",
)
SECOND = transcript_of("P03: Nobody asked me. I had to ask.", participant("P03", "patient"), name="int02")
THIRD = transcript_of("P04: Not coded by anyone.", participant("P04", "patient"), name="int03")
SEGMENTS = (
    segment(FIRST, "My job now.", valence="enabler", change="better"),
    segment(FIRST, "It was not.", valence="barrier", change="not said"),
    segment(FIRST, "Whose job is it?", valence="barrier", change="worse", origin="accepted_suggestion"),
    segment(SECOND, "Nobody asked me.", valence="barrier", change="same"),
)


def run(
    segments: tuple[CodedSegment, ...] = SEGMENTS,
    *,
    rejected: tuple[RejectedSuggestion, ...] = (),
    transcripts: tuple[Transcript, ...] = (FIRST, SECOND, THIRD),
    topic_guide: TopicGuide | None = GUIDE,
    smallest_group_named: int = 1,
) -> InterviewResult:
    return interview_strand(
        transcripts,
        segments,
        rejected,
        MECHANISMS,
        topic_guide=topic_guide,
        plan=plan(smallest_group_named),
        group_labels=GROUPS,
    )


def values(result: InterviewResult) -> dict[str, float | None]:
    ids = [each.id for each in result.section.reported]
    assert len(ids) == len(set(ids))
    return {each.id: each.estimate.value for each in result.section.reported}


def test_counts_worked_by_hand() -> None:
    found = values(run())
    role = "interviews.role_expectation"
    expected = {
        f"{role}.participants": 3,
        f"{role}.segments": 4,
        f"{role}.segments.enabler": 1,
        f"{role}.segments.barrier": 3,
        f"{role}.segments.mixed": 0,
        f"{role}.participants.better": 1,
        f"{role}.participants.worse": 1,
        f"{role}.participants.same": 1,
        f"{role}.participants.mixed": 0,
        f"{role}.participants.not_said": 0,
        f"{role}.participants.group.gp": 2,
        f"{role}.participants.group.patient": 1,
        f"{role}.segments.group.gp": 3,
        "interviews.transcripts": 3,
        "interviews.transcripts.analysed": 2,
        "interviews.participants": 4,
        "interviews.participants.analysed": 3,
        "interviews.words": 1 + 6 + 4 + 7 + 4,
        "interviews.segments.origin.accepted_suggestion": 1,
        "interviews.transcript.int01.participants": 2,
        "interviews.transcript.int03.segments": None,
    }
    assert {name: found[name] for name in expected} == expected


def test_evidence_names_groups_and_what_was_asked() -> None:
    role, knowledge = run().evidence
    assert [label for label, _, _ in role.groups] == ["GPs", "patients"]
    assert (role.asked, knowledge.asked, role.coded_transcripts) == (True, False, 2)
    assert role.participants.estimate.n == 3
    assert dict(role.changes)["better"].estimate.n == 3


def test_transcripts_nobody_coded_are_listed_and_a_rejection_is_a_decision() -> None:
    assert "Not analysed, because nobody has coded them: int03." in run().section.cautions
    rejected = RejectedSuggestion("int03", 5, 8, "role_expectation", "AB")
    result = run(rejected=(rejected,))
    assert not any("Not analysed" in caution for caution in result.section.cautions)
    assert values(result)["interviews.transcript.int03.segments"] == 0
    assert result.evidence[0].coded_transcripts == 3


def test_without_any_coding_there_are_no_counts_rather_than_noughts() -> None:
    result = run(())
    assert result.evidence[0].segments.estimate.value is None
    assert "nobody has coded" in result.evidence[0].segments.estimate.reason
    assert result.section.charts == ()
    assert result.evidence[0].coded_transcripts == 0


def test_silence_says_whether_it_was_asked() -> None:
    cautions = run((SEGMENTS[0],), topic_guide=guide_asking("knowledge")).section.cautions
    assert "Knowledge: asked about, and no coded segment speaks of it." in cautions
    cautions = run((SEGMENTS[0],)).section.cautions
    assert any(caution.startswith("Knowledge: no question of the topic guide asks") for caution in cautions)
    assert any("No topic guide" in caution for caution in run(topic_guide=None).section.cautions)


def test_a_study_without_interviews() -> None:
    result = run((), transcripts=())
    assert result.evidence == ()
    assert result.section.cautions == ("The study has no interviews.",)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (["better", "not said", "same"], "better"),
        (["worse", "same"], "worse"),
        (["better", "worse"], "mixed"),
        (["same", "not said"], "same"),
        (["not said"], "not said"),
        ([], "not said"),
    ],
)
def test_what_one_participant_reports(changes: list[ReportedChange], word: str) -> None:
    assert participant_change(changes) == word


def test_double_coding_does_not_double_the_evidence() -> None:
    """CD coded two transcripts, AB one: CD's layer counts in int01, whoever comes first by name."""
    segments = (
        segment(FIRST, "My job now.", coder="AB", change="better"),
        segment(FIRST, "It was not.", coder="AB"),
        segment(FIRST, "My job now. It was not.", coder="CD", change="worse"),
        segment(SECOND, "Nobody asked me.", coder="CD"),
    )
    result = run(segments)
    found = values(result)
    assert found["interviews.role_expectation.segments"] == 2
    assert found["interviews.role_expectation.participants.worse"] == 1
    assert any("coded by several coders" in caution for caution in result.section.cautions)


def test_ties_between_coders_go_to_the_first_by_name_in_any_order() -> None:
    segments = [segment(FIRST, "My job now.", coder=coder) for coder in ("ZZ", "AB", "MM")]
    for order in itertools.permutations(segments):
        assert [each.coder for each in one_layer_per_transcript(order)] == ["AB"]


def test_the_same_participant_in_two_interviews_counts_once() -> None:
    again = transcript_of("P01: My job now.", name="int09")
    result = run((*SEGMENTS, segment(again, "My job now.")), transcripts=(FIRST, SECOND, THIRD, again))
    assert values(result)["interviews.role_expectation.participants"] == 3
    assert values(result)["interviews.participants"] == 4


def test_small_groups_are_not_named() -> None:
    lone = transcript_of("P05: It was left to nobody.", participant("P05", "commissioner"), name="int04")
    result = run(
        (*SEGMENTS, segment(lone, "It was left to nobody.", "knowledge")),
        transcripts=(FIRST, SECOND, THIRD, lone),
        smallest_group_named=2,
    )
    assert [label for label, _, _ in result.evidence[0].groups] == ["GPs", "patients", "other groups"]
    assert [quote.group for quote in result.evidence[1].quotes] == ["another participant"]
    assert any("other groups" in caution for caution in result.section.cautions)
    assert not any("commissioner" in each.id + each.label for each in result.section.reported)


def test_a_segment_in_the_interviewers_turn_counts_for_no_participant() -> None:
    result = run((segment(FIRST, "Well?"),))
    found = values(result)
    assert found["interviews.role_expectation.segments"] == 1
    assert found["interviews.role_expectation.participants"] == 0
    assert result.evidence[0].quotes == ()
    assert any("no participant's turn" in caution for caution in result.section.cautions)


def test_tables_and_chart_hold_only_reported_values() -> None:
    section = run().section
    known = set(section.reported)
    for table in section.tables:
        assert {cell for row in table.rows for cell in row if isinstance(cell, Reported)} <= known
    (chart,) = section.charts
    assert [(point.label, point.series) for point in chart.points[:4]] == [
        ("Role", valence) for valence in ("enabler", "barrier", "mixed", "unclear")
    ]
    assert {point.reported for point in chart.points} <= known
    assert [row[-1] for row in section.tables[0].rows] == ["yes", "yes", "no"]


def words(length: int, letter: str) -> str:
    return (letter * 9 + " ") * (length // 10) + letter * (length % 10)


QUOTED = transcript_of(
    f"P01: {words(139, 'a')}. {words(149, 'b')}. {words(20, 'c')}\n"
    f"P02: {words(109, 'd')}. {words(399, 'e')}.",
    participant("P01"),
    participant("P02", "patient"),
    name="int01",
)
A, B, C, D, E = (
    segment(QUOTED, words(139, "a") + ".", valence="barrier"),
    segment(QUOTED, words(149, "b") + ".", valence="barrier"),
    segment(QUOTED, words(20, "c").strip(), valence="enabler"),
    segment(QUOTED, words(109, "d") + ".", valence="barrier"),
    segment(QUOTED, words(399, "e") + ".", valence="enabler"),
)


def quoted(*segments: CodedSegment) -> list[str]:
    return [quote.text[0] for quote in run(segments, transcripts=(QUOTED,)).evidence[0].quotes]


def test_quotes_are_chosen_by_length_then_valence_then_speaker() -> None:
    assert quoted(A, B, C, D, E) == ["a", "d"], "c and e have another length, d another speaker"
    enabler = CodedSegment(**{**vars(B), "valence": "enabler"})
    assert quoted(A, enabler, D) == ["a", "b"], "another valence goes before another speaker"
    assert quoted(C, E) == ["c", "e"]
    assert quoted(A) == ["a"]


def test_quotes_do_not_repeat_or_hold_more_than_one_turn() -> None:
    start, end = QUOTED.turns[0].start, QUOTED.turns[1].end
    both = CodedSegment(**{**vars(A), "start": start, "end": end, "quote": QUOTED.text[start:end]})
    other_coder = CodedSegment(**{**vars(A), "valence": "unclear"})
    assert quoted(A, both, other_coder) == ["a"]


def test_quotes_name_a_group_and_nobody() -> None:
    first, second = run((A, D), transcripts=(QUOTED,)).evidence[0].quotes
    assert (first.group, second.group) == ("GPs", "patients")


PLACES = [
    (FIRST, "My job now."),
    (FIRST, "Whose job is it?"),
    (SECOND, "Nobody asked me."),
    (THIRD, "Not coded"),
]
DECISIONS = st.lists(
    st.builds(
        lambda place, coder, change, mechanism: segment(
            *place, mechanism_id=mechanism[0], coder=coder, change=change
        ),
        st.sampled_from(PLACES),
        st.sampled_from(["AB", "CD"]),
        st.sampled_from(REPORTED_CHANGES),
        st.sampled_from(MECHANISMS),
    ),
    max_size=12,
)


@given(DECISIONS)
def test_parts_add_up_and_order_does_not_matter(decisions: list[CodedSegment]) -> None:
    result = run(tuple(decisions))
    assert run(tuple(reversed(decisions))) == result
    for evidence in result.evidence if decisions else ():
        people, said = evidence.participants.estimate.value, evidence.segments.estimate.value
        assert sum(count.estimate.value or 0 for _, count in evidence.changes) == people
        assert sum(count.estimate.value or 0 for _, count in evidence.valences) == said
        assert sum(count.estimate.value or 0 for _, count, _ in evidence.groups) == people
        assert sum(count.estimate.value or 0 for _, _, count in evidence.groups) == said
