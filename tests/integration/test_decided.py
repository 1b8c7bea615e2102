"""What people decided on fits: what holds, what is open, and what became old."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.integration.decided import decided_fit, seen_results, with_decisions
from impl_eval.integration.joint_display import joint_display
from impl_eval.protocols.integration_words import FitDecision, IntegrationWords
from impl_eval.results import Estimate, JointDisplay, JointRow
from tests.integration.evidence import interviews_saying, survey_saying

WORDS = ("agreement", "partial agreement", "dissonance", "silence")


def display() -> JointDisplay:
    """The rule proposes agreement: the survey says better, and so do three of three participants."""
    return joint_display(
        (("knowledge", "Knowledge"),),
        {"knowledge": survey_saying("better")},
        (interviews_saying(better=3),),
        {},
        direction_rule="a rule",
        minimum_participants=3,
        majority_share=2 / 3,
    )


def row() -> JointRow:
    return display().rows[0]


def decision(fit: str = "agreement", by: str = "AB", **more: object) -> FitDecision:
    given_ = {
        "mechanism": "knowledge",
        "fit": fit,
        "decided_by": by,
        "date": "2024-03-20",
        "reason": "Seen so",
    }
    return FitDecision.model_validate({**given_, "seen": seen_results(row()), **more})


def test_without_decisions_the_proposal_stands_as_it_was() -> None:
    assert decided_fit(row(), ()) == row().fit
    assert row().fit.state == "proposed"


def test_a_decision_holds_and_says_who_when_why_and_what_the_rule_proposed() -> None:
    fit = decided_fit(row(), [decision("dissonance", explained_by="timing", explanation="A year between")])
    assert (fit.word, fit.kind, fit.state, fit.proposed) == (
        "dissonance",
        "discordance",
        "decided",
        "agreement",
    )
    assert fit.explanation == (
        "decided: dissonance. AB, 2024-03-20: Seen so (the rule proposes agreement). "
        "Possible reason: timing (A year between)."
    )
    assert fit.decisions[0].date == datetime.date(2024, 3, 20)


def test_two_who_differ_leave_it_open_until_one_decision_settles_it() -> None:
    apart = [decision("agreement", "AB"), decision("dissonance", "CD")]
    fit = decided_fit(row(), apart)
    assert (fit.word, fit.state) == ("agreement", "not settled")
    assert fit.explanation.startswith("AB says agreement: Seen so; CD says dissonance: Seen so. Nobody has")
    together = decision("partial agreement", "AB and CD", settles="yes")
    settled = decided_fit(row(), [*apart, together])
    assert (settled.word, settled.state, len(settled.decisions)) == ("partial agreement", "decided", 3)


def test_a_decision_on_other_results_is_old_and_the_proposal_stands() -> None:
    fit = decided_fit(row(), [decision("dissonance", seen="0" * 12)])
    assert (fit.word, fit.state) == ("agreement", "results changed since")
    assert fit.explanation.startswith("Decided before as dissonance, on other results than these")


def test_an_early_opinion_that_became_old_does_not_undo_what_was_settled_since() -> None:
    fit = decided_fit(row(), [decision("agreement", seen="0" * 12), decision("silence", "CD", settles="yes")])
    assert (fit.word, fit.state) == ("silence", "decided")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_what_holds_is_said_by_all_or_stays_the_proposal(words: list[str]) -> None:
    fit = decided_fit(row(), [decision(word, f"P{number}") for number, word in enumerate(words)])
    if len(set(words)) == 1:
        assert (fit.word, fit.state) == (words[0], "decided")
    else:
        assert (fit.word, fit.state) == (row().fit.word, "not settled")


def changed(value: float) -> JointRow:
    start = row()
    assert start.survey is not None
    change = replace(start.survey.change, estimate=Estimate("mean_change", value))
    return replace(start, survey=replace(start.survey, change=change))


def test_only_a_difference_that_reports_show_makes_a_decision_old() -> None:
    assert seen_results(changed(0.421)) == seen_results(changed(0.4199))
    assert seen_results(changed(0.42)) != seen_results(changed(0.43))
    assert seen_results(changed(0.0)) == seen_results(changed(-0.0))
    heard = replace(row(), interviews=interviews_saying(better=4))
    assert seen_results(heard) != seen_results(row())


def test_the_mark_is_the_same_before_and_after_a_decision() -> None:
    after = with_decisions(display(), IntegrationWords(decisions=(decision("dissonance"),)))
    assert seen_results(after.rows[0]) == seen_results(row())


def test_words_threads_and_pillars_come_along() -> None:
    words = IntegrationWords.model_validate(
        {
            "meta_inferences": [{"mechanism": "knowledge", "text": "They know more", "by": "AB"}],
            "threads": [{"from": "survey", "to": "interviews", "question": "Why?", "result": "Time"}],
            "pillars": [{"quantitative_data": "item 1", "stage": "listing"}],
        }
    )
    shown = with_decisions(display(), words)
    assert shown.rows[0].meta_inferences == (("They know more", "AB"),)
    assert [table.id for table in shown.tables] == ["joint.threads", "joint.pillars"]
    assert shown.tables[1].rows == (("item 1", "–", "–", "–", "–", "listing"),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"explained_by": "timing"},
        {"fit": "dissonance", "explained_by": "other"},
        {"fit": "dissonance", "explained_by": "bad luck"},
        {"seen": "not a mark"},
        {"fit": "expansion"},
    ],
)
def test_a_decision_that_contradicts_itself_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        decision(**{"fit": "agreement", **wrong})
