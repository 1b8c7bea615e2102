"""The facts that an event of each kind holds: checked before a foreign event is taken in."""

from collections.abc import Mapping
from typing import Any

from impl_eval.coding.events import Event
from impl_eval.coding.moved_documents import are_moves


def holds(value: Any, *names: str) -> bool:
    """Tell whether a value is a mapping with a text under each of these names."""
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


_PASSAGE: Mapping[str, type] = {"layer": str, "document": str, "start": int, "end": int, "code": str}
_CODED = {**_PASSAGE, "valence": str, "change": str, "origin": str, "codebook": str}
_FACTS: Mapping[str, Mapping[str, type]] = {
    "coded": _CODED,
    "suggestion_accepted": _CODED,
    "suggestion_adjusted": _CODED,
    "adjudicated": {**_CODED, "decision": str},
    "suggestion_rejected": _PASSAGE,
    "recoded": {"segment": str, "codebook": str},
    "removed": {"segment": str},
    "re_anchored": {"segment": str, "document": str, "start": int, "end": int},
    "orphaned": {"segment": str, "document": str},
    "memo_written": {"about": str, "replaces": str},
    "summary_written": {"code": str, "segments": list, "text": dict},
    "codebook_changed": {"codebook": str, "before": str},
    "layer_locked": {"layer": str, "documents": list},
    "withdrawn": {"erased": list},
    "undone": {"action": str},
}
_OPTIONAL: Mapping[str, type] = {
    "document": str, "start": int, "end": int, "code": str, "valence": str, "change": str, "target": str,
}  # fmt: skip


def well_formed(event: Event) -> bool:
    """Tell whether the body holds the facts of its kind, so that the log can be replayed."""
    said = event.said
    needed = all(type(said.get(name)) is kind for name, kind in _FACTS[event.kind].items())
    given = all(type(said[name]) is kind for name, kind in _OPTIONAL.items() if name in said)
    references = all(
        value is None or (isinstance(value, dict) and holds(value, "id", "digest"))
        for value in (said.get("note"), said.get("text"), said.get("reason"))
    )
    start, end = said.get("start", 0), said.get("end", 1)
    whole = event.kind == "recoded" or (isinstance(start, int) and isinstance(end, int) and 0 <= start < end)
    lists = all(
        isinstance(one, str) for name in ("segments", "documents", "erased") for one in said.get(name, ())
    )
    return needed and given and references and whole and lists and are_moves(said.get("moved", {}))
