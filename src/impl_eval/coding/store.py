"""CodingStore: everything that people decided about passages, behind one narrow class.

SQL stands in this package only, so that a second database can take its place. Text of transcripts and
what people wrote stand outside the log; the log holds places, codes and references.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from impl_eval.coding import tables
from impl_eval.coding.bulk import without_collecting
from impl_eval.coding.connection import connect, device_of, explained, writing
from impl_eval.coding.drafts import Draft, codebook_changed, undone
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.events import Event, canonical_json, document_key, next_event
from impl_eval.coding.reading import Document, StoreReader
from impl_eval.coding.settling import Bodies, rebuild, settle
from impl_eval.coding.texts import set_apart

__all__ = ["CodingStore", "Document"]


class CodingStore(StoreReader):
    """The store of one study. Use it as a context manager: it closes its file."""

    def __init__(self, path: Path, name: str) -> None:
        """Open the store at a path, made new where there is none; errors as in `connection.connect`."""
        self.path, self.name = path, name
        self._connection = connect(path, name)

    def __enter__(self) -> "CodingStore":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; nothing more can be read or written."""
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with without_collecting(), explained(self.name), writing(self._connection):
            yield self._connection

    # --- transcripts and codebooks: what events refer to ---

    def register(self, transcripts: Mapping[str, str]) -> dict[str, str]:
        """Keep the text of transcripts by id; returns the keys of these versions by transcript id.

        An earlier version of a transcript is kept, as no longer current: codings may stand on it.
        """
        keys = {identity: document_key(identity, text) for identity, text in transcripts.items()}
        current = tables.current_keys(self._connection)
        if all(current.get(identity) == key for identity, key in keys.items()):
            return keys
        with self._writing() as connection:
            for identity, key in keys.items():
                if current.get(identity) != key:
                    tables.put_document(connection, key, identity, transcripts[identity])
        return keys

    def keep_earlier(self, transcript_id: str, text: str) -> str:
        """Keep a text as an earlier version of a transcript; returns its key."""
        key = document_key(transcript_id, text)
        with self._writing() as connection:
            tables.put_earlier(connection, key, transcript_id, text)
        return key

    def keep_codebook(self, digest: str, content: str, coder: str, at: str) -> None:
        """Keep a version of the codebook; where it differs from the last one used, that is an event."""
        if (last := self.last_codebook()) == digest:
            return
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO codebook_version VALUES (?, ?)", (digest, content))
            self._append(connection, coder, [codebook_changed(digest, last)], at)

    # --- writing ---

    def record(self, coder: str, drafts: Sequence[Draft], at: str) -> str:
        """Put what a coder decided on record, all of it or nothing; returns the id of the action.

        Parameters
        ----------
        at : time of day in UTC, as people read it; order does not depend on it.
        """
        if not drafts:
            return ""
        with self._writing() as connection:
            return self._append(connection, coder, drafts, at)

    def undo(self, coder: str, at: str, action: str = "") -> str:
        """Take back an action of a coder, the last that counts where none is named.

        An undoing is an action too: naming it redoes what it took back. Returns the action, "" where
        there is nothing to take back.
        """
        with self._writing() as connection:
            return self._take_back(connection, coder, action or self.next_to_undo(coder), at)

    def redo(self, coder: str, at: str) -> str:
        """Take back a coder's last undoing; returns its action, "" where there is none."""
        with self._writing() as connection:
            return self._take_back(connection, coder, self.next_to_redo(coder), at)

    def _take_back(self, connection: sqlite3.Connection, coder: str, action: str, at: str) -> str:
        if action and action not in tables.undone(connection):
            self._append(connection, coder, [undone(action)], at)
            return action
        return ""

    def _append(self, connection: sqlite3.Connection, coder: str, drafts: Sequence[Draft], at: str) -> str:
        device = device_of(connection, self.path)
        last = tables.last_of_chain(connection, coder, device)
        clock = tables.last_clock(connection)
        action = secrets.token_hex(6)
        events: list[Event] = []
        bodies: dict[str, Mapping[str, Any]] = {}
        texts: list[tuple[str, str, str]] = []
        for draft in drafts:
            clock += 1
            said = {**draft.facts, **set_apart(draft.texts, texts)}
            last = next_event(
                last, coder=coder, device=device, clock=clock, at=at, action=action, kind=draft.kind,
                body=canonical_json(said),
            )  # fmt: skip
            events.append(last)
            bodies[last.id] = said
        before = tables.undone(connection) if any(one.kind == "undone" for one in drafts) else None
        tables.put_texts(connection, texts)
        tables.put_events(connection, events)
        flipped = before ^ tables.undone(connection) if before is not None else ()
        settle(connection, events, bodies, flipped)
        return action

    def unite(
        self,
        events: Iterable[Event],
        texts: Iterable[tuple[str, str, str]],
        codebooks: Iterable[tuple[str, str]],
        bodies: Bodies = MappingProxyType({}),
    ) -> int:
        """Take in checked events of other stores; returns how many were new. Merging twice adds nothing.

        Texts that a withdrawal erased, here or there, are not taken in again. `bodies` holds bodies of
        events that are parsed already.
        """
        with self._writing() as connection:
            new = tables.not_yet_there(connection, events)
            before = tables.undone(connection)
            tables.put_events(connection, new)
            erased = tables.erased_keys(connection)
            codebooks = [one for one in codebooks if one[0] not in erased]
            connection.executemany("INSERT OR IGNORE INTO codebook_version VALUES (?, ?)", codebooks)
            tables.put_texts(connection, (one for one in texts if one[0] not in erased))
            settle(connection, new, bodies, before ^ tables.undone(connection))
        return len(new)

    def erase(self, coder: str, erasing: Erasing, at: str) -> None:
        """Erase versions of transcripts and texts for good, put others in their place, and record both."""
        with self._writing() as connection:
            tables.put_versions(connection, erasing.texts)
            self._append(connection, coder, erasing.events(), at)
            tables.erase(connection, erasing.keys)
        self.clean()

    def erase_again(self) -> int:
        """Erase here what withdrawals name, also those of other stores; returns the rows erased."""
        with self._writing() as connection:
            erased = tables.erase(connection, sorted(tables.erased_keys(connection)))
        if erased:
            self.clean()
        return erased

    def clean(self) -> None:
        """Leave no erased words in free pages or in the write-ahead log."""
        with explained(self.name):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rebuild(self) -> None:
        """Replay the whole log into the tables."""
        with self._writing() as connection:
            rebuild(connection)

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the store to a path that does not exist yet."""
        with explained(self.name):
            self._connection.execute("VACUUM INTO ?", (str(path),))
