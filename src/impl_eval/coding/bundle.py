"""A coder's part of the log as sorted JSON lines: to send, to keep, to merge.

One line for each event in the order of its chain, then the texts it refers to, the versions of the
codebook, and which version of which transcript the keys stand for. Words of transcripts are not in it.
The same log gives the same bytes.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from impl_eval.coding.bulk import without_collecting
from impl_eval.coding.events import KINDS, Event, canonical_json, chains_of
from impl_eval.coding.facts import holds, well_formed
from impl_eval.coding.store import CodingStore
from impl_eval.coding.texts import references_in, text_digest
from impl_eval.errors import Problem, StudyProblems

FORMAT = "impl-eval/coding/1"
CHANGED = "Somebody or something changed this line after it was written: ask for a fresh export."
_BODY, _AFTER_BODY = ',"body":', ',"clock":'
"""What stands before and after the body in the line of an event."""
_EVENT_FIELDS: Mapping[str, type] = {
    "id": str, "coder": str, "device": str, "sequence": int, "clock": int, "at": str, "action": str,
    "kind": str, "previous": str,
}  # fmt: skip
_FIELD_TYPES = tuple(_EVENT_FIELDS.values())


@dataclass(frozen=True)
class Bundle:
    """What a file of JSON lines holds.

    `documents` maps keys to transcript ids; `bodies` are those of the events, parsed.
    """

    events: tuple[Event, ...]
    texts: tuple[tuple[str, str, str], ...]
    codebooks: tuple[tuple[str, str], ...]
    documents: Mapping[str, str]
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def bundle_of(store: CodingStore, coder: str) -> Bundle:
    """Return the chains of one coder with everything they refer to."""
    events = store.events(coder)
    said = [event.said for event in events]
    wanted_texts = {one["id"] for body in said for one in references_in(body).values()}
    wanted_documents = {str(one["document"]) for one in said if "document" in one}
    wanted_documents |= {str(key) for one in said for key in one.get("documents", ())}
    codebooks = sorted({str(one["codebook"]) for one in said if one.get("codebook")})
    contents = [(digest, store.codebook(digest)) for digest in codebooks]
    documents = {key: one.transcript_id for key, one in store.documents().items() if key in wanted_documents}
    return Bundle(
        tuple(event for chain in chains_of(events).values() for event in chain),
        tuple(one for one in store.salted_texts() if one[0] in wanted_texts),
        tuple((digest, content) for digest, content in contents if content is not None),
        dict(sorted(documents.items())),
    )


def bundle_bytes(bundle: Bundle) -> bytes:
    """Return a bundle as UTF-8 JSON lines."""
    lines: list[dict[str, Any]] = []
    lines += [{"text": {"id": key, "salt": salt, "words": words}} for key, salt, words in bundle.texts]
    lines += [{"codebook": {"hash": key, "content": content}} for key, content in bundle.codebooks]
    lines += [{"transcript": {"document": key, "id": name}} for key, name in sorted(bundle.documents.items())]
    written = [canonical_json({"format": FORMAT}), *map(_event_line, bundle.events)]
    written += map(canonical_json, lines)
    return "".join(f"{line}\n" for line in written).encode()


def _event_line(event: Event) -> str:
    """Return an event as canonical JSON. Its body is that already: it is set in as it stands."""
    before = canonical_json({"action": event.action, "at": event.at})
    names = ("clock", "coder", "device", "id", "kind", "previous", "sequence")
    after = canonical_json({name: getattr(event, name) for name in names})
    return f'{{"event":{before[:-1]}{_BODY}{event.body},{after[1:]}}}'


def parse_bundle(
    content: bytes, name: str, known: Callable[[str], Event | None] = lambda identity: None
) -> Bundle:
    """Read JSON lines and check every event, chain and text.

    `known` looks up events that chains of the file may build on. Raises StudyProblems that name the first
    bad line of each sort; nothing of a file at fault is taken.
    """
    reading = _Reading(name)
    with without_collecting():
        for number, line in _lines(content, name):
            reading.take(number, line)
        reading.check_chains(known)
        reading.check_texts()
    if reading.problems:
        raise StudyProblems(reading.problems[:20])
    return reading.bundle()


def _lines(content: bytes, name: str) -> list[tuple[int, Any]]:
    remedy = "Give a file that 'impl-eval coding export' wrote."
    allowed = "coding exported by impl-eval (.jsonl)"
    try:
        text = content.decode("utf-8-sig")
        first, *rest = [line for line in text.split("\n") if line.strip()]
        head = json.loads(first)
    except (ValueError, RecursionError):
        raise StudyProblems([Problem(name, 1, "", "no exported coding", allowed, remedy)]) from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        made = head.get("format") if isinstance(head, dict) else None
        newer = isinstance(made, str) and made.startswith("impl-eval/coding/")
        found = f'the format "{made[:40]}"' if newer and isinstance(made, str) else "no exported coding"
        remedy = "It was made by a newer impl-eval: use that one." if newer else remedy
        raise StudyProblems([Problem(name, 1, "", found, FORMAT, remedy)])
    parsed: list[tuple[int, Any]] = []
    may_be_half = "\\ud" in text.lower()
    for number, line in enumerate(rest, start=2):
        try:
            value = _parsed_line(line)
            if may_be_half and "\\ud" in line.lower():
                json.dumps(value, ensure_ascii=False).encode()  # half a character is no text
            parsed.append((number, value))
        except (ValueError, RecursionError):
            found = "a line that is cut short or damaged"
            raise StudyProblems([Problem(name, number, "", found, "", "Export it again.")]) from None
    return parsed


def _parsed_line(line: str) -> Any:
    """Parse a line; the body of an event is kept as it is written too, since its hash is on record."""
    start, end = line.find(_BODY), line.rfind(_AFTER_BODY)
    if not line.startswith('{"event":{"action":') or not 0 < start < end:
        return json.loads(line)
    value = json.loads(line[:start] + line[end:])
    body = line[start + len(_BODY) : end]
    return {"event": {**value["event"], "body": json.loads(body), "written": body}}


class _Reading:
    """The lines of one file as they are taken, and what is wrong with them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.events: list[tuple[int, Event]] = []
        self.bodies: dict[str, Mapping[str, Any]] = {}
        self.texts: dict[str, tuple[int, str, str]] = {}
        self.codebooks: dict[str, str] = {}
        self.documents: dict[str, str] = {}

    def fault(self, line: int, where: str, found: str, remedy: str = "Export it again.") -> None:
        self.problems.append(Problem(self.name, line, where, found, "", remedy))

    def take(self, number: int, line: Any) -> None:
        sorts: dict[str, Any] = line if isinstance(line, dict) and len(line) == 1 else {"": None}
        kind, value = next(iter(sorts.items()))
        if kind == "event" and isinstance(value, dict):
            self._take_event(number, value)
        elif kind == "text" and holds(value, "id", "salt", "words"):
            self.texts[value["id"]] = (number, value["salt"], value["words"])
        elif kind == "codebook" and holds(value, "hash", "content"):
            self.codebooks[value["hash"]] = value["content"]
        elif kind == "transcript" and holds(value, "document", "id"):
            self.documents[value["document"]] = value["id"]
        else:
            self.fault(number, "", "a line of an unknown sort")

    def _take_event(self, number: int, value: dict[str, Any]) -> None:
        head = tuple(map(value.get, _EVENT_FIELDS))
        sound = tuple(map(type, head)) == _FIELD_TYPES
        if not sound or not isinstance(value.get("body"), dict) or value["kind"] not in KINDS:
            self.fault(number, "event", "an event that lacks a part, or of an unknown kind")
            return
        body = value.get("written") or canonical_json(value["body"])
        event = Event._make((*head[:-1], body, head[-1]))  # all but "previous" stand before the body
        is_intact = event.is_intact()
        if not is_intact:  # written with spaces, or in another order
            event = event._replace(body=canonical_json(value["body"]))
            is_intact = event.is_intact()
        where = f"event {event.sequence} of {event.coder}"
        if not is_intact:
            self.fault(number, where, "an event that does not have this id", CHANGED)
        elif not well_formed(event.kind, value["body"]):
            self.fault(number, where, "an event without the facts of its kind")
        self.events.append((number, event))
        self.bodies[event.id] = value["body"]

    def check_chains(self, known: Callable[[str], Event | None]) -> None:
        """Each event follows the one that it names."""
        here = {event.id: event for _, event in self.events}
        for number, event in self.events:
            before = here.get(event.previous)
            if before is None and event.previous:
                before = known(event.previous)
            follows = event.sequence == 1 and not event.previous
            if before is not None:
                same_chain = (before.coder, before.device) == (event.coder, event.device)
                follows = same_chain and before.sequence + 1 == event.sequence and before.clock < event.clock
            if not follows:
                where = f"event {event.sequence} of {event.coder}"
                remedy = "An event before it was taken out or changed: ask for a fresh export."
                self.fault(number, where, "an event that does not follow the one it names", remedy)
                return

    def check_texts(self) -> None:
        """Words are those that the log refers to."""
        said = self.bodies.values()
        digests = {one["id"]: one["digest"] for body in said for one in references_in(body).values()}
        for identity, (number, salt, words) in self.texts.items():
            if identity not in digests:
                self.fault(number, "text", "words that no event refers to")
            elif digests[identity] != text_digest(salt, words):
                self.fault(number, "text", "other words than those on record", CHANGED)

    def bundle(self) -> Bundle:
        return Bundle(
            tuple(event for _, event in self.events),
            tuple((key, salt, words) for key, (_, salt, words) in sorted(self.texts.items())),
            tuple(sorted(self.codebooks.items())),
            self.documents,
            self.bodies,
        )
