"""Read a transcript of any kind: the file's ending and content must agree on which."""

from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.transcripts.text import TranscriptText
from impl_eval.readers.transcripts.textgrid import read_textgrid
from impl_eval.readers.word_text import read_word_text

TRANSCRIPT_ENDINGS = {".txt": "text", ".docx": "word", ".textgrid": "textgrid"}


def read_transcript(path: Path, name: str) -> TranscriptText:
    """Read a .txt, .docx or .TextGrid transcript; `name` is how people know the file.

    A plain text stays as it is, line ends included, but for its byte order mark.
    Raises StudyProblems with all faults of the file; an empty one is a fault.
    """
    content = read_content(path, name)
    kind = require_kind(path, name, content, TRANSCRIPT_ENDINGS)
    if kind == "word":
        word = read_word_text(content, name)
        return TranscriptText(word.text, "Word document", "", word.notes)
    if kind == "textgrid":
        return read_textgrid(content, name)
    decoded = decode_text(content, name)
    if not decoded.text.strip():
        raise StudyProblems([Problem(name, None, "", "an empty transcript", "text")])
    return TranscriptText(decoded.text, "plain text", decoded.encoding, decoded.notes)
