"""Our own part of an export: what the standard has no element for, as JSON that other programs pass over.

It holds no words of transcripts. Only the file it was written into gives it a meaning: it is used for
what still stands there unchanged.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_json import codebook_json, parse_codebook_json

FORMAT = "impl-eval/exchange/1"


@dataclass(frozen=True)
class RejectedPlace:
    """A suggestion turned down, placed in the text of a source as exported, and in the original text."""

    source_guid: str
    start: int
    end: int
    original: tuple[int, int]
    code_id: str
    coder: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Companion:
    """What our exports say beside the project.

    `transcripts` gives id and SHA-256 of the original text by source guid, `places` the place in that
    text of codings that begin or end within a line end, by coding guid, `code_ids` the code by its guid.
    """

    codebook: Codebook | None = None
    code_ids: Mapping[str, str] = field(default_factory=dict)
    transcripts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rejected: Sequence[RejectedPlace] = ()


def companion_text(companion: Companion) -> str:
    """Return a companion as JSON, keys sorted: the same facts give the same text."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "codebook": json.loads(codebook_json(companion.codebook)) if companion.codebook else None,
        "code_ids": dict(companion.code_ids),
        "transcripts": {guid: list(one) for guid, one in companion.transcripts.items()},
        "places": {guid: list(place) for guid, place in companion.places.items()},
        "rejected": [asdict(one) for one in companion.rejected],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def parse_companion(text: str) -> Companion | None:
    """Read a companion; None where there is none, or none that can be relied on."""
    if not text.strip():
        return None
    try:
        content = json.loads(text)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            return None
        codebook = content["codebook"]
        return Companion(
            parse_codebook_json(json.dumps(codebook)) if codebook is not None else None,
            {str(guid): str(code_id) for guid, code_id in content["code_ids"].items()},
            {str(guid): (str(one), str(digest)) for guid, (one, digest) in content["transcripts"].items()},
            {str(guid): (int(start), int(end)) for guid, (start, end) in content["places"].items()},
            tuple(_rejected(one) for one in content["rejected"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _rejected(one: Mapping[str, Any]) -> RejectedPlace:
    texts = (str(one[name]) for name in ("code_id", "coder", "note"))
    start, end = one["original"]
    places = (int(one["start"]), int(one["end"]), (int(start), int(end)))
    return RejectedPlace(str(one["source_guid"]), *places, *texts)
