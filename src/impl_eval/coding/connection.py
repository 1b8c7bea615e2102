"""Opens the SQLite file of the coding store, for its owner only, and turns its faults into words."""

import os
import secrets
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from impl_eval.coding.schema import SCHEMA_VERSION, SINCE_VERSION_2, TABLES
from impl_eval.coding.settling import rebuild
from impl_eval.errors import OutputNotWritten, Problem, StudyProblems

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with this version."""
_WAIT_SECONDS = 5.0
_CACHE_KIBIBYTES = 128 * 1024
"""Most of what a large merge writes: pages that do not fit are written again and again."""


def connect(path: Path, name: str) -> sqlite3.Connection:
    """Open a store, made new where there is none; `name` is how people know the file.

    Raises
    ------
    StudyProblems : the file is no coding store, is damaged, or was made by a newer version.
    OutputNotWritten : it cannot be made or opened for writing.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise OutputNotWritten(
            f"The coding store needs SQLite 3.37 or newer; here is {sqlite3.sqlite_version}."
        )
    if not os.path.lexists(path):
        _make(path, name)
    if path.is_file() and path.stat().st_size == 0:
        raise StudyProblems([_emptied(name)])
    connection = _opened(path, name)
    try:
        with explained(name):
            _prepare(connection, name)
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path, name: str) -> None:
    """Make a new store beside its place, and put it there whole: an empty file is never one half made.

    Where another process made one in the meantime, that one stays.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = _opened(part, name)
        try:
            with explained(name), writing(connection):
                _lay_out(connection)
        finally:
            connection.close()
        _put(part, path)
    except OSError as error:
        raise OutputNotWritten(f"{name} could not be made ({error.strerror}).") from None
    finally:
        for left in path.parent.glob(f"{part.name}*"):
            left.unlink(missing_ok=True)


def _put(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # some disks know no links
        if not path.exists():
            part.replace(path)


def _opened(path: Path, name: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise OutputNotWritten(f"{name} could not be used ({error}). {_remedy(str(error))}") from None


def _lay_out(connection: sqlite3.Connection) -> None:
    _run(connection, TABLES)
    _run(connection, SINCE_VERSION_2)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _prepare(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
    # SQLite does not refuse this on a network drive, and cannot make it safe there for two computers: people
    # are told to keep the store on a local disk. Where it cannot share memory it keeps its older journal.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    with writing(connection):
        made_by = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if made_by > SCHEMA_VERSION:
            found = f"a coding store of version {made_by}"
            remedy = "Use the newer impl-eval that made it; nothing was changed."
            allowed = f"version {SCHEMA_VERSION} or older"
            raise StudyProblems([Problem(name, None, "", found, allowed, remedy)])
        if made_by == 0:
            raise StudyProblems([_no_store(connection, name)])
        if made_by < SCHEMA_VERSION:
            _run(connection, SINCE_VERSION_2)
            rebuild(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _no_store(connection: sqlite3.Connection, name: str) -> Problem:
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return _emptied(name)
    remedy = "Move the file away, or name another folder."
    return Problem(name, None, "", "a database that is no coding store", "", remedy)


def _emptied(name: str) -> Problem:
    """An empty file is never taken for a new store: what it held may be elsewhere."""
    remedy = (
        "Put a copy from coding/backups in its place, or take the file away and merge what was exported "
        "(impl-eval coding merge)."
    )
    return Problem(name, None, "", "an empty file", "a coding store", remedy)


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Split a script: `executescript` would end the transaction it runs in."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the only write transaction; everything within it is kept, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what SQLite says of a file into what a person can do. Its messages hold no content."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutputNotWritten(f"{name} could not be used ({error}). {_remedy(str(error))}") from None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        remedy = "Restore it from coding/backups, or rebuild it by 'impl-eval coding merge' from exports."
        raise StudyProblems([Problem(name, None, "", "a file that is damaged", "", remedy)]) from None


def _remedy(message: str) -> str:
    if "locked" in message or "busy" in message:
        return "Another impl-eval is writing to it: wait until that has finished, then run this again."
    if "full" in message:
        return "Free some space and run this again; what was acknowledged before is kept."
    return "Check that it can be reached and written to, then run this again."


def device_of(connection: sqlite3.Connection, path: Path) -> str:
    """Return the name of this copy of the store, drawn anew when it was copied or moved.

    Two copies must not go on in the same chain: their events would bear the same numbers.
    """
    state = path.stat()
    place = f"{socket.gethostname()}|{path.resolve()}|{state.st_dev}|{state.st_ino}"
    facts = dict(connection.execute("SELECT key, value FROM fact WHERE key IN ('device', 'place')"))
    if facts.get("place") == place:
        return str(facts["device"])
    device = secrets.token_hex(6)
    connection.executemany(
        "INSERT OR REPLACE INTO fact VALUES (?, ?)", [("device", device), ("place", place)]
    )
    return device
