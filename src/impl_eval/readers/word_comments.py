"""Comments of a Word document, placed in the text that the transcript reader gives for it.

A reply stands with the comment that it answers, and is no comment of its own.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from impl_eval.readers.files import damaged, read_content, require_kind
from impl_eval.readers.word_text import read_word_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from lxml.etree import _Element

__all__ = ["CommentReply", "WordComment", "WordComments", "read_word_comments"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_EXTENDED_PART = "/commentsExtended"


@dataclass(frozen=True)
class CommentReply:
    """What somebody answered to a comment."""

    author: str
    text: str


@dataclass(frozen=True)
class WordComment:
    """A comment about text[start:end]; start == end where it marks a point."""

    author: str
    text: str
    start: int
    end: int
    initials: str = ""
    replies: tuple[CommentReply, ...] = ()


@dataclass(frozen=True)
class WordComments:
    """The text of a document and its comments in order of place.

    Offsets are Unicode code points, end exclusive. `notes` say what is not part of the text.
    """

    text: str
    comments: tuple[WordComment, ...]
    notes: tuple[str, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of those who commented, replies left aside, in order of their first comment."""
        return tuple(dict.fromkeys(comment.author for comment in self.comments))


def read_word_comments(path: Path, name: str) -> WordComments:
    """Read the comments of a .docx; `name` is how people know the file. Raises StudyProblems."""
    content = read_content(path, name)
    require_kind(path, name, content, {".docx": "word"})
    word = read_word_text(content, name)
    if not word.comments:
        return WordComments(word.text, (), word.notes)
    comments = _by_number(content, name)
    return WordComments(word.text, tuple(comments), word.notes)


def _by_number(content: bytes, name: str) -> Iterator[WordComment]:
    """Yield the comments in order of place.

    The reader of the text knows a comment by author and words, which several can share: it is given a
    copy in which each comment has its own number as author.
    """
    import docx

    document = docx.Document(io.BytesIO(content))
    written = {str(one.comment_id): (one.author, one.initials or "", one.text) for one in document.comments}
    try:
        parents = _parents(document)
    except (SyntaxError, ValueError):  # answers that are no XML
        raise damaged(name) from None
    answers: dict[str, list[CommentReply]] = {}
    for number, parent in parents.items():
        first = _first_of_thread(parent, parents)
        answers.setdefault(first, []).append(CommentReply(written[number][0], written[number][2]))
    for one in document.comments:
        one.author = str(one.comment_id)
    numbered = io.BytesIO()
    document.save(numbered)
    for placed in read_word_text(numbered.getvalue(), name).comments:
        if placed.author not in parents:
            author, initials, text = written[placed.author]
            replies = tuple(answers.get(placed.author, ()))
            yield WordComment(author, text, placed.start, placed.end, initials, replies)


def _first_of_thread(number: str, parents: dict[str, str]) -> str:
    seen = {number}
    while number in parents and parents[number] not in seen:
        number = parents[number]
        seen.add(number)
    return number


def _parents(document: "Document") -> dict[str, str]:
    """Return for each reply the number of the comment that it answers."""
    extended = _related(document, _EXTENDED_PART)
    comments = _related(document, "/comments")
    if extended is None or comments is None:
        return {}
    number_of = {}
    for comment in _parsed(comments.blob).iter(f"{_WORD}comment"):
        for paragraph in comment.iter(f"{_WORD}p"):
            number_of[paragraph.get(_PARAGRAPH_ID)] = str(int(comment.get(f"{_WORD}id", "")))
    number_of.pop(None, None)
    links = {}
    for entry in _parsed(extended.blob).iter(f"{_EXTENDED}commentEx"):
        number = number_of.get(entry.get(f"{_EXTENDED}paraId"))
        parent = number_of.get(entry.get(f"{_EXTENDED}paraIdParent"))
        if number is not None and parent is not None and number != parent:
            links[number] = parent
    return links


def _related(document: "Document", kind: str) -> "Part | None":
    for relationship in document.part.rels.values():
        if relationship.reltype.endswith(kind) and not relationship.is_external:
            part: Part = relationship.target_part
            return part
    return None


def _parsed(blob: bytes) -> "_Element":
    from docx.oxml import parse_xml

    element: _Element = parse_xml(blob)
    return element
