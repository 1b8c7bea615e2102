"""Recommendations: what, who, by when, how strongly, and on which findings each rests. People write them."""

from impl_eval.outputs.report.inputs import ReportInputs
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
from impl_eval.outputs.report.references import reference
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import sentence_case, text_cell
from impl_eval.protocols import Recommendation
from impl_eval.protocols.report_words import HARMS, HEADLINE, JOINT, OUTCOMES, PARTICIPANTS
from impl_eval.results import Evaluation

TITLE = "Recommendations"
RECOMMENDATIONS_TABLE = "recommendations.table"
QUESTION = (
    "What should be done now, who should do it, by when, how strongly do you advise it, and on which "
    "findings does it rest? Write it in the study’s file of report words, so that every edition shows it."
)
_TO_AGREE = "To be agreed"
_INTRODUCTION = (
    "These recommendations were written by people who know the programme; no program made them. The strength "
    "is their judgement. The last column says on which findings each rests."
)
_EXAMPLE = (
    "These recommendations are an example that goes with simulated data: nobody has agreed on them. The last "
    "column says on which findings each would rest."
)
_PLACES = {
    HEADLINE: "answer",
    OUTCOMES: "outcomes",
    HARMS: "limits.harms",
    PARTICIPANTS: "participants",
    JOINT: "joint",
}


def recommendations_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the table of recommendations, or the question for them."""
    heading = Heading(1, TITLE, "recommendations")
    if not inputs.words.recommendations:
        return (heading, Prompt("recommendations.lead", QUESTION))
    table = recommendations_table(inputs, RECOMMENDATIONS_TABLE, with_evidence=True)
    introduction = _EXAMPLE if evaluation.facts.simulated else _INTRODUCTION
    return (heading, Paragraph(spans(introduction), id="recommendations.introduction"), table)


def recommendations_table(inputs: ReportInputs, table_id: str, *, with_evidence: bool) -> TableBlock:
    """Return the recommendations as a table; a short edition leaves out on what they rest."""
    columns = [Column("What", 40), Column("Who", 18), Column("By when", 12), Column("Strength", 12)]
    columns += [Column("Rests on", 18)] if with_evidence else []
    rows = tuple(
        _row(number, advised, with_evidence=with_evidence)
        for number, advised in enumerate(inputs.words.recommendations, start=1)
    )
    headers = tuple(column.header for column in columns)
    return TableBlock(
        table_id,
        TITLE,
        summary_of(TITLE, headers, len(rows)),
        tuple(columns),
        rows,
        compact=True,
        together=False,
    )


def _row(number: int, advised: Recommendation, *, with_evidence: bool) -> tuple[TableCell, ...]:
    what = [CellLine(spans(strong(f"{number}. {advised.what}")))]
    what += [CellLine(spans(advised.why))] if advised.why and with_evidence else []
    cells: list[TableCell] = [
        tuple(what),
        text_cell(advised.who or _TO_AGREE),
        text_cell(advised.by_when or _TO_AGREE),
        text_cell(sentence_case(advised.strength or _TO_AGREE)),
    ]
    if with_evidence:
        lines = tuple(
            CellLine((reference(_PLACES.get(name, f"mechanism.{name}")),)) for name in advised.evidence
        )
        cells.append(lines or text_cell("Not stated"))
    return tuple(cells)
