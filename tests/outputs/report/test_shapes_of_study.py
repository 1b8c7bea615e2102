"""Studies of every shape: the report speaks of what the study has, and of nothing else."""

from dataclasses import replace

import pytest

from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.model import TableBlock
from impl_eval.results import Evaluation, SurveyEvidence
from tests.outputs.report.blocks import chapter, everything, without_question, words_of
from tests.outputs.report_fixture import full_evaluation


def test_another_question_gets_its_own_words():
    evaluation = full_evaluation(headline_label="State anxiety (1 to 4)", headline=("down", -3.2, -4.0, -2.4))
    blocks = chapter(without_question(evaluation, "patients"), "answer")
    assert words_of(blocks[:1]) == "Did state anxiety change?"
    assert words_of(blocks[1:2]).startswith(
        "State anxiety went down, a change for the worse. Among the 60 patients"
    )


def test_without_headline_scale_the_answer_says_so():
    blocks = chapter(without_question(replace(full_evaluation(), headline=None)), "answer")
    assert words_of(blocks[:2]) == "What changed?\nNo scale was planned as the main measure."


def test_a_report_without_survey_speaks_of_no_survey_results():
    evaluation = full_evaluation(with_survey=False)
    words = everything(evaluation)
    assert "No survey was carried out." in words_of(chapter(evaluation, "answer"))
    assert "The interviews, codings and programme outcomes in this report were made up" in words
    for never in ("does not measure", "Not measured", "survey answers", "Holm", "Direction of change",
                  "survey respondents", "comparison group", "How the two fit", "Fit (proposed)"):  # fmt: skip
        assert never not in words, never
    assert "Interview counts describe" in words
    assert not chapter(evaluation, "joint")


def test_a_report_without_survey_tells_what_interviews_say():
    evaluation = full_evaluation(with_survey=False)
    summary = words_of(chapter(evaluation, "summary"))
    assert "most told of a change for the better in role expectation, knowledge, " in summary
    assert "Too few people spoke of change in team consistency." in summary
    assert "Most participants who speak of change say that knowledge became better." in everything(evaluation)


def test_a_report_without_interviews_has_no_place_for_them():
    evaluation = full_evaluation(with_interviews=False)
    words = everything(evaluation)
    for id_ in ("answer", "participants"):
        assert words_of(chapter(evaluation, id_)).count("This study has no interviews.") == 1
    for never in ("What people say", "How the two fit", "Fit (proposed)", "Interviews: change", "Silence",
                  "Interview counts", "interviews, codings", "Fit of survey"):  # fmt: skip
        assert never not in words, never
    assert "The survey answers and programme outcomes in this report were made up" in words
    assert not chapter(evaluation, "joint")


def test_one_survey_alone_gives_means_and_no_word_on_change():
    evaluation = full_evaluation(with_follow_up=False)
    answer = words_of(chapter(evaluation, "answer"))
    assert "Reason: the study has one timepoint only." in answer
    assert "The mean was 3.05 (95% CI 2.90 to 3.20), on a scale from 0 to 10. 96 prescribers" in answer
    assert "What we know, mechanism by mechanism" in answer
    assert "Survey: mean (95% CI)" in answer
    assert "one survey only, so no change can be shown" in answer.lower()
    words = everything(evaluation)
    assert words.count("Start a tapering discussion: mean") == 1
    for never in ("comparison group", "at the first survey", "Direction of change", "scores and change"):
        assert never not in words, never
    assert "For knowledge, the mean was 3.05" in words
    summary = words_of(chapter(evaluation, "summary"))
    assert "nobody can say from the answers whether anything changed. Of those interviewed" in summary


def test_nothing_at_all_says_so_without_a_table():
    evaluation = full_evaluation(with_survey=False, with_interviews=False, with_outcomes=False)
    blocks = chapter(evaluation, "answer")
    assert not [block for block in blocks if isinstance(block, TableBlock)]
    assert "There are no results so far." in words_of(chapter(evaluation, "summary"))


def of_headline_scale(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation whose headline scale is the scale of the mechanism confidence."""
    own = next(row.survey for row in evaluation.joint_display.rows if row.mechanism_id == "confidence")
    assert own is not None
    assert evaluation.headline is not None
    return replace(evaluation, headline=replace(evaluation.headline, evidence=own))


def test_a_headline_scale_that_is_the_mechanisms_own_is_told_once_in_its_section():
    sentence = "In the survey, confidence went down, a change for the worse."
    evaluation = of_headline_scale(full_evaluation())
    assert words_of(chapter(evaluation, "mechanisms")).count(sentence) == 1
    summary = words_of(chapter(evaluation, "summary"))
    assert "Confidence went down, a change for the worse." in summary
    assert "change for the worse in" not in summary


def test_another_headline_scale_has_a_sentence_beside_that_of_the_mechanism():
    words = words_of(chapter(full_evaluation(), "mechanisms"))
    assert words.count("In the survey, confidence went down") == 1
    assert words.count("In the survey, prescriber confidence in tapering tasks went up") == 1


def described_only(evaluation: Evaluation, *, as_row: bool) -> Evaluation:
    """Return the evaluation with the scale of knowledge outside the planned family."""

    def outside(entry: SurveyEvidence | None) -> SurveyEvidence | None:
        if entry is None or entry.scale_id != "knowledge":
            return entry
        return replace(
            entry, direction="not estimable", improvement="unclear", decision="no decision planned"
        )

    scales = tuple(filter(None, map(outside, evaluation.scales)))
    rows = tuple(
        replace(row, survey=outside(row.survey) if as_row or row.mechanism_id != "knowledge" else None)
        for row in evaluation.joint_display.rows
    )
    return replace(evaluation, scales=scales, joint_display=replace(evaluation.joint_display, rows=rows))


@pytest.mark.parametrize("as_row", [True, False])
def test_a_scale_without_planned_decision_shows_its_numbers(as_row: bool):
    evaluation = described_only(full_evaluation(), as_row=as_row)
    words = words_of(chapter(evaluation, "mechanisms"))
    assert "Knowledge is described only: the plan foresaw no decision. The mean was 3.05" in words
    assert "the mean change was +0.61 points on a scale from 1 to 5 (95% CI 0.35 to 0.87)." in words
    assert "does not measure knowledge" not in words
    assert "Described only" in words_of(chapter(evaluation, "answer"))
    assert "No decision on change was planned for knowledge." in words_of(chapter(evaluation, "summary"))


def test_other_scales_have_a_sentence_each():
    evaluation = described_only(full_evaluation(), as_row=True)
    known = next(entry for entry in evaluation.scales if entry.scale_id == "knowledge")
    other = replace(known, scale_id="other", label="Other matters", mechanism_id="")
    words = words_of(chapter(replace(evaluation, scales=(*evaluation.scales, other)), "mechanisms"))
    assert "These scales stand for no mechanism, or are outside the plan’s family." in words
    assert "Other matters is described only: the plan foresaw no decision. The mean was 3.05" in words


def test_a_study_that_names_no_outcomes_has_no_chapter_on_them():
    evaluation = replace(full_evaluation(with_outcomes=False), not_supplied=())
    assert "No programme outcomes were named for this study." in words_of(chapter(evaluation, "answer"))
    assert not chapter(evaluation, "outcomes")
    assert "figures" not in words_of(chapter(evaluation, "summary"))


def test_harms_are_those_of_the_study():
    words = words_of(chapter(full_evaluation(), "limits"))
    assert "No outcome on harms was supplied" in words
    assert "Those who run the programme should look for: withdrawal and distress." in words
    evaluation = full_evaluation()
    words = words_of(
        chapter(replace(evaluation, facts=replace(evaluation.facts, possible_harms=())), "limits")
    )
    assert "The study names no possible harms." in words


def test_a_report_without_date_says_so():
    evaluation = full_evaluation()
    undated = build_report(replace(evaluation, facts=replace(evaluation.facts, report_date=None)))
    assert "Date of this report: not stated" in words_of(list(undated.blocks))
    assert undated.date_text == "Draft"


def with_pairs(pairs: int) -> Evaluation:
    """Return the evaluation with so many matched pairs behind the headline."""
    evaluation = full_evaluation()
    headline = evaluation.headline
    assert headline is not None
    change = replace(headline.evidence.change, estimate=replace(headline.evidence.change.estimate, n=pairs))
    matched = replace(headline.matched, estimate=replace(headline.matched.estimate, value=float(pairs)))
    entry = replace(headline.evidence, change=change)
    section = replace(
        evaluation.sections[0],
        cautions=(
            "Fewer than 10 matched pairs (every scale): such a change is hardly more than an anecdote.",
        ),
    )
    return replace(
        evaluation,
        headline=replace(headline, evidence=entry, matched=matched),
        sections=(section, *evaluation.sections[1:]),
    )


def test_few_pairs_are_named_and_no_pairs_are_not_called_few():
    assert "fewer than 10 matched pairs" in words_of(chapter(with_pairs(7), "answer"))
    assert "Fewer than 10 matched pairs" in words_of(chapter(with_pairs(7), "limits"))
    assert "matched pairs" not in words_of(chapter(with_pairs(10), "answer"))
    assert "nobody could be matched before and after" in words_of(chapter(with_pairs(0), "answer"))
    assert "matched pairs" not in words_of(chapter(with_pairs(0), "limits"))
