"""Versions of a codebook: a hash of what it says, what changed between two, and codings by version.

What counts is what the codebook says. Order, layout, the version text, a label that only repeats the
id, and a mechanism that only repeats the parent's do not: two codebooks have one hash exactly where
`what_changed` finds nothing.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from impl_eval.qualitative.codebook import Code, Codebook, Example, ValenceCues

ChangeKind = Literal[
    "about", "added", "removed", "renamed", "moved", "origin", "source", "definition", "include", "exclude",
    "phrases", "counter_phrases", "examples", "counter_examples", "valence_cues", "links",
]  # fmt: skip
CHANGES_MEANING: frozenset[ChangeKind] = frozenset({"removed", "moved", "definition", "include", "exclude"})
"""Changes after which codings made before deserve another look."""
_ABOUT = ("id", "title", "licence", "source")
_TEXTS: tuple[tuple[ChangeKind, str], ...] = (
    ("definition", "definition"), ("include", "rule what to include"), ("exclude", "rule what to exclude"),
    ("source", "source"), ("origin", "origin"),
)  # fmt: skip
_LISTS: tuple[tuple[ChangeKind, str, str], ...] = (
    ("phrases", "phrase", "phrases"), ("counter_phrases", "counter-phrase", "counter-phrases"),
    ("examples", "example", "examples"), ("counter_examples", "counter-example", "counter-examples"),
    ("links", "link", "links"),
)  # fmt: skip
_NOT_REPEATED = frozenset({"examples", "counter_examples"})


@dataclass(frozen=True)
class CodebookChange:
    """One difference between two codebooks, as a sentence. `code_id` is empty for the codebook itself.

    `before` and `after` hold the texts that differ, where there are two. Words of examples are never
    repeated: they can be speech.
    """

    code_id: str
    kind: ChangeKind
    sentence: str
    before: str = ""
    after: str = ""

    @property
    def changes_meaning(self) -> bool:
        """True where codings of this code, made before, deserve another look."""
        return self.kind in CHANGES_MEANING


def codebook_hash(codebook: Codebook) -> str:
    """Return the SHA-256 (hexadecimal) of what a codebook says, over canonical JSON of it."""
    said = {**_about(codebook), "codes": _said_of_all(codebook), "valence_cues": _cues(codebook.valence_cues)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def what_changed(before: Codebook, after: Codebook) -> tuple[CodebookChange, ...]:
    """Return what a reader of codings has to know: the codebook itself first, then code by code.

    Codes that were taken out come in their old order, all others in the new one.
    """
    return tuple(_changes(before, after))


def _changes(before: Codebook, after: Codebook) -> Iterator[CodebookChange]:
    old_about, new_about = _about(before), _about(after)
    for key in _ABOUT:
        if old_about[key] != new_about[key]:
            yield _replaced("", "about", f"The {key} of the codebook", (old_about[key], new_about[key]))
    yield from _cue_changes("", "For all codes", _cues(before.valence_cues), _cues(after.valence_cues))
    old, new = _said_of_all(before), _said_of_all(after)
    for code_id in before.by_id:
        if code_id not in new:
            sentence = f"The code {_named(old, code_id)} was taken out."
            yield CodebookChange(code_id, "removed", sentence)
    for code_id in after.by_id:
        if code_id not in old:
            place = _place(new[code_id])
            yield CodebookChange(code_id, "added", f"The code {_named(new, code_id)} is new, {place}.")
        else:
            yield from _changes_of_code(code_id, old[code_id], new[code_id])


def _changes_of_code(code_id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[CodebookChange]:
    if old["label"] != new["label"]:
        sentence = f'The code "{code_id}" is now called "{new["label"]}"; it was called "{old["label"]}".'
        yield CodebookChange(code_id, "renamed", sentence, old["label"], new["label"])
    if (old["parent"], old["mechanism"]) != (new["parent"], new["mechanism"]):
        sentence = f'The code "{code_id}" now stands {_place(new)}; it stood {_place(old)}.'
        yield CodebookChange(code_id, "moved", sentence, _place(old), _place(new))
    for kind, name in _TEXTS:
        if old[kind] != new[kind]:
            yield _replaced(code_id, kind, f'The {name} of "{code_id}"', (old[kind], new[kind]))
    for kind, one, many in _LISTS:
        if old[kind] != new[kind]:
            sentence = _listed(f'In "{code_id}"', kind, (one, many), (old[kind], new[kind]))
            yield CodebookChange(code_id, kind, sentence)
    yield from _cue_changes(code_id, f'In "{code_id}"', old["valence_cues"], new["valence_cues"])


def _replaced(code_id: str, kind: ChangeKind, what: str, texts: tuple[str, str]) -> CodebookChange:
    before, after = texts
    happened = "was added" if not before else "was taken out" if not after else "has changed"
    return CodebookChange(code_id, kind, f"{what} {happened}.", before, after)


def _listed(where: str, kind: ChangeKind, names: tuple[str, str], lists: tuple[list[str], list[str]]) -> str:
    before, after = lists
    parts = [
        _counted(names, [each for each in after if each not in before], "added", kind),
        _counted(names, [each for each in before if each not in after], "taken out", kind),
    ]
    return f"{where}: {'; '.join(part for part in parts if part)}."


def _counted(names: tuple[str, str], entries: list[str], happened: str, kind: ChangeKind) -> str:
    if not entries:
        return ""
    shown = "" if kind in _NOT_REPEATED else f" ({'; '.join(entries)})"
    return f"{len(entries)} {names[0] if len(entries) == 1 else names[1]} {happened}{shown}"


def _cue_changes(
    code_id: str, where: str, before: dict[str, list[str]], after: dict[str, list[str]]
) -> Iterator[CodebookChange]:
    for valence in ("enabler", "barrier"):
        if before[valence] != after[valence]:
            names = (f"valence cue for {valence}", f"valence cues for {valence}")
            sentence = _listed(where, "valence_cues", names, (before[valence], after[valence]))
            yield CodebookChange(code_id, "valence_cues", sentence)


def _named(said: dict[str, dict[str, Any]], code_id: str) -> str:
    label = said[code_id]["label"]
    return f'"{code_id}"' if label == _label_of_id(code_id) else f'"{code_id}" ({label})'


def _place(said: dict[str, Any]) -> str:
    if said["parent"]:
        under = f'under the code "{said["parent"]}"'
        return f'{under}, mechanism "{said["mechanism"]}"' if said["mechanism"] else under
    if said["mechanism"] == said["id"]:
        return "as the code of its mechanism"
    return f'under the mechanism "{said["mechanism"]}"' if said["mechanism"] else "beside the framework"


def _about(codebook: Codebook) -> dict[str, str]:
    return {key: _plain(getattr(codebook, key) or "") for key in _ABOUT}


def _said_of_all(codebook: Codebook) -> dict[str, dict[str, Any]]:
    return {code_id: _said(codebook, code) for code_id, code in codebook.by_id.items()}


def _said(codebook: Codebook, code: Code) -> dict[str, Any]:
    """Return what a code says, as JSON values: sets as sorted lists, text in Unicode's composed form."""
    links = (f"{each.framework}: {each.domain} ({each.status}; {each.citation})" for each in code.links)
    return {
        "id": code.code_id,
        "label": _plain(code.shown_label),
        "parent": code.parent or "",
        "mechanism": codebook.mechanism_of(code.code_id),
        "origin": code.origin,
        "source": _plain(code.source or ""),
        "definition": _plain(code.definition),
        "include": _plain(code.include or ""),
        "exclude": _plain(code.exclude or ""),
        "phrases": _as_set(code.phrases),
        "counter_phrases": _as_set(code.counter_phrases),
        "examples": _as_set(map(_example, code.examples)),
        "counter_examples": _as_set(map(_example, code.counter_examples)),
        "valence_cues": _cues(code.valence_cues),
        "links": _as_set(links),
    }


def _example(example: Example) -> str:
    return f"text {example.text}" if example.segment is None else f"segment {example.segment}"


def _cues(cues: ValenceCues) -> dict[str, list[str]]:
    return {"enabler": _as_set(cues.enabler), "barrier": _as_set(cues.barrier)}


def _as_set(texts: Iterable[str]) -> list[str]:
    return sorted({_plain(text) for text in texts})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _label_of_id(code_id: str) -> str:
    return code_id.replace("_", " ").replace("-", " ")


@dataclass(frozen=True)
class VersionUse:
    """How many codings were made under one version of the codebook.

    `version` is the version text, None where that codebook was not kept. `to_look_at` holds the codes
    whose meaning has changed since (or which are gone), each with its number of codings under this version.
    """

    codebook_hash: str
    version: str | None
    codings: int
    to_look_at: tuple[tuple[str, int], ...]
    is_current: bool


def codings_by_version(
    codings: Iterable[tuple[str, str]], versions: Mapping[str, Codebook], current: Codebook
) -> tuple[VersionUse, ...]:
    """Say which codings were made under which version, and which of them deserve another look.

    Parameters
    ----------
    codings : (id of the code applied, hash of the codebook it was applied under), in any order.
    versions : the codebooks kept, by hash, oldest first.
    current : the codebook as it is now.

    Returns
    -------
    One entry for each version that has codings, in the order of `versions`; those not kept come last.
    """
    counted: dict[str, dict[str, int]] = {}
    for code_id, version in codings:
        under = counted.setdefault(version, {})
        under[code_id] = under.get(code_id, 0) + 1
    now = codebook_hash(current)
    known = {**versions, now: current}
    order = [*(each for each in known if each in counted), *sorted(set(counted) - set(known))]
    return tuple(_use(version, counted[version], known.get(version), current, now) for version in order)


def _use(
    version: str, counts: dict[str, int], codebook: Codebook | None, current: Codebook, now: str
) -> VersionUse:
    changes = what_changed(codebook, current) if codebook is not None else ()
    changed = {change.code_id for change in changes if change.changes_meaning}
    to_look_at = tuple((code_id, counts[code_id]) for code_id in sorted(changed & set(counts)))
    text = codebook.version if codebook is not None else None
    return VersionUse(version, text, sum(counts.values()), to_look_at, version == now)
