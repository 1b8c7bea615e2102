"""SQL of the coding store: rows in, values out. Only `store`, `verification` and `backups` call this."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from impl_eval.coding.events import Event
from impl_eval.coding.projection import (
    Key,
    MemoState,
    Projection,
    RejectionState,
    SegmentState,
    SummaryState,
)
from impl_eval.coding.schema import EMPTYING


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


def events(connection: sqlite3.Connection) -> list[Event]:
    """Return the log in the canonical order."""
    rows = connection.execute("SELECT * FROM event ORDER BY clock, coder, device, sequence, id")
    return [Event(*row) for row in rows]


def put_events(connection: sqlite3.Connection, new: Iterable[Event]) -> int:
    """Add events that are not there yet; returns how many."""
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                one.id, one.coder, one.device, one.sequence, one.clock, one.at, one.action, one.kind,
                one.body, one.previous,
            )
            for one in new
        ),
    )  # fmt: skip
    return connection.total_changes - before


def last_of_chain(connection: sqlite3.Connection, coder: str, device: str) -> Event | None:
    """Return the newest event of a chain."""
    row = connection.execute(
        "SELECT * FROM event WHERE coder = ? AND device = ? ORDER BY sequence DESC, id LIMIT 1",
        (coder, device),
    ).fetchone()
    return None if row is None else Event(*row)


def last_clock(connection: sqlite3.Connection) -> int:
    """Return the largest clock of the log, 0 where it is empty."""
    return int(connection.execute("SELECT coalesce(max(clock), 0) FROM event").fetchone()[0])


def last_codebook(connection: sqlite3.Connection) -> str:
    """Return the hash of the codebook of the newest codebook_changed event."""
    row = connection.execute(
        "SELECT json_extract(body, '$.codebook') FROM event WHERE kind = 'codebook_changed'"
        " ORDER BY clock DESC, coder DESC, device DESC, sequence DESC LIMIT 1"
    ).fetchone()
    return "" if row is None else str(row[0])


def put_texts(connection: sqlite3.Connection, texts: Iterable[tuple[str, str, str]]) -> None:
    """Keep free texts as (id, salt, words)."""
    connection.executemany("INSERT OR IGNORE INTO written_text VALUES (?, ?, ?)", texts)


def erased_keys(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the keys that withdrawals name."""
    rows = connection.execute("SELECT body FROM event WHERE kind = 'withdrawn'")
    return frozenset(key for (body,) in rows for key in json.loads(body)["erased"])


def erase(connection: sqlite3.Connection, keys: Sequence[str]) -> int:
    """Delete documents and texts by key; returns how many rows went."""
    gone = 0
    for key in keys:
        gone += connection.execute("DELETE FROM document WHERE key = ?", (key,)).rowcount
        gone += connection.execute("DELETE FROM written_text WHERE id = ?", (key,)).rowcount
    return gone


def segment(connection: sqlite3.Connection, identity: str) -> SegmentState | None:
    """Return one segment by id."""
    row = connection.execute("SELECT * FROM segment WHERE id = ?", (identity,)).fetchone()
    return None if row is None else SegmentState(*row)


def segments_on(connection: sqlite3.Connection, key: Key) -> list[SegmentState]:
    """Return the segments of a layer that give one passage one code, in whatever state."""
    rows = connection.execute(
        "SELECT * FROM segment WHERE layer = ? AND document = ? AND start = ? AND end = ? AND code = ?", key
    )
    return [SegmentState(*row) for row in rows]


def rejections_named(connection: sqlite3.Connection, new: Iterable[Event]) -> dict[str, RejectionState]:
    """Return the rejections that events move to another place."""
    named = [event.said["segment"] for event in new if event.kind == "re_anchored"]
    rows = (
        connection.execute("SELECT * FROM rejection WHERE id = ?", (identity,)).fetchone()
        for identity in named
    )
    return {row[0]: RejectionState(*row) for row in rows if row is not None}


def all_segments(connection: sqlite3.Connection) -> list[SegmentState]:
    """Return every segment in whatever state."""
    return [SegmentState(*row) for row in connection.execute("SELECT * FROM segment ORDER BY id")]


def faults(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite itself finds wrong with the file."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    wrong = [] if found == ["ok"] else ["SQLite finds the file damaged."]
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        wrong.append("Rows refer to events that are not there.")
    return wrong


def segments(connection: sqlite3.Connection, states: Sequence[str]) -> list[SegmentState]:
    """Return segments in these states; of several on one passage, code and layer the newest."""
    rows = connection.execute(
        "SELECT * FROM segment WHERE state IN (SELECT value FROM json_each(?))"
        " ORDER BY document, start, end, code, layer, id",
        (json.dumps(states),),
    )
    found: list[SegmentState] = []
    for row in rows:
        one = SegmentState(*row)
        if found and _passage(found[-1]) == _passage(one):
            found[-1] = max(found[-1], one, key=lambda each: _when(connection, each.touched))
        else:
            found.append(one)
    return found


def _passage(one: SegmentState) -> tuple[str, int, int, str, str]:
    return one.document, one.start, one.end, one.code, one.layer


def _when(connection: sqlite3.Connection, event: str) -> tuple[int, str, str, int, str]:
    row = connection.execute(
        "SELECT clock, coder, device, sequence, id FROM event WHERE id = ?", (event,)
    ).fetchone()
    return int(row[0]), str(row[1]), str(row[2]), int(row[3]), str(row[4])


def rejections(connection: sqlite3.Connection) -> list[RejectionState]:
    """Return rejected suggestions by document and place."""
    rows = connection.execute("SELECT * FROM rejection ORDER BY document, start, end, code, layer, id")
    return [RejectionState(*row) for row in rows]


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


def clear_projection(connection: sqlite3.Connection) -> None:
    """Empty what is replayed from the log."""
    for statement in EMPTYING:
        connection.execute(statement)


def put_projection(connection: sqlite3.Connection, projection: Projection) -> None:
    """Write the state of a projection over what stands in the tables."""
    connection.executemany(
        "INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_segment_row, projection.segments.values()),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO rejection VALUES (?, ?, ?, ?, ?, ?, ?)",
        map(_rejection_row, projection.rejections.values()),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)", map(_memo_row, projection.memos.values())
    )
    connection.executemany("DELETE FROM memo WHERE id = ?", ((one,) for one in projection.replaced_memos))
    connection.executemany(
        "INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?)", map(_summary_row, projection.summaries.values())
    )
    connection.executemany(
        "INSERT OR REPLACE INTO layer_lock VALUES (?, ?, ?)",
        ((*key, event) for key, event in projection.locks.items()),
    )


def _segment_row(one: SegmentState) -> tuple[str | int, ...]:
    return (
        one.id, one.layer, one.document, one.start, one.end, one.code, one.valence, one.reported_change,
        one.origin, one.note, one.codebook, one.state, one.touched,
    )  # fmt: skip


def _rejection_row(one: RejectionState) -> tuple[str | int, ...]:
    return one.id, one.layer, one.document, one.start, one.end, one.code, one.note


def _memo_row(one: MemoState) -> tuple[str, ...]:
    return one.id, one.about, one.target, one.text


def _summary_row(one: SummaryState) -> tuple[str, ...]:
    return one.id, one.code, one.text, one.segments
