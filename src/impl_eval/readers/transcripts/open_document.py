"""OpenDocument text (.odt): its words in reading order, one line for each paragraph, tables included.

Tracked insertions are part of the text; deletions, comments, notes and text boxes are counted.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from impl_eval.readers.archive import read_archive
from impl_eval.readers.faults import damaged, fault, locked
from impl_eval.readers.line_text import LineText, count_notes
from impl_eval.readers.transcripts.text import TranscriptText

_TEXT_TYPE = b"application/vnd.oasis.opendocument.text"
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_LEFT_OUT = {
    "office:annotation": "comment",
    "text:note": "footnote",
    "draw:frame": "picture",
    "draw:custom-shape": "text box",
    "math:math": "equation",
}
_SKIPPED = frozenset(
    {
        "text:tracked-changes",
        "text:ruby-text",
        "text:sequence-decls",
        "text:variable-decls",
        "text:user-field-decls",
        "office:forms",
        "office:annotation-end",
        "text:index-title-template",
    }
)


@dataclass
class _Walk:
    """What one walk through the body gathers."""

    bold_styles: frozenset[str]
    hidden_styles: frozenset[str]
    lines: LineText = field(default_factory=LineText)
    counts: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    line_end_due: bool = False
    after_space: bool = True

    def block(self, parent: Any) -> None:
        """Walk what stands between paragraphs: sections, lists, tables."""
        for child in parent.children:
            if child.tag in _PARAGRAPHS:
                self.paragraph(child)
            elif not self.is_left_out(child):
                self.block(child)

    def paragraph(self, paragraph: Any) -> None:
        if self.line_end_due:
            self.lines.add("\n")
        self.line_end_due, self.after_space = True, True
        self.inline(paragraph, self.is_bold(paragraph, False))

    def inline(self, element: Any, bold: bool) -> None:
        """Walk what stands within a paragraph: spans, links, fields, marks."""
        self.words(element.text, bold)
        for child in element.children:
            tag = child.tag
            if tag == "text:s":
                self.exact(" " * int(child.get_attribute("text:c") or 1), bold)
            elif tag in ("text:tab", "text:line-break"):
                self.exact("\t" if tag == "text:tab" else "\n", bold)
            elif not self.is_left_out(child):
                self.inline(child, self.is_bold(child, bold))
            self.words(child.tail, bold)

    def words(self, text: str | None, bold: bool) -> None:
        """Add text of the file, where any run of white space stands for one space (ODF 1.3, 6.1.2)."""
        for piece in re.findall(r"[ \t\r\n]+|[^ \t\r\n]+", text or ""):
            is_space = piece[0] in " \t\r\n"
            if not (is_space and self.after_space):
                self.lines.add(" " if is_space else piece, bold)
            self.after_space = is_space

    def exact(self, text: str, bold: bool) -> None:
        self.lines.add(text, bold)
        self.after_space = False

    def is_left_out(self, element: Any) -> bool:
        if element.tag in _LEFT_OUT:
            has_text_box = element.tag == "draw:frame" and element.get_elements("draw:text-box")
            self.counts["text box" if has_text_box else _LEFT_OUT[element.tag]] += 1
            return True
        if element.tag == "text:tracked-changes":
            self.counts["deletion"] += len(element.get_elements("descendant::text:deletion"))
            self.taken["insertion"] += len(element.get_elements("descendant::text:insertion"))
        if element.get_attribute("text:style-name") in self.hidden_styles:
            self.counts["hidden passage"] += 1
            return True
        return element.tag in _SKIPPED

    def is_bold(self, element: Any, otherwise: bool) -> bool:
        style = element.get_attribute("text:style-name")
        return otherwise or str(style) in self.bold_styles


def read_open_document(content: bytes, name: str) -> TranscriptText:
    """Read an .odt whose kind was already checked.

    Raises StudyProblems where it is damaged, locked by a password, no text document, or holds no words.
    """
    members = read_archive(content, name)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise locked(name)
    if not members.get("mimetype", _TEXT_TYPE).strip().startswith(_TEXT_TYPE):
        remedy = "Save the transcript as a text document (.odt or .docx)."
        raise fault(name, "an OpenDocument file that is not a text document", "a text document", remedy)
    body, styles = _open(content, name)
    walk = _Walk(
        _styles_with(styles, "fo:font-weight", _BOLD_WEIGHTS),
        _styles_with(styles, "text:display", frozenset({"none"})),
    )
    walk.block(body)
    text, openings = walk.lines.finish()
    if not text.strip():
        raise fault(name, "a document without text", "a transcript")
    notes = tuple(count_notes(walk.counts, walk.taken))
    return TranscriptText(text, "OpenDocument text", "", notes, openings=openings)


def _open(content: bytes, name: str) -> tuple[Any, list[Any]]:
    """Return the body, and all styles of the document."""
    from lxml.etree import XMLSyntaxError
    from odfdo import Document

    try:
        document = Document(io.BytesIO(content))
        body = document.body
        styles = [
            style
            for part in (document.content, document.styles)
            for style in part.root.get_elements("descendant::style:style")
        ]
    except (XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError, OSError):
        raise damaged(name) from None
    return body, styles


_BOLD_WEIGHTS = frozenset({"bold", "600", "700", "800", "900"})


def _styles_with(styles: Iterable[Any], attribute: str, values: frozenset[str]) -> frozenset[str]:
    """Return the names of the styles that give text one of these values, by themselves or by their parent."""
    given: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in styles:
        name = str(style.get_attribute("style:name"))
        properties = style.get_elements("style:text-properties")
        value = properties[0].get_attribute(attribute) if properties else None
        if value:
            given[name] = str(value)
        parents[name] = str(style.get_attribute("style:parent-style-name") or "")
    return frozenset(name for name in parents if _inherited(name, given, parents) in values)


def _inherited(name: str, given: dict[str, str], parents: dict[str, str]) -> str:
    seen: set[str] = set()
    while name and name not in seen:
        if name in given:
            return given[name]
        seen.add(name)
        name = parents.get(name, "")
    return ""
