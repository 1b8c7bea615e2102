"""What a refresh did, for the person who edits the report: as text and as JSON.

The table "What changed since the last version" stands here and not in the report. Its readers are those who
edit the report, not those who read it; and a report that told of its last refresh would be another one
after every refresh, though nothing in it had changed.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

Outcome = Literal[
    "unchanged",
    "replaced",
    "kept",
    "filled in",
    "conflict",
    "stays deleted",
    "new",
    "removed",
    "no longer written",
    "copy",
    "number of yours",
]
TOLD: tuple[tuple[Outcome, str], ...] = (
    ("conflict", "Changed by you and by the data: your text is kept, a comment shows the new one"),
    (
        "number of yours",
        "Old numbers that you copied into your own text: commented, not changed",
    ),
    (
        "no longer written",
        "No longer in the report, but edited or commented by you: kept, with a comment",
    ),
    ("copy", "Copies that you made: only the first one is refreshed"),
    ("filled in", "Edited by you: your words are kept, new numbers are filled in"),
    ("kept", "Edited by you, nothing new: kept"),
    ("stays deleted", "Deleted by you: stays deleted"),
    ("new", "New: put after what stands before it in a new report"),
    ("removed", "No longer part of the report, and not edited: taken out"),
    ("replaced", "Not edited by you, and changed: replaced"),
)
_MOST_WORDS = 160


@dataclass(frozen=True)
class Entry:
    """What became of one block: where it stands, how it is called, and what it would say now."""

    block_id: str
    chapter: str
    title: str
    outcome: Outcome
    new_text: str = ""


@dataclass(frozen=True)
class Change:
    """A number or a cell that says something else than in the last version."""

    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class RefreshLog:
    """All that a refresh did. `notes` are sentences on what it left alone and somebody should look at."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many blocks had this outcome."""
        return sum(entry.outcome == outcome for entry in self.entries)

    def as_document(self) -> dict[str, object]:
        """Return the log for a machine to read."""
        return {"schema": "impl-eval/refresh/1", **asdict(self)}

    def as_text(self) -> str:
        """Return the log for a person to read."""
        return "\n".join(_lines(self)) + "\n"

    def summary(self) -> str:
        """Return one line that counts what was done."""
        counted = [f"{self.count(outcome)} {outcome}" for outcome, _ in TOLD if self.count(outcome)]
        return ", ".join(counted) if counted else "nothing has changed"


def _lines(log: RefreshLog) -> Iterator[str]:
    yield f"Refreshed: {log.summary()}."
    for outcome, heading in TOLD:
        told = [entry for entry in log.entries if entry.outcome == outcome]
        if not told:
            continue
        yield ""
        yield f"{heading} ({len(told)})"
        for entry in told:
            yield f"  {entry.chapter}: {entry.title}" if entry.chapter else f"  {entry.title}"
            if entry.new_text:
                yield f"    Now: {shortened(entry.new_text)}"
    if log.notes:
        yield ""
        yield "To look at"
        yield from (f"  {note}" for note in log.notes)
    yield ""
    yield f"What changed since the last version ({len(log.changes)})"
    for change in log.changes:
        yield f"  {change.title}: {change.what}: {change.before} -> {change.after}"


def shortened(text: str, most: int = _MOST_WORDS) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
