"""The joint display: one row per mechanism, strands side by side, nothing lost and nothing strange."""

import pytest

from impl_eval.integration.fit import fit_rule_text
from impl_eval.integration.joint_display import joint_display
from impl_eval.results import InterviewEvidence, JointDisplay, Reported, SurveyEvidence
from tests.integration.evidence import interviews_saying, reported, survey_saying

MECHANISMS = (("knowledge", "Knowledge"), ("trust", "Trust"))


def display(
    survey: dict[str, SurveyEvidence],
    interviews: tuple[InterviewEvidence, ...],
    suggestions: dict[str, Reported] | None = None,
) -> JointDisplay:
    return joint_display(
        MECHANISMS,
        survey,
        interviews,
        suggestions or {},
        direction_rule="a rule",
        minimum_participants=3,
        majority_share=2 / 3,
    )


def test_one_row_per_mechanism_in_order_with_the_rules() -> None:
    count = reported("suggestions", 4)
    shown = display({"knowledge": survey_saying("better")}, (interviews_saying(better=3),), {"trust": count})
    assert [(row.mechanism_id, row.label) for row in shown.rows] == list(MECHANISMS)
    assert [row.fit.word for row in shown.rows] == ["agreement", "silence"]
    assert [row.suggestions for row in shown.rows] == [None, count]
    assert (shown.direction_rule, shown.fit_rule) == ("a rule", fit_rule_text(3, 2 / 3))


def test_a_study_with_neither_strand_still_has_its_rows() -> None:
    shown = display({}, ())
    assert {row.fit.kind for row in shown.rows} == {"survey: not measured; interviews: no interviews"}


def test_evidence_about_no_mechanism_is_refused() -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        display({}, (interviews_saying(mechanism_id="elsewhere"),))


def test_evidence_twice_about_one_mechanism_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        display({}, (interviews_saying(), interviews_saying()))
