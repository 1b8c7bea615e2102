"""Summaries of the framework matrix as decisions of the log: written, taken back, written apart, settled.

A summary names those that it replaces. Two that were written on two machines replace neither each other:
both are kept and shown, and a person decides.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.drafts import Draft, summary_written
from impl_eval.coding.events import canonical_json
from impl_eval.coding.store import CodingStore
from impl_eval.coding_desk.desk import STORE_FILE, Desk
from impl_eval.errors import Problem
from impl_eval.qualitative.framework_matrix import (
    CASE_KINDS,
    LONGEST_SUMMARY,
    CellKey,
    PassagePlace,
    Summary,
    fingerprint_text,
    in_order,
    parse_fingerprint,
    parse_places,
    places_text,
    tidy_text,
)
from impl_eval.study.framework_matrix import codes_of_study, study_knows
from impl_eval.study.summary_files import SUMMARIES_FILE, summaries_csv

SHOWN = 10


@dataclass(frozen=True)
class Written:
    """A summary of the log. One with an empty text took back what it replaces."""

    id: str
    summary: Summary
    replaces: frozenset[str] = frozenset()
    adopted: bool = False


def written_summaries(store: CodingStore) -> tuple[Written, ...]:
    """Return every summary that counts in the log, oldest first, those replaced later included."""
    parsed = (_parsed(identity, code_id, text) for identity, code_id, text, _ in store.summaries())
    return tuple(one for one in parsed if one is not None)


def _parsed(identity: str, code_id: str, text: str) -> Written | None:
    """Return what the words of an event say; None where another program wrote something else there."""
    try:
        said = json.loads(text)
        kind = next(one for one in CASE_KINDS if one == said["kind"])
        key = CellKey(kind, str(said["case"]), code_id)
        places, _ = parse_places(str(said["rests_on"]))
        words, seen = tidy_text(str(said["words"])), parse_fingerprint(str(said["seen"]))
        summary = Summary(key, str(said["coder"]), words, places, seen)
        replaces = frozenset(map(str, said["replaces"]))
    except (ValueError, KeyError, TypeError, StopIteration):
        return None
    return (
        Written(identity, summary, replaces, bool(said.get("adopted")))
        if len(words) <= LONGEST_SUMMARY
        else None
    )


def standing(written: Iterable[Written]) -> dict[CellKey, tuple[Written, ...]]:
    """Return what counts of each cell, in the order of the log: one, or several that were written apart.

    What replaces a summary replaces its twins as well: two stores may have taken over the same file, each
    for itself.
    """
    cells: dict[CellKey, list[Written]] = {}
    earlier: dict[str, Summary] = {}
    replaced: set[Summary] = set()
    for one in written:
        gone = {earlier[identity] for identity in one.replaces if identity in earlier}
        replaced |= gone
        earlier[one.id] = one.summary
        here = cells.setdefault(one.summary.key, [])
        here[:] = [two for two in here if two.id not in one.replaces and two.summary not in gone]
        if not (one.adopted and one.summary in replaced):
            here.append(one)
    return {key: tuple(here) for key, here in cells.items()}


def shown_summaries(desk: Desk) -> tuple[Summary, ...]:
    """Return the summaries that summaries.csv holds: those that count, of cases and codes of this study."""
    cells = standing(written_summaries(desk.store))
    found = {one.summary: None for here in cells.values() for one in here if one.summary.text}
    return in_order(one for one in found if study_knows(desk.study, one.key))


def summary_files(desk: Desk) -> dict[Path, tuple[bytes, bool]]:
    """Return summaries.csv as the store has it, as private content; nothing where nobody wrote a summary."""
    path, found = desk.study.root / SUMMARIES_FILE, shown_summaries(desk)
    return {path: (summaries_csv(found), True)} if found or path.is_file() else {}


def summary_drafts(desk: Desk, after: Sequence[Summary], *, adopted: bool = False) -> list[Draft]:
    """Return what has to be put on record so that the summaries of the study are those of `after`."""
    cells = standing(written_summaries(desk.store))
    wanted: dict[CellKey, list[Summary]] = {}
    for one in in_order(one for one in after if one.text):
        wanted.setdefault(one.key, []).append(one)
    families = {code.code_id: code.family for code in codes_of_study(desk.study)}
    drafts = []
    for key in sorted(cells.keys() | wanted.keys()):
        if not study_knows(desk.study, key):
            continue
        before, now = cells.get(key, ()), wanted.get(key, [])
        gone = [one.id for one in before if one.summary.text and one.summary not in now]
        new = [one for one in now if one not in {two.summary for two in before}]
        if gone and not new:
            coder = next(one.summary.coder for one in before if one.id in gone)
            new = [Summary(key, coder, "")]
        elif new:
            gone += [one.id for one in before if not one.summary.text]
        for number, one in enumerate(new):
            links = _links(desk, one.rests_on, families.get(key.code_id, frozenset()))
            drafts.append(_draft(one, () if number else gone, links, adopted=adopted))
    return drafts


def _draft(one: Summary, replaces: Sequence[str], links: Sequence[str], *, adopted: bool) -> Draft:
    content = {
        "kind": one.key.case_kind,
        "case": one.key.case_id,
        "coder": one.coder,
        "words": one.text,
        "rests_on": places_text(one.rests_on),
        "seen": "" if one.seen is None else fingerprint_text(one.seen),
        "replaces": sorted(replaces),
    }
    return summary_written(
        one.key.code_id, canonical_json(content | ({"adopted": True} if adopted else {})), links
    )


def _links(desk: Desk, places: Sequence[PassagePlace], family: frozenset[str]) -> list[str]:
    """Return the ids of the segments on which a summary rests."""
    return [
        identity
        for key, identity in sorted(desk.layers.ids.items())
        if key[3] in family and PassagePlace(*key[:3]) in places
    ]


def record_summaries(desk: Desk, changed: Sequence[Summary], coder: str, at: str) -> int:
    """Put summaries on record that take the place of all those of their cells; returns how many changed.

    One with an empty text takes back what stands in its cell. The study's files are written by the caller.
    """
    touched = {one.key for one in changed}
    kept = [one for one in shown_summaries(desk) if one.key not in touched]
    drafts = summary_drafts(desk, [*kept, *changed])
    desk.store.record(coder, drafts, at)
    return len(drafts)


def adopt_summaries(desk: Desk, coder: str, at: str) -> int:
    """Take summaries.csv over into a store that has just taken over the codings; returns how many."""
    drafts = summary_drafts(desk, desk.material.summaries, adopted=True)
    desk.store.record(coder, drafts, at)
    return len(drafts)


def undecided_sentences(desk: Desk) -> tuple[str, ...]:
    """Say for which cells several summaries were written apart, and how to decide."""
    cells: dict[CellKey, list[Summary]] = {}
    for one in shown_summaries(desk):
        cells.setdefault(one.key, []).append(one)
    sentences = [
        f"{key.case_id}, {key.code_id}: {len(found)} different summaries, by "
        f"{' and '.join(dict.fromkeys(one.coder for one in found))}. Both are kept until somebody decides: "
        f"impl-eval matrix settle {key.case_id} {key.code_id} --keep INITIALS, or write one text into a "
        "new workbook (impl-eval matrix export)."
        for key, found in cells.items()
        if len(found) > 1
    ]
    waiting = sum(
        bool(one.summary.text) and not study_knows(desk.study, key)
        for key, here in standing(written_summaries(desk.store)).items()
        for one in here
    )
    if waiting:
        sentences.append(
            f"Kept until it can be placed: {_summaries_text(waiting)} of a case or code that this study does "
            "not have."
        )
    return tuple(sentences)


def summary_differences(desk: Desk) -> list[Problem]:
    """Return where summaries.csv says something else than the store."""
    in_file, in_store = set(desk.material.summaries), set(shown_summaries(desk))
    only_file, only_store = in_order(in_file - in_store), in_order(in_store - in_file)
    if not only_file and not only_store:
        return []
    cells = dict.fromkeys(
        f"{one.key.case_id} {one.key.code_id} of {one.coder}" for one in (*only_file, *only_store)
    )
    found = (
        f"{_summaries_text(len(only_file))} that the coding store does not hold so, and {len(only_store)} "
        "missing that it holds"
    )
    remedy = (
        f"If the file was edited on purpose: impl-eval matrix import {SUMMARIES_FILE} --coder YOUR_INITIALS. "
        "To write the file afresh from the store: impl-eval coding export --format study."
    )
    where = "; ".join(list(cells)[:SHOWN])
    return [Problem(SUMMARIES_FILE, None, where, found, f"what {STORE_FILE} holds", remedy)]


def _summaries_text(count: int) -> str:
    return "1 summary" if count == 1 else f"{count} summaries"


def case_of_texts(store: CodingStore) -> Mapping[str, str]:
    """Return the case of every summary whose words are there, by the id of its event, undone or not."""
    texts = store.texts()
    found = {}
    for event in store.events():
        if event.kind == "summary_written":
            text = texts.get(str(event.said["text"]["id"]))
            one = None if text is None else _parsed(event.id, str(event.said["code"]), text)
            if one is not None:
                found[event.id] = one.summary.key.case_id
    return found
