"""Results of every shape: hidden, too uncertain, apart or from several surveys, each in its own words."""

from dataclasses import replace

import pytest

from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import FigureBlock, PageBreak
from impl_eval.results import Chart, Estimate, Evaluation, Fit, SurveyEvidence
from tests.outputs.report.blocks import chapter, everything, words_of
from tests.outputs.report_fixture import full_evaluation


def with_change(entry: SurveyEvidence, **fields: object) -> SurveyEvidence:
    return replace(entry, change=replace(entry.change, **fields))  # type: ignore[arg-type]


def with_headline(evaluation: Evaluation, entry: SurveyEvidence, **facts: Estimate) -> Evaluation:
    """Return the evaluation with this headline evidence, and other estimates of sites or matched."""
    headline = evaluation.headline
    assert headline is not None
    changed = {name: replace(getattr(headline, name), estimate=estimate) for name, estimate in facts.items()}
    return replace(evaluation, headline=replace(headline, evidence=entry, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sites", "matched", "words"),
    [
        (8, 60, "linking those of the same person and allowing for differences between sites, "),
        (1, 60, "linking those of the same person, "),
        (8, 0, "allowing for differences between sites, "),
        (1, 0, ""),
    ],
)
def test_the_answer_says_only_what_its_analysis_could_allow_for(sites: int, matched: int, words: str):
    evaluation = full_evaluation()
    assert evaluation.headline is not None
    entry = with_change(evaluation.headline.evidence, analysis="mixed_model")
    evaluation = with_headline(
        evaluation,
        entry,
        sites=Estimate("count", float(sites), n=sites, unit="sites"),
        matched=Estimate("count", float(matched), n=matched, unit="respondents"),
    )
    assert f"Over all answers, {words}the estimated mean change was" in words_of(
        chapter(evaluation, "answer")
    )


def test_a_change_without_p_value_is_called_too_uncertain_and_not_impossible_to_estimate():
    evaluation = full_evaluation()
    headline = evaluation.headline
    assert headline is not None
    task = replace(headline.tasks[0], direction="not estimable", improvement="unclear")
    words = words_of(chapter(replace(evaluation, headline=replace(headline, tasks=(task,))), "answer"))
    assert f"{task.label}: too uncertain to judge, +" in words


def hidden(entry: SurveyEvidence) -> SurveyEvidence:
    """Return evidence whose change is hidden as suppression hides it."""
    reason = "suppressed: based on fewer than 5 respondents"
    estimate = replace(Estimate.not_estimable("mean_change", reason), suppressed=True)
    return replace(with_change(entry, estimate=estimate), direction="not estimable", improvement="unclear")


def test_what_is_hidden_is_not_said_to_be_unknown():
    evaluation = full_evaluation()
    assert evaluation.headline is not None
    rows = tuple(
        replace(row, survey=hidden(row.survey)) if row.survey is not None else row
        for row in evaluation.joint_display.rows
    )
    joint = replace(evaluation.joint_display, rows=rows)
    evaluation = with_headline(replace(evaluation, joint_display=joint), hidden(evaluation.headline.evidence))
    answer = words_of(chapter(evaluation, "answer"))
    assert "This report does not show whether prescriber confidence in tapering tasks changed." in answer
    assert "Hidden" in answer
    summary = words_of(chapter(evaluation, "summary"))
    assert (
        "To protect those who answered, this report does not show how the survey came out on role" in summary
    )
    words = answer + summary + words_of(chapter(evaluation, "executive"))
    for never in ("cannot say whether", "Not estimable", "\n "):
        assert never not in words, never
    assert "What the survey shows is hidden, so that nobody can be recognised" in words


def test_outcomes_alone_are_what_the_report_is_about():
    evaluation = full_evaluation(with_survey=False, with_interviews=False)
    answer = words_of(chapter(evaluation, "answer"))
    assert "nobody was interviewed. This report describes programme outcomes only." in answer
    assert answer.count("interview") == 1
    assert "There are figures on opioid prescribing" in words_of(chapter(evaluation, "summary"))
    assert "Programme outcomes, described and not tested. Supplied: opioid" in words_of(
        chapter(evaluation, "executive")
    )
    assert not chapter(evaluation, "mechanisms")


def test_where_the_strands_part_the_summary_tells_what_people_said():
    evaluation = full_evaluation()
    rows = tuple(
        replace(row, fit=replace(row.fit, word="dissonance")) if row.mechanism_id == "confidence" else row
        for row in evaluation.joint_display.rows
    )
    joint = replace(evaluation.joint_display, rows=rows)
    summary = words_of(chapter(replace(evaluation, joint_display=joint), "summary"))
    assert "another way than the survey on confidence." in summary
    assert "most told of a change for the better in confidence." in summary


@pytest.mark.parametrize(("mechanisms", "breaks"), [(4, 1), (6, 1), (9, 0)])
def test_the_board_edition_of_many_mechanisms_runs_on_instead_of_leaving_a_page_empty(
    mechanisms: int, breaks: int
):
    evaluation = full_evaluation()
    joint = evaluation.joint_display
    rows = tuple(replace(joint.rows[at % 6], mechanism_id=f"m{at}") for at in range(mechanisms))
    evaluation = replace(evaluation, joint_display=replace(joint, rows=rows))
    blocks = build_report(evaluation, ReportInputs(edition="board")).blocks
    assert sum(isinstance(block, PageBreak) for block in blocks) == breaks


def test_a_silence_of_both_strands_is_short_on_the_first_page():
    evaluation = full_evaluation()
    silent = Fit("silence", "survey: not measured; interviews: not asked", "proposed: silence (both).")
    rows = tuple(replace(row, fit=silent) for row in evaluation.joint_display.rows)
    joint = replace(evaluation.joint_display, rows=rows)
    words = words_of(chapter(replace(evaluation, joint_display=joint), "answer"))
    assert "Silence (both)" in words
    assert "Silence (survey and interviews)" not in words


def test_what_people_said_where_strands_part_is_one_sentence():
    evaluation = full_evaluation()
    words = {"confidence": "worse", "pathway": "better", "knowledge": "worse"}
    rows = []
    for row in evaluation.joint_display.rows:
        if row.mechanism_id in words and row.interviews is not None:
            (_, first), *others = row.interviews.changes
            changes = ((words[row.mechanism_id], first), *((word, count) for word, count in others[2:]))
            interviews = replace(row.interviews, changes=changes)
            fit = replace(row.fit, word="partial agreement")
            rows.append(replace(row, interviews=interviews, fit=fit))
        else:
            rows.append(row)
    joint = replace(evaluation.joint_display, rows=tuple(rows))
    summary = words_of(chapter(replace(evaluation, joint_display=joint), "summary"))
    assert (
        "Of those interviewed who spoke of change, most told of a change for the better in care pathway; "
        "most told of a change for the worse in knowledge and confidence."
    ) in summary


@pytest.mark.parametrize(
    ("statuses", "limit", "meaning"),
    [
        (
            ("unvalidated", "unvalidated"),
            "the questionnaires have not been validated",
            "the questionnaires measure what they are",
        ),
        (
            ("validated", "unvalidated"),
            "not every questionnaire has been validated",
            "some of the questions measure what they are",
        ),
    ],
)
def test_several_questionnaires_are_spoken_of_as_several(statuses: tuple[str, ...], limit: str, meaning: str):
    evaluation = full_evaluation()
    own = evaluation.facts.instruments[0]
    instruments = tuple(
        replace(own, id=f"i{at}", title=f"Survey {name}", status=status)
        for at, (name, status) in enumerate(zip("AB", statuses, strict=True))
    )
    evaluation = replace(evaluation, facts=replace(evaluation.facts, instruments=instruments))
    assert limit in words_of(chapter(evaluation, "answer"))
    assert meaning in words_of(chapter(evaluation, "summary"))
    assert "were asked to fill in the survey A and the survey B twice" in everything(evaluation)


def test_figures_and_tables_of_several_surveys_say_of_which_they_are():
    evaluation = full_evaluation()
    survey = evaluation.sections[0]
    chart = Chart("second.flow", "flow", "From those invited to those matched", "", survey.charts[0].points)
    sections = tuple(
        replace(survey, title=name, charts=(replace(chart, id=f"{name}.flow"),), tables=())
        for name in ("First", "Second")
    )
    evaluation = replace(evaluation, sections=(*sections, *evaluation.sections[1:]))
    titles = [
        block.caption for block in chapter(evaluation, "participants") if isinstance(block, FigureBlock)
    ]
    assert titles == [f"{name}: from those invited to those matched" for name in ("First", "Second")]
