"""A report model as the bytes of a .docx file: the same model gives the same bytes."""

import datetime
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.refresh.reading import block_hashes
from impl_eval.outputs.report.model import Contents, Report
from impl_eval.outputs.word.body import BodyWriter, no_figures, words_for_logo
from impl_eval.outputs.word.controls import Controls
from impl_eval.outputs.word.custom_part import Origin, part_xml, properties_xml
from impl_eval.outputs.word.foundation import Foundation, Template, foundation_of
from impl_eval.outputs.word.illustrations import Illustrations
from impl_eval.outputs.word.looks import LANGUAGE
from impl_eval.outputs.word.plan import plan_of
from impl_eval.outputs.word.sections import write_headers_and_footers
from impl_eval.outputs.word.xml_text import W_NAMESPACES, clean, in_styles
from impl_eval.results import StudyFacts

if TYPE_CHECKING:
    from impl_eval.outputs.charts import Picture

LONGEST_PROPERTY = 255
_ANY_PAGE = 10
_UNKNOWN = Origin("")
"""Origin of a document that is only laid out and thrown away: it needs no base hashes."""


@dataclass(frozen=True)
class Figures:
    """What the figures of a report are drawn from: pictures by the id of their chart, and the facts."""

    pictures: "Mapping[str, Picture]"
    facts: StudyFacts


def render_document(
    report: Report,
    date: datetime.date,
    figures: Figures | None = None,
    origin: Origin | None = None,
    pages: Mapping[str, int] | None = None,
    template: Template | None = None,
) -> bytes:
    """Return the .docx of a report model; `date` is the report's.

    `pages` are page numbers by bookmark, for the lists of contents. With an `origin` the report can be
    refreshed later: its blocks stand in content controls, and a custom XML part says what they are. With a
    `template` the report has the styles, headers, footers and page of an organisation.
    """
    controls = Controls()
    foundation = foundation_of(template)
    page = foundation.page
    part = ""

    def body(document: Document) -> str:
        nonlocal part
        drawn = Illustrations(document, figures.pictures, figures.facts, page, controls) if figures else None
        writer = BodyWriter(
            drawn.figure_run if drawn else no_figures,
            logo=drawn.logo_run if drawn else words_for_logo,
            controls=controls if origin else None,
            page=page,
            pages=pages,
        )
        blocks = writer.write(report.blocks)
        if origin:
            part = add_custom_part(document, part_xml(controls, origin, {}), properties_xml())
        return blocks + writer.section_end()

    content = assemble_document(body, report, date, foundation=foundation)
    if origin is None or origin is _UNKNOWN:
        return content
    # What a refresh will read of this very file is what it compares edits with.
    return canonical_zip(content, {part: part_xml(controls, origin, block_hashes(content))})


def pages_of(
    report: Report,
    date: datetime.date,
    figures: Figures,
    count_pages: Callable[[bytes], Mapping[str, int]],
    template: Template | None = None,
) -> Mapping[str, int]:
    """Return on which page each bookmark stands, counted on the report with numbers yet to be known."""
    if not any(isinstance(block, Contents) for block in report.blocks):
        return {}
    bookmarks = [control.bookmark for control in plan_of(report.blocks, Controls()).controls.values()]
    numbers = dict.fromkeys(bookmarks, _ANY_PAGE)
    return count_pages(render_document(report, date, figures, _UNKNOWN, numbers, template))


def assemble_document(
    body: Callable[[Document], str],
    about: Report,
    date: datetime.date,
    category: str = "Evaluation report",
    foundation: Foundation | None = None,
) -> bytes:
    """Return a .docx in the looks of the house, or on a foundation of an organisation.

    `body` writes the children of w:body, section included. Of `about` only title, short title, authors,
    subject, banner and date are used.
    """
    base = foundation or foundation_of(None)
    document = base.document
    xml = in_styles(f"<w:body {W_NAMESPACES}>{body(document)}</w:body>", base.style_ids)
    _replace_children(document.element.body, xml)
    write_headers_and_footers(
        document, about.short_title, about.banner, about.date_text, base.page, base.style_ids
    )
    _describe(document, about, date, category)
    file = io.BytesIO()
    document.save(file)
    return canonical_zip(file.getvalue())


def add_custom_part(document: Document, content: bytes, properties: bytes) -> str:
    """Store a custom XML part under a free name, with the part that describes it; returns its name."""
    package = document.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in count(1) if f"/customXml/item{n}.xml" not in taken)
    item = Part(PackURI(f"/customXml/item{number}.xml"), CT.XML, content, package)
    name = PackURI(f"/customXml/itemProps{number}.xml")
    item.relate_to(Part(name, CT.OFC_CUSTOM_XML_PROPERTIES, properties, package), RT.CUSTOM_XML_PROPS)
    document.part.relate_to(item, RT.CUSTOM_XML)
    return str(item.partname.membername)


def _replace_children(element: Any, xml: str) -> None:
    """Give an element the children of another root of the same kind."""
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _describe(document: Document, report: Report, date: datetime.date, category: str) -> None:
    """Fill the file's properties; the dates are the report's, never the clock's."""
    properties = document.core_properties
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    properties.title = _property(report.title)
    properties.subject = _property(report.subject)
    properties.author = _property(report.authors)
    properties.last_modified_by = _property(report.authors)
    properties.language = LANGUAGE
    properties.category = category
    properties.content_status = "Draft"
    properties.comments = report.banner
    properties.keywords = ""
    properties.revision = 1
    properties.created = properties.modified = midnight


def _property(text: str) -> str:
    """Return text as a property of the file can hold it."""
    return clean(text)[:LONGEST_PROPERTY]
