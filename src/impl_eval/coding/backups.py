"""Copies of the store: written beside, checked, and only then given their name."""

import os
import sqlite3
from pathlib import Path

from impl_eval.coding.store import CodingStore
from impl_eval.errors import OutputNotWritten

FOLDER = "backups"


def write_backup(store: CodingStore, at: str) -> Path:
    """Write a whole copy to the folder backups beside the store, checked; returns its path.

    Raises OutputNotWritten where it could not be written; the store itself is not touched.
    """
    folder = store.path.parent / FOLDER
    stamp = "".join(sign for sign in at if sign.isalnum())
    path = folder / f"coding-{stamp}.sqlite"
    number = 2
    while path.exists():
        path = folder / f"coding-{stamp}-{number}.sqlite"
        number += 1
    part = path.with_name(f".{path.name}.part")
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        store.copy_to(part)
        _check(part, store.count_events())
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise OutputNotWritten(f"{path} could not be written ({error.strerror}).") from None
    finally:
        part.unlink(missing_ok=True)
    return path


def _check(path: Path, events: int) -> None:
    connection = sqlite3.connect(path)
    try:
        sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        whole = connection.execute("SELECT count(*) FROM event").fetchone() == (events,)
    except sqlite3.DatabaseError:
        sound = whole = False
    finally:
        connection.close()
    if not (sound and whole):
        raise OutputNotWritten(f"{path} is not a whole copy: it was removed. Run it again.")


def backups_of(store_file: Path) -> list[Path]:
    """Return the backups beside a store, oldest first."""
    return sorted((store_file.parent / FOLDER).glob("*.sqlite"))
