"""The interviews in more depth: summaries by stakeholder group, codes beside the framework, analysts' notes.

Only what analysts wrote, or coded beside the framework, is shown here. Larger tables of codes stand in the
tables beside the report. Nothing here says that enough was heard: that is for people to judge.
"""

from collections.abc import Iterator

from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Orientation,
    Paragraph,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.table_blocks import summary_of, table_block
from impl_eval.outputs.report.values import NOTHING, sentence_case, text_cell, value_cell
from impl_eval.results import Cell, Evaluation, Table

MOST_GROUPS = 4
"""Stakeholder groups beside each other on a turned page; more go into another table."""
_CODE_COLUMNS = ("Code", "Participants", "Segments")
_VALENCES = "Segments: "
_INTRODUCTION = (
    "What the analysts made of the interviews, in their own words. Summaries rest on coded segments; no "
    "summary is a quote."
)
_BESIDE = "These codes come from the interviews themselves and stand beside the framework."
_CURVE = "How many codes that come from the interviews are known after so many transcripts."


def framework_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter; none where analysts wrote nothing and used no code of their own."""
    section = evaluation.section("interviews")
    tables = (
        {} if section is None else {table.id.removeprefix("interviews."): table for table in section.tables}
    )
    matrix = tables.get("framework_matrix")
    others = [
        *_beside(tables.get("codes_beside")),
        *_plain(tables.get("new_codes"), "New codes", "depth.new_codes", _CURVE),
        *_plain(tables.get("deviant_cases"), "Cases that go against the rest", "depth.deviant", ""),
        *_reflexivity(tables.get("reflexivity")),
    ]
    if matrix is None and not others:
        return ()
    start = (Heading(1, "The interviews in more depth", "depth"), Paragraph(spans(_INTRODUCTION)))
    if matrix is None:
        return (*start, *others)
    turned = (Orientation(landscape=True), *start, *_matrix(matrix), Orientation(landscape=False))
    return (*turned, *others)


def _matrix(table: Table) -> Iterator[Block]:
    yield Heading(2, "Framework matrix", "depth.matrix")
    for part in even_parts(len(table.columns) - 1, MOST_GROUPS):
        yield _part(table, range(part.start + 1, part.stop + 1))


def even_parts(count: int, most: int) -> Iterator[range]:
    """Cut so many columns into tables of at most `most`, as even as can be: five make three and two."""
    tables = -(-count // most)
    start = 0
    for at in range(tables):
        stop = start + (count + tables - 1 - at) // tables
        yield range(start, stop)
        start = stop


def _part(table: Table, positions: range) -> TableBlock:
    """Return some groups of the matrix; a mechanism without a summary of theirs is left out."""
    columns = (
        Column(table.columns[0], 16),
        *(Column(table.columns[at], 84 / len(positions)) for at in positions),
    )
    rows = tuple(
        (text_cell(strong(str(row[0]))), *(_text(row[at]) for at in positions))
        for row in table.rows
        if any(row[at] for at in positions)
    )
    first = positions[0] == 1
    title = table.title if first else f"{table.title} (continued)"
    return TableBlock(
        id=f"{table.id}.{positions[0]}",
        title=title,
        summary=summary_of(title, tuple(column.header for column in columns), len(rows)),
        columns=columns,
        rows=rows,
        note=table.note if first else "",
        compact=True,
        together=False,
    )


def _text(cell: Cell) -> TableCell:
    if not isinstance(cell, str):
        return value_cell(cell)
    return (CellLine(spans(cell)),) if cell else text_cell(NOTHING)


def _beside(table: Table | None) -> Iterator[Block]:
    if table is None:
        return
    names = [name for name in table.columns if name in _CODE_COLUMNS or name.startswith(_VALENCES)]
    kept = [table.columns.index(name) for name in names]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    columns = tuple(sentence_case(name.removeprefix(_VALENCES)) for name in names)
    note = "A code counts with its sub-codes. The last columns count its segments by valence."
    narrow = Table(table.id, table.title, columns, rows, note)
    yield from _plain(narrow, table.title, "depth.beside", _BESIDE)


def _plain(table: Table | None, heading: str, heading_id: str, introduction: str) -> Iterator[Block]:
    if table is None:
        return
    yield Heading(2, heading, heading_id)
    if introduction:
        yield Paragraph(spans(introduction), keep_next=True)
    yield table_block(table, compact=True)


def _reflexivity(table: Table | None) -> Iterator[Block]:
    if table is None:
        return
    yield Heading(2, "The analysts on their own part", "depth.reflexivity")
    for about, note in table.rows:
        start = (strong(f"{about}. "),) if about else ()
        yield Paragraph(spans(*start, str(note)))
