"""Finds codings by code, coder, transcript, valence, and words of the passage, its note or its memos.

Words stand outside the log: the passage in the text of the transcript, notes and memos in a table of
their own. What was erased is not found.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.coding import tables
from impl_eval.coding.projection import SegmentState


@dataclass(frozen=True)
class Search:
    """What is looked for: codings that fit everything that is given. Empty means any.

    `words` are looked for in the passage, `noted` in its note and in memos about it, both whatever their
    case and spacing.
    """

    code_ids: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    transcript_ids: tuple[str, ...] = ()
    valences: tuple[str, ...] = ()
    words: str = ""
    noted: str = ""


@dataclass(frozen=True)
class FoundCoding:
    """A coding that was found: what counts of it, where it stands, and what is written about it."""

    state: SegmentState
    transcript_id: str
    quote: str
    note: str
    memos: tuple[str, ...] = ()


def search_codings(connection: sqlite3.Connection, search: Search) -> list[FoundCoding]:
    """Return what a search finds on current versions of transcripts, by transcript, place, code and coder."""
    documents = _documents(connection, search.transcript_ids)
    states = tables.segments(connection, ("live",), search.coders, search.code_ids, documents)
    words, noted = _folded(search.words), _folded(search.noted)
    rarest = max(words.split(), key=len, default="")
    texts, memos = _written(connection), _memos(connection)
    found: list[FoundCoding] = []
    for state in states:
        if search.valences and state.valence not in search.valences:
            continue
        transcript_id, text = documents[state.document]
        quote = text[state.start : state.end]
        if rarest and (rarest not in quote.casefold() or words not in _folded(quote)):
            continue
        about = tuple(memos.get(state.id, ()))
        one = FoundCoding(state, transcript_id, quote, texts.get(state.note, ""), about)
        if not noted or any(noted in _folded(text) for text in (one.note, *about)):
            found.append(one)
    return sorted(found, key=lambda one: (one.transcript_id, *one.state[3:6], one.state.layer))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _documents(connection: sqlite3.Connection, transcript_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return id and text of the current version of transcripts by key."""
    rows = connection.execute(
        "SELECT key, transcript_id, text FROM document WHERE is_current = 1"
        " AND (? = '[]' OR transcript_id IN (SELECT value FROM json_each(?)))",
        (json.dumps(list(transcript_ids)),) * 2,
    )
    return {key: (transcript_id, text) for key, transcript_id, text in rows}


def _written(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, text FROM written_text"))


def _memos(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the memos about codings, oldest first."""
    memos: dict[str, list[str]] = {}
    for _, about, target, words in tables.memos(connection):
        if about == "segment":
            memos.setdefault(target, []).append(words)
    return memos
