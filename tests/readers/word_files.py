"""Word documents for tests, made with python-docx; what it cannot write is put in as XML."""

from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph


def tracked(kind: str, text: str) -> str:
    """Return the XML of a tracked change: kind is ins, del, moveFrom or moveTo."""
    tag = "w:delText" if kind in ("del", "moveFrom") else "w:t"
    run = f'<w:r><{tag} xml:space="preserve">{text}</{tag}></w:r>'
    return f'<w:{kind} {nsdecls("w")} w:id="90" w:author="A">{run}</w:{kind}>'


def put(paragraph: Paragraph, xml: str) -> None:
    """Append a piece of XML to a paragraph."""
    paragraph._p.append(parse_xml(xml))


def mark(name: str, identifier: int) -> str:
    """Return the XML of a comment's mark: commentRangeStart, commentRangeEnd or commentReference."""
    element = f'<w:{name} {nsdecls("w")} w:id="{identifier}"/>'
    return f"<w:r {nsdecls('w')}>{element}</w:r>" if name == "commentReference" else element


def saved(document: Document, folder: Path, name: str = "a.docx") -> Path:
    """Save a document and return its path."""
    document.save(str(folder / name))
    return folder / name


def new_document(*paragraphs: str) -> Document:
    """Return a document with these paragraphs, one run each."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return document
