"""How it was done: instruments, survey, interviews, how they were put together, small numbers."""

import re

from impl_eval.outputs.number_text import plain
from impl_eval.outputs.report.mechanisms import citation_of
from impl_eval.outputs.report.model import Block, Callout, Heading, PageBreak, Paragraph, spans, strong
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.scale_tables import HOW_TO_READ
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.results import Evaluation, InstrumentSummary

_SENTENCE_END = re.compile(r'(?<=\.)\s+(?=[A-Z"“])')
_UNVALIDATED = (
    "Whether it measures what it is meant to measure has not been established. Its internal consistency is "
    "given for each scale; that is not proof of validity."
)


def methods_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter on methods."""
    blocks: list[Block] = [PageBreak(), Heading(1, "How we did it", "methods"), *_framework(evaluation)]
    if evaluation.facts.instruments:
        blocks.append(Heading(2, "Questionnaires", "methods.instruments"))
        for instrument in evaluation.facts.instruments:
            blocks.extend(_instrument(instrument))
        blocks.extend(Paragraph(spans(note)) for note in evaluation.facts.instrument_notes)
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
    blocks: list[Block] = [Heading(2, "Survey: scores, pairs, tests", "methods.survey")]
    blocks.extend(Paragraph(spans(one), "bullet") for one in dict.fromkeys(sentences) if one != rule)
    blocks.append(Heading(3, "How to read the tables of scores", "methods.tables"))
    blocks.append(Paragraph(spans(HOW_TO_READ)))
    return tuple(blocks)


def _interviews(evaluation: Evaluation) -> tuple[Block, ...]:
    interviews, agreement = evaluation.section("interviews"), evaluation.section("agreement")
    if interviews is None:
        return ()
    blocks: list[Block] = [Heading(2, "Interviews and coding", "methods.interviews")]
    blocks.extend(Paragraph(spans(sentence), "bullet") for sentence in interviews.methods)
    if agreement is not None:
        blocks.append(Heading(3, "Agreement between coders", "methods.agreement"))
        blocks.extend(Paragraph(spans(sentence)) for sentence in (*agreement.methods, *agreement.cautions))
        blocks.extend(
            table_block(table, compact=True) for table in agreement.tables if table.id.endswith(".overall")
        )
    return tuple(blocks)


def _together(evaluation: Evaluation) -> tuple[Block, ...]:
    joint = evaluation.joint_display
    return (
        Heading(2, "Rules for the words in this report", "methods.rules"),
        Heading(3, "Direction of change", "methods.rules.direction"),
        *(Paragraph(spans(sentence), "bullet") for sentence in _sentences(joint.direction_rule)),
        Heading(3, "Fit of survey and interviews", "methods.rules.fit"),
        *(Paragraph(spans(sentence), "bullet") for sentence in _sentences(joint.fit_rule)),
    )


def _sentences(text: str) -> list[str]:
    """Return a rule sentence by sentence: it is read to look something up."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


def _small_numbers(evaluation: Evaluation) -> tuple[Block, ...]:
    smallest = evaluation.smallest_count_shown
    rule = (
        f"Counts of survey respondents from 1 to {plain(smallest - 1, 0)}, and results that rest on so few, "
        "are not shown. Where a hidden number could be worked out from others, a further number is hidden. "
        "Interview counts describe the people who were chosen to be interviewed and are shown; groups too "
        "small to be named are joined."
        if smallest > 1
        else "No number was hidden in this report, however small."
    )
    return (Heading(2, "Small numbers", "methods.small"), Paragraph(spans(rule)))
