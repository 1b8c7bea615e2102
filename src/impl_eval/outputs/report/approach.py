"""How the evaluation was done, in short: what a reader must know before the findings."""

from impl_eval.outputs.report.facts import sites
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Heading, Paragraph, Prompt, Spans, spans
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.shape import (
    compares_surveys,
    has_both_strands,
    has_coded_interviews,
    has_interviews,
    has_survey,
    names_no_outcomes,
)
from impl_eval.outputs.report.values import listed, mid_sentence, sentence_case
from impl_eval.outputs.report.written import paragraphs, told
from impl_eval.results import Evaluation

_WHY_BOTH = "Why were a survey and interviews both needed, and which of them weighs more?"
_INTEGRATION = (
    "Survey and interviews were analysed apart, then put side by side for each mechanism. A printed rule "
    "proposes how the two fit; people decide."
)


def approach_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the chapter on design, survey, interviews and how they were brought together."""
    words = inputs.words.approach
    blocks: list[Block] = [
        Heading(1, "How we evaluated", "approach"),
        Heading(2, "Design", "approach.design"),
        Paragraph(spans(*_spaced(_design(evaluation)), see("methods")), id="approach.design.facts"),
        *paragraphs("approach.design", words.design),
    ]
    if has_both_strands(evaluation):
        blocks.append(Heading(2, "Why survey and interviews", "approach.why_both"))
        written = paragraphs("approach.why_both", words.why_both_methods)
        blocks.extend(written or (Prompt("approach.why_both.lead", _WHY_BOTH),))
    if has_survey(evaluation):
        blocks.append(Heading(2, "The survey", "approach.survey"))
        blocks.append(
            Paragraph(spans(_survey(evaluation), see("methods.survey")), id="approach.survey.facts")
        )
        blocks.extend(paragraphs("approach.survey", words.survey))
    if has_interviews(evaluation):
        blocks.append(Heading(2, "The interviews", "approach.interviews"))
        said = spans(_interviews(evaluation), see("methods.interviews"))
        blocks.append(Paragraph(said, id="approach.interviews.facts"))
        blocks.extend(paragraphs("approach.interviews", words.interviews))
    if has_both_strands(evaluation):
        blocks.append(Heading(2, "Bringing the two together", "approach.integration"))
        blocks.append(Paragraph(spans(_INTEGRATION, see("methods.rules")), id="approach.integration.facts"))
        blocks.extend(paragraphs("approach.integration", words.integration))
    blocks.extend(told("approach.reflexivity", "Who analysed, and from where they looked", words.reflexivity))
    blocks.extend(
        told("approach.involvement", "Patients, public and staff in the evaluation", words.involvement)
    )
    return tuple(blocks)


def _design(evaluation: Evaluation) -> list[Spans]:
    people = evaluation.facts.respondents_called
    where = sites(evaluation) if evaluation.facts.site_count else spans("the sites of the programme")
    said: list[Spans] = []
    if compares_surveys(evaluation):
        compared = f"This is a comparison of {people} before and after the programme at "
        said.append(spans(compared, where, ", without a group that had no programme."))
    elif has_survey(evaluation):
        described = ". It describes and does not compare."
        said.append(spans(f"This is one survey of {people} at ", where, described))
    if has_interviews(evaluation):
        said.append(
            spans(
                "Interviews and group discussions say how people saw the programme and what they say changed."
            )
            if has_survey(evaluation)
            else spans("This evaluation rests on interviews and group discussions at ", where, ".")
        )
    if not names_no_outcomes(evaluation):
        said.append(spans("Programme outcomes are described as they were supplied; they are not tested."))
    return said


def _spaced(sentences: list[Spans]) -> list[Spans]:
    return [spans(" " if number else "", sentence) for number, sentence in enumerate(sentences)]


def _survey(evaluation: Evaluation) -> str:
    facts = evaluation.facts
    titles = listed(f"the {mid_sentence(instrument.title)}" for instrument in facts.instruments)
    when = listed(mid_sentence(label) for _, label in facts.timepoints)
    surveys = len(facts.timepoints)
    often = {1: "once", 2: "twice"}.get(surveys, f"{surveys} times")
    answered = f" {often}{f': {when}' if surveys > 1 else ''}"
    return (
        f"{sentence_case(facts.respondents_called)} were asked to fill in {titles}{answered}. "
        "Which results decide, and by which rule, was written down in the analysis plan."
    )


def _interviews(evaluation: Evaluation) -> str:
    if not has_coded_interviews(evaluation):
        return "Interviews were transcribed. Nobody has coded them, so they are no evidence in this report."
    return (
        "Interviews were transcribed. Analysts read the transcripts and marked passages that speak of a "
        "mechanism, whether they speak of a help or a hindrance, and what change they report. A program may "
        "point at passages; only what a person decided counts."
    )
