"""A small study with sub-codes and inductive codes, made up, for the tests of matrix and counts."""

from dataclasses import replace

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.coding import CodedSegment, ReportedChange, Valence
from impl_eval.qualitative.interview_counts import Interviews, gather_interviews
from impl_eval.qualitative.transcript import Transcript
from tests.qualitative.examples import codebook_of, participant, segment, transcript_of

MECHANISMS = (("role", "Role"), ("skill", "Skill"))
GROUPS = {"gp": "GPs", "patient": "Patients"}
FIRST = transcript_of(
    "Interviewer: Well?\nP01: I know the steps. I was told late.\nP02: Nobody laughed at it.\n",
    participant("P01"),
    participant("P02"),
    name="int01",
)
SECOND = transcript_of(
    "P03: We joke about it. I know the steps.", participant("P03", "patient"), name="int02"
)
TRANSCRIPTS = (FIRST, SECOND)
BY_ID = {one.id: one for one in TRANSCRIPTS}


def code_of(code_id: str, *, parent: str = "", mechanism: str = "", inductive: bool = False) -> Code:
    named = {"parent": parent or None, "mechanism": mechanism or None, "label": code_id.capitalize()}
    origin = "inductive" if inductive else "deductive"
    return Code.model_validate(
        {"id": code_id, "definition": f"Talk of {code_id}.", "origin": origin, **named}
    )


CODEBOOK: Codebook = codebook_of(
    Code.model_validate({"mechanism": "role", "definition": "Whose job."}),
    Code.model_validate({"mechanism": "skill", "definition": "How to."}),
    code_of("steps", parent="skill"),
    code_of("timing", parent="skill", inductive=True),
    code_of("humour", inductive=True),
    code_of("irony", parent="humour", inductive=True),
)


def coded(
    transcript: Transcript,
    quote: str,
    code_id: str,
    *,
    valence: Valence = "unclear",
    change: ReportedChange = "not said",
    coder: str = "AB",
) -> CodedSegment:
    """Return a segment with a code of CODEBOOK, in whatever column it belongs."""
    mechanism_id = CODEBOOK.mechanism_of(code_id)
    made = segment(transcript, quote, mechanism_id, valence=valence, change=change, coder=coder)
    return replace(made, code_id="" if code_id == mechanism_id else code_id)


LAYER = (
    coded(FIRST, "I know the steps.", "steps", valence="enabler", change="better"),
    coded(FIRST, "I know the steps.", "timing", valence="barrier", change="worse"),
    coded(FIRST, "I was told late.", "timing", valence="barrier"),
    coded(FIRST, "Nobody laughed", "humour", valence="barrier"),
    coded(SECOND, "We joke about it.", "irony", valence="enabler"),
    coded(SECOND, "I know the steps.", "skill", valence="enabler", change="better"),
)


def interviews_of(
    layer: tuple[CodedSegment, ...] = LAYER,
    smallest: int = 1,
    transcripts: tuple[Transcript, ...] = TRANSCRIPTS,
) -> Interviews:
    return gather_interviews(transcripts, layer, (), GROUPS, smallest)
