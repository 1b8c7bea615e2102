"""Why the programme was needed, how it should work, and what was put into practice."""

from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.mechanism_words import without_citation
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Paragraph,
    Prompt,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.references import see
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import NOTHING, listed, text_cell
from impl_eval.outputs.report.written import asked, paragraphs, told
from impl_eval.results import Evaluation, MechanismSummary

TIDIER = (
    ("brief_name", "Name"),
    ("why", "Why"),
    ("materials", "Materials"),
    ("procedures", "Procedures"),
    ("providers", "Who provided"),
    ("mode", "How"),
    ("places", "Where"),
    ("timing", "When and how much"),
    ("tailoring", "Tailoring"),
    ("modifications", "Changes on the way"),
    ("planned_fidelity", "How delivery was to be checked"),
    ("actual_fidelity", "How well it was delivered"),
)
"""Fields of the description of a programme, and our own short names of the twelve questions of TIDieR."""

IMPLEMENTED_TABLE = "implemented.table"
_TABLE = "The programme by the questions of TIDieR"


def background_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the chapter on the problem, the programme theory with its mechanisms, aims and context."""
    words = inputs.words.background
    theory = paragraphs("background.theory", words.programme_theory)
    return (
        Heading(1, "Background and programme theory", "background"),
        *asked(
            "background.problem", "The problem", words.problem, "Which problem does the programme answer?"
        ),
        Heading(2, "How the programme should work", "background.theory"),
        *theory,
        *_mechanisms(evaluation),
        *asked(
            "background.aims", "Aims of the evaluation", words.aims, "What should this evaluation find out?"
        ),
        *told("background.context", "What else was going on", words.context),
    )


def _mechanisms(evaluation: Evaluation) -> tuple[Block, ...]:
    mechanisms = evaluation.mechanisms
    if not mechanisms:
        return ()
    linked = any(mechanism.links for mechanism in mechanisms)
    columns = [Column("Mechanism", 24), Column("What must be true", 46 if linked else 76)]
    columns += [Column("Links to theory", 30)] if linked else []
    title = "The mechanisms through which the programme should work"
    headers = tuple(column.header for column in columns)
    rows = tuple(_mechanism(mechanism, linked=linked) for mechanism in mechanisms)
    introduction = "We call the conditions that the programme needs in order to work its mechanisms."
    return (
        Paragraph(
            spans(introduction, see("methods.framework")), keep_next=True, id="background.theory.mechanisms"
        ),
        TableBlock(
            "background.mechanisms",
            title,
            summary_of(title, headers, len(rows)),
            tuple(columns),
            rows,
            note="Stated: the source makes the link itself. Inferred: our reading." if linked else "",
            compact=True,
            together=False,
        ),
    )


def _mechanism(mechanism: MechanismSummary, *, linked: bool) -> tuple[TableCell, ...]:
    links = tuple(CellLine(spans(without_citation(link))) for link in mechanism.links)
    cells = (text_cell(strong(mechanism.short_label)), text_cell(mechanism.definition))
    return (*cells, links or text_cell(NOTHING)) if linked else cells


def implemented_chapter(inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the programme as it was put into practice; what nobody described is asked for."""
    description = inputs.description
    heading = Heading(1, "What was put into practice", "implemented")
    known = [(label, getattr(description, name)) for name, label in TIDIER if getattr(description, name)]
    missing = [label[:1].lower() + label[1:] for name, label in TIDIER if not getattr(description, name)]
    blocks: list[Block] = [heading]
    if known:
        rows = tuple((text_cell(strong(label)), text_cell(str(text))) for label, text in known)
        columns = (Column("Question", 26), Column("Answer", 74))
        headers = ("Question", "Answer")
        summary = summary_of(_TABLE, headers, len(rows))
        blocks.append(
            TableBlock(IMPLEMENTED_TABLE, _TABLE, summary, columns, rows, compact=True, together=False)
        )
    if missing:
        blocks.append(Prompt("implemented.lead", f"Please describe the programme: {listed(missing)}."))
    blocks.extend(told("implemented.strategy", "How it was brought in", description.strategy))
    return tuple(blocks)
