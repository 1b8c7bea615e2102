"""References from one place of a report to another: what the report calls the block that they point at.

A chapter writes `reference(id)`. When all blocks stand, `resolved` puts in what the block is called: the
words of a heading, or "Table 4". What points at nothing in this edition is left out.
"""

from collections.abc import Iterable
from dataclasses import replace

from impl_eval.outputs.report.model import (
    Block,
    Callout,
    CellLine,
    FigureBlock,
    Heading,
    Paragraph,
    Span,
    Spans,
    TableBlock,
    TableCell,
)
from impl_eval.outputs.report.values import NOTHING

_PENDING = "\N{OBJECT REPLACEMENT CHARACTER}"
_OPEN, _CLOSE = " See “", "”."


def reference(block_id: str) -> Span:
    """Return a reference to a heading, table or figure by its id."""
    return Span(_PENDING, refers_to=block_id)


def see(block_id: str) -> Spans:
    """Return ' See “X”.' for a reference; all of it goes where it leads nowhere."""
    return (Span(_OPEN), reference(block_id), Span(_CLOSE))


def names_of(blocks: Iterable[Block]) -> dict[str, str]:
    """Return what each heading, table and figure is called, by id."""
    names: dict[str, str] = {}
    tables = figures = 0
    for block in blocks:
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.style == "title"):
            names[block.id] = block.text
        elif isinstance(block, TableBlock):
            tables += 1
            names[block.id] = f"Table {tables}"
        elif isinstance(block, FigureBlock):
            figures += 1
            names[block.id] = f"Figure {figures}"
    return names


def resolved(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give every reference the words by which the report calls its block; drop those that lead nowhere."""
    names = names_of(blocks)
    return tuple(_resolved(block, names) for block in blocks)


def _resolved(block: Block, names: dict[str, str]) -> Block:
    if isinstance(block, Paragraph | Callout):
        return replace(block, spans=_spans(block.spans, names))
    if isinstance(block, TableBlock):
        return replace(block, rows=tuple(tuple(_cell(cell, names) for cell in row) for row in block.rows))
    return block


def _cell(cell: TableCell, names: dict[str, str]) -> TableCell:
    """Resolve a cell; a line of nothing but references that lead nowhere goes, the last one stays."""
    lines = [CellLine(_spans(line.spans, names), line.style) for line in cell]
    kept = tuple(line for line in lines if line.spans)
    return kept or (CellLine((Span(NOTHING),)),)


def _spans(parts: Spans, names: dict[str, str]) -> Spans:
    kept: list[Span] = []
    skip = False
    for part in parts:
        if skip and part.text == _CLOSE:
            skip = False
        elif not part.refers_to:
            kept.append(part)
        elif part.refers_to in names:
            kept.append(replace(part, text=names[part.refers_to]))
        elif kept and kept[-1].text == _OPEN:
            kept.pop()
            skip = True
    return tuple(kept)
