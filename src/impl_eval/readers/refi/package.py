"""The zip archive of a .qdpx: which member is the project, and which one holds the text of a source.

Paths in the project are only names to look for inside the archive. Nothing outside it is ever opened.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from impl_eval.readers.archive import ArchiveLimits, read_archive
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.faults import fault
from impl_eval.readers.files import file_kind

COMPANION = "impl-eval.json"
"""Our own member beside project.qde, which other programs leave alone."""
LIMITS = ArchiveLimits(members=60_000)
"""A survey of thousands of answers has two files for each of them."""
_ZIP_KINDS = frozenset({"zip", "damaged_zip", "word", "excel", "open_document"})
_SCHEME = re.compile(r"\A(internal|relative|absolute|file):/*", re.IGNORECASE)
_BOM = "\ufeff"


def _parts(member: str) -> list[str]:
    return [part for part in member.replace("\\", "/").split("/") if part not in ("", ".")]


def _is_hidden(member: str) -> bool:
    """What macOS adds to an archive is nobody's project."""
    parts = _parts(member)
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith("._")


@dataclass(frozen=True)
class Package:
    """An opened archive: the project's XML, our companion if there is one, and members by name."""

    name: str
    project_member: str
    project: bytes = field(repr=False)
    companion: str = field(repr=False)
    members: Mapping[str, tuple[str, ...]]
    content: bytes = field(repr=False)
    notes: tuple[str, ...] = ()

    def member_of(self, path: str) -> str:
        """Return the member that a path of the project means, or an empty text.

        `internal://GUID.txt` is looked for by its last part, in any folder and case; so is a relative or
        absolute path, since a program may have packed the file all the same.
        """
        wanted = _parts(unquote(_SCHEME.sub("", path.strip())))
        found = self.members.get(wanted[-1].casefold(), ()) if wanted else ()
        if len(found) > 1:
            whole = [one for one in found if len(wanted) > 1 and _parts(one)[-len(wanted) :] == wanted]
            in_sources = [one for one in found if "sources" in (part.casefold() for part in _parts(one)[:-1])]
            found = tuple(whole or in_sources or found)
        return found[0] if len(found) == 1 else ""

    def texts(self, members: Iterable[str]) -> dict[str, "MemberText"]:
        """Return the text of members, decoded, by member name.

        Raises
        ------
        StudyProblems : a member is no text, or the archive is damaged or too large.
        """
        wanted = frozenset(members)
        read = read_archive(self.content, self.name, limits=LIMITS, wanted=wanted.__contains__)
        return {member: _decoded(content, f"{self.name}: {member}") for member, content in read.items()}


@dataclass(frozen=True)
class MemberText:
    """The text of a member without its byte order mark, and whether it had one."""

    text: str = field(repr=False)
    had_mark: bool
    notes: tuple[str, ...] = ()


def _decoded(content: bytes, name: str) -> MemberText:
    decoded = decode_text(content, name)
    marked = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    return MemberText(decoded.text.removeprefix(_BOM), marked, decoded.notes)


def open_package(content: bytes, name: str) -> Package:
    """Find the project in the bytes of a .qdpx.

    Raises
    ------
    StudyProblems : it is no archive, is damaged, locked or too large, points outside itself, or holds no
        project (.qde) or several.
    """
    kind = file_kind(content)
    if kind not in _ZIP_KINDS:
        allowed = "a REFI-QDA project (.qdpx)"
        raise fault(name, "a file that is no REFI-QDA project", allowed, "Export it as REFI-QDA project.")
    seen: list[str] = []

    def is_wanted(member: str) -> bool:
        seen.append(member)
        return not _is_hidden(member) and (member.lower().endswith(".qde") or member == COMPANION)

    read = read_archive(content, name, limits=LIMITS, wanted=is_wanted)
    project_member = _only_project([member for member in read if member != COMPANION], name)
    companion = read.get(COMPANION, b"").decode("utf-8", "replace")
    notes = []
    if project_member != "project.qde":
        notes.append(f"The project inside is named {project_member}; the standard has project.qde.")
    members: dict[str, list[str]] = {}
    for member in seen:
        if not _is_hidden(member) and member not in (project_member, COMPANION):
            members.setdefault(_parts(member)[-1].casefold(), []).append(member)
    folders = {part for member in seen for part in _parts(member)[:-1] if part.casefold() == "sources"}
    if folders - {"sources"}:
        notes.append(f"The folder of sources is named {min(folders)}; the standard has sources.")
    by_name = {key: tuple(found) for key, found in members.items()}
    return Package(name, project_member, read[project_member], companion, by_name, content, tuple(notes))


def _only_project(members: list[str], name: str) -> str:
    top = [member for member in members if len(_parts(member)) == 1] or members
    if not top:
        remedy = "Export it again as REFI-QDA project, not as the program's own format."
        raise fault(name, "an archive without a project (.qde)", "one file project.qde", remedy)
    if len(top) > 1:
        found = f"an archive with {len(top)} projects ({', '.join(sorted(top)[:5])})"
        raise fault(name, found, "one project", "Export each project to a file of its own.")
    return top[0]
