"""Writes files so that each is old or new, never half; a set of files is new together or not at all.

Private files (outputs/internal/) can be read by their owner only.
"""

import errno
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import OutputNotWritten

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_SHARED_FILE, _SHARED_FOLDER = 0o666, 0o777  # less what the user's umask takes away
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY})


def write_whole(path: Path, content: bytes, *, private: bool) -> None:
    """Write one file: a reader sees the old content or the new one.

    Raises
    ------
    OutputNotWritten : the file could not be written; what stood there before still stands.
    """
    write_all({path: (content, private)})


def write_all(files: Mapping[Path, tuple[bytes, bool]]) -> None:
    """Write files, each given as (content, private), all of them or none.

    Every content is first written beside its target; only then are targets replaced. Where one cannot
    be replaced, those already replaced get their old content back.

    Raises
    ------
    OutputNotWritten : a file could not be written; what stood there before still stands.
    """
    written: dict[Path, Path] = {}
    try:
        for path, (content, private) in files.items():
            written[path] = _write_beside(path, content, private=private)
        _replace_all(written)
    except OSError as error:
        raise OutputNotWritten(_explanation(error, files)) from error
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


def _write_beside(path: Path, content: bytes, *, private: bool) -> Path:
    """Write content to a new hidden file in the folder of a path, down to the disk."""
    path.parent.mkdir(_PRIVATE_FOLDER if private else _SHARED_FOLDER, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, _PRIVATE_FILE if private else _SHARED_FILE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _replace_all(written: Mapping[Path, Path]) -> None:
    before: dict[Path, bytes | None] = {}
    modes: dict[Path, int] = {}
    for path in written:
        before[path] = path.read_bytes() if path.exists() else None
        modes[path] = path.stat().st_mode if path.exists() else _PRIVATE_FILE
    replaced: list[Path] = []
    try:
        for path, temporary in written.items():
            temporary.replace(path)
            replaced.append(path)
    except BaseException:
        new = [path for path in replaced if not _was_put_back(path, before[path], modes[path])]
        if new:
            names = ", ".join(map(str, new))
            raise OutputNotWritten(
                f"Not all outputs could be written; already new, and whole, are: {names}. Run it again."
            ) from None
        raise


def _was_put_back(path: Path, content: bytes | None, mode: int) -> bool:
    """Give a path its old content back, and say whether that worked."""
    try:
        _put_back(path, content, mode)
    except OSError:
        return False
    return True


def _put_back(path: Path, content: bytes | None, mode: int) -> None:
    if content is None:
        path.unlink()
        return
    temporary = _write_beside(path, content, private=True)
    try:
        temporary.chmod(mode & 0o777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _explanation(error: OSError, files: Mapping[Path, tuple[bytes, bool]]) -> str:
    """Return what could not be written, why, and what to do, as sentences."""
    part = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    name = next((str(path) for path in files if part and _belongs(part, path)), None)
    what = f"{name} could not be written" if name else "The outputs could not be written"
    why = f" ({error.strerror})" if error.strerror else ""
    if error.errno in _NO_SPACE:
        remedy = "The disk is full: free some space and run it again."
    elif error.errno in _NOT_ALLOWED:
        remedy = (
            "If it is open in Word or Excel, close it and run it again; if its folder is read-only, "
            "make it writable or choose another one."
        )
    else:
        remedy = "Check that its folder can be reached and written to, then run it again."
    return f"{what}{why}. What stood there before is unchanged. {remedy}"


def _belongs(part: Path, path: Path) -> bool:
    return part == path or (part.parent == path.parent and part.name.startswith(f".{path.name}."))
