"""Faults of a Word file that no schema validator finds, each as one sentence."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

SHORTEST_ALT, LONGEST_ALT = 30, 250
TEXT_PARTS = re.compile(r"word/(document|header\d+|footer\d+)\.xml\Z")


def lint(docx: bytes) -> list[str]:
    """Return the faults of a .docx file, in no particular order; an empty list is a clean file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {
            name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")
        }
    texts = [parts[name] for name in sorted(parts) if TEXT_PARTS.match(name)]
    document = parts["word/document.xml"]
    faults = [*_bookmarks(document), *_pictures(document), *_tables(document), *_headings(document)]
    for part in texts:
        faults += [*_fields(part), *_styles(part, parts["word/styles.xml"]), *_empty_paragraphs(part)]
    return faults


def _bookmarks(document: etree._Element) -> Iterator[str]:
    starts = list(document.iter(qn("w:bookmarkStart")))
    ends = [end.get(qn("w:id")) for end in document.iter(qn("w:bookmarkEnd"))]
    names = [start.get(qn("w:name")) for start in starts]
    ids = [start.get(qn("w:id")) for start in starts]
    for name, number in Counter(name.lower() for name in names).items():
        if number > 1:
            yield f"bookmark {name} stands {number} times"
    if len(set(ids)) < len(ids) or sorted(ids) != sorted(ends):
        yield "bookmark ids are not unique, or do not end"
    for name in names:
        if not re.fullmatch(r"[A-Za-z_]\w{0,39}", name, re.ASCII):
            yield f"bookmark {name} is no name"


def _fields(part: etree._Element) -> Iterator[str]:
    """Yield fields that do not end; a list of contents runs over paragraphs, and holds fields of its own."""
    open_fields: list[str] = []
    for mark in part.iter(qn("w:fldChar")):
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            open_fields.append("begin")
        elif kind == "separate" and open_fields[-1:] == ["begin"]:
            open_fields[-1] = "separate"
        elif kind == "end" and open_fields:
            open_fields.pop()
        else:
            yield f"unbalanced field: {kind}"
    if open_fields:
        yield f"unbalanced field: {len(open_fields)} without end"


def _pictures(document: etree._Element) -> Iterator[str]:
    labels = [element for element in document.iter() if str(element.tag).endswith("}docPr")]
    if len({label.get("id") for label in labels}) < len(labels):
        yield "two pictures have one id"
    for label in labels:
        alt = label.get("descr") or ""
        if not SHORTEST_ALT <= len(alt) <= LONGEST_ALT:
            yield f"{label.get('name')}: alternative text of {len(alt)} characters"
    if any(str(element.tag).endswith("}anchor") for element in document.iter()):
        yield "a picture is not in line with the text"


def _tables(document: etree._Element) -> Iterator[str]:
    for number, table in enumerate(document.iter(qn("w:tbl")), start=1):
        rows = table.findall(qn("w:tr"))
        marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        if not marked or not marked[0]:
            yield f"table {number} has no header row"
        for what in ("w:tblCaption", "w:tblDescription"):
            if table.find(f"{qn('w:tblPr')}/{qn(what)}") is None:
                yield f"table {number} has no {what}"
        for row in rows:
            if row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None:
                yield f"table {number} has a row that may split"
            cells = row.findall(qn("w:tc"))
            if len(cells) != len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")):
                yield f"table {number} has a row with {len(cells)} cells"
            if any(not len(cell) or cell[-1].tag != qn("w:p") for cell in cells):
                yield f"table {number} has a cell that does not end with a paragraph"


def _styles(part: etree._Element, styles: etree._Element) -> Iterator[str]:
    known = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    for what in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"):
        for root in (part, styles):
            used = {element.get(qn("w:val")) for element in root.iter(qn(what))}
            yield from (f"style {name} is not defined" for name in sorted(used - known))


def _headings(document: etree._Element) -> Iterator[str]:
    levels = []
    for style in document.iter(qn("w:pStyle")):
        match = re.fullmatch(r"Heading(\d)", style.get(qn("w:val")))
        if match:
            levels.append(int(match[1]))
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"heading level {after} follows level {before}"


def _empty_paragraphs(part: etree._Element) -> Iterator[str]:
    for paragraph in part.iter(qn("w:p")):
        has_text = any((text.text or "").strip() for text in paragraph.iter(qn("w:t")))
        is_used = paragraph.find(f".//{qn('w:sectPr')}") is not None or any(
            str(element.tag).endswith("}drawing") for element in paragraph.iter()
        )
        if not has_text and not is_used:
            yield "an empty paragraph"
