"""The facts that an event of each kind holds: checked before a foreign event is taken in."""

from collections.abc import Mapping
from typing import Any

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


_FOUND_BY = frozenset({"segment", "replaces"})
"""Facts by which the store finds an event again: no other kind may hold them."""
_LISTS, _REFERENCES = ("segments", "documents", "erased"), ("note", "text", "reason")


def well_formed(kind: str, said: Mapping[str, Any]) -> bool:
    """Tell whether a body holds the facts of its kind, so that the log can be replayed."""
    for name, expected in _FACTS[kind].items():
        if type(said.get(name)) is not expected:
            return False
    for name, value in said.items():
        if name in _FOUND_BY and name not in _FACTS[kind]:
            return False
        if name in _OPTIONAL and type(value) is not _OPTIONAL[name]:
            return False
        if name in _REFERENCES and not (value is None or holds(value, "id", "digest")):
            return False
        if name in _LISTS and not (type(value) is list and all(isinstance(one, str) for one in value)):
            return False
    start, end = said.get("start", 0), said.get("end", 1)
    placed = kind == "recoded" or 0 <= start < end
    return placed and are_moves(said.get("moved", {}))
