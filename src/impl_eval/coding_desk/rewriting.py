"""Texts of a study are written anew, and every layer of its coding store follows, blind ones unseen.

One transaction moves codings, rejections, locks and memos to the new texts and erases the old ones, here
and in every backup. It is recorded as what it was: identifiers were replaced, or somebody withdrew.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from impl_eval.coding.backups import backups_of
from impl_eval.coding.drafts import Draft, orphaned, re_anchored, recoded, removed
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.events import document_key
from impl_eval.coding.moved_documents import Move, moves_of
from impl_eval.coding.projection import RejectionState, SegmentState
from impl_eval.coding.store import CodingStore
from impl_eval.coding.texts import said_texts
from impl_eval.coding_desk.desk import STORE_FILE, store_path

WITHDRAWAL = "withdrawal"
"""Who puts a withdrawal on record: no coder decided it."""
_State = SegmentState | RejectionState


@dataclass(frozen=True)
class Rewriting:
    """What changes in a store. `why` is who records it, too: no coder decided it.

    `texts` are new texts by transcript id and `gone` transcripts without one; `earlier` are earlier
    versions written anew, as (transcript id, text); `moves` say by the key of the old text how places
    move. `dropped` are passages (transcript id, start, end) whose codings go, `participant` a case whose
    summaries go. `notes` are notes of codings as they will be, by how they are; `about` are the ids of
    texts, and hashes of versions of the codebook, that speak of the participant.
    """

    why: str
    at: str
    texts: Mapping[str, str] = field(default_factory=dict)
    gone: Sequence[str] = ()
    earlier: Sequence[tuple[str, str]] = ()
    moves: Mapping[str, Move] = field(default_factory=dict)
    dropped: Sequence[tuple[str, int, int]] = ()
    participant: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    about: Sequence[str] = ()

    def facts(self) -> dict[str, Any]:
        """Return it as a journal holds it."""
        moves = {key: move.facts() for key, move in self.moves.items()}
        return {
            "why": self.why, "at": self.at, "texts": dict(self.texts), "gone": list(self.gone),
            "earlier": [list(one) for one in self.earlier], "moves": moves,
            "dropped": [list(one) for one in self.dropped], "participant": self.participant,
            "notes": dict(self.notes), "about": list(self.about),
        }  # fmt: skip

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> "Rewriting":
        """Return it as it was put into a journal."""
        earlier = [(str(name), str(text)) for name, text in facts["earlier"]]
        dropped = [(str(name), int(start), int(end)) for name, start, end in facts["dropped"]]
        plain = {key: facts[key] for key in ("why", "at", "texts", "gone", "participant", "notes", "about")}
        return cls(**plain, earlier=earlier, moves=moves_of(facts["moves"]), dropped=dropped)


def rewrite_store(root: Path, rewriting: Rewriting) -> None:
    """Carry it out in the store of a study and in its backups; what is done already is left as it is."""
    for path in (store_path(root), *backups_of(store_path(root))):
        name = STORE_FILE if path == store_path(root) else f"coding/backups/{path.name}"
        with CodingStore(path, name) as store:
            _rewrite(store, rewriting)


def _rewrite(store: CodingStore, rewriting: Rewriting) -> None:
    names = {*rewriting.texts, *rewriting.gone}
    versions = [(document_key(*one), *one, True) for one in sorted(rewriting.texts.items())]
    versions += [(document_key(*one), *one, False) for one in rewriting.earlier]
    new = {key for key, *_ in versions}
    old = {
        key: one.transcript_id
        for key, one in store.documents().items()
        if one.transcript_id in names and key not in new
    }
    moves = {key: move for key, move in rewriting.moves.items() if key in old}
    moves |= _without_places(store, rewriting, old.keys() - moves.keys())
    drafts, theirs = _moved(store, old, moves, rewriting)
    withdraws = rewriting.why == WITHDRAWAL
    texts = _texts_about(store, theirs, old.keys() - moves.keys(), rewriting) if withdraws else set()
    kept = store.texts()
    if doomed := old.keys() | {one for one in texts if one in kept or store.codebook(one) is not None}:
        wanted = [one for one in versions if one[1] in old.values()]
        store.erase(rewriting.why, Erasing(doomed, rewriting.why, drafts, wanted, moves), rewriting.at)
    else:
        store.clean()


def _without_places(store: CodingStore, rewriting: Rewriting, keys: Iterable[str]) -> dict[str, Move]:
    """Return moves of versions whose places nobody knows: memos and locks follow, codings do not."""
    documents = store.documents()
    return {
        key: Move(
            document_key(name, rewriting.texts[name]), ((0, len(documents[key].text), 0),), takes_words=True
        )
        for key in keys
        if (name := documents[key].transcript_id) in rewriting.texts
    }


def _moved(
    store: CodingStore, old: Mapping[str, str], moves: Mapping[str, Move], rewriting: Rewriting
) -> tuple[list[Draft], set[str]]:
    """Return what moves every coding of an old text, and the ids of those that go.

    What counts comes first: a later one on the same passage must not take it for its twin.
    """
    live = {one.id: one for one in store.segments()}
    others = [one for one in store.all_segments() if one.id not in live]
    drafts: list[Draft] = []
    gone: set[str] = set()
    texts = store.texts()
    dropped = set(rewriting.dropped)
    standing: list[_State] = [*live.values(), *others, *store.rejections()]
    for one in standing:
        if one.document not in old:
            continue
        move = moves.get(one.document)
        drop = (old[one.document], one.start, one.end) in dropped
        if move is not None and one.document in rewriting.moves:
            move = replace(move, takes_words=False)  # what goes is known one by one
        place = None if move is None else move.place(one.start, one.end)
        if move is None or place is None or drop:
            gone.add(one.id)
            drafts += [removed(one.id)] if drop and isinstance(one, SegmentState) else []
            continue
        drafts.append(re_anchored(one.id, move.document, *place, why=rewriting.why))
        if isinstance(one, SegmentState) and one.state == "orphaned":
            drafts.append(orphaned(one.id, move.document))
        note = rewriting.notes.get(texts.get(one.note, ""))
        if note is not None and isinstance(one, SegmentState) and one.state == "live":
            drafts.append(recoded(one.id, codebook=one.codebook, note=note))
    return drafts, gone


def _texts_about(store: CodingStore, theirs: set[str], documents: set[str], rewriting: Rewriting) -> set[str]:
    """Return the ids of notes, memos and summaries that are about words, or a case, of one person."""
    kept = store.texts()
    found = set(rewriting.about)
    for event in store.events():
        said = event.said
        about = {event.id, str(said.get("segment", "")), str(said.get("target", ""))}
        about |= set(map(str, said.get("segments", ())))
        references = [one["id"] for one in said_texts(event).values()]
        on_document = event.kind == "memo_written" and said.get("document") in documents
        is_theirs = event.kind == "summary_written" and any(
            _is_summary_of_theirs(kept.get(one, ""), rewriting) for one in references
        )
        if about & theirs or on_document or is_theirs:
            found |= set(references)
    return found


def _is_summary_of_theirs(content: str, rewriting: Rewriting) -> bool:
    """Tell whether a summary is of the person, or of a group and looked at a passage of theirs."""
    try:
        said = json.loads(content)
        places = f"{said['rests_on']} {said['seen']}"
        case, kind = said["case"], said["kind"]
    except (ValueError, KeyError, TypeError):
        return False
    if (case, kind) == (rewriting.participant, "participant"):
        return True
    named = re.findall(r"([\w-]+):(\d+)-(\d+)", places)
    dropped = set(rewriting.dropped)
    return any(
        name in rewriting.gone or (name, int(start), int(end)) in dropped for name, start, end in named
    )
