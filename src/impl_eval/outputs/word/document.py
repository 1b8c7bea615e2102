"""A report model as the bytes of a .docx file: the same model gives the same bytes."""

import datetime
import io
from collections.abc import Callable
from itertools import count
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml

from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.report.model import Report
from impl_eval.outputs.word.body import BodyWriter
from impl_eval.outputs.word.controls import Controls
from impl_eval.outputs.word.custom_part import Origin, part_xml, properties_xml
from impl_eval.outputs.word.looks import FONT, LANGUAGE
from impl_eval.outputs.word.sections import section_properties, write_headers_and_footers
from impl_eval.outputs.word.styles import numbering_xml, settings_xml, styles_xml
from impl_eval.outputs.word.xml_text import W_NAMESPACES, clean
from impl_eval.results import Chart

LONGEST_PROPERTY = 255
_UNWANTED_IN_DOCUMENT = ("stylesWithEffects", "customXml")
_UNWANTED_IN_PACKAGE = ("thumbnail",)


def render_document(
    report: Report, draw: Callable[[Chart], bytes], date: datetime.date, origin: Origin | None = None
) -> bytes:
    """Return the .docx of a report model. `draw` makes the PNG of a chart; `date` is the report's.

    With an `origin` the report can be refreshed later: its blocks stand in content controls, and a custom
    XML part says what they are.
    """
    controls = Controls()

    def body(document: Document) -> str:
        writer = BodyWriter(
            draw, lambda png: _add_picture(document, png), controls=controls if origin else None
        )
        blocks = writer.write(report.blocks)
        if origin:
            add_custom_part(document, part_xml(controls, origin, {}), properties_xml())
        return blocks + section_properties(landscape=writer.ends_landscape)

    return assemble_document(body, report, date)


def assemble_document(
    body: Callable[[Document], str], about: Report, date: datetime.date, category: str = "Evaluation report"
) -> bytes:
    """Return a .docx in the looks of the house. `body` writes the children of w:body, section included.

    Of `about` only title, short title, authors, subject, banner and date are used.
    """
    import docx

    document = docx.Document()
    _replace_template(document)
    _replace_children(document.element.body, f"<w:body {W_NAMESPACES}>{body(document)}</w:body>")
    write_headers_and_footers(document, about.short_title, about.banner, about.date_text)
    _describe(document, about, date, category)
    file = io.BytesIO()
    document.save(file)
    return canonical_zip(file.getvalue())


def _add_picture(document: Document, png: bytes) -> str:
    relationship, _ = document.part.get_or_add_image(io.BytesIO(png))
    return relationship


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


def _replace_template(document: Document) -> None:
    """Put our styles, settings and numbering in place of the template's, and drop its leftovers."""
    part = document.part
    package = part.package
    if package is None:
        raise ValueError("the template is not a Word package")
    parts = ((RT.STYLES, styles_xml()), (RT.SETTINGS, settings_xml()), (RT.NUMBERING, numbering_xml()))
    for relationship_type, xml in parts:
        target = part.part_related_by(relationship_type)
        if not isinstance(target, XmlPart):
            raise TypeError(f"{target.partname} is not XML")
        _replace_children(target.element, xml)
    _drop_relationships(part.rels, _UNWANTED_IN_DOCUMENT)
    _drop_relationships(package.rels, _UNWANTED_IN_PACKAGE)
    part.part_related_by(RT.FONT_TABLE)._blob = _FONT_TABLE
    package.part_related_by(RT.EXTENDED_PROPERTIES)._blob = _APPLICATION


def _drop_relationships(relationships: dict[str, Any], unwanted: tuple[str, ...]) -> None:
    for key in sorted(relationships):
        if relationships[key].reltype.endswith(unwanted):
            del relationships[key]


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


_FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:fonts {W_NAMESPACES}><w:font w:name="{FONT}"><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
).encode()

_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Template>Normal.dotm</Template><Application>Microsoft Office Word</Application>"
    b"<DocSecurity>0</DocSecurity><AppVersion>16.0000</AppVersion></Properties>"
)
