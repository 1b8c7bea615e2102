"""A report model as Markdown: for reading changes line by line, and for those who do not use Word.

The same blocks in the same order as in Word. A figure is a link to its picture beside the report.
"""

import re
from collections.abc import Iterator

from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Paragraph,
    Prompt,
    Report,
    Spans,
    TableBlock,
    TableCell,
)
from impl_eval.outputs.report.references import names_of

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_PREFIX = {"bullet": "- ", "quote": "> ", "title": "# ", "banner": "> "}
_DASHES = {"left": ":--", "right": "--:", "centre": ":-:"}


def report_markdown(report: Report) -> str:
    """Return a report as Markdown (GitHub's tables), with LF line ends."""
    names = names_of(report.blocks)
    parts = ["\n".join(_block(block, report, names)) for block in report.blocks]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block, report: Report, names: dict[str, str]) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {_escaped(block.text)}"
        case Paragraph():
            yield f"{_PREFIX.get(block.style, '')}{_marked(block.spans)}"
        case Callout():
            yield f"> **{_marked(block.spans).replace('**', '')}**"
        case Prompt():
            yield f"> [{_escaped(block.title)}: {_escaped(block.text)}]"
        case TableBlock():
            yield from _table(block, names[block.id])
        case FigureBlock():
            yield f"**{names[block.id]}. {_escaped(block.caption)}**"
            yield ""
            yield f"![{_escaped(block.alt)}](figures/{block.chart.id}.png)"
            yield from ("", f"*{_escaped(block.note)}*") if block.note else ()
        case Contents():
            yield from _contents(block, report, names)
        case _:
            pass


def _table(block: TableBlock, name: str) -> Iterator[str]:
    yield f"**{name}. {_escaped(block.title)}**"
    yield ""
    yield _row(_escaped(column.header) for column in block.columns)
    yield _row(_DASHES[column.align] for column in block.columns)
    for row in block.rows:
        yield _row(_cell(cell) for cell in row)
    yield from ("", f"*{_escaped(block.note)}*") if block.note else ()


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: TableCell) -> str:
    return "<br>".join(_marked(line.spans) for line in cell)


def _contents(block: Contents, report: Report, names: dict[str, str]) -> Iterator[str]:
    yield f"**{_escaped(block.title)}**"
    yield ""
    for one in report.blocks:
        if block.of == "headings" and isinstance(one, Heading) and one.level <= 2:
            yield f"{'  ' * (one.level - 1)}- {_escaped(one.text)}"
        elif block.of == "tables" and isinstance(one, TableBlock):
            yield f"- {names[one.id]}. {_escaped(one.title)}"
        elif block.of == "figures" and isinstance(one, FigureBlock):
            yield f"- {names[one.id]}. {_escaped(one.caption)}"


def _marked(parts: Spans) -> str:
    return "".join(_span(part.text, strong=part.strong) for part in parts)


def _span(text: str, *, strong: bool) -> str:
    """Return text with its marks; a mark may not touch a space, or it is none."""
    words = text.strip()
    if not strong or not words:
        return _escaped(text)
    start, _, end = text.partition(words)
    return f"{start}**{_escaped(words)}**{end}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
