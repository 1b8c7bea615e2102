"""What a coding store can be asked: everything that reads it and changes nothing."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding import tables
from impl_eval.coding.connection import explained
from impl_eval.coding.events import Event
from impl_eval.coding.projection import Projection, RejectionState, SegmentState
from impl_eval.coding.searching import FoundCoding, Search, search_codings
from impl_eval.coding.settling import read_projection
from impl_eval.coding.undoing import NOT_TO_UNDO, next_to_redo, next_to_undo


@dataclass(frozen=True)
class Document:
    """One version of a transcript: key, id, text, and whether it is the one the study holds now."""

    key: str
    transcript_id: str
    text: str
    is_current: bool


class StoreReader:
    """The reading half of the coding store: an open file and its name for people."""

    path: Path
    name: str
    _connection: sqlite3.Connection

    def documents(self) -> dict[str, Document]:
        """Return all versions of all transcripts by key."""
        with explained(self.name):
            return {row[0]: Document(*row[:3], bool(row[3])) for row in tables.documents(self._connection)}

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

    def events(self, coder: str = "") -> list[Event]:
        """Return the whole log, or what one coder put on record, in the canonical order."""
        with explained(self.name):
            return tables.events(self._connection, coder)

    def event(self, identity: str) -> Event | None:
        """Return one event by id, or None."""
        with explained(self.name):
            return tables.event(self._connection, identity)

    def count_events(self) -> int:
        """Return how many events are on record."""
        with explained(self.name):
            return tables.count_events(self._connection)

    def coders(self) -> list[str]:
        """Return everybody who put something on record, by name."""
        with explained(self.name):
            return tables.coders(self._connection)

    def action_events(self, action: str) -> list[Event]:
        """Return the events of one action in the canonical order; none where it is not on record."""
        with explained(self.name):
            return tables.events_of(self._connection, [action])

    def work_of(self, action: str) -> list[Event]:
        """Return the events that taking an action back affects: its own, or what an undoing is about."""
        events = self.action_events(action)
        while events and events[0].kind == "undone":
            events = self.action_events(events[0].said["action"])
        return events

    def rejection(self, identity: str) -> RejectionState | None:
        """Return one suggestion that was turned down, or None."""
        with explained(self.name):
            return tables.rejection(self._connection, identity)

    def withdrawals(self) -> list[Event]:
        """Return the events that say what was erased, in the canonical order."""
        with explained(self.name):
            return tables.seldom_events(self._connection, "withdrawn")

    def is_undone(self, action: str) -> bool:
        """Tell whether an action was taken back."""
        with explained(self.name):
            return action in tables.undone(self._connection)

    def next_to_undo(self, coder: str) -> str:
        """Return the action of a coder that is taken back next, "" where nothing is left."""
        with explained(self.name):
            undoings, undone = tables.undoings_of(self._connection, coder), tables.undone(self._connection)
            work = tables.newest_work(self._connection, coder, undone, NOT_TO_UNDO)
            return next_to_undo(undoings, undone, work)

    def next_to_redo(self, coder: str) -> str:
        """Return the undoing of a coder that is taken back next, "" where there is none."""
        with explained(self.name):
            undoings, undone = tables.undoings_of(self._connection, coder), tables.undone(self._connection)
            work = tables.newest_work(self._connection, coder, (), NOT_TO_UNDO)
            return next_to_redo(undoings, undone, work)

    def search(self, search: Search) -> list[FoundCoding]:
        """Return the codings that a search finds, by transcript, place, code and layer."""
        with explained(self.name):
            return search_codings(self._connection, search)

    def projection(self) -> Projection:
        """Return what stands in the tables that are replayed from the log."""
        with explained(self.name):
            return read_projection(self._connection)

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

    def transcript_ids(self) -> dict[str, str]:
        """Return whose version each document is, by key, without reading texts."""
        with explained(self.name):
            return dict(self._connection.execute("SELECT key, transcript_id FROM document"))

    def layers(self) -> list[str]:
        """Return the layers that hold codings, by name."""
        with explained(self.name):
            return [
                row[0] for row in self._connection.execute("SELECT DISTINCT layer FROM segment ORDER BY 1")
            ]

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
