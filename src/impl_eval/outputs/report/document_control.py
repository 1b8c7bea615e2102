"""Which version of the report this is, for whom, and what it holds."""

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import (
    Block,
    Column,
    Contents,
    Heading,
    PageBreak,
    Prompt,
    TableBlock,
    TableCell,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import listed, text_cell
from impl_eval.protocols.report_words import DocumentControl
from impl_eval.results import Evaluation

_STATUS = {
    "draft": "Draft: not yet approved for release",
    "for comment": "Draft for comment: not yet approved for release",
    "final": "Final",
}
_ASKED = {"owner": "who answers for this report", "contact": "whom to ask", "readers": "whom it is for"}


def status_text(document: DocumentControl) -> str:
    """Return the standing of the document: 'Draft: not yet approved for release'."""
    approved = f": approved by {document.approved_by}" if document.approved_by else ""
    return f"{_STATUS[document.status]}{approved if document.status == 'final' else ''}"


def control_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the page on the document itself, then the lists of what it holds."""
    document, facts = inputs.words.document, evaluation.facts
    known = (
        ("Title", facts.title),
        ("Version", document.version),
        ("Status", status_text(document)),
        ("Data", "Simulated: no finding of this report is real" if facts.simulated else ""),
        ("Date", date_text(facts.report_date) if facts.report_date else ""),
        ("Authors", facts.authors),
        ("Answers for this report", document.owner),
        ("Contact", document.contact),
        ("Written for", document.readers),
        ("Small numbers", _small_numbers(evaluation)),
    )
    rows = tuple((text_cell(name), text_cell(text)) for name, text in known if text)
    blocks: list[Block] = [PageBreak(), Heading(1, "About this document", "control")]
    blocks.append(_table("control.facts", "This document in brief", ("What", "Entry"), rows, (32, 68)))
    missing = [words for name, words in _ASKED.items() if not getattr(document, name)]
    if missing:
        blocks.append(Prompt("control.lead", f"Please say {listed(missing)}."))
    if document.history:
        history = tuple(
            (
                text_cell(one.version),
                text_cell(date_text(one.date)),
                text_cell(one.author),
                text_cell(one.change),
            )
            for one in document.history
        )
        headers = ("Version", "Date", "By", "What changed")
        blocks.append(
            _table("control.history", "Versions of this report", headers, history, (12, 20, 24, 44))
        )
    return (*blocks, *_contents())


def _small_numbers(evaluation: Evaluation) -> str:
    return "Hidden where they could point at a person" if evaluation.smallest_count_shown > 1 else ""


def _contents() -> tuple[Block, ...]:
    return (
        Contents("contents.headings", "headings", "Contents"),
        Contents("contents.tables", "tables", "Tables"),
        Contents("contents.figures", "figures", "Figures"),
    )


def _table(
    table_id: str,
    title: str,
    headers: tuple[str, ...],
    rows: tuple[tuple[TableCell, ...], ...],
    shares: tuple[int, ...],
) -> TableBlock:
    columns = tuple(Column(header, share) for header, share in zip(headers, shares, strict=True))
    return TableBlock(table_id, title, summary_of(title, headers, len(rows)), columns, rows, compact=True)
