"""Page size and turn, and what stands in the header and footer of every page."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section

from impl_eval.outputs.word.looks import (
    BOTTOM_MARGIN,
    HEADER_DISTANCE,
    LANDSCAPE_SIDE_MARGIN,
    LINE,
    PAGE_LONG,
    PAGE_SHORT,
    PLUM,
    SIDE_MARGIN,
    TOP_MARGIN,
)
from impl_eval.outputs.word.xml_text import W_NAMESPACES, field, run


@dataclass(frozen=True)
class Page:
    """A page and its margins, in twips; `short` and `long` are its edges.

    `references` are the w:headerReference and w:footerReference of an organisation's template; with
    `title_page` the first page of the document has headers of its own.
    """

    short: int = PAGE_SHORT
    long: int = PAGE_LONG
    left: int = SIDE_MARGIN
    right: int = SIDE_MARGIN
    top: int = TOP_MARGIN
    bottom: int = BOTTOM_MARGIN
    header: int = HEADER_DISTANCE
    footer: int = HEADER_DISTANCE - 110
    landscape_side: int = LANDSCAPE_SIDE_MARGIN
    references: str = ""
    title_page: bool = False

    def text_width(self, *, landscape: bool) -> int:
        """Width of the text in twips, on a page turned or not."""
        return self.long - 2 * self.landscape_side if landscape else self.short - self.left - self.right

    def text_height(self, *, landscape: bool) -> int:
        """Height of the text in twips, on a page turned or not."""
        return (self.short if landscape else self.long) - self.top - self.bottom


HOUSE_PAGE = Page()


def section_properties(*, landscape: bool, page: Page = HOUSE_PAGE, first: bool = False) -> str:
    """Return the w:sectPr of a section that begins on a new page; `first`: the first of the document."""
    size = (
        f'w:w="{page.long}" w:h="{page.short}" w:orient="landscape"'
        if landscape
        else f'w:w="{page.short}" w:h="{page.long}"'
    )
    left, right = (page.landscape_side, page.landscape_side) if landscape else (page.left, page.right)
    return (
        f'<w:sectPr>{page.references}<w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{right}" w:bottom="{page.bottom}" w:left="{left}"'
        f' w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if first and page.title_page else ''}</w:sectPr>"
    )


def write_headers_and_footers(
    document: Document,
    title: str,
    mark: str,
    date: str,
    page: Page = HOUSE_PAGE,
    style_ids: Mapping[str, str] | None = None,
) -> None:
    """Give every section a header with title and mark, and a footer with date and page X of Y.

    Headers and footers of an organisation's template stay as they are; a mark is added below a header.
    `style_ids` are the template's by ours.
    """
    ids = style_ids or {}
    header_style, footer_style = ids.get("Header", "Header"), ids.get("Footer", "Footer")
    own_header, own_footer = (
        "headerReference" not in page.references,
        "footerReference" not in page.references,
    )
    for section in document.sections:
        width = _text_width(section, page)
        if own_header:
            section.header.is_linked_to_previous = False
            marked = f"<w:r><w:tab/></w:r>{run(mark, MARK)}" if mark else ""
            _fill(section.header.part.element, header_style, width, run(title) + marked, "bottom")
        if own_footer:
            section.footer.is_linked_to_previous = False
            pages = f"{run('Page ')}{field('PAGE', '1')}{run(' of ')}{field('NUMPAGES', '1')}"
            content = f"{run(date)}<w:r><w:tab/></w:r>{pages}"
            _fill(section.footer.part.element, footer_style, width, content, "top")
    if mark and not own_header:
        for relationship in document.part.rels.values():
            if relationship.reltype.endswith("/header"):
                relationship.target_part.element.append(_marked_paragraph(header_style, mark))


MARK = f'<w:b/><w:bCs/><w:color w:val="{PLUM}"/>'


def _marked_paragraph(style: str, mark: str) -> BaseOxmlElement:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    return parse_xml(f"<w:p {W_NAMESPACES}>{properties}{run(mark, MARK)}</w:p>")


def _text_width(section: Section, page: Page) -> int:
    width, height = section.page_width, section.page_height
    if width is None or height is None:
        raise ValueError("a section has no page size")
    return page.text_width(landscape=width > height)


def _fill(part_element: BaseOxmlElement, style: str, width: int, content: str, side: str) -> None:
    """Replace what stands in a header or footer by one paragraph with a tab at the right margin."""
    rule = f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    for child in list(part_element):
        part_element.remove(child)
    part_element.append(
        parse_xml(f'<w:p {W_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{rule}{tab}</w:pPr>{content}</w:p>')
    )
