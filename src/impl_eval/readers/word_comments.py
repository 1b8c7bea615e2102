"""Comments of a Word document, placed in the text that the transcript reader gives for it."""

from dataclasses import dataclass
from pathlib import Path

from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.word_text import PlacedComment as WordComment
from impl_eval.readers.word_text import read_word_text

__all__ = ["WordComment", "WordComments", "read_word_comments"]


@dataclass(frozen=True)
class WordComments:
    """The text of a document and its comments in order of place.

    A comment is about text[start:end]: offsets are Unicode code points, end exclusive; start == end
    where it marks a point. `notes` say what is not part of the text.
    """

    text: str
    comments: tuple[WordComment, ...]
    notes: tuple[str, ...] = ()


def read_word_comments(path: Path, name: str) -> WordComments:
    """Read the comments of a .docx; `name` is how people know the file. Raises StudyProblems."""
    content = read_content(path, name)
    require_kind(path, name, content, {".docx": "word"})
    word = read_word_text(content, name)
    return WordComments(word.text, word.comments, word.notes)
