"""The key of a Jisc Online Surveys export (two columns: questions, and below each its codes) as a draft.

A key does not say whether several answers were allowed. Where the coded answers lie beside it, their
columns tell: one column for a single answer (Q7), one for each option otherwise (Q9_1, Q9_2).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from impl_eval.readers.instruments.draft import (
    DraftItem,
    DraftOption,
    InstrumentDraft,
    Losses,
    plain_text,
)

_QUESTION = re.compile(r"Q\d+(_\d+)*(_[a-z]+)?(_[a-z0-9]+)*\Z")
_RECORD = frozenset(("URN", "StartDate", "CompletionDate"))
_CODE = re.compile(r"[+-]?\d+\Z")


@dataclass
class _Entry:
    id: str
    text: str
    options: list[DraftOption] = field(default_factory=list)


def is_jisc_key(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows of cells are a key: two columns, questions with numbered answers below them."""
    if not rows or any(len(row) != 2 for row in rows):
        return False
    first = [row[0].strip() for row in rows]
    known = [bool(_QUESTION.match(cell) or _CODE.match(cell) or cell in _RECORD) for cell in first]
    return all(known) and any(map(_CODE.match, first)) and any(map(_QUESTION.match, first))


def jisc_draft(
    rows: Sequence[Sequence[str]], stem: str, data_columns: Collection[str] = ()
) -> InstrumentDraft:
    """Return the questions of a key that take one answer; `data_columns` are those of its answers."""
    entries = _entries(rows)
    stems = {entry.id: entry.text for entry in entries if not entry.options}
    losses, items = Losses(), []
    for entry in entries:
        if not entry.options:
            if not any(other.id.startswith(f"{entry.id}_") for other in entries):
                losses.add("Questions without coded answers", entry.id)
            continue
        if _takes_several(entry, data_columns):
            losses.add("Questions that allow several answers", entry.id)
            continue
        grid = entry.id.split("_")[0]
        wording = f"{stems[grid]} - {entry.text}" if grid != entry.id and grid in stems else entry.text
        options_name = grid if grid in stems else ""
        items.append(DraftItem(entry.id, wording, tuple(entry.options), options_name))
        if data_columns and entry.id not in data_columns:
            losses.add("A column of answers: the export has none for", entry.id)
    if not data_columns and items:
        losses.add(
            "Whether several answers were allowed: a key does not say (take out the questions with "
            "several; or put the coded answers beside the key, under its name without -key)"
        )
    return InstrumentDraft("Jisc Online Surveys key", stem, tuple(items), losses.sentences())


def _entries(rows: Sequence[Sequence[str]]) -> list[_Entry]:
    entries: list[_Entry] = []
    for name, text in rows:
        if _CODE.match(name.strip()) and entries:
            entries[-1].options.append(DraftOption(name.strip(), plain_text(text)))
        elif name.strip() not in _RECORD:
            entries.append(_Entry(name.strip(), plain_text(text)))
    return entries


def _takes_several(entry: _Entry, data_columns: Collection[str]) -> bool:
    if len(entry.options) < 2:
        return True
    if entry.id in data_columns:
        return False
    return any(f"{entry.id}_{option.code}" in data_columns for option in entry.options)
