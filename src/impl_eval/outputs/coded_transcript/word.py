"""A coded transcript as a Word document: one comment for each coding, at exactly its words.

The body holds the transcript and nothing else, one character for each of its characters, so that what
reads the document finds every comment at the offsets at which it was written. Title and notice stand
in the header.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from impl_eval.outputs.coded_transcript.comment_text import comment_text
from impl_eval.outputs.coded_transcript.model import (
    CodedPassage,
    CodedTranscript,
    Piece,
    pieces,
    text_in_word,
)
from impl_eval.outputs.report.model import Report
from impl_eval.outputs.word.looks import GREY
from impl_eval.outputs.word.xml_text import W_NAMESPACES, attribute, clean

if TYPE_CHECKING:
    from docx.document import Document

NO_DATE = datetime.date(2000, 1, 1)
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_TAG_OF_CHARACTER = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_UNBROKEN = re.compile("[^\t\n]+|[\t\n]")
_PALE_GREY = "E8EBEE"
_LOOK = {"": "", "label": "<w:b/><w:bCs/>", "asked": f'<w:color w:val="{GREY}"/>'}


def coded_transcript_docx(shown: CodedTranscript, date: datetime.date = NO_DATE) -> bytes:
    """Return the .docx. `date` goes into the file's properties; comments have none unless given.

    Equal input gives equal bytes.
    """
    from impl_eval.outputs.word.document import assemble_document
    from impl_eval.outputs.word.sections import section_properties

    def body(document: "Document") -> str:
        _write_comments(document, shown.ordered)
        return "".join(_paragraphs(shown)) + section_properties(landscape=False)

    about = Report(
        title=shown.title,
        short_title=shown.title,
        authors=", ".join(sorted({passage.coder for passage in shown.passages})),
        subject=f"Transcript {shown.id} with codings",
        banner=shown.banner,
        date_text=shown.notice,
    )
    return assemble_document(body, about, date, category="Coded transcript")


def _write_comments(document: "Document", passages: tuple[CodedPassage, ...]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.part import XmlPart
    from docx.oxml import parse_xml

    written = list(document.comments)  # makes the part where there is none
    part = document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS)
    if written or not isinstance(part, XmlPart):
        raise TypeError("the template holds comments, or a comments part that is not XML")
    comments = "".join(_comment(number, passage) for number, passage in enumerate(passages))
    for child in parse_xml(f"<w:comments {W_NAMESPACES}>{comments}</w:comments>"):
        part.element.append(child)


def _comment(number: int, passage: CodedPassage) -> str:
    date = attribute(passage.date, " w:date") if passage.date else ""
    said = escape(clean(comment_text(passage)))
    return (
        f'<w:comment w:id="{number}" {attribute(passage.coder, "w:author")} '
        f"{attribute(_initials(passage.coder), 'w:initials')}{date}><w:p><w:r><w:annotationRef/></w:r>"
        f'<w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p></w:comment>'
    )


def _initials(coder: str) -> str:
    words = coder.split()
    return "".join(word[0] for word in words) if len(words) > 1 else coder[:4]


def _paragraphs(shown: CodedTranscript) -> Iterator[str]:
    """Yield the paragraphs: one for each line of the text, marks of comments included."""
    marks = _marks(shown.ordered)
    text = text_in_word(shown.text)
    content: list[str] = []
    start_of_line = 0
    for piece in pieces(shown):
        content.append(marks.get(piece.start, ""))
        if piece.spoken == "line end":
            yield _paragraph(text[start_of_line : piece.start], content)
            content, start_of_line = [], piece.end
            continue
        properties = _LOOK[piece.spoken] + _shading(shown, piece)
        content.append(_run(text[piece.start : piece.end], properties))
    content.append(marks.get(len(text), ""))
    yield _paragraph(text[start_of_line:], content)


def _marks(passages: tuple[CodedPassage, ...]) -> dict[int, str]:
    """Return the marks at each offset: comments that end there, then those that begin there."""
    marks: dict[int, str] = {}
    for number, passage in reversed(list(enumerate(passages))):
        end = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        marks[passage.end] = marks.get(passage.end, "") + end
    for number, passage in enumerate(passages):
        marks[passage.start] = marks.get(passage.start, "") + f'<w:commentRangeStart w:id="{number}"/>'
    return marks


def _shading(shown: CodedTranscript, piece: Piece) -> str:
    """Return the shade of a coded piece: the colour of its code, or grey where it has several."""
    colours = {shown.ordered[number].colour for number in piece.under}
    if not colours:
        return ""
    one = colours.pop() if len(colours) == 1 else ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{one[1:].upper() or _PALE_GREY}"/>'


def _run(text: str, properties: str) -> str:
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        properties += "<w:rtl/>"
    content = "".join(
        _TAG_OF_CHARACTER.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in _UNBROKEN.findall(text)
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def _paragraph(line: str, content: list[str]) -> str:
    sides = (unicodedata.bidirectional(character) for character in line)
    first = next((side for side in sides if side in _RIGHT_TO_LEFT or side == "L"), "L")
    properties = "<w:pPr><w:bidi/></w:pPr>" if first in _RIGHT_TO_LEFT else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"
