"""Everything a file says, as text to search in: archives unpacked, tags and entities taken away."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.archive import read_archive
from impl_eval.readers.files import UTF16_MARKS, read_content

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = (".xml", ".html", ".htm", ".qde", ".rels")


def searchable_parts(path: Path) -> list[tuple[str, str]]:
    """Return what stands in a file, whatever its kind, as (part, text); what cannot be read says nothing.

    Parts are members of an archive, archives within it unpacked too; a plain file has one without a name.
    """
    try:
        return list(_parts("", path.name, read_content(path, path.name)))
    except StudyProblems:
        return []


def _parts(part: str, name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if not content.startswith(b"PK"):
        yield part, _text(name, content)
        return
    for member, inner in sorted(read_archive(content, name).items()):
        yield from _parts(f"{part} > {member}" if part else member, member, inner)


def _text(name: str, content: bytes) -> str:
    utf16 = content.startswith(UTF16_MARKS)
    text = content.decode("utf-16" if utf16 else "utf-8", errors="replace")
    if name.lower().endswith(_MARKUP):
        return html.unescape(_TAG.sub("", text))
    return text
