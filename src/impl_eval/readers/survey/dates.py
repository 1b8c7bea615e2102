"""Dates in exports: in which order day, month and year stand, and the same moment as ISO text.

The order is that of the cells that allow one only (a 27 can be no month); where none does, dates stay as
they are written and the report says which line settles it.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.readers.survey.choices import line_to_add

_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[/.\-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4})"
    r"(?:(?:,?\s+|T)(?:(?P<before>[^\d\s:]{1,6})\s*)?(?P<h>\d{1,2})[:.h](?P<m>\d{2})"
    r"(?:[:.](?P<s>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?|午前|午後|上午|下午|오전|오후|vorm\.|nachm\.)?"
    r"\s*(?P<zone>Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)?)?\Z",
    re.IGNORECASE,
)
_AFTERNOON = frozenset({"pm", "午後", "下午", "오후", "nachm."})
_HALVES = _AFTERNOON | {"am", "午前", "上午", "오전", "vorm."}
# Only abbreviations with one meaning in the places these programs are used in.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "JST": 9,
}  # fmt: skip
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?\Z", re.IGNORECASE)
ORDERS = {
    "day_first": "day, month, year",
    "month_first": "month, day, year",
    "year_first": "year, month, day",
}


@dataclass(frozen=True)
class DateColumns:
    """What became of columns of dates: `cells` by column where they could be read, `orders` by column."""

    cells: dict[str, list[str | None]]
    orders: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def looks_like_dates(texts: Iterable[str]) -> bool:
    """Tell whether there are texts, and all of them are dates with a year (with or without a time)."""
    matches = [_DATE.match(text) for text in texts]
    return bool(matches) and all(match is not None and _has_year(match) for match in matches)


def read_date_columns(
    columns: Mapping[str, Sequence[str | None]], together: Sequence[str], chosen: str
) -> DateColumns:
    """Return the dates of columns as ISO text; `together` are those that one program wrote in one order.

    `chosen` is the order that a person named, or "".
    """
    cells: dict[str, list[str | None]] = {}
    orders: list[tuple[str, str]] = []
    notes: list[str] = []
    groups = [[column for column in columns if column in together]]
    groups += [[column] for column in columns if column not in together]
    for group in filter(None, groups):
        texts = {text for column in group for text in columns[column] if text}
        order, note = _order(texts, group, chosen)
        notes += [note] if note else []
        if not order:
            continue
        iso, unread, unknown_zones = _iso_texts(texts, order)
        for column in group:
            cells[column] = [iso.get(text, text) if text else None for text in columns[column]]
            orders.append((column, ORDERS[order]))
        notes += _unread_notes(group, unread, unknown_zones)
    return DateColumns(cells, tuple(orders), tuple(notes))


def _order(texts: Iterable[str], group: Sequence[str], chosen: str) -> tuple[str, str]:
    """Return the order, or "" with a note why there is none."""
    proven = {_proven(match) for match in map(_DATE.match, texts) if match} - {"nothing"}
    name = ", ".join(group)
    if len(proven - {"open"}) > 1:
        two = " and ".join(ORDERS[one] for one in sorted(proven - {"open"}))
        if chosen:
            return chosen, f"Dates in {name} stand in two orders ({two}); read as chosen where they can be."
        return "", f"Dates in {name} stand in two orders ({two}): they were left as written."
    known = next(iter(proven - {"open"}), "")
    if known:
        return known, ""
    if chosen and proven:
        return chosen, ""
    if not proven:
        return "", ""
    remedy = line_to_add("date_order", "day_first")[:-1] + ", or month_first."
    return "", (
        f"Dates in {name}: their order cannot be told, every one could be day first or month first; "
        f"they were left as written. {remedy}"
    )


def _has_year(match: re.Match[str]) -> bool:
    return len(match["a"]) == 4 or len(match["c"]) in {2, 4}


def _proven(match: re.Match[str]) -> str:
    """Return the only order one date allows, 'open' where it allows two, 'nothing' where it is no date."""
    if not _has_year(match):
        return "nothing"
    if len(match["a"]) == 4:
        return "year_first"
    first, second = int(match["a"]), int(match["b"])
    if first == second and first <= 12:
        return "open" if first else "nothing"
    if first > 12 and second > 12:
        return "nothing"
    if first > 12:
        return "day_first"
    return "month_first" if second > 12 else "open"


def _iso_texts(texts: Iterable[str], order: str) -> tuple[dict[str, str], int, set[str]]:
    iso: dict[str, str] = {}
    unread, unknown_zones = 0, set()
    for text in texts:
        match = _DATE.match(text)
        moment = _moment(match, order) if match else None
        if match is None or moment is None:
            unread += 1
            continue
        offset = _zone_offset(match["zone"])
        if match["zone"] and offset is None:
            unknown_zones.add(match["zone"])
        iso[text] = _iso(moment, match, offset)
    return iso, unread, unknown_zones


def _iso(moment: datetime.datetime, match: re.Match[str], offset: datetime.timedelta | None) -> str:
    if match["h"] is None:
        return moment.date().isoformat()
    zone = None if offset is None else datetime.timezone(offset)
    return moment.replace(tzinfo=zone).isoformat(timespec="seconds")


def _moment(match: re.Match[str], order: str) -> datetime.datetime | None:
    parts = [int(match[part]) for part in ("a", "b", "c")]
    if len(match["a"]) == 4:
        year, month, day = parts
    elif order == "day_first":
        day, month, year = parts
    elif order == "month_first":
        month, day, year = parts
    else:
        return None
    year += 2000 if year < 100 else 0
    hour = int(match["h"] or 0)
    half = _half(match)
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    try:
        return datetime.datetime(year, month, day, hour, int(match["m"] or 0), int(match["s"] or 0))  # noqa: DTZ001
    except ValueError:
        return None


def _half(match: re.Match[str]) -> str:
    """Return which half of the day is meant; some languages write it before the hour."""
    for part in (match["half"], match["before"]):
        plain = re.sub(r"[.\s]", "", part.lower()) if part and part[0].isascii() else part or ""
        for half in (plain, f"{plain}."):
            if half in _HALVES:
                return half
    return ""


def _zone_offset(zone: str | None) -> datetime.timedelta | None:
    if not zone:
        return None
    if zone.upper() in _ZONES:
        return datetime.timedelta(hours=_ZONES[zone.upper()])
    match = _OFFSET.match(zone)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes >= 24 * 60:
        return None
    return datetime.timedelta(minutes=-minutes if match[1] == "-" else minutes)


def _unread_notes(group: Sequence[str], unread: int, unknown_zones: set[str]) -> list[str]:
    name = ", ".join(group)
    notes = []
    if unread:
        notes.append(f"{unread} different cells in {name} are no dates in that order: left as written.")
    if unknown_zones:
        zones = ", ".join(sorted(unknown_zones))
        notes.append(f"The time zone {zones} in {name} has several meanings: the time was read without it.")
    return notes
