"""How it was done: instruments, survey, interviews, how they were put together, small numbers."""

import re

from impl_eval.outputs.number_text import plain
from impl_eval.outputs.report.facts import with_facts
from impl_eval.outputs.report.markings import rounding_rules
from impl_eval.outputs.report.mechanism_words import citation_of
from impl_eval.outputs.report.model import Block, Callout, Heading, PageBreak, Paragraph, spans, strong
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.scale_tables import how_to_read
from impl_eval.outputs.report.shape import compares_surveys, has_both_strands, has_interviews, has_survey
from impl_eval.results import Evaluation, InstrumentSummary

_NOTHING_HIDDEN = "No number was hidden in this report, however small."
_SENTENCE_END = re.compile(r'(?<=\.)\s+(?=[A-Z"“])')
_UNVALIDATED = (
    "Whether it measures what it is meant to measure has not been established. Its internal consistency is "
    "given for each scale; that is not proof of validity."
)


def methods_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter on methods."""
    blocks: list[Block] = [PageBreak(), Heading(1, "Methods", "methods"), *_framework(evaluation)]
    if evaluation.facts.instruments and has_survey(evaluation):
        blocks.append(Heading(2, "Questionnaires", "methods.instruments"))
        for instrument in evaluation.facts.instruments:
            blocks.extend(_instrument(instrument))
    blocks.extend(_plan(evaluation))
    blocks.extend(_survey(evaluation))
    blocks.extend(_interviews(evaluation))
    blocks.extend(_together(evaluation))
    blocks.extend(_small_numbers(evaluation))
    return tuple(blocks)


def _framework(evaluation: Evaluation) -> tuple[Block, ...]:
    facts = evaluation.facts
    if not facts.framework_title:
        return ()
    source = f" Source: {facts.framework_citation.rstrip('.')}." if facts.framework_citation else ""
    marks = (
        " Links to theory marked “stated” are made by the source itself; those marked “inferred” are our "
        "reading."
    )
    citations = dict.fromkeys(
        citation_of(link)
        for mechanism in evaluation.mechanisms
        for link in mechanism.links
        if citation_of(link)
    )
    cited = f" Links are cited from: {'; '.join(citations)}." if citations else ""
    return (
        Heading(2, "Framework", "methods.framework"),
        Paragraph(spans(f"{facts.framework_title.rstrip('.')}.{source}{marks}{cited}")),
    )


def _plan(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the standing of the analysis plan, and every deviation from it: none is left out."""
    if not evaluation.plan_status:
        return ()
    return (
        Heading(2, "Analysis plan", "methods.plan"),
        Paragraph(spans(" ".join(evaluation.plan_status))),
        *(Paragraph(spans(deviation), "bullet") for deviation in evaluation.plan_deviations),
    )


def _instrument(instrument: InstrumentSummary) -> tuple[Block, ...]:
    status = instrument.status.upper()
    details = f" Version {instrument.version}. Licence: {instrument.licence}. Source: {instrument.source}"
    named = Paragraph(spans(strong(f"{instrument.title}. "), details.strip()))
    if instrument.status == "validated":
        return (named, Paragraph(spans(f"Status: {instrument.status}.")))
    warning = spans(strong(f"Status: {status}. "), _UNVALIDATED)
    return (named, Callout(f"methods.instrument.{instrument.id}", warning))


def _survey(evaluation: Evaluation) -> tuple[Block, ...]:
    sentences = [sentence for section in survey_sections(evaluation) for sentence in section.methods]
    if not sentences:
        return ()
    rule = evaluation.joint_display.direction_rule
    blocks: list[Block] = [Heading(2, _survey_title(evaluation), "methods.survey")]
    blocks.extend(
        Paragraph(with_facts(one, evaluation), "bullet") for one in dict.fromkeys(sentences) if one != rule
    )
    blocks.append(Heading(3, "How to read the tables of scores", "methods.tables"))
    blocks.append(Paragraph(spans(how_to_read(evaluation))))
    return tuple(blocks)


def _interviews(evaluation: Evaluation) -> tuple[Block, ...]:
    interviews = evaluation.section("interviews")
    if interviews is None:
        return ()
    return (
        Heading(2, "Interviews and coding", "methods.interviews"),
        *(Paragraph(with_facts(sentence, evaluation), "bullet") for sentence in interviews.methods),
    )


def _survey_title(evaluation: Evaluation) -> str:
    return "Survey: scores, pairs, tests" if compares_surveys(evaluation) else "Survey: scores"


def _together(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the rules behind the words of direction and fit, where the report uses such words."""
    joint = evaluation.joint_display
    rules = (
        ("Direction of change", "direction", joint.direction_rule, compares_surveys(evaluation)),
        ("Fit of survey and interviews", "fit", joint.fit_rule, has_both_strands(evaluation)),
    )
    blocks: list[Block] = []
    for title, name, rule, is_used in rules:
        if is_used:
            blocks.append(Heading(3, title, f"methods.rules.{name}"))
            blocks.extend(
                Paragraph(with_facts(sentence, evaluation), "bullet") for sentence in _sentences(rule)
            )
    return (Heading(2, "Rules for the words in this report", "methods.rules"), *blocks) if blocks else ()


def _sentences(text: str) -> list[str]:
    """Return a rule sentence by sentence: it is read to look something up."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def _small_numbers(evaluation: Evaluation) -> tuple[Block, ...]:
    smallest = evaluation.smallest_count_shown
    rules = rounding_rules if evaluation.disclosure.rounding > 1 else _small_number_rules
    sentences = rules(evaluation) if smallest > 1 else [_NOTHING_HIDDEN]
    if not sentences:
        return ()
    said = with_facts(" ".join(sentences), evaluation)
    return (Heading(2, "Small numbers", "methods.small"), Paragraph(said))


def _small_number_rules(evaluation: Evaluation) -> list[str]:
    """Return what is hidden because it is about too few people, of what the study has."""
    smallest = evaluation.smallest_count_shown
    below = "1" if smallest == 2 else f"1 to {plain(smallest - 1, 0)}"
    rules = []
    if has_survey(evaluation):
        rules.append(
            f"By place and by stakeholder group, counts of {below} survey respondents and results from "
            f"fewer than {plain(smallest, 0)} people are hidden, and a further number where one could be "
            "worked out from others. Over all sites together, counts are shown however small, because they "
            "point at no place or group; means, changes and other statistics from fewer than "
            f"{plain(smallest, 0)} people are not."
        )
    if "outcomes" not in evaluation.absent:
        rules.append(f"Programme outcomes that count {below} people are hidden, with their rates.")
    if has_interviews(evaluation):
        rules.append(
            "Interview counts describe the people who were chosen to be interviewed and are shown; groups "
            "too small to be named are joined."
        )
    return rules
