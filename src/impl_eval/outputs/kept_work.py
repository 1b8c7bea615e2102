"""What one run keeps for the next: figures already drawn and pages already counted, by what they depend on.

One archive in outputs/internal. A key names all that a piece of work depends on, so what is found is what
would be made anew. What a run did not use is dropped; a missing or broken archive only costs time.
"""

import hashlib
import io
import zipfile
from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)


class KeptWork:
    """Pieces of work by key: those of an earlier run, and those of this one."""

    def __init__(self, content: bytes = b"") -> None:
        self._before = _members(content)
        self._used: dict[str, bytes] = {}

    @classmethod
    def opened(cls, path: Path) -> "KeptWork":
        """Return what a file holds; nothing where there is no such file or it cannot be read."""
        try:
            return cls(path.read_bytes())
        except OSError:
            return cls()

    def find(self, key: str) -> bytes | None:
        """Return a piece of work, or None where it has to be done."""
        found = self._used.get(key, self._before.get(key))
        if found is not None:
            self._used[key] = found
        return found

    def keep(self, key: str, work: bytes) -> None:
        """Keep a piece of work for this run and the next."""
        self._used[key] = work

    @property
    def changed(self) -> bool:
        """Whether this run used anything but what was there, or less."""
        return self._used != self._before

    def content(self) -> bytes:
        """Return the archive of what this run used. The same work gives the same bytes."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for key, work in sorted(self._used.items()):
                archive.writestr(zipfile.ZipInfo(key, _EARLIEST), work)
        return file.getvalue()


def key_of(kind: str, *parts: bytes | str) -> str:
    """Return the key of a piece of work: its kind, and a hash of all that it depends on."""
    digest = hashlib.sha256()
    for part in parts:
        piece = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return f"{kind}/{digest.hexdigest()}"


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        return {}
