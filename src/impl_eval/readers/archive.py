"""Zip archives (.docx, .xlsx, .odt, .qdpx) read in memory, member by member, under limits.

What a member says about its own size is not believed: bytes are counted as they unpack. Nothing is
ever written to a path that an archive names.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from impl_eval.readers.faults import damaged, fault, locked

# zipfile raises NotImplementedError for a compression that it does not know.
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
# Others unpack a chunk of any size at one go, so that no limit could stop them.
_COMPRESSIONS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCKED = 0x1
_CHUNK = 1 << 16
_DRIVE = re.compile(r"[A-Za-z]:")
_XML_ENDINGS = (".xml", ".rels", ".qde", ".rdf", ".qdc")
_DOCTYPE = b"<!DOCTYPE"
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte order marks and white space


@dataclass(frozen=True)
class ArchiveLimits:
    """The most an archive may hold: members, bytes unpacked, and bytes unpacked for each byte packed.

    The ratio counts only beyond `small` unpacked bytes: a short repetitive file packs well.
    """

    members: int = 10_000
    unpacked: int = 1 << 30
    ratio: int = 200
    small: int = 16 << 20


LIMITS = ArchiveLimits()


def read_archive(
    content: bytes,
    name: str,
    *,
    limits: ArchiveLimits = LIMITS,
    wanted: Callable[[str], bool] = lambda member: True,
) -> dict[str, bytes]:
    """Return the members of an archive by name, as bytes, in the archive's order; folders are left out.

    Parameters
    ----------
    content, name : the bytes of the archive, and how people know the file.
    limits : the most it may hold; `unpacked` and `ratio` count only the members that are read.
    wanted : tells by its name whether a member is read at all. Names are as stored, "/" between folders.

    Raises
    ------
    StudyProblems : it is damaged or locked by a password, holds too much, has a member that points outside
        the archive (absolute, with a drive letter or "..", a link), names one twice, or an XML member
        with a document type declaration.
    """
    members: dict[str, bytearray] = {}
    for member, chunk in _chunks(content, name, limits, wanted):
        members.setdefault(member, bytearray()).extend(chunk)
    return {member: bytes(unpacked) for member, unpacked in members.items()}


def check_archive(content: bytes, name: str, *, limits: ArchiveLimits = LIMITS) -> None:
    """Refuse what `read_archive` refuses, without keeping the members. Raises StudyProblems."""
    for _ in _chunks(content, name, limits, lambda member: True):
        pass


def _chunks(
    content: bytes, name: str, limits: ArchiveLimits, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, bytes]]:
    """Unpack all wanted members, chunk by chunk; an empty member is one empty chunk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, name, limits)
            unpacked = 0
            for member in members:
                if member.is_dir() or not wanted(member.filename):
                    continue
                yield member.filename, b""
                watch = _DoctypeWatch(member.filename, name)
                with archive.open(member) as part:
                    while chunk := part.read(_CHUNK):
                        unpacked += len(chunk)
                        _check_unpacked(unpacked, len(content), name, limits)
                        watch.see(chunk)
                        yield member.filename, chunk
    except DAMAGED_ZIP:
        raise damaged(name) from None


def _check_members(members: list[zipfile.ZipInfo], name: str, limits: ArchiveLimits) -> None:
    if len(members) > limits.members:
        found = f"an archive of {len(members):,} files"
        raise fault(name, found, f"up to {limits.members:,} files", _SAVE_AGAIN)
    seen: set[str] = set()
    for member in members:
        if member.flag_bits & _LOCKED:
            raise locked(name)
        if member.compress_type not in _COMPRESSIONS:
            raise fault(name, "an archive in an unusual compression", "deflate", _SAVE_AGAIN)
        if _points_outside(member):
            raise fault(name, "an archive with a file that points outside it", "", _NOT_TRUSTED)
        if member.filename in seen:
            raise fault(name, "an archive with two files of one name", "each name once", _SAVE_AGAIN)
        seen.add(member.filename)


_SAVE_AGAIN = "Open it in the program it came from and save it again."
_NOT_TRUSTED = "No office program writes such a file: ask where it came from before you open it."


def _points_outside(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member would be unpacked somewhere else, or is a link or device."""
    path = member.filename.replace("\\", "/")
    mode = member.external_attr >> 16
    is_special = stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
    parts = PurePosixPath(path).parts
    return path.startswith("/") or bool(_DRIVE.match(path)) or ".." in parts or is_special


def _check_unpacked(unpacked: int, packed: int, name: str, limits: ArchiveLimits) -> None:
    if unpacked > limits.unpacked:
        allowed = f"up to {limits.unpacked >> 20:,} MB"
        raise fault(name, f"more than {limits.unpacked >> 20:,} MB when unpacked", allowed, _NOT_TRUSTED)
    if unpacked > limits.small and unpacked > packed * limits.ratio:
        found = f"a file that unpacks to more than {limits.ratio} times its size"
        raise fault(name, found, "", _NOT_TRUSTED)


class _DoctypeWatch:
    """Looks for a document type declaration, which can declare entities, as an XML member streams past."""

    def __init__(self, member: str, name: str) -> None:
        self._member, self._name = member, name
        self._is_xml = member.lower().endswith(_XML_ENDINGS)
        self._tail = b""
        self._begun = False

    def see(self, chunk: bytes) -> None:
        """Take the next chunk; raises StudyProblems where the declaration is complete."""
        plain = chunk.replace(b"\0", b"") if b"\0" in chunk else chunk  # UTF-16
        if not self._begun:
            self._begun = True
            self._is_xml = self._is_xml or plain[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n").startswith(
                b"<?xml"
            )
        if not self._is_xml:
            return
        if _DOCTYPE in self._tail + plain:
            found = f"a document type declaration in {self._member}, which no Office program writes"
            raise fault(self._name, found, "", "Open the file and save it again.")
        self._tail = plain[-len(_DOCTYPE) + 1 :]
