"""What an analyst wrote into a cell of the framework matrix, and whether the coding has changed since."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from impl_eval.qualitative.framework_matrix.passages import (
    PassageChanges,
    PassagePlace,
    SeenPassage,
    compare_passages,
)

CaseKind = Literal["participant", "stakeholder_group", "site"]
CASE_KINDS: tuple[CaseKind, ...] = get_args(CaseKind)
State = Literal["empty", "current", "stale", "not linked", "undecided"]
LONGEST_SUMMARY = 20_000
"""Characters of a summary. Excel holds 32,767 in a cell."""
NOT_LINKED = "nobody has said which segments it rests on"
_NOT_PRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffd]|_x00[01][0-9A-Fa-f]_")


@dataclass(frozen=True, order=True)
class CellKey:
    """Which cell of the matrix: a case and a code."""

    case_kind: CaseKind
    case_id: str
    code_id: str


@dataclass(frozen=True, order=True)
class Summary:
    """The summary of one cell, and what it rests on.

    `rests_on` are the places the analyst links to. `seen` is every passage that stood in the cell when the
    summary was written, and None where that is not known. An empty `text` takes a summary back.
    """

    key: CellKey
    coder: str
    text: str
    rests_on: tuple[PassagePlace, ...] = ()
    seen: tuple[SeenPassage, ...] | None = None


def in_order(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Sort summaries by cell; those of one cell by who wrote them and by what they say."""
    return tuple(
        sorted(summaries, key=lambda one: (one.key, one.coder, one.text, one.rests_on, one.seen or ()))
    )


def tidy_text(text: str) -> str:
    """Return a summary as files hold it: lines without trailing blanks, no blank lines around or doubled.

    What cannot be printed, or would not survive a workbook, becomes a blank.
    """
    lines = _NOT_PRINTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


@dataclass(frozen=True)
class Standing:
    """Whether a summary still rests on what is coded. `reason` says in words what has changed."""

    state: State
    reason: str = ""
    changes: PassageChanges | None = None


def standing_of(summary: Summary | None, now: Sequence[SeenPassage]) -> Standing:
    """Compare a summary with the passages that stand in its cell now."""
    if summary is None or not summary.text:
        return Standing("empty")
    if summary.seen is None:
        return Standing("not linked", NOT_LINKED)
    changes = compare_passages(summary.seen, now)
    if changes.nothing_changed:
        return Standing("current", changes=changes)
    return Standing("stale", _reason(summary, changes), changes)


def undecided(rivals: Sequence[Summary]) -> Standing:
    """Return the standing of a cell for which several summaries were written apart."""
    names = list(dict.fromkeys(one.coder for one in rivals))
    who = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"{names[0]}, on two machines,"
    return Standing("undecided", f"{who} wrote different summaries; nobody has decided which one counts")


def joined_text(rivals: Sequence[Summary]) -> str:
    """Return summaries of one cell as one text that says who wrote what, to be worked on."""
    return "\n\n".join(f"{one.coder}: {one.text}" for one in rivals)


def _reason(summary: Summary, changes: PassageChanges) -> str:
    counts = ((changes.added, "added"), (changes.removed, "removed"), (changes.recoded, "coded anew"))
    parts = [(len(places), word) for places, word in counts if places]
    noun = "segment" if parts[0][0] == 1 else "segments"
    listed = [f"{parts[0][0]} {noun} {parts[0][1]}", *(f"{count} {word}" for count, word in parts[1:])]
    said = f"{', '.join(listed)} since the summary was written"
    lost = len(changes.gone_or_recoded & set(summary.rests_on))
    return f"{said}; it rests on {lost} of those removed or coded anew" if lost else said


def places_now(summary: Summary, standing: Standing) -> tuple[PassagePlace, ...]:
    """Return the places a summary rests on where they stand now; those that were removed are left out."""
    if standing.changes is None:
        return summary.rests_on
    to = dict(standing.changes.moved)
    gone = set(standing.changes.removed)
    return tuple(sorted(to.get(place, place) for place in summary.rests_on if place not in gone))
