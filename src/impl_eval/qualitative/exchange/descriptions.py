"""Our own facts about codes and passages as text that people can read in any program, and back.

The standard has no element for valence, reported change, inclusion or examples; it has descriptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from impl_eval.qualitative.codebook import Code, Example
from impl_eval.qualitative.coding import (
    REPORTED_CHANGES,
    VALENCES,
    CodedSegment,
    Origin,
    ReportedChange,
    Valence,
)

_VALENCE, _CHANGE, _ORIGIN = "Valence: ", "Reported change: ", "Origin: "
_LABELS = (_VALENCE, _CHANGE, _ORIGIN)
_ORIGIN_WORDS: dict[str, Origin] = {
    "coded by hand": "human",
    "accepted suggestion": "accepted_suggestion",
}
_CODE_TEXTS = (("Include: ", "include"), ("Exclude: ", "exclude"), ("Source: ", "source"))
_CODE_EXAMPLES = (("Example: ", "examples"), ("Counter-example: ", "counter_examples"))
_CODE_ORIGIN, _CODE_ID = "Origin: ", "Id: "
_CODE_LABELS = (*(label for label, _ in (*_CODE_TEXTS, *_CODE_EXAMPLES)), _CODE_ORIGIN, _CODE_ID)
_TO_PASSAGE = "passage "


@dataclass(frozen=True)
class PassageFacts:
    """What a description says of a coded passage; `note` is whatever else stands in it."""

    valence: Valence
    reported_change: ReportedChange
    origin: Origin
    note: str = field(repr=False)


def passage_description(segment: CodedSegment) -> str:
    """Return what a coder said of a passage; empty where there is nothing but the code.

    What is not said is left out, unless a note would otherwise be taken for it.
    """
    misleading = segment.note.startswith(_LABELS)
    words = next(word for word, origin in _ORIGIN_WORDS.items() if origin == segment.origin)
    lines = [
        (_VALENCE + segment.valence, segment.valence != "unclear"),
        (_CHANGE + segment.reported_change, segment.reported_change != "not said"),
        (_ORIGIN + words, segment.origin != "human"),
    ]
    shown = [line for line, is_needed in lines if is_needed or misleading]
    return "\n".join([*shown, *([segment.note] if segment.note else [])])


def parse_passage_description(text: str) -> PassageFacts:
    """Read a description, ours or any other: what is not in our words is the note."""
    lines = text.replace("\r\n", "\n").split("\n")
    valence = _taken(lines, _VALENCE, VALENCES)
    change = _taken(lines, _CHANGE, REPORTED_CHANGES)
    origin = _taken(lines, _ORIGIN, tuple(_ORIGIN_WORDS))
    return PassageFacts(
        next((one for one in get_args(Valence) if one == valence), "unclear"),
        next((one for one in get_args(ReportedChange) if one == change), "not said"),
        _ORIGIN_WORDS.get(origin, "human"),
        "\n".join(lines),
    )


def _taken(lines: list[str], label: str, allowed: Sequence[str]) -> str:
    """Take the first line away if it is a label with an allowed word; returns the word."""
    if lines and lines[0].startswith(label) and lines[0].removeprefix(label).strip() in allowed:
        return lines.pop(0).removeprefix(label).strip()
    return ""


def code_description(code: Code) -> str:
    """Return what the codebook says of a code, one fact to a line, the definition first."""
    lines = [code.definition]
    lines += [label + getattr(code, name) for label, name in _CODE_TEXTS if getattr(code, name)]
    for label, name in _CODE_EXAMPLES:
        lines += [label + (one.text or _TO_PASSAGE + (one.segment or "")) for one in getattr(code, name)]
    if code.origin == "inductive":
        lines.append(_CODE_ORIGIN + code.origin)
    return "\n".join([*lines, _CODE_ID + code.code_id])


def parse_code_description(text: str) -> dict[str, Any]:
    """Read a description of a code, ours or any other, into fields of `Code` (and `id`, if it is said).

    Whatever does not stand under one of our labels is the definition; without any, that key is missing.
    """
    facts: dict[str, Any] = {}
    definition: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        label = next((one for one in _CODE_LABELS if line.startswith(one)), "")
        value = " ".join(line.removeprefix(label).split())
        if not label or not value:
            definition.append(line)
        elif label == _CODE_ID:
            facts["id"] = value
        elif label == _CODE_ORIGIN and value in ("inductive", "deductive"):
            facts["origin"] = value
        elif label in dict(_CODE_TEXTS):
            facts[dict(_CODE_TEXTS)[label]] = value
        elif label in dict(_CODE_EXAMPLES):
            facts.setdefault(dict(_CODE_EXAMPLES)[label], []).append(value)
        else:
            definition.append(line)
    said = " ".join(" ".join(definition).split())
    if said:
        facts["definition"] = said
    for _, name in _CODE_EXAMPLES:
        if name in facts:  # a passage of another study says nothing here
            facts[name] = tuple(Example(text=one) for one in facts[name] if not one.startswith(_TO_PASSAGE))
    return facts
