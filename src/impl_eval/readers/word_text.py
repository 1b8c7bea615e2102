"""The text of a Word document in reading order, with its comments placed in it by offsets.

One paragraph is one line, tables included. Tracked insertions are part of the text, deletions are
not. Transcripts and comments both come from here, so that their offsets mean the same text.
"""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.files import check_archive, damaged

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT_OF_TAG = {
    _WORD + "tab": "\t",
    _WORD + "ptab": "\t",
    _WORD + "br": "\n",
    _WORD + "cr": "\n",
    _WORD + "noBreakHyphen": "-",
}
# Properties hold no text; rt is the small reading aid above a word, which nobody spoke.
_SKIPPED = frozenset(
    _WORD + tag for tag in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt")
)
_DELETED = frozenset({_WORD + "del", _WORD + "moveFrom"})
_COUNTED = {
    _WORD + "footnoteReference": "footnote",
    _WORD + "endnoteReference": "endnote",
    _WORD + "sym": "symbol",
    _MATHS + "oMath": "equation",
}
_DRAWINGS = frozenset(
    {_WORD + "drawing", _WORD + "pict", _WORD + "object", _COMPATIBILITY + "AlternateContent"}
)


@dataclass(frozen=True)
class PlacedComment:
    """A comment of a Word document: text[start:end] is what it is about; start == end for a point."""

    author: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class WordText:
    """The text, its comments in order of place, and sentences on what was left out of the text."""

    text: str
    comments: tuple[PlacedComment, ...]
    notes: tuple[str, ...]


@dataclass
class _Walk:
    """What one walk through the body gathers: the text so far, and where comments begin and end."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    line_end_due: bool = False

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def block(self, parent: "BaseOxmlElement", visible: bool = True) -> None:
        """Walk what stands between paragraphs: tables, their rows and cells, content controls."""
        for child in parent:
            tag = child.tag
            if tag == _WORD + "p":
                self.paragraph(child, visible)
            elif tag == _WORD + "commentRangeStart":
                self.waiting.append(_identifier(child))
            elif not self.mark(child) and tag not in _SKIPPED and isinstance(tag, str):
                deleted = tag in _DELETED or _is_deleted_row(child)
                self.left_out["deletion"] += deleted
                self.block(child, visible and not deleted)

    def paragraph(self, paragraph: "BaseOxmlElement", visible: bool) -> None:
        if not visible:
            self.inline(paragraph, visible=False)
            return
        if self.line_end_due:
            self.add("\n")
        for identifier in self.waiting:  # a range that opens between paragraphs opens with the next line
            self.starts.setdefault(identifier, self.length)
        self.waiting.clear()
        self.inline(paragraph, visible=True)
        # A deleted paragraph mark joins this line with the next one.
        self.line_end_due = paragraph.find(f"{_WORD}pPr/{_WORD}rPr/{_WORD}del") is None

    def inline(self, parent: "BaseOxmlElement", visible: bool) -> None:
        """Walk what stands within a paragraph: runs, links, fields, tracked changes."""
        for child in parent:
            tag = child.tag
            if tag == _WORD + "t":
                self.add((child.text or "") if visible else "")
            elif tag in _TEXT_OF_TAG:
                self.add(_TEXT_OF_TAG[tag] if visible else "")
            elif tag in _DELETED:
                self.left_out["deletion"] += 1
                self.inline(child, visible=False)
            elif tag in _COUNTED:
                self.left_out[_COUNTED[tag]] += visible
            elif tag in _DRAWINGS:
                self.left_out["text box"] += _text_boxes(child) if visible else 0
            elif not self.mark(child) and tag not in _SKIPPED and isinstance(tag, str):
                self.inline(child, visible)

    def mark(self, element: "BaseOxmlElement") -> bool:
        """Note where a comment begins, ends or is anchored; False for any other element."""
        places = {
            _WORD + "commentRangeStart": self.starts,
            _WORD + "commentRangeEnd": self.ends,
            _WORD + "commentReference": self.points,
        }.get(element.tag)
        if places is not None:
            places.setdefault(_identifier(element), self.length)
        return places is not None

    def range_of(self, identifier: str) -> tuple[int, int] | None:
        """Return where a comment stands; a point if its range is missing or has no end."""
        end = self.ends.get(identifier, self.points.get(identifier))
        start = self.starts.get(identifier, end)
        if start is None:
            return None
        return (start, max(start, end if end is not None else start))


def read_word_text(content: bytes, name: str) -> WordText:
    """Read a .docx whose kind was already checked.

    Raises StudyProblems where it is damaged, is a template or a macro document, or holds no text.
    """
    document = _open(content, name)
    walk = _Walk()
    walk.block(document.element.body)
    text = "".join(walk.pieces)
    if not text.strip():
        remedy = "Text in text boxes, headers and pictures is not read."
        raise StudyProblems([Problem(name, None, "", "a document without text", "a transcript", remedy)])
    comments, adrift = _comments(document, walk, name)
    walk.left_out["comment"] += len(comments) + adrift
    notes = [_count_note(what, count) for what, count in sorted(walk.left_out.items()) if count]
    if adrift:
        notes.append(f"{adrift} of the comments stand outside the text (in a text box, footnote or header).")
    return WordText(text, comments, tuple(notes))


def _open(content: bytes, name: str) -> "Document":
    import docx
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError

    check_archive(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        has_body = document.element.body is not None
    except ValueError:
        found, allowed = "a Word template or macro document", "a Word document (.docx)"
        remedy = "Open it in Word and use Save As: Word Document (.docx)."
        raise StudyProblems([Problem(name, None, "", found, allowed, remedy)]) from None
    except (PythonDocxError, OpcError, XmlchemyError, KeyError, AttributeError, SyntaxError, TypeError):
        raise damaged(name) from None
    if not has_body:
        raise damaged(name)
    return document


def _comments(document: "Document", walk: _Walk, name: str) -> tuple[tuple[PlacedComment, ...], int]:
    """Return the comments in order of place, and how many have no place in the text."""
    from docx.oxml.exceptions import XmlchemyError

    try:
        written = [(comment.comment_id, comment.author, comment.text) for comment in document.comments]
    except (XmlchemyError, ValueError, SyntaxError, AttributeError):  # a comment without id or author
        raise damaged(name) from None
    placed = []
    for identifier, author, text in written:
        span = walk.range_of(str(identifier))
        if span is not None:
            placed.append((*span, identifier, PlacedComment(author, text, *span)))
    placed.sort(key=lambda entry: entry[:3])
    return tuple(entry[-1] for entry in placed), len(written) - len(placed)


def _identifier(element: "BaseOxmlElement") -> str:
    return str(element.get(_WORD + "id", ""))


def _is_deleted_row(element: "BaseOxmlElement") -> bool:
    return element.tag == _WORD + "tr" and element.find(f"{_WORD}trPr/{_WORD}del") is not None


def _text_boxes(drawing: "BaseOxmlElement") -> int:
    """Count text boxes; Word writes each twice, the second time as a fallback for old programs."""
    boxes: Iterable[BaseOxmlElement] = drawing.iter(_WORD + "txbxContent")
    return sum(next(box.iterancestors(_COMPATIBILITY + "Fallback"), None) is None for box in boxes)


def _count_note(what: str, count: int) -> str:
    plural = {"text box": "text boxes"}.get(what, f"{what}s")
    subject = f"1 {what} is" if count == 1 else f"{count} {plural} are"
    return f"{subject} not part of the text."
