"""Brings the tables up to date with the log: all of it, or only what some events touch.

What is touched: the segments that the events make or change, and those that share, or ever shared, a
passage with one of them in the same layer (a coder gives a passage a code once, so that they may take one
another away). Nothing else can come out otherwise; the replay of these alone is that of the whole log.
"""

# ruff: noqa: S608 - what is set into statements here are names of our own tables, columns and kinds.

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from impl_eval.coding import tables
from impl_eval.coding.events import CHANGING_KINDS, MAKING_KINDS, Event
from impl_eval.coding.projection import (
    Key,
    MemoState,
    Projection,
    SummaryState,
    passage_of,
    replay,
    without_erased,
)
from impl_eval.coding.schema import ABOUT, EMPTYING, IS_CHANGING, MAKES_NONE

Bodies = Mapping[str, Mapping[str, Any]]
_PLACE = "layer, document, start, end, code"
_MANY = 1000
"""From so many passages on, it pays to ask first which layers there are."""


def rebuild(connection: sqlite3.Connection) -> None:
    """Replay the whole log into the tables."""
    projection = replay(tables.events(connection))
    for statement in EMPTYING:
        connection.execute(statement)
    _put_decisions(connection, projection)
    _put_memos(connection, projection)
    _put_summaries(connection, projection)
    _put_locks(connection, projection)


def settle(
    connection: sqlite3.Connection, new: Sequence[Event], bodies: Bodies, flipped: Collection[str] = ()
) -> None:
    """Bring the tables up to date after events were put into the log.

    `bodies` holds bodies that are parsed already, by event; `flipped` are the actions on record that count
    now and did not before, or the other way round. A withdrawal, which is seldom, replays the whole log.
    """
    if any(event.kind == "withdrawn" for event in new):
        rebuild(connection)
        return
    settling = _Settling(connection, new, bodies, flipped)
    settling.decisions()
    settling.memos()
    settling.summaries()
    settling.locks()


class _Settling:
    """One update of the tables: what changed in the log, and what counts of it."""

    def __init__(
        self, connection: sqlite3.Connection, new: Sequence[Event], bodies: Bodies, flipped: Collection[str]
    ) -> None:
        self.connection, self.new, self.bodies = connection, new, bodies
        self.changed = [*new, *(tables.events_of(connection, flipped) if flipped else ())]
        self.undone = tables.undone(connection)
        self.withdrawals = tables.seldom_events(connection, "withdrawn")

    def said(self, event: Event) -> Mapping[str, Any]:
        body = self.bodies.get(event.id)
        return event.said if body is None else body

    def replayed(self, events: Iterable[Event]) -> Projection:
        projection = Projection()
        for event in self.withdrawals:
            projection.apply(event)
        for event in sorted(events, key=lambda one: one.order):
            if event.action not in self.undone:
                projection.apply(event, self.said(event))
        return projection

    def decisions(self) -> None:
        """Replay the segments and rejections that are touched."""
        reach = {one.id for one in self.changed if one.kind in MAKING_KINDS}
        reach |= {str(self.said(one)["segment"]) for one in self.changed if one.kind in CHANGING_KINDS}
        events = {one.id: one for one in self.changed if one.kind in MAKING_KINDS | CHANGING_KINDS}
        made_now = {one.id for one in self.new if one.kind in MAKING_KINDS}
        touched: set[str] = set()
        while reach:
            touched |= reach
            events |= {one.id: one for one in _events_about(self.connection, reach, events)}
            projection = self.replayed(events.values())
            reach = _neighbours(self.connection, projection, reach, made_now) - touched
        if touched:
            _name(self.connection, touched - made_now)
            for table, column in (("segment", "id"), ("rejection", "id"), ("earlier_place", "segment")):
                self.connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM temp.named)")
            _put_decisions(self.connection, without_erased(projection))

    def memos(self) -> None:
        """Replay memos that were written, taken back, or replaced by one of these."""
        changed = [one for one in self.changed if one.kind == "memo_written"]
        touched = {one.id for one in changed} | {str(self.said(one)["replaces"]) for one in changed} - {""}
        listed = (json.dumps(sorted(touched)),)
        if changed:
            events = self.connection.execute(
                "SELECT * FROM event WHERE id IN (SELECT value FROM json_each(:ids))"
                " AND kind = 'memo_written' UNION SELECT * FROM event"
                f" WHERE {MAKES_NONE} AND kind = 'memo_written'"
                f" AND {ABOUT} IN (SELECT value FROM json_each(:ids))",
                {"ids": listed[0]},
            )
            projection = without_erased(self.replayed(map(Event._make, events)))
            projection.memos = {key: one for key, one in projection.memos.items() if key in touched}
            self.connection.execute("DELETE FROM memo WHERE id IN (SELECT value FROM json_each(?))", listed)
            _put_memos(self.connection, projection)

    def summaries(self) -> None:
        """Keep the summaries that count."""
        changed = [one for one in self.changed if one.kind == "summary_written"]
        self.connection.executemany("DELETE FROM summary WHERE id = ?", ((one.id,) for one in changed))
        _put_summaries(self.connection, self.replayed(changed))

    def locks(self) -> None:
        """Replay all locks: there are few."""
        if any(one.kind == "layer_locked" for one in self.changed):
            self.connection.execute("DELETE FROM layer_lock")
            every = tables.seldom_events(self.connection, "layer_locked")
            _put_locks(self.connection, without_erased(self.replayed(every)))


def _name(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Let queries know a set of ids. The column has no type: else the index on bodies is not used."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS named (id PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.named")
    connection.executemany("INSERT INTO temp.named VALUES (?)", ((one,) for one in sorted(ids)))


def _events_about(
    connection: sqlite3.Connection, ids: Collection[str], known: Mapping[str, Event]
) -> list[Event]:
    """Return the events that make or change these segments and rejections, but those that are known."""
    wanted = [one for one in ids if one not in known]
    if (
        connection.execute(f"SELECT 1 FROM event WHERE {MAKES_NONE} AND {IS_CHANGING} LIMIT 1").fetchone()
        is not None
    ):
        _name(connection, ids)
        changing = connection.execute(
            "SELECT event.id FROM temp.named CROSS JOIN event"
            f" ON {ABOUT} = named.id WHERE {MAKES_NONE} AND {IS_CHANGING}"
        )
        wanted += [one for (one,) in changing if one not in known]
    found = (tables.event(connection, one) for one in wanted)
    return [one for one in found if one is not None]


def _neighbours(
    connection: sqlite3.Connection, projection: Projection, ids: Collection[str], made_now: Collection[str]
) -> set[str]:
    """Return the segments that share a passage with one of these, now, before, or as it comes out.

    Those made now are in no table yet.
    """
    places = {passage_of(projection.segments[one]) for one in ids if one in projection.segments}
    places |= {place for one in ids for place in projection.earlier.get(one, ())}
    if len(places) > _MANY:
        layers = connection.execute("SELECT layer FROM segment UNION SELECT layer FROM earlier_place")
        coded = {layer for (layer,) in layers}
        places = {place for place in places if place[0] in coded}
    _name(connection, (one for one in ids if one not in made_now))
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS place ({_PLACE})")
    connection.execute("DELETE FROM temp.place")
    connection.executemany("INSERT INTO temp.place VALUES (?, ?, ?, ?, ?)", places)
    for table, column in (("segment", "id"), ("earlier_place", "segment")):
        connection.execute(
            f"INSERT INTO temp.place SELECT {_PLACE} FROM {table}"
            f" WHERE {column} IN (SELECT id FROM temp.named)"
        )
    found: set[str] = set()
    for query in (
        f"SELECT id FROM temp.place CROSS JOIN segment INDEXED BY segment_place USING ({_PLACE})",
        f"SELECT segment FROM temp.place CROSS JOIN earlier_place USING ({_PLACE})",
    ):
        found.update(identity for (identity,) in connection.execute(query))
    return found


def _put_decisions(connection: sqlite3.Connection, projection: Projection) -> None:
    connection.executemany(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", projection.segments.values()
    )
    connection.executemany(
        "INSERT INTO rejection VALUES (?, ?, ?, ?, ?, ?, ?)", projection.rejections.values()
    )
    connection.executemany(
        "INSERT INTO earlier_place VALUES (?, ?, ?, ?, ?, ?)",
        ((one, *place) for one, places in projection.earlier.items() for place in places),
    )


def _put_memos(connection: sqlite3.Connection, projection: Projection) -> None:
    connection.executemany("INSERT INTO memo VALUES (?, ?, ?, ?)", projection.memos.values())


def _put_summaries(connection: sqlite3.Connection, projection: Projection) -> None:
    connection.executemany("INSERT INTO summary VALUES (?, ?, ?, ?)", projection.summaries.values())


def _put_locks(connection: sqlite3.Connection, projection: Projection) -> None:
    connection.executemany(
        "INSERT INTO layer_lock VALUES (?, ?, ?)", ((*key, event) for key, event in projection.locks.items())
    )


def read_projection(connection: sqlite3.Connection) -> Projection:
    """Return what stands in the tables, as a replay would return it."""
    earlier: dict[str, set[Key]] = {}
    for identity, *place in connection.execute(f"SELECT segment, {_PLACE} FROM earlier_place"):
        earlier.setdefault(identity, set()).add((place[0], place[1], place[2], place[3], place[4]))
    memos = map(MemoState._make, connection.execute("SELECT * FROM memo"))
    summaries = map(SummaryState._make, connection.execute("SELECT * FROM summary"))
    locks = connection.execute("SELECT layer, document, event FROM layer_lock")
    return Projection(
        segments={one.id: one for one in tables.all_segments(connection)},
        earlier=earlier,
        rejections={one.id: one for one in tables.rejections(connection)},
        memos={one.id: one for one in memos},
        summaries={one.id: one for one in summaries},
        locks={(layer, document): event for layer, document, event in locks},
    )
