"""A report model as one web page without scripts: headings, tables, figures and references as links.

Pictures are those of the figures folder beside the report. Nothing is loaded from elsewhere.
"""

import base64
import re
from collections.abc import Iterator
from html import escape

from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Logo,
    Paragraph,
    Prompt,
    Report,
    Spans,
    TableBlock,
    TableCell,
)
from impl_eval.outputs.report.references import names_of
from impl_eval.protocols.logo import LogoPicture

STYLE = (
    "body{margin:0 auto;max-width:52rem;padding:1rem 1.5rem;background:#fff;color:#212b32;"
    "font:1rem/1.6 Arial,'Liberation Sans',sans-serif}"
    "h1,h2,h3,h4{color:#12436d;line-height:1.3}a{color:#12436d}"
    ".banner,.status{background:#801650;color:#fff;padding:.4rem .8rem}"
    ".callout{border-left:5px solid #12436d;background:#eef3f8;padding:.6rem 1rem}"
    ".prompt{border:2px dashed #801650;padding:.6rem 1rem}"
    ".note{color:#425563;font-size:.9rem}.lead{font-size:1.15rem}"
    "blockquote{border-left:4px solid #425563;margin:0 0 1rem;padding:.2rem 1rem}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{border-bottom:1px solid #c5ced8;padding:.35rem .5rem;text-align:left;vertical-align:top}"
    "thead th{background:#e9eff5}.right{text-align:right}.centre{text-align:center}"
    "img{max-width:100%}img.logo{max-width:12rem;max-height:6rem}"
    "figure{margin:1rem 0}figcaption{font-weight:bold}"
    "@media print{thead{display:table-header-group}tr,figure{break-inside:avoid}}"
)
_TAGS = {"quote": "blockquote", "bullet": "li"}


def report_html(report: Report) -> str:
    """Return a report as an HTML page (UTF-8, en-GB) with LF line ends."""
    names = names_of(report.blocks)
    body = "\n".join(part for part in _grouped(report, names) if part)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(report.title)}</title><style>{STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _grouped(report: Report, names: dict[str, str]) -> Iterator[str]:
    """Yield the blocks; bullets that follow each other share one list."""
    in_list = False
    for block in report.blocks:
        is_bullet = isinstance(block, Paragraph) and block.style == "bullet"
        if is_bullet != in_list:
            yield "<ul>" if is_bullet else "</ul>"
            in_list = is_bullet
        yield _block(block, report, names)
    if in_list:
        yield "</ul>"


def _block(block: Block, report: Report, names: dict[str, str]) -> str:
    html = ""
    match block:
        case Heading():
            level = min(block.level + 1, 6)
            html = f"<h{level}{_anchor(block.id)}>{escape(block.text)}</h{level}>"
        case Paragraph():
            tag = "h1" if block.style == "title" else _TAGS.get(block.style, "p")
            html = f'<{tag}{_anchor(block.id)} class="{block.style}">{_marked(block.spans)}</{tag}>'
        case Callout():
            html = f'<p{_anchor(block.id)} class="callout">{_marked(block.spans)}</p>'
        case Prompt():
            asked = f"<strong>{escape(block.title)}.</strong> {escape(block.text)}"
            html = f'<p{_anchor(block.id)} class="prompt">{asked}</p>'
        case Logo(picture=LogoPicture() as picture):
            shown = base64.b64encode(picture.content).decode("ascii")
            html = (
                f'<p{_anchor(block.id)}><img class="logo" alt="{escape(picture.alt)}" '
                f'src="data:image/{picture.kind};base64,{shown}"></p>'
            )
        case TableBlock():
            html = _table(block, names[block.id])
        case FigureBlock():
            html = _figure(block, names[block.id])
        case Contents():
            html = _contents(block, report, names)
    return html


def _table(block: TableBlock, name: str) -> str:
    head = "".join(
        f'<th scope="col"{_aligned(column.align)}>{escape(column.header)}</th>' for column in block.columns
    )
    rows = "".join(
        "<tr>" + "".join(_td(at, cell, block.columns[at].align) for at, cell in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    caption = f"<caption>{name}. {escape(block.title)}</caption>"
    table = f"<table{_anchor(block.id)}>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<div class="scroll">{table}</div>{note}'


def _td(at: int, cell: TableCell, align: str) -> str:
    """Return a cell; the first one of a row is its header."""
    words = "<br>".join(_marked(line.spans) for line in cell)
    return f'<th scope="row">{words}</th>' if at == 0 else f"<td{_aligned(align)}>{words}</td>"


def _aligned(align: str) -> str:
    return "" if align == "left" else f' class="{align}"'


def _figure(block: FigureBlock, name: str) -> str:
    caption = f"<figcaption>{name}. {escape(block.caption)}</figcaption>"
    picture = f'<img src="figures/{escape(block.chart.id)}.svg" alt="{escape(block.alt)}">'
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    return f"<figure{_anchor(block.id)}>{caption}{picture}{note}</figure>"


def _contents(block: Contents, report: Report, names: dict[str, str]) -> str:
    found = [
        (one.id, one.text)
        for one in report.blocks
        if isinstance(one, Heading) and one.level <= 2 and block.of == "headings"
    ]
    found += [
        (one.id, f"{names[one.id]}. {one.title if isinstance(one, TableBlock) else one.caption}")
        for one in report.blocks
        if (isinstance(one, TableBlock) and block.of == "tables")
        or (isinstance(one, FigureBlock) and block.of == "figures")
    ]
    if not found:
        return ""
    links = "".join(f'<li><a href="#{_slug(id_)}">{escape(text)}</a></li>' for id_, text in found)
    return f"<nav><p><strong>{escape(block.title)}</strong></p><ul>{links}</ul></nav>"


def _marked(parts: Spans) -> str:
    return "".join(_linked(escape(part.text), part.refers_to, strong=part.strong) for part in parts)


def _linked(text: str, refers_to: str, *, strong: bool) -> str:
    text = f"<strong>{text}</strong>" if strong else text
    return f'<a href="#{_slug(refers_to)}">{text}</a>' if refers_to else text


def _anchor(block_id: str) -> str:
    return f' id="{_slug(block_id)}"' if block_id else ""


def _slug(block_id: str) -> str:
    """Return an id that a link can name: no spaces."""
    return re.sub(r"[^\w.\-]", "_", block_id)
