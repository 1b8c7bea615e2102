"""What a command wants to put on record: a kind, facts, and free texts that stand outside the log.

Every constructor here makes the draft of one kind of event, so that the bodies of events are written
in one place only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from impl_eval.coding.events import Kind

CONSENSUS = "consensus"
"""The layer that adjudication fills: nobody's own."""
IDENTIFIERS = "identifiers"
"""Why texts were written anew where nobody withdrew: pseudonyms took the place of identifiers."""


@dataclass(frozen=True)
class Draft:
    """An event before it has a place in a chain. `texts` are kept apart, and erased on withdrawal."""

    kind: Kind
    facts: Mapping[str, Any]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Passage:
    """What is said of a passage of one version of a transcript. Offsets are code points, end exclusive."""

    document: str
    start: int
    end: int
    code_id: str
    valence: str = "unclear"
    reported_change: str = "not said"
    note: str = ""

    def facts(self) -> dict[str, Any]:
        """Return everything but the note."""
        return {
            "document": self.document,
            "start": self.start,
            "end": self.end,
            "code": self.code_id,
            "valence": self.valence,
            "change": self.reported_change,
        }


def _note(text: str) -> dict[str, str]:
    return {"note": text} if text else {}


def coded(
    layer: str,
    passage: Passage,
    *,
    codebook: str,
    origin: Literal["human", "accepted_suggestion"] = "human",
    suggested: Mapping[str, Any] | None = None,
) -> Draft:
    """A passage gets a code. `suggested` holds what the tagger proposed where it was taken up."""
    kind: Kind = "coded"
    facts: dict[str, Any] = {**passage.facts(), "layer": layer, "origin": origin, "codebook": codebook}
    if origin == "accepted_suggestion":
        kind = "suggestion_accepted"
        if suggested is not None:
            facts["suggested"] = dict(suggested)
            kind = "suggestion_adjusted" if _differs(suggested, facts) else kind
    return Draft(kind, facts, _note(passage.note))


def _differs(suggested: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return any(facts.get(key) != value for key, value in suggested.items())


def recoded(segment: str, *, codebook: str, note: str | None = None, **changes: Any) -> Draft:
    """A segment changes: place, code, valence or reported change; `note` "" takes the note away."""
    facts = {"segment": segment, "codebook": codebook, **changes}
    if note == "":
        facts["note"] = None
    return Draft("recoded", facts, _note(note or ""))


def removed(segment: str) -> Draft:
    """A segment is taken back."""
    return Draft("removed", {"segment": segment})


def suggestion_rejected(layer: str, passage: Passage, *, codebook: str) -> Draft:
    """A suggestion is turned down."""
    facts = passage.facts()
    del facts["valence"], facts["change"]
    return Draft("suggestion_rejected", {**facts, "layer": layer, "codebook": codebook}, _note(passage.note))


def memo_written(about: str, target: str, text: str, *, replaces: str = "") -> Draft:
    """A memo about a project, transcript, code or segment; an empty text takes an earlier one back."""
    facts: dict[str, Any] = {"about": about, "replaces": replaces}
    if about == "transcript":
        facts["document"] = target
    else:
        facts["target"] = target
    return Draft("memo_written", facts, {"text": text} if text else {})


def summary_written(code_id: str, content: str, segments: Sequence[str]) -> Draft:
    """A cell of the framework matrix; `content` is JSON with case, words and what they rest on.

    The case may be a participant: it stands in the text, which can be erased.
    """
    return Draft("summary_written", {"code": code_id, "segments": list(segments)}, {"text": content})


def codebook_changed(codebook: str, before: str) -> Draft:
    """The codebook of the study has another content than before; both are named by their hash."""
    return Draft("codebook_changed", {"codebook": codebook, "before": before})


def layer_locked(layer: str, documents: Sequence[str]) -> Draft:
    """A coder has finished with these transcripts."""
    return Draft("layer_locked", {"layer": layer, "documents": sorted(documents)})


def adjudicated(passage: Passage, *, decision: str, codebook: str, reason: str = "") -> Draft:
    """A disagreement is settled: the passage has the code in the consensus layer (keep) or not (drop)."""
    facts = {**passage.facts(), "layer": CONSENSUS, "origin": "human", "codebook": codebook}
    texts = _note(passage.note) | ({"reason": reason} if reason else {})
    return Draft("adjudicated", {**facts, "decision": decision}, texts)


def withdrawn(erased: Sequence[str], *, why: str = "", moved: Mapping[str, Any] | None = None) -> Draft:
    """Words are gone for good: `erased` are keys of documents and texts, which say nothing without them.

    Somebody withdrew, or with `why` IDENTIFIERS a text with pseudonyms took the place of another. `moved`
    says which of the documents have a new text (see `moved_documents`).
    """
    facts: dict[str, Any] = {"erased": sorted(erased)}
    return Draft("withdrawn", facts | ({"why": why} if why else {}) | ({"moved": moved} if moved else {}))


def re_anchored(segment: str, document: str, start: int, end: int, *, why: str = "") -> Draft:
    """A segment stands elsewhere in a corrected transcript, or `why` one that was written anew."""
    facts: dict[str, Any] = {"segment": segment, "document": document, "start": start, "end": end}
    return Draft("re_anchored", facts | ({"why": why} if why else {}))


def orphaned(segment: str, document: str) -> Draft:
    """The words of a segment are no longer found in a corrected transcript; it is kept and listed."""
    return Draft("orphaned", {"segment": segment, "document": document})


def undone(action: str) -> Draft:
    """An action is taken back; taking that back again restores it."""
    return Draft("undone", {"action": action})
