"""An event of the coding log: who decided what, when, and after which event of the same chain.

Each coder has one chain for each store that they worked in. An event's id is the hash of all that it
says, and it names the event before it: what was written cannot be changed without being noticed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, get_args

Kind = Literal[
    "coded",
    "recoded",
    "removed",
    "suggestion_accepted",
    "suggestion_adjusted",
    "suggestion_rejected",
    "memo_written",
    "summary_written",
    "codebook_changed",
    "layer_locked",
    "adjudicated",
    "withdrawn",
    "re_anchored",
    "orphaned",
    "undone",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
CODING_KINDS: frozenset[str] = frozenset(
    {"coded", "suggestion_accepted", "suggestion_adjusted", "adjudicated"}
)
"""Kinds that make a segment, which then has the id of the event."""
MAKING_KINDS: frozenset[str] = CODING_KINDS | {"suggestion_rejected"}
"""Kinds that make a segment or a rejection."""
CHANGING_KINDS: frozenset[str] = frozenset({"recoded", "removed", "re_anchored", "orphaned"})
"""Kinds that change a segment, or move a rejection: their body names it."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class Event(NamedTuple):
    """One line of the log. Free text and speech stand outside: the body refers to them.

    `sequence` counts from 1 within the chain of a coder and store (`device`); `clock` is larger than that
    of every event known when this one was made, so that (clock, coder, device, sequence, id) is an order
    in which what came first stands first, whatever the time of day says. Events of one command share
    an `action`, and are undone together. `body` is canonical JSON.
    """

    id: str
    coder: str
    device: str
    sequence: int
    clock: int
    at: str
    action: str
    kind: str
    body: str
    previous: str

    @property
    def order(self) -> tuple[int, str, str, int, str]:
        """Place in the canonical order."""
        return (self.clock, self.coder, self.device, self.sequence, self.id)

    @property
    def said(self) -> dict[str, Any]:
        """The body, parsed."""
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed

    def is_intact(self) -> bool:
        """Tell whether the id is the hash of what the event says."""
        return self.id == event_id(
            (self.coder, self.device, self.sequence, self.clock, self.at, self.action, self.kind),
            self.body,
            self.previous,
        )


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and without spaces: equal values give equal text."""
    return _ENCODE(value)


def event_id(head: tuple[str, str, int, int, str, str, str], body: str, previous: str) -> str:
    """Return the SHA-256 of an event; `head` is coder, device, sequence, clock, at, action and kind."""
    said = "\x1f".join((*map(str, head), body, previous))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def next_event(
    previous: Event | None, *, coder: str, device: str, clock: int, at: str, action: str, kind: str, body: str
) -> Event:
    """Return the event that follows another in its chain, or the first of a chain."""
    sequence = previous.sequence + 1 if previous is not None else 1
    before = previous.id if previous is not None else ""
    identity = event_id((coder, device, sequence, clock, at, action, kind), body, before)
    return Event(identity, coder, device, sequence, clock, at, action, kind, body, before)


def actions_undone(undoings: Iterable[Event], owner_of: Callable[[str], str | None]) -> frozenset[str]:
    """Return the actions that do not count: undone, and the undoing not undone itself.

    Only a coder's own undoing takes back what the coder did: `owner_of` tells whose an action is, None
    where it is not on record. `undoings` are all events of the kind undone.
    """
    undone: set[str] = set()
    for event in sorted(undoings, key=lambda one: one.order, reverse=True):
        if event.action not in undone:
            action = str(event.said.get("action", ""))
            if owner_of(action) == event.coder:
                undone.add(action)
    return frozenset(undone)


def undone_actions(events: Iterable[Event]) -> frozenset[str]:
    """Return the actions that do not count in a whole log, which stands in the canonical order."""
    kept = list(events)
    undoings = [event for event in kept if event.kind == "undone"]
    owners: dict[str, str] = {}
    if undoings:
        for event in kept:
            owners.setdefault(event.action, event.coder)
    return actions_undone(undoings, owners.get)


def document_key(transcript_id: str, text: str) -> str:
    """Return the key of one version of a transcript: the same on every machine, and no words of it."""
    return hashlib.sha256(f"{transcript_id}\x00{text}".encode()).hexdigest()[:32]


def chains_of(events: Iterable[Event]) -> Mapping[tuple[str, str], list[Event]]:
    """Return events by chain, in order of sequence."""
    chains: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(events, key=lambda one: (one.coder, one.device, one.sequence, one.id)):
        chains.setdefault((event.coder, event.device), []).append(event)
    return chains
