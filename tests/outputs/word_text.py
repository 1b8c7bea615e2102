"""Reads a finished Word file as python-docx does, and past content controls, where python-docx stops."""

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph


def body_children(document: Document) -> list[Any]:
    """Return the paragraphs and tables of the body in order, those in content controls too."""
    found: list[Any] = []

    def collect(parent: Any) -> None:
        for child in parent:
            if child.tag == qn("w:sdt"):
                collect(child.find(qn("w:sdtContent")))
            elif child.tag in (qn("w:p"), qn("w:tbl")):
                found.append(child)

    collect(document.element.body)
    return found


class FullParagraph(Paragraph):
    """A paragraph whose text has the words in content controls."""

    @property
    def text(self) -> str:
        """All words of the paragraph, deleted ones left out; a tab is a tab."""
        marks = {qn("w:tab"): "\t", qn("w:br"): "\n"}
        return "".join(marks.get(each.tag, each.text or "") for each in self._p.iter(qn("w:t"), *marks))


def paragraphs_of(document: Document) -> list[FullParagraph]:
    """Return all paragraphs of the body, without those in tables."""
    return [FullParagraph(each, document) for each in body_children(document) if each.tag == qn("w:p")]


def tables_of(document: Document) -> list[Table]:
    """Return all tables of the body."""
    return [Table(each, document) for each in body_children(document) if each.tag == qn("w:tbl")]
