"""What a document is built on: our own template, or one that an organisation brings.

Of an organisation's template come styles, headers, footers and the page; its text does not. Macros,
protection, mail merge and links to templates elsewhere are not taken over.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from impl_eval.outputs.word.looks import LANGUAGE
from impl_eval.outputs.word.sections import HOUSE_PAGE, Page
from impl_eval.outputs.word.styles import numbering_xml
from impl_eval.outputs.word.template import template_docx
from impl_eval.outputs.word.template_styles import StyleMap, add_missing, match_styles, needs_bullets
from impl_eval.outputs.word.xml_text import W_NAMESPACES

_KEPT_PARTS = frozenset(
    {"styles", "settings", "numbering", "fontTable", "theme", "header", "footer", "footnotes", "endnotes",
     "webSettings"}
)  # fmt: skip
_UNWANTED_SETTINGS = (
    "w:attachedTemplate", "w:documentProtection", "w:writeProtection", "w:mailMerge", "w:updateFields",
    "w:trackRevisions", "w:docVars",
)  # fmt: skip
_PAGE_FIELD = re.compile(rb"[\s>\"]PAGE[\s<\"]")
_SMALLEST_TEXT = 5000
"""Twips: a page whose text is narrower than 9 cm cannot hold the report's tables."""


@dataclass(frozen=True)
class Template:
    """An organisation's template, checked: a .docx, and how its styles are called."""

    content: bytes
    styles: StyleMap = field(default_factory=StyleMap)


@dataclass(frozen=True)
class Foundation:
    """An empty document, its page, the ids of its styles by ours, and what people should know of it.

    `has_logo` says whether its headers show a picture.
    """

    document: Document
    page: Page = HOUSE_PAGE
    style_ids: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    has_logo: bool = False


def foundation_of(template: Template | None) -> Foundation:
    """Open our own template, or prepare an organisation's.

    Raises
    ------
    StudyProblems : the style map names styles that do not exist.
    """
    import docx

    if template is None:
        return Foundation(docx.Document(io.BytesIO(template_docx())))
    document = docx.Document(io.BytesIO(template.content))
    had_text = bool("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))).strip())
    page = _page(document)
    styles = document.styles.element
    matched = match_styles(styles, template.styles)
    bullets = _add_bullets(document) if needs_bullets(matched) else ""
    add_missing(styles, matched, bullets)
    _set_language(styles)
    notes = [*_missing_note(matched.missed), *_settings_notes(document)]
    _drop_parts(document, page.references)
    notes += _footer_note(document)
    if had_text:
        notes.append("The text on the template's pages is not taken over; its headers and footers are.")
    return Foundation(document, page, matched.ids, tuple(notes), _shows_a_picture(document))


def _shows_a_picture(document: Document) -> bool:
    headers = [each for each in document.part.rels.values() if each.reltype == RT.HEADER]
    return any(shown.reltype == RT.IMAGE for header in headers for shown in header.target_part.rels.values())


def _missing_note(missed: tuple[str, ...]) -> list[str]:
    if not missed:
        return []
    what = "this style" if len(missed) == 1 else f"these {len(missed)} styles"
    return [
        f"The template does not have {what}, so the report's own look stands in: {', '.join(missed)}."
        " To use styles of the template instead, name them in a file beside it."
    ]


def _page(document: Document) -> Page:
    """Return the page of the template's last section, with its headers and footers."""
    section = document.element.body.find(qn("w:sectPr"))
    if section is None:
        return HOUSE_PAGE
    references = "".join(_reference(each) for each in section if each.tag in _REFERENCES)
    title_page = section.find(qn("w:titlePg")) is not None
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    edges = sorted(_twips(size, name) for name in ("w", "h"))
    sides = {name: _twips(margins, name) for name in ("left", "right", "top", "bottom", "header", "footer")}
    page = HOUSE_PAGE
    if edges[0] - sides["left"] - sides["right"] >= _SMALLEST_TEXT and sides["left"] and sides["right"]:
        page = Page(
            edges[0], edges[1], sides["left"], sides["right"], sides["top"], sides["bottom"],
            sides["header"], sides["footer"], landscape_side=(sides["left"] + sides["right"]) // 2,
        )  # fmt: skip
    return replace(page, references=references, title_page=title_page)


_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))


def _reference(element: Any) -> str:
    kind = "header" if element.tag == _REFERENCES[0] else "footer"
    return f'<w:{kind}Reference w:type="{element.get(qn("w:type"))}" r:id="{element.get(qn("r:id"))}"/>'


def _twips(element: Any, name: str) -> int:
    value = None if element is None else element.get(qn(f"w:{name}"))
    try:
        return max(0, round(float(value or 0)))
    except ValueError:
        return 0


def _settings_notes(document: Document) -> list[str]:
    """Take out of the settings what does not belong in a report, and say what people would miss."""
    settings = document.settings.element
    notes = []
    if settings.find(qn("w:documentProtection")) is not None:
        notes.append("The template is protected against edits; the report is not.")
    for name in _UNWANTED_SETTINGS:
        for each in settings.findall(qn(name)):
            settings.remove(each)
    modes = [
        each.get(qn("w:val")) or ""
        for each in settings.iter(qn("w:compatSetting"))
        if each.get(qn("w:name")) == "compatibilityMode"
    ]
    if not modes or not modes[0].isdigit() or int(modes[0]) < 15:
        notes.append(
            "The template works as an older version of Word does (compatibility mode): Word's accessibility "
            "check then sees less. In Word, open the template and choose File, Info, Convert."
        )
    links = document.part.part_related_by(RT.SETTINGS).rels
    for key in [key for key, relationship in links.items() if relationship.is_external]:
        del links[key]
    return notes


def _footer_note(document: Document) -> list[str]:
    margins = [each for each in document.part.rels.values() if each.reltype.endswith(("/footer", "/header"))]
    if not any(each.reltype.endswith("/footer") for each in margins):
        return []  # the report's own footer stands in
    numbered = any(_PAGE_FIELD.search(each.target_part.blob) for each in margins)
    return (
        [] if numbered else ["Its footers have no page numbers; add them in the template if you want them."]
    )


def _set_language(styles: Any) -> None:
    """The report is written in British English, whatever the template says."""
    for properties in styles.iter(qn("w:rPr")):
        for each in properties.findall(qn("w:lang")):
            each.set(qn("w:val"), LANGUAGE)


def _drop_parts(document: Document, references: str) -> None:
    """Let go of what only the template's text needed: pictures, comments, links, parts of other programs."""
    relationships = document.part.rels
    for key in sorted(relationships):
        kind = relationships[key].reltype.rsplit("/", 1)[-1]
        unused = kind in ("header", "footer") and f'r:id="{key}"' not in references
        if kind not in _KEPT_PARTS or relationships[key].is_external or unused:
            del relationships[key]
    package = document.part.package
    for key in sorted(package.rels if package is not None else ()):
        kind = package.rels[key].reltype.rsplit("/", 1)[-1]
        if kind not in ("officeDocument", "core-properties", "extended-properties"):
            del package.rels[key]


def _add_bullets(document: Document) -> str:
    """Add our bulleted list to the template's numbering; returns its number."""
    ours = parse_xml(numbering_xml())
    part = next(
        (each.target_part for each in document.part.rels.values() if each.reltype == RT.NUMBERING), None
    )
    if not isinstance(part, XmlPart):
        empty = parse_xml(f"<w:numbering {W_NAMESPACES}/>")
        part = XmlPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, empty, document.part.package)
        document.part.relate_to(part, RT.NUMBERING)
    numbering = part.element
    abstract, number = ours.find(qn("w:abstractNum")), ours.find(qn("w:num"))
    free_abstract = _free(numbering.findall(qn("w:abstractNum")), "w:abstractNumId")
    free = _free(numbering.findall(qn("w:num")), "w:numId")
    abstract.set(qn("w:abstractNumId"), str(free_abstract))
    for style in abstract.iter(qn("w:pStyle")):
        style.getparent().remove(style)
    number.set(qn("w:numId"), str(free))
    number.find(qn("w:abstractNumId")).set(qn("w:val"), str(free_abstract))
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    last = [*numbering.findall(qn("w:num")), abstract]
    last[-2 if len(last) > 1 else -1].addnext(number)
    return str(free)


def _free(elements: list[Any], name: str) -> int:
    return 1 + max((int(each.get(qn(name))) for each in elements), default=0)
