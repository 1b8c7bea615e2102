"""The log as people read it: who did what to which passage, and what was taken back.

Words of transcripts and notes are never repeated here, so that a log can be shown to anybody in the team.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from impl_eval.coding.drafts import IDENTIFIERS
from impl_eval.coding.events import CODING_KINDS, Event, undone_actions
from impl_eval.coding.moved_documents import moves_of, place_now, text_now
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore, Document

GONE = "a transcript that is no longer here"


@dataclass(frozen=True)
class HistoryLine:
    """One event of a `kind` of the log. `transcript_id` and `layer` are empty where it is about neither."""

    at: str
    coder: str
    action: str
    what: str
    is_undone: bool
    transcript_id: str = ""
    layer: str = ""
    segment: str = ""
    kind: str = ""

    @property
    def sentence(self) -> str:
        """The line as it is printed."""
        undone = "  (undone)" if self.is_undone else ""
        return f"{self.at}  {self.coder}  {self.what}{undone}  [{self.action}]"


def history(store: CodingStore) -> list[HistoryLine]:
    """Return the whole log in the canonical order, oldest first."""
    events = store.events()
    made: dict[str, _Made] = {one.id: one for one in store.all_segments()}
    made |= {one.id: one for one in store.rejections()}
    teller = _Teller(store, events, made.get)
    undone = undone_actions(events)
    return [teller.line(event, is_undone=event.action in undone) for event in events]


def action_lines(store: CodingStore, action: str) -> list[str]:
    """Return what an action did, event by event, as sentences."""
    events = store.action_events(action)
    teller = _Teller(store, store.withdrawals(), lambda one: store.segment(one) or store.rejection(one))
    for event in events:
        if event.kind == "undone":
            target = event.said["action"]
            teller.actions[target] = next(iter(action_lines(store, target)), "an action")
    return [teller.line(event, is_undone=False).what for event in events]


_Made = SegmentState | RejectionState


class _Teller:
    """Turns events into lines; keeps where segments were made, for later events about them."""

    def __init__(
        self, store: CodingStore, events: Iterable[Event], find: Callable[[str], "_Made | None"]
    ) -> None:
        erasing = (event.said.get("moved", {}) for event in events if event.kind == "withdrawn")
        self.moves = {key: move for moved in erasing for key, move in moves_of(moved).items()}
        documents = store.documents()
        old = {key: text_now(self.moves, key) for key in self.moves}
        self.documents: Mapping[str, Document] = documents | {
            key: documents[now] for key, now in old.items() if now in documents
        }
        self.find = find
        self.actions: dict[str, str] = {}
        self.store = store

    @cached_property
    def texts(self) -> Mapping[str, str]:
        return self.store.texts()

    def line(self, event: Event, *, is_undone: bool) -> HistoryLine:
        said = event.said
        about = event.id if event.kind in CODING_KINDS else str(said.get("segment", ""))
        made = self.find(about)
        document = said.get("document") or (made.document if made is not None else "")
        transcript_id = self.documents[document].transcript_id if document in self.documents else ""
        layer = str(said.get("layer") or (made.layer if made is not None else ""))
        what = self._what(event, said)
        self.actions.setdefault(event.action, what)
        head = (event.at, event.coder, event.action, what, is_undone)
        return HistoryLine(*head, transcript_id, layer, about, event.kind)

    def _what(self, event: Event, said: dict[str, Any]) -> str:
        if event.kind in CODING_KINDS:
            return self._coded(event.kind, said)
        return _SENTENCES[event.kind](self, said)

    def _place(self, said: Mapping[str, Any]) -> str:
        """Return a place as it is now: of a text that was written anew, in the new one."""
        place = place_now(self.moves, str(said["document"]), said["start"], said["end"])
        if place is None or place[0] not in self.documents:
            return GONE
        return f"{self.documents[place[0]].transcript_id}:{place[1]}-{place[2]}"

    def _segment(self, said: Mapping[str, Any]) -> str:
        made = self.find(str(said["segment"]))
        if made is None:
            return "a coding that is no longer there"
        place = self._place({"document": made.document, "start": made.start, "end": made.end})
        return f"{place} ({made.code} of {made.layer})"

    def _coded(self, kind: str, said: dict[str, Any]) -> str:
        details = f"{said['code']} ({said['valence']}, {said['change']})"
        if kind == "adjudicated":
            verb = "settled that" if said["decision"] == "keep" else "settled that not"
            return f"{verb} {self._place(said)} is {details}"
        verb = {
            "coded": "coded",
            "suggestion_accepted": "accepted the suggestion",
            "suggestion_adjusted": "accepted, after changing it, the suggestion",
        }[kind]
        taken = ", taken over from the study's files" if said.get("adopted") else ""
        return f"{verb} {self._place(said)}: {details} for {said['layer']}{taken}"

    def _recoded(self, said: dict[str, Any]) -> str:
        words = {"code": "code", "valence": "valence", "change": "reported change", "origin": "origin"}
        parts = [f"{label} {said[key]}" for key, label in words.items() if key in said]
        parts += ["place"] if "start" in said or "end" in said else []
        parts += ["note"] if "note" in said else []
        return f"changed {self._segment(said)}: {', '.join(parts) or 'nothing'}"

    def _rejected(self, said: dict[str, Any]) -> str:
        return f"turned down the suggestion {self._place(said)}: {said['code']} for {said['layer']}"

    def _memo(self, said: dict[str, Any]) -> str:
        if said["about"] == "transcript":
            document = self.documents.get(said.get("document", ""))
            target = document.transcript_id if document is not None else GONE
        elif said["about"] == "segment":
            target = self._segment({"segment": said.get("target", "")})
        else:
            target = str(said.get("target", ""))
        verb = "wrote" if "text" in said else "took back"
        return f"{verb} a memo on {said['about']} {target}".rstrip()

    def _summary(self, said: dict[str, Any]) -> str:
        """Name the case, which stands with the words: after a withdrawal nobody can tell."""
        try:
            content = json.loads(self.texts.get(said["text"]["id"], ""))
        except ValueError:  # erased, or of another program
            content = {}
        content = content if isinstance(content, dict) else {}
        case = content.get("case", "a case that is no longer here")
        verb = "took back the" if content.get("words") == "" else "wrote a"
        return f"{verb} summary of {case} on {said['code']}"

    def _locked(self, said: dict[str, Any]) -> str:
        found = [self.documents[key].transcript_id for key in said["documents"] if key in self.documents]
        return f"locked the layer of {said['layer']} in {', '.join(sorted(found)) or GONE}"

    def _moved(self, said: dict[str, Any]) -> str:
        if "why" in said:
            return f"moved a coding with its text, which was written anew: now {self._place(said)}"
        return f"found a coding again after a correction: now {self._place(said)}"

    def _erased(self, said: dict[str, Any]) -> str:
        if said.get("why") == IDENTIFIERS:
            return "recorded that identifiers were replaced; the texts as they were are erased"
        return "recorded that somebody withdrew; their words were erased"

    def _undone(self, said: dict[str, Any]) -> str:
        return f"took back: {self.actions.get(said['action'], 'an action')} [{said['action']}]"


_SENTENCES: Mapping[str, Callable[[_Teller, dict[str, Any]], str]] = {
    "recoded": _Teller._recoded,
    "removed": lambda teller, said: f"removed {teller._segment(said)}",
    "suggestion_rejected": _Teller._rejected,
    "memo_written": _Teller._memo,
    "summary_written": _Teller._summary,
    "codebook_changed": lambda teller, said: f"began to use codebook {said['codebook'][:12]}",
    "layer_locked": _Teller._locked,
    "withdrawn": _Teller._erased,
    "re_anchored": _Teller._moved,
    "orphaned": lambda teller, said: f"kept as an orphan after a correction: {teller._segment(said)}",
    "undone": _Teller._undone,
}
