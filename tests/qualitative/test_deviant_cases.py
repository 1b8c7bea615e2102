"""Cases that go against the rest, by hand."""

from impl_eval.qualitative.code_counts import talk_by_code
from impl_eval.qualitative.coding import CodedSegment, ReportedChange, Valence
from impl_eval.qualitative.deviant_cases import DeviantCases, deviant_cases
from tests.qualitative.examples import participant, transcript_of
from tests.qualitative.matrix_examples import CODEBOOK, MECHANISMS, coded, interviews_of

Said = tuple[Valence, ReportedChange]


def cases(*said: Said, code_id: str = "steps") -> tuple[DeviantCases, ...]:
    transcripts = tuple(
        transcript_of(f"P{at}: Words of mine.", participant(f"P{at}"), name=f"int{at}")
        for at in range(len(said))
    )
    layer: tuple[CodedSegment, ...] = tuple(
        coded(transcript, "Words", code_id, valence=valence, change=change)
        for transcript, (valence, change) in zip(transcripts, said, strict=True)
    )
    interviews = interviews_of(layer, transcripts=transcripts)
    return deviant_cases(talk_by_code(CODEBOOK, MECHANISMS, layer, interviews))


def test_who_says_otherwise_is_named_to_the_analyst() -> None:
    (case,) = cases(("unclear", "better"), ("unclear", "better"), ("unclear", "better"), ("unclear", "worse"))
    assert (case.code_id, case.about, case.with_pattern, case.voices, case.against) == (
        "skill", "change", 3, 4, ("P3",),
    )  # fmt: skip
    assert case.prompt.startswith("Skill: 3 of 4 participants say it became better; P3 does not.")


def test_valence_has_its_own_pattern() -> None:
    (case,) = cases(*[("barrier", "not said")] * 2, ("enabler", "not said"))
    assert (case.about, case.most_say, case.against) == ("valence", "speak of it as a hindrance", ("P2",))


def test_half_is_no_pattern_and_two_voices_are_none() -> None:
    assert cases(*[("unclear", "better")] * 2, *[("unclear", "worse")] * 2) == ()
    assert cases(("unclear", "better"), ("unclear", "worse")) == ()
    assert cases(*[("unclear", "better")] * 5) == ()


def test_who_says_both_is_a_voice_and_no_case() -> None:
    assert cases(*[("barrier", "not said")] * 3, ("mixed", "not said")) == ()


def test_sub_codes_are_not_asked_about_one_by_one() -> None:
    found = cases(*[("unclear", "better")] * 3, ("unclear", "same"), code_id="irony")
    assert [case.code_id for case in found] == ["humour"]
