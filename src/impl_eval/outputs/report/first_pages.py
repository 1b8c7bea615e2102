"""The title page, and the one page after it that answers the question."""

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.document_control import status_text
from impl_eval.outputs.report.facts import with_facts
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.interview_sentences import fit_header, fit_text, short_interviews
from impl_eval.outputs.report.limits import limits_line
from impl_eval.outputs.report.markings import internal_notice
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Column,
    Heading,
    Logo,
    PageBreak,
    Paragraph,
    Prompt,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.outcomes import outcomes_line
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.sentences import (
    NO_INTERVIEWS,
    NOT_PROOF_OF_CAUSE,
    SIMULATED_BANNER,
    claim,
    direction_text,
    headline_sentence,
    means_sentence,
    numbers_sentence,
    question,
    simulated_sentence,
    task_line,
)
from impl_eval.outputs.report.shape import (
    compares_surveys,
    has_interviews,
    has_outcomes_alone,
    has_survey,
    shows_a_change,
    survey_of,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import has_value, text_cell, value_cell, with_level
from impl_eval.protocols.logo import PLACEHOLDER
from impl_eval.results import Evaluation, JointRow

_Part = tuple[Column, tuple[TableCell, ...]]
"""A column of the table of mechanisms with its cells."""

MOST_STEPS = 2
NEXT_STEPS = "What should happen next, who should do it, and by when?"


def title_page(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the title page; simulated data are announced before anything else."""
    facts, document = evaluation.facts, inputs.words.document
    lines = (
        ("programme", "Programme", facts.programme),
        ("date", "Date of this report", date_text(facts.report_date) if facts.report_date else "not stated"),
        ("version", "Version", document.version),
        ("authors", "Authors", facts.authors),
    )
    return (
        *banner(evaluation),
        *_logo(inputs),
        Paragraph(spans(facts.title), "title", id="title.name"),
        Paragraph(spans(facts.ics_name), "subtitle", id="title.place"),
        *(
            Paragraph(spans(strong(f"{name}: "), text), "title facts", id=f"title.{key}")
            for key, name, text in lines
            if text
        ),
        Paragraph(spans(_shouted(status_text(document))), "status", id="title.status"),
    )


def _logo(inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the logo of the organisation, the place for one, or nothing where the template shows one."""
    if inputs.logo is not None:
        return (Logo("title.logo", inputs.logo),)
    asked = inputs.words.logo == PLACEHOLDER and not inputs.logo_in_template
    return (Logo("title.logo"),) if asked else ()


def banner(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the announcement that a report is internal, that data are simulated, or nothing."""
    notice = internal_notice(evaluation)
    if not evaluation.facts.simulated:
        return notice
    text = spans(strong(f"{SIMULATED_BANNER}. "), simulated_sentence(evaluation))
    return (*notice, Paragraph(text, "banner", id="title.simulated"))


def _shouted(status: str) -> str:
    """Return a status with its first word in capitals: it must not be overlooked."""
    word, colon, rest = status.partition(":")
    return f"{word.upper()}{colon}{rest}"


def answer_page(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the page that answers the question; a reader who stops here knows the result."""
    outcomes = spans(strong("Programme outcomes. "), outcomes_line(evaluation))
    without = Paragraph(spans(NO_INTERVIEWS), id="answer.no_interviews")
    return (
        PageBreak(),
        Heading(1, question(evaluation), "answer"),
        *_headline(evaluation),
        *_mechanisms(evaluation),
        *(() if has_interviews(evaluation) or has_outcomes_alone(evaluation) else (without,)),
        Paragraph(outcomes, id="answer.outcomes"),
        _next_steps(inputs),
        Paragraph(
            spans(strong("Limits. "), with_facts(limits_line(evaluation), evaluation)), id="answer.limits"
        ),
    )


def _next_steps(inputs: ReportInputs) -> Block:
    """Return what people say should be done next: their text, else the weightiest recommendations."""
    words = inputs.words
    if not words.next_steps and not words.recommendations:
        return Prompt("answer.next", NEXT_STEPS, "What to do next")
    strongest = [one for one in words.recommendations if one.strength == "strong"] or words.recommendations
    said = words.next_steps or f"{'. '.join(one.what.rstrip('.') for one in strongest[:MOST_STEPS])}."
    return Paragraph(spans(strong("What to do next. "), said, see("recommendations")), id="answer.next")


def _headline(evaluation: Evaluation) -> tuple[Block, ...]:
    headline = evaluation.headline
    cause = Callout("answer.cause", spans(NOT_PROOF_OF_CAUSE))
    caused = (cause,) if shows_a_change(evaluation) else ()
    if headline is None:
        return (Paragraph(spans(strong(claim(evaluation))), "lead", id="answer.claim"), *caused)
    evidence = headline.evidence
    people = evaluation.facts.respondents_called
    lead = spans(strong(f"{claim(evaluation)} "), headline_sentence(headline, people, spelt_out=True))
    told = () if has_value(evidence.change) else means_sentence(evidence)
    means = spans(told, " ") if told else ()
    blocks: list[Block] = [
        Paragraph(lead, "lead", id="answer.claim"),
        Paragraph(spans(means, numbers_sentence(headline, people)), id="answer.numbers"),
        *caused,
    ]
    if headline.tasks:
        named = spans("Single tasks that the programme names:")
        blocks.append(Paragraph(named, keep_next=True, id="answer.tasks"))
        blocks += [
            Paragraph(task_line(task, evidence), "bullet", id=f"answer.task_{number}")
            for number, task in enumerate(headline.tasks, start=1)
        ]
    return tuple(blocks)


def _mechanisms(evaluation: Evaluation) -> tuple[Block, ...]:
    rows = evaluation.joint_display.rows
    if not rows or not (has_survey(evaluation) or has_interviews(evaluation)):
        return ()
    parts = [_names(rows), *_survey_columns(evaluation, rows), *_interview_columns(evaluation, rows)]
    columns = tuple(column for column, _ in parts)
    changes = has_survey(evaluation) and compares_surveys(evaluation)
    title = f"What {'changed' if changes else 'we know'}, mechanism by mechanism"
    block = TableBlock(
        id="answer.mechanisms",
        title=title,
        summary=summary_of(title, tuple(column.header for column in columns), len(rows)),
        columns=columns,
        rows=tuple(zip(*(cells for _, cells in parts), strict=True)),
        compact=True,
    )
    return (block,)


def _names(rows: tuple[JointRow, ...]) -> _Part:
    return Column("Mechanism", 18), tuple(text_cell(strong(row.label)) for row in rows)


def _survey_columns(evaluation: Evaluation, rows: tuple[JointRow, ...]) -> tuple[_Part, ...]:
    """Return direction and change; of one survey alone, the mean."""
    if not has_survey(evaluation):
        return ()
    found = [survey_of(evaluation, row) for row in rows]
    if not compares_surveys(evaluation):
        means = [entry.before if entry else None for entry in found]
        cells = tuple(value_cell(mean) if mean else text_cell(direction_text(None)) for mean in means)
        return ((Column(with_level("Survey: mean", means), 24), cells),)
    changes = [entry.change if entry else None for entry in found]
    return (
        (Column("Survey", 21.5), tuple(text_cell(direction_text(entry)) for entry in found)),
        (Column(with_level("Change", changes), 23.5), tuple(map(value_cell, changes))),
    )


def _interview_columns(evaluation: Evaluation, rows: tuple[JointRow, ...]) -> tuple[_Part, ...]:
    """Return what interviews say of change, and the fit where there is a survey to fit."""
    if not has_interviews(evaluation):
        return ()
    said = tuple(text_cell(short_interviews(row.interviews)) for row in rows)
    heard = (Column("Interviews: change reported", 21), said)
    if not has_survey(evaluation):
        return (heard,)
    return heard, (
        Column(fit_header(row.fit for row in rows), 16),
        tuple(text_cell(_short_fit(row)) for row in rows),
    )


def _short_fit(row: JointRow) -> str:
    """Return the fit in as few words as its column holds: of a silence, only which strand is silent."""
    if row.fit.word != "silence" or not row.fit.kind:
        return fit_text(row.fit)
    silent = [kind.partition(":")[0] for kind in row.fit.kind.split("; ")]
    return f"Silence ({'both' if len(silent) > 1 else silent[0]})"
