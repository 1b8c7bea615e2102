"""The header of a Qualtrics export, old or new: what its columns are, and how many rows it takes.

New exports have names, question texts and a row of {"ImportId": ...}; old ones names (V1 to V10 first)
and texts. People take rows away and save again in Excel: each row is therefore recognised by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from impl_eval.readers.survey.naming import repeated_note, unique_names, without_markup
from impl_eval.readers.survey.raw_table import RawTable

_IMPORT_ID = re.compile(r"""\{\s*["']ImportId["']\s*:\s*["'](?P<id>[^"']*)["']""", re.IGNORECASE)
_LEGACY_MARKS = frozenset({"ResponseID", "ResponseSet"})
# By name in the first row (new), or by text in the second (old): what Qualtrics writes about a response.
METADATA: Mapping[str, str] = {
    "startdate": "started", "enddate": "ended", "recordeddate": "recorded", "status": "status",
    "ipaddress": "ip", "progress": "progress", "durationinseconds": "duration", "finished": "finished",
    "responseid": "response id", "_recordid": "response id", "responseset": "response set",
    "duration": "duration", "recipientlastname": "last name", "recipientfirstname": "first name",
    "recipientemail": "e-mail", "externalreference": "reference", "externaldatareference": "reference",
    "externaldata": "reference", "locationlatitude": "place", "locationlongitude": "place",
    "locationaccuracy": "place", "distributionchannel": "channel", "userlanguage": "language",
    "emailaddress": "e-mail", "name": "name",
}  # fmt: skip
_NEW_NAMES = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "durationinseconds", "finished"}
    | {"recordeddate", "responseid", "distributionchannel", "userlanguage"}
)
_FEWEST_NEW_NAMES = 4
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class QualtricsHeader:
    """k columns by position: unique names, export tags as written, texts, import ids ("" where unknown).

    `facts` says by position what a column tells about the response ("status", "finished", "ip", ...).
    """

    rows: int
    positions: tuple[int, ...]
    names: tuple[str, ...]
    tags: tuple[str, ...]
    texts: tuple[str, ...]
    import_ids: tuple[str, ...]
    facts: Mapping[int, str]
    columns_dropped: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def evidence(raw: RawTable) -> str:
    """Return what shows that a table is Qualtrics's, "" where nothing does."""
    row = import_id_row(raw)
    if row:
        return f"a row of ImportId in {raw.place(row)}"
    if is_legacy(raw):
        return f"ResponseID below V1 in {raw.place(1)}"
    known = sorted({name for name in raw.header if _plain(name) in _NEW_NAMES})
    ours = "ResponseId" in raw.header or {"StartDate", "EndDate"} <= set(raw.header)
    return f"columns {', '.join(known)}" if ours and len(known) >= _FEWEST_NEW_NAMES else ""


def import_id_row(raw: RawTable) -> int:
    """Return the row (counted from 0) that holds import ids, 0 where there is none."""
    for index in range(1, min(4, len(raw.rows))):
        filled = [cell for cell in raw.rows[index] if cell.strip()]
        if filled and sum(bool(_IMPORT_ID.match(cell.strip())) for cell in filled) * 2 >= len(filled):
            return index
    return 0


def is_legacy(raw: RawTable) -> bool:
    """Tell whether the second row names what the columns V1, V2, ... of old exports hold."""
    return len(raw.rows) > 1 and bool(_LEGACY_MARKS & {cell.strip() for cell in raw.rows[1][:10]})


def read_header(raw: RawTable, header_rows: int = 0) -> QualtricsHeader:
    """Read the header; `header_rows` is how many rows a person says that it has."""
    ids_at = import_id_row(raw)
    rows = header_rows or (ids_at + 1 if ids_at else 2 if is_legacy(raw) or _second_row_is_text(raw) else 1)
    tags = raw.header
    texts = (
        tuple(without_markup(cell) for cell in raw.rows[1]) if rows > 1 and ids_at != 1 else ("",) * len(tags)
    )
    ids = _import_ids(raw, ids_at) if ids_at else ("",) * len(tags)
    positions = tuple(
        index for index, tag in enumerate(tags) if tag or any(row[index].strip() for row in raw.rows[rows:])
    )
    empty = tuple(
        (f"column {index + 1}", "no name and no cells")
        for index in range(len(tags))
        if index not in positions
    )
    names, repeated = unique_names(tags)
    notes = (repeated_note(repeated, "Export tags"),) if repeated else ()
    facts = {
        index: fact for index in positions if (fact := _fact(tags[index], texts[index], ids[index], raw))
    }
    return QualtricsHeader(rows, positions, names, tags, texts, ids, facts, empty, notes)


def _import_ids(raw: RawTable, row: int) -> tuple[str, ...]:
    matches = [_IMPORT_ID.match(cell.strip()) for cell in raw.rows[row]]
    return tuple(match["id"] if match else "" for match in matches)


def _fact(tag: str, text: str, import_id: str, raw: RawTable) -> str:
    if import_id:
        return METADATA.get(_plain(import_id, "_"), "")
    if is_legacy(raw):
        return METADATA.get(_plain(text), "") if re.match(r"V\d+\Z", tag) else _by_tag(tag)
    return _by_tag(tag)


def _by_tag(tag: str) -> str:
    plain = _plain(tag)
    return METADATA.get(plain, "") if plain not in {"name", "duration", "_recordid"} else ""


def _second_row_is_text(raw: RawTable) -> bool:
    """Where the import ids were taken away: the cell below StartDate is a text, in any language."""
    for position, name in enumerate(raw.header):
        if _plain(name) in {"startdate", "enddate", "recordeddate", "progress"} and len(raw.rows) > 1:
            below = raw.rows[1][position].strip()
            return bool(below) and not _DIGITS.search(below)
    return False


def _plain(text: str, keep: str = "") -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter in keep)
