"""Word documents for tests, made with python-docx; what it cannot write is put in as XML."""

from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
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


def thread_comments(path: Path, parents: dict[int, int], entries: str = "") -> None:
    """Make comments answers to others, as Word does: in a part of its own, by ids of paragraphs."""
    document = docx.Document(str(path))
    word14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    word15 = "http://schemas.microsoft.com/office/word/2012/wordml"
    comments = document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS)
    for comment in comments.element:
        number = int(comment.get(qn("w:id")))
        comment.findall(qn("w:p"))[-1].set(f"{{{word14}}}paraId", f"0000000{number}")
    links = entries or "".join(
        f'<w15:commentEx w15:paraId="0000000{number}" w15:paraIdParent="0000000{parent}" w15:done="0"/>'
        for number, parent in parents.items()
    )
    part = Part(
        PackURI("/word/commentsExtended.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
        f'<w15:commentsEx xmlns:w15="{word15}">{links}</w15:commentsEx>'.encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")
    document.save(str(path))
