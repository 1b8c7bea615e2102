"""The text of a Word document in reading order, with its comments placed in it by offsets.

One paragraph is one line, tables included. Tracked insertions are part of the text, deletions are
not. Transcripts and comments both come from here, so that their offsets mean the same text.
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.readers.archive import check_archive
from impl_eval.readers.faults import damaged, fault
from impl_eval.readers.line_text import Span, count_notes
from impl_eval.readers.word_walk import WORD, WordWalk, bold_styles

if TYPE_CHECKING:
    from docx.document import Document

_LEFT_OUT_PARTS = {"header": "header", "footer": "footer"}


@dataclass(frozen=True)
class PlacedComment:
    """A comment of a Word document: text[start:end] is what it is about; start == end for a point."""

    author: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class WordText:
    """The text, its comments in order of place, and sentences on what is and is not part of the text.

    `openings` are the places where a line opens in bold, as (start, end).
    """

    text: str
    comments: tuple[PlacedComment, ...]
    notes: tuple[str, ...]
    openings: tuple[Span, ...] = ()


def read_word_text(content: bytes, name: str) -> WordText:
    """Read a .docx whose kind was already checked.

    Raises StudyProblems where it is damaged, is a template or a macro document, or holds no text.
    """
    document = _open(content, name)
    walk = WordWalk(_bold_styles(document))
    walk.block(document.element.body)
    text, openings = walk.lines.finish()
    if not text.strip():
        remedy = "Text in text boxes, headers and pictures is not read."
        raise fault(name, "a document without text", "a transcript", remedy)
    comments, adrift = _comments(document, walk, name)
    walk.left_out["comment"] += len(comments) + adrift
    walk.left_out.update(_headers_and_footers(document))
    notes = count_notes(walk.left_out, walk.taken)
    if adrift:
        notes.append(f"{adrift} of the comments stand outside the text (in a text box, footnote or header).")
    return WordText(text, comments, tuple(notes), openings)


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
        raise fault(name, found, allowed, remedy) from None
    except (PythonDocxError, OpcError, XmlchemyError, KeyError, AttributeError, SyntaxError, TypeError):
        raise damaged(name) from None
    if not has_body:
        raise damaged(name)
    return document


def _bold_styles(document: "Document") -> frozenset[str]:
    """Return the bold styles; none where the part that holds styles cannot be read."""
    try:
        return bold_styles(document.styles.element)
    except (KeyError, AttributeError, SyntaxError):
        return frozenset()


def _headers_and_footers(document: "Document") -> dict[str, int]:
    """Count the headers and footers with words in them, by kind."""
    counts: dict[str, int] = {}
    for relation in document.part.rels.values():
        kind = _LEFT_OUT_PARTS.get(relation.reltype.rsplit("/", 1)[-1])
        if kind and not relation.is_external:
            element = getattr(relation.target_part, "element", None)
            words = [] if element is None else [node.text or "" for node in element.iter(WORD + "t")]
            counts[kind] = counts.get(kind, 0) + bool("".join(words).strip())
    return counts


def _comments(document: "Document", walk: WordWalk, name: str) -> tuple[tuple[PlacedComment, ...], int]:
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
