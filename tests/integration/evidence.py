"""Evidence of each strand for the tests of fit and joint display."""

from dataclasses import replace

from impl_eval.integration.fit import SurveyWord
from impl_eval.results import Direction, Estimate, InterviewEvidence, Reported, SurveyEvidence

MECHANISM = "knowledge"


def reported(name: str, value: float) -> Reported:
    return Reported(name, "survey", name, Estimate("count", value))


def survey_saying(word: SurveyWord, mechanism_id: str = MECHANISM) -> SurveyEvidence:
    direction: Direction = "up" if word == "better" else "down"
    number = reported("survey", 0.0)
    absent = replace(number, estimate=Estimate.not_estimable("mean_change", "too few pairs"))
    return SurveyEvidence(
        scale_id="scale",
        label="Scale",
        mechanism_id=mechanism_id,
        before=number,
        after=number,
        change=absent if word == "not estimable" else number,
        standardised_change=number,
        all_rows_change=number,
        direction=word if word in {"no clear change", "not estimable"} else direction,
        improvement=word if word in {"better", "worse"} else "unclear",
        decision="",
    )


def interviews_saying(
    *, asked: bool = True, coded: int = 5, mechanism_id: str = MECHANISM, **changes: int
) -> InterviewEvidence:
    """Changes are numbers of participants; `not_said` stands for those who do not say."""
    words = ("better", "same", "worse", "mixed", "not said")
    counts = {word: changes.get(word.replace(" ", "_"), 0) for word in words}
    people = float(sum(counts.values()))
    return InterviewEvidence(
        mechanism_id=mechanism_id,
        asked=asked,
        coded_transcripts=coded,
        participants=reported("participants", people),
        segments=reported("segments", people),
        groups=(),
        valences=(),
        changes=tuple((word, reported(word, float(count))) for word, count in counts.items()),
        quotes=(),
    )
