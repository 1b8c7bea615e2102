"""Tables of a printed questionnaire as WordprocessingML: boxes to tick, lines to write on."""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.outputs.word.looks import BLUE, LINE, PALE_BLUE, TEXT_WIDTH
from impl_eval.outputs.word.xml_text import attribute, paragraph, run

BOX = "\N{BALLOT BOX}"
_SMALL = '<w:sz w:val="16"/><w:szCs w:val="16"/>'
_NOTE = '<w:i/><w:iCs/><w:sz w:val="18"/><w:szCs w:val="18"/>'
_BOX_FONT = (
    '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="MS Gothic"'
    ' w:cs="Segoe UI Symbol"/><w:sz w:val="26"/><w:szCs w:val="26"/>'
)
_FRAME = "<w:tcBorders>{}{}</w:tcBorders>".format(
    *(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>' for side in ("left", "right"))
)


@dataclass(frozen=True)
class Cell:
    """The text of one cell; `small` for long heads of narrow columns, `note` for a line below in italics."""

    text: str
    centred: bool = True
    small: bool = False
    note: str = ""


def grid(shares: Sequence[float], fixed: Sequence[int | None] = ()) -> tuple[int, ...]:
    """Return widths in twips that fill the text's width: by shares, or fixed with None for the rest."""
    if fixed:
        rest = TEXT_WIDTH - sum(width for width in fixed if width is not None)
        return tuple(rest if width is None else width for width in fixed)
    widths = [int(TEXT_WIDTH * share / sum(shares)) for share in shares]
    widths[-1] += TEXT_WIDTH - sum(widths)
    return tuple(widths)


def table(
    title: str,
    summary: str,
    heads: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[int],
    height: int = 0,
) -> str:
    """Return a table whose rows stay whole and whose heads are repeated on every page."""
    properties = (
        f'<w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="55" w:type="dxa"/>'
        '<w:left w:w="60" w:type="dxa"/><w:bottom w:w="55" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption {attribute(title)}/><w:tblDescription {attribute(summary)}/></w:tblPr>"
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(row, widths, height) for row in rows)
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{_head(heads, widths)}{body}</w:tbl>"


def _head(heads: Sequence[Cell], widths: Sequence[int]) -> str:
    looks = (
        f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/></w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE_BLUE}"/><w:vAlign w:val="bottom"/>'
    )
    cells = "".join(
        _cell(
            width,
            looks,
            paragraph("TableHeading", run(head.text, _SMALL if head.small else ""), _justified(head)),
        )
        for head, width in zip(heads, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: Sequence[Cell], widths: Sequence[int], height: int) -> str:
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    looks = (_FRAME if height else "") + '<w:vAlign w:val="center"/>'
    cells = "".join(_cell(width, looks, _lines(cell)) for cell, width in zip(row, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{cells}</w:tr>"


def _lines(cell: Cell) -> str:
    style = "TableCentre" if cell.centred else "TableText"
    lines = paragraph(style, run(cell.text, _BOX_FONT if cell.text == BOX else ""))
    return lines + (paragraph(style, run(cell.note, _NOTE)) if cell.note else "")


def _justified(cell: Cell) -> str:
    return f'<w:jc w:val="{"center" if cell.centred else "left"}"/>'


def _cell(width: int, looks: str, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{looks}</w:tcPr>{content}</w:tc>'
