"""What the log amounts to: segments, rejections, memos, summaries and locks, replayed event by event.

Pure: the same events in the canonical order give the same state, whatever machine they came from. An
event about a segment that is not there (its making was undone) has no effect and stays in the log.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from impl_eval.coding.events import CODING_KINDS, Event, undone_actions
from impl_eval.coding.moved_documents import Move, moves_of, place_now, text_now


class SegmentState(NamedTuple):
    """A segment as the log leaves it. `note` is the id of a text, or empty."""

    id: str
    layer: str
    document: str
    start: int
    end: int
    code: str
    valence: str
    reported_change: str
    origin: str
    note: str
    codebook: str
    state: str
    touched: str


class RejectionState(NamedTuple):
    """A suggestion that was turned down."""

    id: str
    layer: str
    document: str
    start: int
    end: int
    code: str
    note: str


class MemoState(NamedTuple):
    """A memo about a project, transcript (then `target` is a document), code or segment."""

    id: str
    about: str
    target: str
    text: str


class SummaryState(NamedTuple):
    """A cell of the framework matrix: `text` refers to what was written, `segments` is JSON."""

    id: str
    code: str
    text: str
    segments: str


Key = tuple[str, str, int, int, str]
Placed = TypeVar("Placed", SegmentState, RejectionState)


def passage_of(one: SegmentState) -> Key:
    """Return layer, document, start, end and code: a coder gives a passage a code once."""
    return one.layer, one.document, one.start, one.end, one.code


@dataclass
class Projection:
    """The state while events are applied.

    `earlier` are the passages that a segment stood on before it moved. Two machines may have made the
    same segment, each for itself; what one of them does to it later is meant for both.
    """

    segments: dict[str, SegmentState] = field(default_factory=dict)
    earlier: dict[str, set[Key]] = field(default_factory=dict)
    rejections: dict[str, RejectionState] = field(default_factory=dict)
    memos: dict[str, MemoState] = field(default_factory=dict)
    replaced_memos: set[str] = field(default_factory=set)
    summaries: dict[str, SummaryState] = field(default_factory=dict)
    locks: dict[tuple[str, str], str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    moves: dict[str, Move] = field(default_factory=dict)
    by_passage: dict[Key, tuple[str, ...]] = field(default_factory=dict)

    def apply(self, event: Event, said: Mapping[str, Any] | None = None) -> None:
        """Take one event into account; `said` is its body where it is parsed already."""
        body = event.said if said is None else said
        if event.kind in CODING_KINDS:
            self._code(event, body)
        else:
            _HANDLERS[event.kind](self, event, body)

    def is_same_as(self, other: "Projection") -> bool:
        """Tell whether two projections amount to the same, whatever led to them."""

        def amounts(one: Projection) -> tuple[object, ...]:
            return one.segments, one.earlier, one.rejections, one.memos, one.summaries, one.locks

        return amounts(self) == amounts(other)

    def _segment(self, said: Mapping[str, Any]) -> SegmentState | None:
        return self.segments.get(said["segment"])

    def _put(self, segment: SegmentState) -> None:
        before, passage = self.segments.get(segment.id), passage_of(segment)
        self.segments[segment.id] = segment
        if before is not None:
            was = passage_of(before)
            if was == passage:
                return
            self.earlier.setdefault(segment.id, set()).add(was)
            self.by_passage[was] = tuple(one for one in self.by_passage[was] if one != segment.id)
        self.by_passage[passage] = (*self.by_passage.get(passage, ()), segment.id)

    def _change(self, segment: SegmentState, event: Event, **changes: Any) -> None:
        """Change a segment, and take away its twins on the same passage."""
        for identity in self.by_passage[passage_of(segment)]:
            twin = self.segments[identity]
            if identity != segment.id and twin.state == "live":
                self._put(twin._replace(state="removed", touched=event.id))
        self._put(segment._replace(touched=event.id, **changes))

    def _code(self, event: Event, said: Mapping[str, Any]) -> None:
        self._put(
            SegmentState(
                event.id,
                said["layer"],
                said["document"],
                said["start"],
                said["end"],
                said["code"],
                said["valence"],
                said["change"],
                said["origin"],
                _text_id(said.get("note")),
                said["codebook"],
                "dropped" if said.get("decision") == "drop" else "live",
                event.id,
            )
        )

    def _recode(self, event: Event, said: Mapping[str, Any]) -> None:
        segment = self._segment(said)
        if segment is None:
            return
        self._change(
            segment,
            event,
            document=said.get("document", segment.document),
            start=said.get("start", segment.start),
            end=said.get("end", segment.end),
            code=said.get("code", segment.code),
            valence=said.get("valence", segment.valence),
            reported_change=said.get("change", segment.reported_change),
            note=_text_id(said["note"]) if "note" in said else segment.note,
            codebook=said["codebook"],
        )

    def _remove(self, event: Event, said: Mapping[str, Any]) -> None:
        segment = self._segment(said)
        if segment is not None:
            self._change(segment, event, state="removed")

    def _re_anchor(self, event: Event, said: Mapping[str, Any]) -> None:
        segment = self._segment(said)
        if segment is not None:
            state = "live" if segment.state == "orphaned" else segment.state
            place = {"document": said["document"], "start": said["start"], "end": said["end"]}
            self._change(segment, event, state=state, **place)
        rejection = self.rejections.get(str(said["segment"]))
        if rejection is not None:
            self.rejections[rejection.id] = rejection._replace(
                document=said["document"], start=said["start"], end=said["end"]
            )

    def _orphan(self, event: Event, said: Mapping[str, Any]) -> None:
        segment = self._segment(said)
        if segment is not None and segment.state == "live":
            self._change(segment, event, state="orphaned")

    def _reject(self, event: Event, said: Mapping[str, Any]) -> None:
        self.rejections[event.id] = RejectionState(
            event.id,
            said["layer"],
            said["document"],
            said["start"],
            said["end"],
            said["code"],
            _text_id(said.get("note")),
        )

    def _write_memo(self, event: Event, said: Mapping[str, Any]) -> None:
        if said["replaces"]:
            self.replaced_memos.add(said["replaces"])
        if "text" in said:
            target = said.get("document", said.get("target", ""))
            self.memos[event.id] = MemoState(event.id, said["about"], target, _text_id(said["text"]))

    def _summarise(self, event: Event, said: Mapping[str, Any]) -> None:
        segments = json.dumps(said["segments"])
        self.summaries[event.id] = SummaryState(event.id, said["code"], _text_id(said["text"]), segments)

    def _lock(self, event: Event, said: Mapping[str, Any]) -> None:
        for document in said["documents"]:
            self.locks[said["layer"], document] = event.id

    def _withdraw(self, event: Event, said: Mapping[str, Any]) -> None:
        self.erased.update(said["erased"])
        self.moves |= moves_of(said.get("moved", {}))

    def _nothing(self, event: Event, said: Mapping[str, Any]) -> None:
        """Some events change no projection: they are history."""


_HANDLERS: dict[str, Callable[[Projection, Event, Mapping[str, Any]], None]] = {
    "recoded": Projection._recode,
    "removed": Projection._remove,
    "suggestion_rejected": Projection._reject,
    "memo_written": Projection._write_memo,
    "summary_written": Projection._summarise,
    "codebook_changed": Projection._nothing,
    "layer_locked": Projection._lock,
    "withdrawn": Projection._withdraw,
    "re_anchored": Projection._re_anchor,
    "orphaned": Projection._orphan,
    "undone": Projection._nothing,
}


def _text_id(reference: Any) -> str:
    return str(reference["id"]) if reference else ""


def replay(events: Iterable[Event]) -> Projection:
    """Return the state that events amount to, in their canonical order and without what was undone.

    A withdrawal counts wherever it stands: nothing of what it names comes back by an older copy.
    """
    ordered = sorted(events, key=lambda event: event.order)
    undone = undone_actions(ordered)
    projection = Projection()
    for event in ordered:
        if event.action not in undone or event.kind == "withdrawn":
            projection.apply(event)
    return without_erased(projection)


def without_erased(projection: Projection) -> Projection:
    """Take away what stands on an erased document, and memos that a later one replaces."""
    _follow_moves(projection)
    erased = projection.erased
    for state in [one for one in projection.segments.values() if one.document in erased]:
        del projection.segments[state.id]
        projection.earlier.setdefault(state.id, set()).add(passage_of(state))
    for identity in [one for one, state in projection.rejections.items() if state.document in erased]:
        del projection.rejections[identity]
    for identity in [one for one, memo in projection.memos.items() if memo.target in erased]:
        del projection.memos[identity]
    for identity in projection.replaced_memos:
        projection.memos.pop(identity, None)
    for key in [key for key in projection.locks if key[1] in erased]:
        del projection.locks[key]
    return projection


def _follow_moves(projection: Projection) -> None:
    """Move what stands on a text that was written anew, as codings that arrive later do, to the new one."""
    moves = projection.moves
    for state in [one for one in projection.segments.values() if one.document in moves]:
        place = place_now(moves, state.document, state.start, state.end)
        if place is not None:
            projection.earlier.setdefault(state.id, set()).add(passage_of(state))
            projection.segments[state.id] = _placed(state, place)
    for turned_down in [one for one in projection.rejections.values() if one.document in moves]:
        place = place_now(moves, turned_down.document, turned_down.start, turned_down.end)
        if place is not None:
            projection.rejections[turned_down.id] = _placed(turned_down, place)
    for identity, memo in list(projection.memos.items()):
        if memo.about == "transcript" and memo.target in moves:
            projection.memos[identity] = memo._replace(target=text_now(moves, memo.target))
    for layer, document in [key for key in projection.locks if key[1] in moves]:
        event = projection.locks.pop((layer, document))
        projection.locks.setdefault((layer, text_now(moves, document)), event)


def _placed(state: Placed, place: tuple[str, int, int]) -> Placed:
    return state._replace(document=place[0], start=place[1], end=place[2])
