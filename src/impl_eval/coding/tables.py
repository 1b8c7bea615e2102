"""SQL of the coding store: rows in, values out. Only `store`, `verification` and `backups` call this."""

# ruff: noqa: S608 - what is set into statements here are names of our own tables, columns and kinds.

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence

from impl_eval.coding.events import Event, actions_undone
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.schema import ABOUT, MAKES_NONE


def current_keys(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the current version of each transcript."""
    return dict(connection.execute("SELECT transcript_id, key FROM document WHERE is_current = 1"))


def put_document(connection: sqlite3.Connection, key: str, transcript_id: str, text: str) -> None:
    """Make a text the current version of a transcript."""
    connection.execute("UPDATE document SET is_current = 0 WHERE transcript_id = ?", (transcript_id,))
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET is_current = 1",
        (key, transcript_id, text),
    )


def put_earlier(connection: sqlite3.Connection, key: str, transcript_id: str, text: str) -> None:
    """Keep a text that is not the current version of a transcript."""
    connection.execute("INSERT OR IGNORE INTO document VALUES (?, ?, ?, 0)", (key, transcript_id, text))


def put_versions(connection: sqlite3.Connection, versions: Iterable[tuple[str, str, str, bool]]) -> None:
    """Keep texts as (key, transcript id, text, is current)."""
    for key, transcript_id, text, is_current in versions:
        (put_document if is_current else put_earlier)(connection, key, transcript_id, text)


def documents(connection: sqlite3.Connection) -> list[tuple[str, str, str, int]]:
    """Return (key, transcript id, text, is current) of all versions."""
    return list(
        connection.execute(
            "SELECT key, transcript_id, text, is_current FROM document ORDER BY transcript_id, key"
        )
    )


ORDER = "clock, coder, device, sequence, id"
"""The canonical order of the log, as SQL."""


def events(connection: sqlite3.Connection, coder: str = "") -> list[Event]:
    """Return the log, or one coder's part of it, in the canonical order."""
    rows = connection.execute(f"SELECT * FROM event WHERE ? IN ('', coder) ORDER BY {ORDER}", (coder,))
    return list(map(Event._make, rows))


def event(connection: sqlite3.Connection, identity: str) -> Event | None:
    """Return one event by id."""
    row = connection.execute("SELECT * FROM event WHERE id = ?", (identity,)).fetchone()
    return None if row is None else Event._make(row)


def count_events(connection: sqlite3.Connection) -> int:
    """Return how long the log is."""
    return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])


def coders(connection: sqlite3.Connection) -> list[str]:
    """Return everybody who put something on record, by name."""
    return [row[0] for row in connection.execute("SELECT DISTINCT coder FROM event ORDER BY coder")]


def put_events(connection: sqlite3.Connection, new: Iterable[Event]) -> int:
    """Add events that are not there yet; returns how many."""
    before = connection.total_changes
    connection.executemany("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", new)
    return connection.total_changes - before


def not_yet_there(connection: sqlite3.Connection, events: Iterable[Event]) -> list[Event]:
    """Return the events that the log does not hold yet, each once."""
    by_id = {one.id: one for one in events}
    chains = set(connection.execute("SELECT DISTINCT coder, device FROM event"))
    doubtful = [one.id for one in by_id.values() if (one.coder, one.device) in chains]
    rows = connection.execute(
        "SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(doubtful),)
    )
    for (identity,) in rows.fetchall():
        del by_id[identity]
    return list(by_id.values())


def last_of_chain(connection: sqlite3.Connection, coder: str, device: str) -> Event | None:
    """Return the newest event of a chain."""
    row = connection.execute(
        "SELECT * FROM event WHERE coder = ? AND device = ? ORDER BY sequence DESC, id LIMIT 1",
        (coder, device),
    ).fetchone()
    return None if row is None else Event._make(row)


def last_clock(connection: sqlite3.Connection) -> int:
    """Return the largest clock of the log, 0 where it is empty."""
    return int(connection.execute("SELECT coalesce(max(clock), 0) FROM event").fetchone()[0])


def seldom_events(connection: sqlite3.Connection, kind: str) -> list[Event]:
    """Return all events of a kind that is about no segment and no memo, in the canonical order."""
    rows = connection.execute(
        f"SELECT * FROM event WHERE {MAKES_NONE} AND {ABOUT} = :kind AND kind = :kind ORDER BY {ORDER}",
        {"kind": kind},
    )
    return list(map(Event._make, rows))


def last_codebook(connection: sqlite3.Connection) -> str:
    """Return the hash of the codebook of the newest codebook_changed event."""
    changes = seldom_events(connection, "codebook_changed")
    return str(changes[-1].said["codebook"]) if changes else ""


def owner_of(connection: sqlite3.Connection, action: str) -> str | None:
    """Return whose an action is: the coder of its first event; None where it is not on record."""
    row = connection.execute(
        "SELECT coder FROM event WHERE action = ? ORDER BY clock, coder LIMIT 1", (action,)
    ).fetchone()
    return None if row is None else str(row[0])


def undone(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the actions that do not count."""
    return actions_undone(seldom_events(connection, "undone"), lambda action: owner_of(connection, action))


def events_of(connection: sqlite3.Connection, actions: Iterable[str]) -> list[Event]:
    """Return the events of actions, in the canonical order."""
    rows = connection.execute(
        f"SELECT * FROM event WHERE action IN (SELECT value FROM json_each(?)) ORDER BY {ORDER}",
        (json.dumps(sorted(actions)),),
    )
    return list(map(Event._make, rows))


def undoings_of(connection: sqlite3.Connection, coder: str) -> list[Event]:
    """Return what a coder took back of the own actions, in the canonical order."""
    every = [one for one in seldom_events(connection, "undone") if one.coder == coder]
    return [one for one in every if owner_of(connection, one.said["action"]) == coder]


def newest_work(
    connection: sqlite3.Connection, coder: str, but: Collection[str], excluded: Collection[str]
) -> Event | None:
    """Return a coder's newest event but undoings, those of some actions, and those of some kinds."""
    row = connection.execute(
        "SELECT * FROM event INDEXED BY event_order WHERE coder = ?"
        " AND kind NOT IN (SELECT value FROM json_each(?))"
        " AND action NOT IN (SELECT value FROM json_each(?))"
        " ORDER BY clock DESC, coder DESC, device DESC, sequence DESC, id DESC LIMIT 1",
        (coder, json.dumps(["undone", *excluded]), json.dumps(sorted(but))),
    ).fetchone()
    return None if row is None else Event._make(row)


def put_texts(connection: sqlite3.Connection, texts: Iterable[tuple[str, str, str]]) -> None:
    """Keep free texts as (id, salt, words)."""
    connection.executemany("INSERT OR IGNORE INTO written_text VALUES (?, ?, ?)", texts)


def erased_keys(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the keys that withdrawals name."""
    return frozenset(key for event in seldom_events(connection, "withdrawn") for key in event.said["erased"])


def erase(connection: sqlite3.Connection, keys: Sequence[str]) -> int:
    """Delete documents, texts and versions of the codebook by key; returns how many rows went."""
    gone = 0
    for key in keys:
        gone += connection.execute("DELETE FROM document WHERE key = ?", (key,)).rowcount
        gone += connection.execute("DELETE FROM written_text WHERE id = ?", (key,)).rowcount
        gone += connection.execute("DELETE FROM codebook_version WHERE hash = ?", (key,)).rowcount
    return gone


def segment(connection: sqlite3.Connection, identity: str) -> SegmentState | None:
    """Return one segment by id."""
    row = connection.execute("SELECT * FROM segment WHERE id = ?", (identity,)).fetchone()
    return None if row is None else SegmentState._make(row)


def rejection(connection: sqlite3.Connection, identity: str) -> RejectionState | None:
    """Return one rejection by id."""
    row = connection.execute("SELECT * FROM rejection WHERE id = ?", (identity,)).fetchone()
    return None if row is None else RejectionState._make(row)


def all_segments(connection: sqlite3.Connection) -> list[SegmentState]:
    """Return every segment in whatever state."""
    return [SegmentState._make(row) for row in connection.execute("SELECT * FROM segment ORDER BY id")]


def faults(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite itself finds wrong with the file."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    wrong = [] if found == ["ok"] else ["SQLite finds the file damaged."]
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        wrong.append("Rows refer to events that are not there.")
    return wrong


def segments(
    connection: sqlite3.Connection,
    states: Sequence[str],
    layers: Collection[str] = (),
    codes: Collection[str] = (),
    documents: Collection[str] | None = None,
) -> list[SegmentState]:
    """Return segments in these states; of several on one passage, code and layer the newest.

    Empty `layers` and `codes`, and no `documents`, stand for all.
    """
    chosen: list[tuple[str, Collection[str]]] = [("state", states)]
    chosen += [(column, names) for column, names in (("layer", layers), ("code", codes)) if names]
    chosen += [("document", documents)] if documents is not None else []
    rows = connection.execute(
        "SELECT * FROM segment WHERE "
        + " AND ".join(f"{column} IN (SELECT value FROM json_each(?))" for column, _ in chosen)
        + " ORDER BY document, start, end, code, layer, id",
        [json.dumps(sorted(names)) for _, names in chosen],
    )
    found: list[SegmentState] = []
    place: tuple[object, ...] = ()
    for one in map(SegmentState._make, rows):
        if one[1:6] == place:  # layer, document, start, end, code
            found[-1] = max(found[-1], one, key=lambda each: _when(connection, each.touched))
        else:
            found.append(one)
            place = one[1:6]
    return found


def _when(connection: sqlite3.Connection, event: str) -> tuple[int, str, str, int, str]:
    row = connection.execute(
        "SELECT clock, coder, device, sequence, id FROM event WHERE id = ?", (event,)
    ).fetchone()
    return int(row[0]), str(row[1]), str(row[2]), int(row[3]), str(row[4])


def rejections(connection: sqlite3.Connection) -> list[RejectionState]:
    """Return rejected suggestions by document and place."""
    rows = connection.execute("SELECT * FROM rejection ORDER BY document, start, end, code, layer, id")
    return [RejectionState._make(row) for row in rows]


def memos(connection: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Return memos that have their words, in the order of the log."""
    return list(
        connection.execute(
            "SELECT memo.id, memo.about, memo.target, written_text.text FROM memo"
            " JOIN written_text ON written_text.id = memo.text JOIN event ON event.id = memo.id"
            " ORDER BY event.clock, event.coder, event.device, event.sequence"
        )
    )


def summaries(connection: sqlite3.Connection) -> list[tuple[str, str, str, str]]:
    """Return summaries that have their words, in the order of the log."""
    return list(
        connection.execute(
            "SELECT summary.id, summary.code, written_text.text, summary.segments FROM summary"
            " JOIN written_text ON written_text.id = summary.text JOIN event ON event.id = summary.id"
            " ORDER BY event.clock, event.coder, event.device, event.sequence"
        )
    )


def lock_action(connection: sqlite3.Connection, layer: str, document: str) -> str:
    """Return the action that locked a layer of a version of a transcript, or an empty text."""
    row = connection.execute(
        "SELECT event.action FROM layer_lock JOIN event ON event.id = layer_lock.event"
        " WHERE layer_lock.layer = ? AND layer_lock.document = ?",
        (layer, document),
    ).fetchone()
    return "" if row is None else str(row[0])
