"""The title page, and the one page after it that answers the question."""

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.interview_sentences import fit_text, short_interviews
from impl_eval.outputs.report.limits import limits_line
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Prompt,
    TableBlock,
    spans,
    strong,
)
from impl_eval.outputs.report.outcomes import supplied_outcomes
from impl_eval.outputs.report.sentences import (
    NOT_PROOF_OF_CAUSE,
    SIMULATED_BANNER,
    SIMULATED_SENTENCE,
    before_sentence,
    change_sentence,
    claim,
    direction_text,
    numbers_sentence,
    people_word,
    question,
    task_line,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import has_value, listed, mid_sentence, text_cell, value_cell, with_level
from impl_eval.results import Evaluation, JointRow

NEXT_STEPS = "What should happen next, who should do it, and by when?"


def title_page(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the title page; simulated data are announced before anything else."""
    facts = evaluation.facts
    blocks: list[Block] = []
    if facts.simulated:
        blocks.append(Paragraph(spans(strong(f"{SIMULATED_BANNER}. "), SIMULATED_SENTENCE), "banner"))
    blocks.append(Paragraph(spans(facts.title), "title"))
    blocks.append(Paragraph(spans(facts.ics_name), "subtitle"))
    lines = (
        ("Programme", facts.programme),
        ("Date of this report", date_text(facts.report_date)),
        ("Authors", facts.authors),
    )
    blocks.extend(Paragraph(spans(strong(f"{name}: "), text), "title facts") for name, text in lines if text)
    blocks.append(Paragraph(spans("DRAFT: not yet approved for release"), "status"))
    return tuple(blocks)


def answer_page(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the page that answers the question; a reader who stops here knows the result."""
    return (
        PageBreak(),
        Heading(1, question(evaluation), "answer"),
        *_headline(evaluation),
        *_mechanisms(evaluation),
        Paragraph(spans(strong("Programme outcomes. "), _outcomes(evaluation))),
        Prompt("answer.next", NEXT_STEPS, "What to do next"),
        Paragraph(spans(strong("Limits. "), limits_line(evaluation))),
    )


def _headline(evaluation: Evaluation) -> tuple[Block, ...]:
    headline = evaluation.headline
    if headline is None:
        return (Paragraph(spans(strong(claim(evaluation))), "lead"),)
    evidence = headline.evidence
    people = people_word(evaluation)
    lead = spans(strong(f"{claim(evaluation)} "), change_sentence(evidence, people, spelt_out=True))
    about = () if has_value(evidence.change) else spans(before_sentence(evidence), " ")
    blocks: list[Block] = [
        Paragraph(lead, "lead"),
        Paragraph(spans(about, numbers_sentence(headline, people))),
        Callout("answer.cause", spans(NOT_PROOF_OF_CAUSE)),
    ]
    if headline.tasks:
        blocks.append(Paragraph(spans("Single tasks that the programme names:"), keep_next=True))
        blocks.extend(Paragraph(task_line(task), "bullet") for task in headline.tasks)
    return tuple(blocks)


def _mechanisms(evaluation: Evaluation) -> tuple[Block, ...]:
    rows = evaluation.joint_display.rows
    if not rows:
        return ()
    changes = [row.survey.change for row in rows if row.survey is not None]
    columns = (
        Column("Mechanism", 18),
        Column("Survey", 20.5),
        Column(with_level("Change", changes), 23),
        Column("Interviews: change reported", 23),
        Column("Fit (proposed)", 15.5),
    )
    block = TableBlock(
        id="answer.mechanisms",
        title="What changed, mechanism by mechanism",
        summary=summary_of(
            "What changed, mechanism by mechanism", tuple(column.header for column in columns), len(rows)
        ),
        columns=columns,
        rows=tuple(
            (
                text_cell(strong(row.label)),
                text_cell(direction_text(row.survey)),
                value_cell(row.survey.change if row.survey else None),
                text_cell(short_interviews(row.interviews)),
                text_cell(_short_fit(row)),
            )
            for row in rows
        ),
        compact=True,
    )
    return (block,)


def _short_fit(row: JointRow) -> str:
    """Return the fit in as few words as its column holds: of a silence, only which strand is silent."""
    if row.fit.word != "silence" or not row.fit.kind:
        return fit_text(row.fit)
    strands = listed(kind.partition(":")[0] for kind in row.fit.kind.split("; "))
    return f"Silence ({strands})"


def _outcomes(evaluation: Evaluation) -> str:
    supplied = supplied_outcomes(evaluation)
    missing = [mid_sentence(label) for label in evaluation.not_supplied]
    found = f"Supplied: {listed(map(mid_sentence, supplied))}. " if supplied else ""
    if missing:
        return f"{found}Not supplied: {listed(missing)}."
    return found.strip() or "None was asked for."
