"""Read a transcript of any kind: the file's ending and content must agree on which."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from impl_eval.readers.encodings import decode_text
from impl_eval.readers.faults import fault
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.transcripts.captions import read_captions
from impl_eval.readers.transcripts.open_document import read_open_document
from impl_eval.readers.transcripts.pdf_text import read_pdf
from impl_eval.readers.transcripts.rich_text import read_rich_text
from impl_eval.readers.transcripts.text import TranscriptText
from impl_eval.readers.transcripts.textgrid import read_textgrid
from impl_eval.readers.transcripts.web_page import read_web_page
from impl_eval.readers.word_text import read_word_text

TRANSCRIPT_ENDINGS = {
    ".docx": "word",
    ".htm": "text",
    ".html": "text",
    ".md": "text",
    ".odt": "open_document",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".srt": "text",
    ".textgrid": "textgrid",
    ".txt": "text",
    ".vtt": "text",
}
# Each of these files holds speech with times: several of them can be one recording.
TIMED_ENDINGS = frozenset({".textgrid", ".vtt", ".srt"})
_TEXT_KINDS = {".htm": "html", ".html": "html", ".srt": "srt", ".vtt": "vtt", ".txt": "", ".md": ""}
_BEGINNINGS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("vtt", "WebVTT captions", re.compile(r"WEBVTT(?:\s|\Z)")),
    (
        "html",
        "a web page",
        re.compile(r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S),
    ),
    ("srt", "SubRip captions", re.compile(r"\s*\d+[^\S\r\n]*\r?\n\s*\d+:\d\d:\d\d[,.]\d+\s*-->")),
)
_READERS: dict[str, Callable[[bytes, str], TranscriptText]] = {
    "open_document": read_open_document,
    "pdf": read_pdf,
    "rtf": read_rich_text,
    "textgrid": read_textgrid,
}
# Half of a pair that encodes one character stands for nothing alone; NUL ends a text in many programs.
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


def read_transcript(path: Path, name: str) -> TranscriptText:
    """Read a transcript of one of TRANSCRIPT_ENDINGS; `name` is how people know the file.

    A plain text stays as it is, line ends included, but for its byte order mark.
    Raises StudyProblems with all faults of the file; an empty one is a fault.
    """
    content = read_content(path, name)
    kind = require_kind(path, name, content, TRANSCRIPT_ENDINGS)
    if kind == "text":
        return _sound(_read_text(path, content, name))
    if kind == "word":
        word = read_word_text(content, name)
        return TranscriptText(word.text, "Word document", "", word.notes, openings=word.openings)
    return _sound(_READERS[kind](content, name))


def _read_text(path: Path, content: bytes, name: str) -> TranscriptText:
    decoded = decode_text(content, name)
    if not decoded.text.strip():
        raise fault(name, "an empty transcript", "text")
    ending = path.suffix.lower()
    kind = _TEXT_KINDS[ending]
    for found, title, beginning in _BEGINNINGS:
        if beginning.match(decoded.text) and found != kind:
            remedy = f"Give the file its real ending (.{found})."
            raise fault(name, f"{title}, although the name ends in {path.suffix}", "", remedy)
    if kind in ("vtt", "srt"):
        return read_captions(content, name, kind)
    if kind == "html":
        return read_web_page(content, name)
    title = "Markdown text" if ending == ".md" else "plain text"
    return TranscriptText(decoded.text, title, decoded.encoding, decoded.notes)


def _sound(transcript: TranscriptText) -> TranscriptText:
    """Join what encodes one character in two halves; a half alone, or NUL, becomes U+FFFD, one for one."""
    text = transcript.text
    if not _NO_CHARACTER.search(text):
        return transcript
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    sound, lost = _NO_CHARACTER.subn("\ufffd", joined)
    notes = (f"Characters that the file gives no letter for, shown as \ufffd: {lost}.",) if lost else ()
    # Offsets of bold openings would have moved with the halves that were joined.
    openings = transcript.openings if len(sound) == len(text) else ()
    return replace(transcript, text=sound, notes=(*transcript.notes, *notes), openings=openings)
