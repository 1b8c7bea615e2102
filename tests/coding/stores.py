"""Stores for tests: in a folder of their own, with two short transcripts."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.coding.bundle import bundle_bytes, bundle_of, parse_bundle
from impl_eval.coding.drafts import Draft, Passage, coded
from impl_eval.coding.store import CodingStore

AT = "2026-11-25T09:00:00Z"
TEXTS = {
    "int01": "Interviewer: And now?\n\nP01: It is ours now. Nobody told us before 🙂 that it was.\n",
    "int02": "P02: We never had a list.\nP02: Now we do.\n",
}


def new_store(folder: Path, texts: dict[str, str] | None = None) -> tuple[CodingStore, dict[str, str]]:
    """Return an open store with transcripts, and the keys of their versions."""
    store = CodingStore(folder / "coding" / "coding.sqlite", "coding/coding.sqlite")
    return store, store.register(TEXTS if texts is None else texts)


def a_coding(keys: dict[str, str], layer: str = "AB", start: int = 28, end: int = 43, **facts: str) -> Draft:
    """Return a draft that codes a passage of int01."""
    document = keys[facts.pop("transcript", "int01")]
    code_id = facts.pop("code_id", "ownership")
    return coded(layer, Passage(document, start, end, code_id, **facts), codebook="c" * 64)


def send(source: CodingStore, target: CodingStore, coders: Sequence[str]) -> int:
    """Merge coders' parts of one store into another, by way of bytes."""
    new = 0
    for coder in coders:
        bundle = parse_bundle(bundle_bytes(bundle_of(source, coder)), f"{coder}.jsonl", target.event)
        new += target.unite(bundle.events, bundle.texts, bundle.codebooks)
    return new


def all_bytes(store: CodingStore, coders: Sequence[str]) -> list[bytes]:
    """Return what an export of each coder holds."""
    return [bundle_bytes(bundle_of(store, coder)) for coder in coders]
