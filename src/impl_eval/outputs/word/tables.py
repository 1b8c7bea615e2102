"""A table block as one piece of XML.

The header row is marked and repeats on each page, and rows do not split. Short tables stay together; of
longer ones no single row stands alone at the end of a page or at the top of the next.
"""

from collections.abc import Mapping

from impl_eval.outputs.report.model import CellLine, Column, TableBlock, TableCell
from impl_eval.outputs.word.column_widths import CELL_MARGIN, column_widths, row_lines
from impl_eval.outputs.word.looks import BLUE, PALE_BLUE
from impl_eval.outputs.word.xml_text import attribute, paragraph, run, runs

MOST_ROWS_KEPT_TOGETHER = 12
_MOST_LINES_KEPT_TOGETHER = 6
"""Lines of two rows that stay together; taller rows would leave too much of a page empty."""
_STYLE_OF_ALIGN = {"left": "TableText", "right": "TableNumber", "centre": "TableCentre"}
_JUSTIFICATION = {"left": "left", "right": "right", "centre": "center"}


def table_xml(block: TableBlock, width: int, targets: Mapping[str, str] | None = None) -> str:
    """Return the w:tbl of a block, `width` twips wide; `targets` are bookmarks of blocks it may refer to."""
    widths = column_widths(block, width)
    kept = _rows_kept_with_next(block, widths)
    rows = "".join(
        _row(block.columns, row, widths, targets or {}, together=number in kept)
        for number, row in enumerate(block.rows)
    )
    grid = "".join(f'<w:gridCol w:w="{column_width}"/>' for column_width in widths)
    return (
        f"<w:tbl>{_properties(block, width)}<w:tblGrid>{grid}</w:tblGrid>"
        f"{_header_row(block.columns, widths)}{rows}</w:tbl>"
    )


def _rows_kept_with_next(block: TableBlock, widths: tuple[int, ...]) -> frozenset[int]:
    """Return the rows that stand on one page with what follows them: the next row, or the table's note."""
    last = len(block.rows) - 1
    after_last = {last} if block.note else set()
    if block.together and last < MOST_ROWS_KEPT_TOGETHER:
        return frozenset({*range(last), *after_last})
    pairs = {
        first
        for first in (0, last - 1)
        if sum(row_lines(row, widths) for row in block.rows[first : first + 2]) <= _MOST_LINES_KEPT_TOGETHER
    }
    return frozenset(pairs | after_last)


def _properties(block: TableBlock, width: int) -> str:
    padding = 30 if block.compact else 55
    return (
        f'<w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{padding}" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>'
        f'<w:bottom w:w="{padding}" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar>'
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
