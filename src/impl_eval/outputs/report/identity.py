"""Stable ids of all blocks of a report, what each shows, and a hash of what it says.

A refresh finds a block of an earlier report by its id. Headings, tables, figures, callouts and prompts
name their own; a paragraph does where its place may move, else it is counted under its heading.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from impl_eval.outputs.report.model import (
    Block,
    Callout,
    FigureBlock,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Span,
    TableBlock,
)


def identified(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give every paragraph without an id one: that of its heading, and how manieth it is there.

    Raises
    ------
    ValueError : two blocks have one id. (A bug of ours: ids are written in the chapters.)
    """
    done: list[Block] = []
    seen: set[str] = set()
    under, count = "start", 0
    for block in blocks:
        if isinstance(block, Heading):
            under, count = block.id, 0
        if isinstance(block, Paragraph) and not block.id:
            count += 1
            done.append(replace(block, id=f"{under}.text_{count}"))
        else:
            done.append(block)
        name = id_of(done[-1])
        if name in seen:
            raise ValueError(f"two blocks of the report have the id {name}")
        seen |= {name} - {""}
    return tuple(done)


def id_of(block: Block) -> str:
    """Return the id of a block, or an empty text for what only turns or breaks pages."""
    return "" if isinstance(block, PageBreak | Orientation) else block.id


def sources_of(block: Block) -> tuple[str, ...]:
    """Return the ids of the results that a block shows, each once, in the order in which they come."""
    named = (span.result_id for span in _spans(block) if span.result_id)
    if isinstance(block, FigureBlock):
        named = (point.reported.id for point in block.chart.points)
    return tuple(dict.fromkeys(named))


def hash_of(block: Block) -> str:
    """Return the SHA-256 (hexadecimal) of all that a block says, shows and looks like."""
    said = {"kind": type(block).__name__, **asdict(block)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _spans(block: Block) -> Iterator[Span]:
    if isinstance(block, Paragraph | Callout):
        yield from block.spans
    elif isinstance(block, TableBlock):
        for row in block.rows:
            for cell in row:
                for line in cell:
                    yield from line.spans
