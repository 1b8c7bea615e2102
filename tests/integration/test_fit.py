"""Fit: every pair of words, every kind of silence, and the rule as printed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.integration.fit import FIT_TABLE, SurveyWord, fit_rule_text, interview_word, propose_fit
from impl_eval.results import Fit, InterviewEvidence, SurveyEvidence
from tests.integration.evidence import interviews_saying, survey_saying

SAYING = {
    "better": {"better": 4, "same": 1},
    "same": {"same": 3},
    "worse": {"worse": 2, "mixed": 1},
    "mixed": {"better": 2, "worse": 2},
}


def fit(survey: SurveyEvidence | None, interviews: InterviewEvidence | None) -> Fit:
    return propose_fit(survey, interviews, minimum_participants=3, majority_share=2 / 3)


@pytest.mark.parametrize(
    ("survey", "interviews", "word"),
    [
        ("better", "better", "agreement"),
        ("better", "same", "dissonance"),
        ("better", "worse", "dissonance"),
        ("better", "mixed", "partial agreement"),
        ("worse", "better", "dissonance"),
        ("worse", "same", "dissonance"),
        ("worse", "worse", "agreement"),
        ("worse", "mixed", "partial agreement"),
        ("no clear change", "better", "partial agreement"),
        ("no clear change", "same", "agreement"),
        ("no clear change", "worse", "partial agreement"),
        ("no clear change", "mixed", "partial agreement"),
    ],
)
def test_every_pair_of_words(survey: SurveyWord, interviews: str, word: str) -> None:
    proposed = fit(survey_saying(survey), interviews_saying(**SAYING[interviews]))
    assert proposed.word == word
    assert proposed.explanation.startswith(f"proposed: {word}")
    assert ("does not rule it out" in proposed.explanation) == (
        survey == "no clear change" and interviews != "same"
    )
    assert not any(character.isdigit() for character in proposed.explanation)


def test_without_survey_or_planned_decision_the_silence_says_so() -> None:
    heard = interviews_saying(better=3)
    none = propose_fit(None, heard, minimum_participants=3, majority_share=2 / 3, surveyed=False)
    assert none.kind == "survey: no survey"
    unclear = replace(survey_saying("no clear change"), direction="not estimable")
    undecided = replace(unclear, decision="no decision planned: described only")
    assert fit(undecided, heard).kind == "survey: no decision planned"


def test_a_planned_decision_that_cannot_be_taken_is_not_called_unplanned() -> None:
    """Two sites give a change and no p value: the plan foresaw a decision, and there is none."""
    unclear = replace(survey_saying("no clear change"), direction="not estimable")
    assert unclear.change.estimate.value is not None
    assert fit(unclear, interviews_saying(better=3)).kind == "survey: not estimable"


def test_the_table_has_every_pair_once() -> None:
    assert len(FIT_TABLE) == 3 * 4


@pytest.mark.parametrize(
    ("survey", "interviews", "kind"),
    [
        (None, interviews_saying(better=3), "survey: not measured"),
        (survey_saying("not estimable"), interviews_saying(better=3), "survey: not estimable"),
        (survey_saying("better"), None, "interviews: no interviews"),
        (survey_saying("better"), interviews_saying(coded=0), "interviews: not coded"),
        (survey_saying("better"), interviews_saying(coded=0, asked=False), "interviews: not coded"),
        (survey_saying("better"), interviews_saying(asked=False), "interviews: not asked"),
        (survey_saying("better"), interviews_saying(), "interviews: asked and silent"),
        (
            survey_saying("better"),
            interviews_saying(not_said=9),
            "interviews: spoken of, too few say whether it changed",
        ),
        (
            survey_saying("better"),
            interviews_saying(better=2, asked=False),
            "interviews: spoken of, too few say whether it changed",
        ),
        (None, None, "survey: not measured; interviews: no interviews"),
        (
            survey_saying("not estimable"),
            interviews_saying(),
            "survey: not estimable; interviews: asked and silent",
        ),
    ],
)
def test_every_kind_of_silence(
    survey: SurveyEvidence | None, interviews: InterviewEvidence | None, kind: str
) -> None:
    proposed = fit(survey, interviews)
    assert (proposed.word, proposed.kind) == ("silence", kind)
    assert proposed.explanation.startswith("proposed: silence")


def test_what_is_said_unasked_is_evidence() -> None:
    assert fit(survey_saying("better"), interviews_saying(better=3, asked=False)).word == "agreement"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"better": 2, "not_said": 8}, "too few said"),
        ({"better": 2, "same": 1}, "better"),
        ({"better": 3, "same": 2}, "mixed"),
        ({"mixed": 3}, "mixed"),
        ({"better": 3, "not_said": 8}, "better"),
        ({"worse": 4, "better": 1}, "worse"),
    ],
)
def test_the_interviews_word(changes: dict[str, int], word: str) -> None:
    assert interview_word(interviews_saying(**changes), 3, 2 / 3) == word


def test_direction_and_improvement_that_clash_are_a_bug() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        fit(replace(survey_saying("better"), improvement="unclear"), interviews_saying(better=3))


@given(
    st.fixed_dictionaries(
        {word: st.integers(0, 9) for word in ("better", "same", "worse", "mixed", "not_said")}
    ),
    st.integers(1, 6),
    st.floats(0.51, 1),
)
def test_better_and_worse_mirror_each_other(changes: dict[str, int], minimum: int, share: float) -> None:
    turned = changes | {"better": changes["worse"], "worse": changes["better"]}
    mirror = {"better": "worse", "worse": "better"}
    word = interview_word(interviews_saying(**changes), minimum, share)
    assert interview_word(interviews_saying(**turned), minimum, share) == mirror.get(word, word)


def test_the_printed_rule_holds_every_pair_and_its_numbers() -> None:
    text = fit_rule_text(3, 2 / 3)
    assert "at least 3 participants" in text
    assert "at least two thirds of them" in text
    for survey, interviews in FIT_TABLE:
        assert f"survey {survey} and interviews {interviews}" in text
    assert "people decide" in text
    assert "at least 1 participant says whether it changed and at least 67% of" in fit_rule_text(1, 0.67)
