"""Is the store what was written? Every event, chain and text is checked, and the replay compared."""

from collections import Counter

from impl_eval.coding.events import Event, chains_of, document_key
from impl_eval.coding.facts import well_formed
from impl_eval.coding.projection import replay
from impl_eval.coding.store import CodingStore
from impl_eval.coding.texts import said_texts, text_digest


def verify(store: CodingStore) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong, and what is only worth knowing; both empty where all is as written."""
    events = store.events()
    wrong = [*store.file_faults(), *_event_faults(events), *_text_faults(store, events)]
    if not wrong:
        wrong += _replay_faults(store, events)
    return tuple(wrong), tuple(_forks(events))


def _event_faults(events: list[Event]) -> list[str]:
    by_id = {event.id: event for event in events}
    for chain in chains_of(events).values():
        for event in chain:
            name = f"event {event.sequence} of {event.coder} ({event.at})"
            if not event.is_intact():
                return [f"{name} was changed after it was written."]
            before = by_id.get(event.previous)
            if (before is None) != (event.sequence == 1):
                return [f"The event before {name} is missing."]
            if not well_formed(event.kind, event.said):
                return [f"{name} lacks facts of its kind."]
    return []


def _text_faults(store: CodingStore, events: list[Event]) -> list[str]:
    digests = {one["id"]: one["digest"] for event in events for one in said_texts(event).values()}
    kept = {identity: (salt, words) for identity, salt, words in store.salted_texts()}
    changed = sum(digests.get(key) != text_digest(*value) for key, value in kept.items())
    erased = store.erased_keys()
    lost = sum(key not in kept and key not in erased for key in digests)
    moved = sum(document_key(one.transcript_id, one.text) != key for key, one in store.documents().items())
    faults = [
        (changed, "notes, memos or summaries are not what was written."),
        (lost, "notes, memos or summaries are missing."),
        (moved, "transcripts are not the text that was kept."),
    ]
    return [f"{count} {words}" for count, words in faults if count]


def _replay_faults(store: CodingStore, events: list[Event]) -> list[str]:
    if store.projection().is_same_as(replay(events)):
        return []
    return ["The tables are not what the log amounts to: run 'impl-eval coding verify --rebuild'."]


def _forks(events: list[Event]) -> list[str]:
    numbers = Counter((event.coder, event.device, event.sequence) for event in events)
    coders = sorted({coder for (coder, _, _), count in numbers.items() if count > 1})
    return [
        f"A copy of the store was put back and coding went on in both ({coder}): decisions of both are kept."
        for coder in coders
    ]
