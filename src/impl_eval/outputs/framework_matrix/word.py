"""The framework matrix as a Word document on turned pages: a table for each mechanism, cases in rows."""

import datetime
from collections.abc import Iterator, Sequence

from impl_eval.outputs.framework_matrix.model import ShownCell, ShownColumn, ShownMatrix
from impl_eval.outputs.report.framework_matrix import even_parts
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Paragraph,
    Report,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import NOTHING, text_cell

NO_DATE = datetime.date(2000, 1, 1)
MOST_COLUMNS = 4
"""Codes beside each other on a turned page; more go into another table."""
CONFIDENTIAL = "Confidential: for the evaluation team. Summaries may point at people."
_MECHANISMS = "Mechanisms"
_INTRODUCTION = (
    "Each row is a case, each column a mechanism or code. The cells hold what analysts wrote, with the "
    "number of segments coded there. A summary is stale where the coding has changed since it was written, "
    "and undecided where people wrote different ones."
)


def matrix_docx(shown: ShownMatrix, date: datetime.date | None = None) -> bytes:
    """Return the .docx. `date` goes into the file's properties. Equal input gives equal bytes."""
    from impl_eval.outputs.word.document import assemble_document
    from impl_eval.outputs.word.sections import section_properties

    about = Report(
        title=shown.title,
        short_title=shown.title,
        authors="",
        subject="Framework matrix",
        banner=shown.banner,
        date_text="Confidential",
        blocks=tuple(_blocks(shown)),
    )

    def body(_: object) -> str:
        from impl_eval.outputs.word.body import BodyWriter

        written = BodyWriter(landscape=True).write(about.blocks)
        return written + section_properties(landscape=True)

    return assemble_document(body, about, date or NO_DATE, category="Framework matrix")


def _blocks(shown: ShownMatrix) -> Iterator[Block]:
    yield Heading(1, shown.title, "matrix")
    yield Paragraph(spans(strong(CONFIDENTIAL)))
    yield Paragraph(spans(_INTRODUCTION))
    for number, (heading, columns) in enumerate(_parts(shown), start=1):
        yield Heading(2, heading, f"matrix.{number}")
        for part, at in enumerate(even_parts(len(columns), MOST_COLUMNS), start=1):
            title = f"{heading} by {shown.kind.replace('_', ' ')}"
            title = title if part == 1 else f"{title} (continued)"
            yield _table(shown, f"matrix.{number}.{part}", title, columns[at.start : at.stop])


def _parts(shown: ShownMatrix) -> Iterator[tuple[str, list[ShownColumn]]]:
    """Yield the columns of each mechanism; mechanisms without sub-codes stand together."""
    headings: dict[str, list[ShownColumn]] = {}
    for column in shown.columns:
        headings.setdefault(column.heading, []).append(column)
    alone = [columns[0] for columns in headings.values() if len(columns) == 1]
    if alone:
        yield (alone[0].heading if len(alone) == 1 else _MECHANISMS), alone
    for heading, columns in headings.items():
        if len(columns) > 1:
            yield heading, columns


def _table(shown: ShownMatrix, table_id: str, title: str, codes: Sequence[ShownColumn]) -> TableBlock:
    columns = (Column("Case", 14), *(Column(one.label, 86 / len(codes)) for one in codes))
    rows = tuple(
        (
            (CellLine(spans(strong(case.label))), *([CellLine(spans(case.about))] if case.about else [])),
            *(_cell(shown.cells[case.id, one.code_id]) for one in codes),
        )
        for case in shown.cases
    )
    return TableBlock(
        id=table_id,
        title=title,
        summary=summary_of(title, tuple(column.header for column in columns), len(rows)),
        columns=columns,
        rows=rows,
        compact=True,
        together=False,
    )


def _cell(cell: ShownCell) -> TableCell:
    count = len(cell.segments)
    if not cell.text and not count:
        return text_cell(NOTHING)
    lines = [CellLine(spans(line)) for line in cell.text.split("\n") if line]
    segments = "1 segment" if count == 1 else f"{count or 'no'} segments"
    facts = segments if cell.text else f"{segments}, no summary yet"
    lines.append(CellLine(spans(f"[{facts}]")))
    if cell.state not in ("current", ""):
        lines.append(CellLine(spans(strong(f"{cell.state.capitalize()}: "), f"{cell.reason}.")))
    return tuple(lines)
