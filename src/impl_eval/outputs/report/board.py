"""The board edition: the answer on one page, and on the next what to do, what is not known, and harms."""

from impl_eval.outputs.report.document_control import status_text
from impl_eval.outputs.report.facts import with_facts
from impl_eval.outputs.report.first_pages import answer_page, banner
from impl_eval.outputs.report.identity import id_of
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.limits import harms_sentences, limits_line
from impl_eval.outputs.report.model import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Prompt,
    spans,
    strong,
)
from impl_eval.outputs.report.recommendations import QUESTION, RECOMMENDATIONS_TABLE, recommendations_table
from impl_eval.results import Evaluation

_ON_THE_BACK = ("", "answer.next", "answer.limits")
"""Parts of the answer that the second page says, and page breaks, which have no id."""
MOST_ON_THE_FRONT = 6
"""Mechanisms whose table leaves room for the rest of the answer on the first of two pages."""
_WHOLE = "The whole report gives methods, tables, quotes and sources."


def board_blocks(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the edition of two pages."""
    facts = evaluation.facts
    name = spans(strong(f"{facts.title}. "), f"{facts.ics_name}. {status_text(inputs.words.document)}.")
    answer = [block for block in answer_page(evaluation, inputs) if id_of(block) not in _ON_THE_BACK]
    return (
        *banner(evaluation),
        Paragraph(name, "note", id="title.name"),
        *answer,
        *(() if len(evaluation.joint_display.rows) > MOST_ON_THE_FRONT else (PageBreak(),)),
        Heading(1, "What to do, and what is not known", "board"),
        _recommendations(inputs),
        Heading(2, "Limits", "board.limits"),
        Paragraph(with_facts(limits_line(evaluation), evaluation), id="board.limits.line"),
        Heading(2, "Harms", "board.harms"),
        *(
            Paragraph(spans(sentence), id=f"board.harms_{number}")
            for number, sentence in enumerate((*harms_sentences(evaluation), *inputs.words.harms), start=1)
        ),
        Paragraph(spans(_WHOLE), "note", id="board.whole"),
    )


def _recommendations(inputs: ReportInputs) -> Block:
    if not inputs.words.recommendations:
        return Prompt("recommendations.lead", QUESTION)
    return recommendations_table(inputs, RECOMMENDATIONS_TABLE, with_evidence=False)
