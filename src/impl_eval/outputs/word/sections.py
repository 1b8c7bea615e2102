"""Page size and turn, and what stands in the header and footer of every page."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from impl_eval.outputs.word.looks import (
    BOTTOM_MARGIN,
    HEADER_DISTANCE,
    LANDSCAPE_SIDE_MARGIN,
    LANDSCAPE_TEXT_WIDTH,
    LINE,
    PAGE_LONG,
    PAGE_SHORT,
    PLUM,
    SIDE_MARGIN,
    TEXT_WIDTH,
    TOP_MARGIN,
)
from impl_eval.outputs.word.xml_text import W_NAMESPACES, field, run


def section_properties(*, landscape: bool) -> str:
    """Return the w:sectPr of a section that begins on a new page."""
    size = (
        f'w:w="{PAGE_LONG}" w:h="{PAGE_SHORT}" w:orient="landscape"'
        if landscape
        else f'w:w="{PAGE_SHORT}" w:h="{PAGE_LONG}"'
    )
    side = LANDSCAPE_SIDE_MARGIN if landscape else SIDE_MARGIN
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="{TOP_MARGIN}" w:right="{side}"'
        f' w:bottom="{BOTTOM_MARGIN}" w:left="{side}" w:header="{HEADER_DISTANCE}"'
        f' w:footer="{HEADER_DISTANCE - 110}" w:gutter="0"/></w:sectPr>'
    )


def write_headers_and_footers(document: Document, title: str, mark: str, date: str) -> None:
    """Give every section a header with title and mark, and a footer with date and page X of Y."""
    for section in document.sections:
        width = _text_width(section)
        section.header.is_linked_to_previous = False
        section.footer.is_linked_to_previous = False
        marked = f"<w:r><w:tab/></w:r>{run(mark, _MARK)}" if mark else ""
        _fill(section.header.part.element, "Header", width, run(title) + marked, "bottom")
        pages = f"{run('Page ')}{field('PAGE', '1')}{run(' of ')}{field('NUMPAGES', '1')}"
        _fill(section.footer.part.element, "Footer", width, f"{run(date)}<w:r><w:tab/></w:r>{pages}", "top")


_MARK = f'<w:b/><w:bCs/><w:color w:val="{PLUM}"/>'


def _text_width(section: Section) -> int:
    width, height = section.page_width, section.page_height
    if width is None or height is None:
        raise ValueError("a section has no page size")
    return LANDSCAPE_TEXT_WIDTH if width > height else TEXT_WIDTH


def _fill(part_element: BaseOxmlElement, style: str, width: int, content: str, side: str) -> None:
    """Replace what stands in a header or footer by one paragraph with a tab at the right margin."""
    rule = f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    for child in list(part_element):
        part_element.remove(child)
    part_element.append(
        parse_xml(f'<w:p {W_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{rule}{tab}</w:pPr>{content}</w:p>')
    )
