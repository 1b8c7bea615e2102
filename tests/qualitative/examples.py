"""Small transcripts and segments for the tests of the qualitative strand."""

from impl_eval.protocols import AnalysisPlan
from impl_eval.qualitative.codebook import Code, Codebook, TopicGuide
from impl_eval.qualitative.coding import CodedSegment, Origin, ReportedChange, Valence
from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import find_turns

INTERVIEWER = Speaker("Interviewer", "interviewer")
MECHANISMS = (("role_expectation", "Role"), ("knowledge", "Knowledge"))


def participant(label: str, group: str = "gp") -> Speaker:
    return Speaker(label, "participant", label, group)


def transcript_of(text: str, *speakers: Speaker, name: str = "int01") -> Transcript:
    everyone = (INTERVIEWER, *(speakers or (participant("P01"),)))
    return Transcript(name, text, find_turns(text, everyone).turns, everyone, simulated=True)


def segment(
    transcript: Transcript,
    quote: str,
    mechanism_id: str = "role_expectation",
    *,
    coder: str = "AB",
    valence: Valence = "unclear",
    change: ReportedChange = "not said",
    origin: Origin = "human",
) -> CodedSegment:
    start = transcript.text.index(quote)
    return CodedSegment(
        transcript.id, start, start + len(quote), mechanism_id, coder, quote, valence, change, origin
    )


def codebook_of(*codes: Code, **cues: list[str]) -> Codebook:
    return Codebook.model_validate(
        {
            "schema": "impl-eval/codebook/1",
            "id": "test",
            "version": "1",
            "title": "Test",
            "licence": "CC0-1.0",
            "valence_cues": cues,
            "codes": codes,
        }
    )


def code(mechanism: str, *phrases: str, counter: tuple[str, ...] = (), **cues: list[str]) -> Code:
    return Code.model_validate(
        {
            "mechanism": mechanism,
            "definition": "What the test needs.",
            "phrases": phrases,
            "counter_phrases": counter,
            "valence_cues": cues,
        }
    )


def guide_asking(*mechanisms: str) -> TopicGuide:
    return TopicGuide.model_validate(
        {
            "schema": "impl-eval/topic-guide/1",
            "title": "Guide",
            "questions": [{"id": "q1", "text": "What happened?", "mechanisms": mechanisms}],
        }
    )


def plan(smallest_group_named: int = 1) -> AnalysisPlan:
    return AnalysisPlan.model_validate(
        {
            "schema": "impl-eval/analysis-plan/1",
            "baseline": "before",
            "smallest_group_named": smallest_group_named,
        }
    )
