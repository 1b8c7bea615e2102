"""CodingStore: everything that people decided about passages, behind one narrow class.

SQL stands in this package only, so that a second database can take its place. Text of transcripts and
what people wrote stand outside the log; the log holds places, codes and references.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding import tables
from impl_eval.coding.connection import connect, device_of, explained, writing
from impl_eval.coding.drafts import Draft, codebook_changed, undone
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.events import Event, canonical_json, document_key, next_event
from impl_eval.coding.projection import Projection, RejectionState, SegmentState, replay
from impl_eval.coding.texts import set_apart
from impl_eval.coding.undoing import piles


@dataclass(frozen=True)
class Document:
    """One version of a transcript: key, id, text, and whether it is the one the study holds now."""

    key: str
    transcript_id: str
    text: str
    is_current: bool


class CodingStore:
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
        with explained(self.name), writing(self._connection):
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

    def documents(self) -> dict[str, Document]:
        """Return all versions of all transcripts by key."""
        with explained(self.name):
            return {row[0]: Document(*row[:3], bool(row[3])) for row in tables.documents(self._connection)}

    def keep_codebook(self, digest: str, content: str, coder: str, at: str) -> None:
        """Keep a version of the codebook; where it differs from the last one used, that is an event."""
        if (last := self.last_codebook()) == digest:
            return
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO codebook_version VALUES (?, ?)", (digest, content))
            self._append(connection, coder, [codebook_changed(digest, last)], at)

    def last_codebook(self) -> str:
        """Return the hash of the codebook that the log saw last, or an empty text."""
        with explained(self.name):
            return tables.last_codebook(self._connection)

    def codebook(self, digest: str) -> str | None:
        """Return the content of a version of the codebook."""
        with explained(self.name):
            row = self._connection.execute("SELECT content FROM codebook_version WHERE hash = ?", (digest,))
            found = row.fetchone()
            return None if found is None else str(found[0])

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
        done, _ = piles(self.events(), coder)
        return self._take_back(coder, action or "".join(done[-1:]), at)

    def redo(self, coder: str, at: str) -> str:
        """Take back a coder's last undoing; returns its action, "" where there is none."""
        _, undoings = piles(self.events(), coder)
        return self._take_back(coder, "".join(undoings[-1:]), at)

    def _take_back(self, coder: str, action: str, at: str) -> str:
        if not action:
            return ""
        with self._writing() as connection:
            self._append(connection, coder, [undone(action)], at)
            self._rebuild(connection)
        return action

    def _append(self, connection: sqlite3.Connection, coder: str, drafts: Sequence[Draft], at: str) -> str:
        device = device_of(connection, self.path)
        previous = tables.last_of_chain(connection, coder, device)
        clock = tables.last_clock(connection)
        action = secrets.token_hex(6)
        events: list[Event] = []
        texts: list[tuple[str, str, str]] = []
        for draft in drafts:
            clock += 1
            body = canonical_json({**draft.facts, **set_apart(draft.texts, texts)})
            previous = next_event(
                previous,
                coder=coder,
                device=device,
                clock=clock,
                at=at,
                action=action,
                kind=draft.kind,
                body=body,
            )
            events.append(previous)
        tables.put_texts(connection, texts)
        tables.put_events(connection, events)
        projection = Projection(
            look_up=lambda identity: tables.segment(connection, identity),
            look_for=lambda key: tables.segments_on(connection, key),
        )
        projection.rejections |= tables.rejections_named(connection, events)
        for event in events:
            projection.apply(event)
        tables.put_projection(connection, projection)
        return action

    def _rebuild(self, connection: sqlite3.Connection) -> None:
        projection = replay(tables.events(connection))
        tables.clear_projection(connection)
        tables.put_projection(connection, projection)

    def unite(
        self,
        events: Iterable[Event],
        texts: Iterable[tuple[str, str, str]],
        codebooks: Iterable[tuple[str, str]],
    ) -> int:
        """Take in checked events of other stores; returns how many were new. Merging twice adds nothing.

        Texts that a withdrawal erased, here or there, are not taken in again.
        """
        with self._writing() as connection:
            new = tables.put_events(connection, events)
            connection.executemany("INSERT OR IGNORE INTO codebook_version VALUES (?, ?)", codebooks)
            erased = tables.erased_keys(connection)
            tables.put_texts(connection, (one for one in texts if one[0] not in erased))
            self._rebuild(connection)
        return new

    def erase(self, coder: str, erasing: Erasing, at: str) -> None:
        """Erase versions of transcripts and texts for good, put others in their place, and record both."""
        with self._writing() as connection:
            tables.put_versions(connection, erasing.texts)
            self._append(connection, coder, erasing.events(), at)
            tables.erase(connection, erasing.keys)
            self._rebuild(connection)
        self.clean()

    def erase_again(self) -> int:
        """Erase here what withdrawals name, also those of other stores; returns the rows erased."""
        with self._writing() as connection:
            erased = tables.erase(connection, sorted(tables.erased_keys(connection)))
            self._rebuild(connection)
        self.clean()
        return erased

    def clean(self) -> None:
        """Leave no erased words in free pages or in the write-ahead log."""
        with explained(self.name):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- reading ---

    def events(self) -> list[Event]:
        """Return the whole log in the canonical order."""
        with explained(self.name):
            return tables.events(self._connection)

    def segments(self, states: Sequence[str] = ("live",)) -> list[SegmentState]:
        """Return segments in these states, by document, place, code and layer.

        Where two events of a layer gave the same passage the same code, the later one counts.
        """
        with explained(self.name):
            return tables.segments(self._connection, states)

    def all_segments(self) -> list[SegmentState]:
        """Return every segment in whatever state, one for each event that made one."""
        with explained(self.name):
            return tables.all_segments(self._connection)

    def file_faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        with explained(self.name):
            return tables.faults(self._connection)

    def rebuild(self) -> None:
        """Replay the whole log into the tables."""
        with self._writing() as connection:
            self._rebuild(connection)

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the store to a path that does not exist yet."""
        with explained(self.name):
            self._connection.execute("VACUUM INTO ?", (str(path),))

    def segment(self, identity: str) -> SegmentState | None:
        """Return one segment in whatever state, or None."""
        with explained(self.name):
            return tables.segment(self._connection, identity)

    def rejections(self) -> list[RejectionState]:
        """Return suggestions that were turned down."""
        with explained(self.name):
            return tables.rejections(self._connection)

    def memos(self) -> list[tuple[str, str, str, str]]:
        """Return memos as (id, about, target, words); an erased one has no words and is left out."""
        with explained(self.name):
            return tables.memos(self._connection)

    def summaries(self) -> list[tuple[str, str, str, str]]:
        """Return cells of the framework matrix as (id, code, content, segments as JSON), oldest first."""
        with explained(self.name):
            return tables.summaries(self._connection)

    def locks(self) -> frozenset[tuple[str, str]]:
        """Return (layer, document) of every locked layer."""
        with explained(self.name):
            return frozenset(self._connection.execute("SELECT layer, document FROM layer_lock"))

    def lock_action(self, layer: str, document: str) -> str:
        """Return the action that locked a layer of a version of a transcript, or an empty text."""
        with explained(self.name):
            return tables.lock_action(self._connection, layer, document)

    def texts(self) -> dict[str, str]:
        """Return what people wrote (notes, memos, reasons) by its id."""
        with explained(self.name):
            return dict(self._connection.execute("SELECT id, text FROM written_text"))

    def salted_texts(self) -> list[tuple[str, str, str]]:
        """Return (id, salt, words) of what people wrote, for an export that can be checked."""
        with explained(self.name):
            return list(self._connection.execute("SELECT id, salt, text FROM written_text ORDER BY id"))

    def erased_keys(self) -> frozenset[str]:
        """Return the keys that withdrawals name."""
        with explained(self.name):
            return tables.erased_keys(self._connection)
