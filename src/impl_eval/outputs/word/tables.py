"""A table block as one piece of XML.

The header row is marked and repeats on each page, rows do not split, and short tables stay together.
"""

from collections.abc import Mapping

from impl_eval.outputs.report.model import CellLine, Column, TableBlock, TableCell
from impl_eval.outputs.word.looks import BLUE, PALE_BLUE
from impl_eval.outputs.word.xml_text import attribute, paragraph, run, runs

MOST_ROWS_KEPT_TOGETHER = 12
_STYLE_OF_ALIGN = {"left": "TableText", "right": "TableNumber", "centre": "TableCentre"}
_JUSTIFICATION = {"left": "left", "right": "right", "centre": "center"}


def table_xml(block: TableBlock, width: int, targets: Mapping[str, str] | None = None) -> str:
    """Return the w:tbl of a block, `width` twips wide; `targets` are bookmarks of blocks it may refer to."""
    widths = column_widths(block.columns, width)
    short = block.together and len(block.rows) <= MOST_ROWS_KEPT_TOGETHER
    last = len(block.rows) - 1
    rows = "".join(
        _row(
            block.columns, row, widths, targets or {}, together=short and (number < last or bool(block.note))
        )
        for number, row in enumerate(block.rows)
    )
    grid = "".join(f'<w:gridCol w:w="{column_width}"/>' for column_width in widths)
    return (
        f"<w:tbl>{_properties(block, width)}<w:tblGrid>{grid}</w:tblGrid>"
        f"{_header_row(block.columns, widths)}{rows}</w:tbl>"
    )


def column_widths(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """Share out the width in twips; rounding goes to the last column."""
    total = sum(column.share for column in columns)
    widths = [int(width * column.share / total) for column in columns]
    widths[-1] += width - sum(widths)
    return tuple(widths)


def _properties(block: TableBlock, width: int) -> str:
    padding = 40 if block.compact else 55
    return (
        f'<w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{padding}" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        f'<w:bottom w:w="{padding}" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption {attribute(block.title)}/><w:tblDescription {attribute(block.summary)}/></w:tblPr>"
    )


def _header_row(columns: tuple[Column, ...], widths: tuple[int, ...]) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE_BLUE}"/><w:vAlign w:val="bottom"/>'
    border = f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/></w:tcBorders>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}{shade}</w:tcPr>'
        + paragraph("TableHeading", run(column.header), f'<w:jc w:val="{_JUSTIFICATION[column.align]}"/>')
        + "</w:tc>"
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(
    columns: tuple[Column, ...],
    row: tuple[TableCell, ...],
    widths: tuple[int, ...],
    targets: Mapping[str, str],
    *,
    together: bool,
) -> str:
    keep = "<w:keepNext/>" if together else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_cell(cell, column, keep, targets)}</w:tc>"
        for column, cell, width in zip(columns, row, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(cell: TableCell, column: Column, keep: str, targets: Mapping[str, str]) -> str:
    """Return the paragraphs of a cell: Word asks for at least one."""
    lines = cell or (CellLine(()),)
    return "".join(
        paragraph(
            "TableQuote" if line.style == "quote" else _STYLE_OF_ALIGN[column.align],
            runs(line.spans, targets),
            keep,
        )
        for line in lines
    )
