"""The executive summary: what was asked, what was found for each mechanism, its limits, what to do."""

from dataclasses import replace

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.facts import with_facts
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.interview_sentences import fit_standing, fit_text, speaks, tendency
from impl_eval.outputs.report.limits import limits_line
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, Spans, spans, strong
from impl_eval.outputs.report.outcomes import outcomes_line
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.sentences import (
    NOT_PROOF_OF_CAUSE,
    claim,
    headline_sentence,
    is_hidden,
    mean_text,
    numbers_sentence,
    points,
    question,
)
from impl_eval.outputs.report.shape import (
    has_both_strands,
    has_coded_interviews,
    has_interviews,
    has_survey,
    is_described_only,
    names_no_outcomes,
    shows_a_change,
    survey_of,
)
from impl_eval.outputs.report.values import counted, has_value, mid_sentence
from impl_eval.results import Evaluation, InterviewEvidence, JointRow, SurveyEvidence

_TOLD = {
    "better": "in interviews, most of those who speak of change say it became better",
    "worse": "in interviews, most of those who speak of change say it became worse",
    "same": "in interviews, most of those who speak of change say it stayed the same",
    "mixed": "in interviews, people differ on how it changed",
    "too few": "in interviews, too few speak of change to say more",
}


def executive_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the executive summary; it stands alone, for those who read nothing else."""
    rows = evaluation.joint_display.rows
    blocks: list[Block] = [PageBreak(), Heading(1, "Executive summary", "executive")]
    blocks.append(Paragraph(spans(_purpose(evaluation)), id="executive.purpose"))
    blocks += [Paragraph(done, id=f"executive.done_{at}") for at, done in enumerate(_done(evaluation), 1)]
    blocks.append(Heading(2, "Main findings", "executive.findings"))
    if evaluation.headline is not None:
        blocks.append(Paragraph(_headline(evaluation), "bullet", id="executive.headline"))
    blocks += [
        Paragraph(_mechanism(evaluation, row), "bullet", id=f"executive.mechanism.{row.mechanism_id}")
        for row in rows
        if has_survey(evaluation) or has_interviews(evaluation)
    ]
    if not names_no_outcomes(evaluation):
        blocks.append(Paragraph(_outcomes(evaluation), "bullet", id="executive.outcomes"))
    blocks.append(Heading(2, "What these findings cannot show", "executive.limits"))
    cause = f"{NOT_PROOF_OF_CAUSE} " if shows_a_change(evaluation) else ""
    main = with_facts(_small_first(limits_line(evaluation)), evaluation)
    limits = spans(f"{cause}Main limits: ", main, see("limits"))
    blocks.append(Paragraph(limits, id="executive.limits.line"))
    if inputs.words.recommendations:
        blocks.append(Heading(2, "What we recommend", "executive.recommendations"))
        blocks += [
            Paragraph(
                spans(
                    strong(f"{number}. "),
                    advised.what.rstrip("."),
                    f" ({advised.who})." if advised.who else ".",
                ),
                "body",
                id=f"executive.recommendation.{advised.id}",
            )
            for number, advised in enumerate(inputs.words.recommendations, start=1)
        ]
    return tuple(blocks)


def _outcomes(evaluation: Evaluation) -> Spans:
    """Return which outcomes were supplied and which were not."""
    described = "" if "outcomes" in evaluation.absent else ", described and not tested"
    line = outcomes_line(evaluation)
    return spans(strong(f"Programme outcomes{described}. "), line, see("outcomes"))


def _purpose(evaluation: Evaluation) -> str:
    facts = evaluation.facts
    start = f", which began on {date_text(facts.programme_start)}" if facts.programme_start else ""
    asked = "This evaluation asked one question first" if evaluation.headline else "This evaluation asked"
    return (
        f"This report is about the programme “{facts.programme}” in {facts.ics_name}{start}. "
        f"{asked}: {question(evaluation)}"
    )


def _done(evaluation: Evaluation) -> tuple[Spans, ...]:
    """Return who answered and who was interviewed, in numbers."""
    done: list[Spans] = []
    people = evaluation.facts.respondents_called
    if evaluation.headline is not None and has_survey(evaluation):
        done.append(spans(strong("Survey. "), numbers_sentence(evaluation.headline, people)))
    section = evaluation.section("interviews")
    heard = {one.id: one for one in section.reported} if section is not None else {}
    participants = heard.get("interviews.participants")
    if participants is not None and has_value(participants):
        coded = "" if has_coded_interviews(evaluation) else " Nobody has coded them so far."
        many = counted(participants, "person was", "people were")
        done.append(spans(strong("Interviews. "), many, " interviewed.", coded))
    return tuple(done)


def _headline(evaluation: Evaluation) -> Spans:
    headline = evaluation.headline
    if headline is None:
        return ()
    people = evaluation.facts.respondents_called
    sentence = headline_sentence(headline, people)
    return spans(strong(f"{claim(evaluation)} "), sentence, see("answer"))


def _mechanism(evaluation: Evaluation, row: JointRow) -> Spans:
    parts = [_survey(survey_of(evaluation, row))] if has_survey(evaluation) else []
    parts += [spans(_interviews(row.interviews))] if has_interviews(evaluation) else []
    said: Spans = ()
    for part in parts:
        said = spans(said, "; " if said else "", part)
    fits = has_both_strands(evaluation) and row.fit.word != "silence"
    fit = f" Fit ({fit_standing(row.fit)}): {mid_sentence(fit_text(row.fit))}." if fits else ""
    return spans(strong(f"{row.label}. "), _capital(said), ".", fit, see(f"mechanism.{row.mechanism_id}"))


def _survey(evidence: SurveyEvidence | None) -> Spans:
    if evidence is None:
        return spans("the survey does not measure it")
    if is_described_only(evidence):
        return spans("the survey describes it without a decision")
    match evidence.direction:
        case "up" | "down":
            word = "a rise" if evidence.direction == "up" else "a fall"
            word = word if evidence.improvement == "unclear" else f"a change for the {evidence.improvement}"
            return spans(f"the survey shows {word}: ", points(evidence))
        case "no clear change":
            return spans("the survey shows no clear change: ", points(evidence))
        case _ if is_hidden(evidence):
            return spans("what the survey shows is hidden, so that nobody can be recognised")
        case _:
            return spans("the survey cannot say whether it changed", mean_text(evidence))


def _interviews(evidence: InterviewEvidence | None) -> str:
    if evidence is None or not evidence.coded_transcripts:
        return "the interviews have not been coded"
    if not speaks(evidence):
        return "nobody spoke of it" if evidence.asked else "nobody was asked about it or spoke of it"
    return _TOLD[tendency(evidence)]


def _capital(parts: Spans) -> Spans:
    first, *rest = parts
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)


def _small_first(text: str) -> str:
    return mid_sentence(text)
