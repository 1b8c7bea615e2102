"""Everything a file says, as one text to search in: archives unpacked, tags and entities taken away."""

import html
import re
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.archive import read_archive
from impl_eval.readers.files import read_content

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = (".xml", ".html", ".htm", ".qde", ".rels")


def searchable_text(path: Path) -> str:
    """Return what stands in a file, whatever its kind; what cannot be read says nothing."""
    try:
        content = read_content(path, path.name)
        if content.startswith(b"PK"):
            members = read_archive(content, path.name)
            return "\n".join(_text(name, part) for name, part in sorted(members.items()))
        return _text(path.name, content)
    except StudyProblems:
        return ""


def _text(name: str, content: bytes) -> str:
    text = content.decode("utf-8", errors="replace")
    if name.lower().endswith(_MARKUP):
        return html.unescape(_TAG.sub("", text))
    return text
