"""Typed cells as text, in one way only: 3.0 is "3", a date is ISO text, a truth value "yes" or "no"."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f])_")  # how Excel writes control characters: _x000D_


def cell_text(value: object) -> str:
    """Return a typed cell as text: "3" for 3.0, ISO text for dates and times, yes or no, "" for nothing."""
    return _TEXT_OF_TYPE.get(type(value), str)(value)


def number_text(value: float) -> str:
    """Return a number as people write it: 3.0 is "3", never an exponent."""
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"


def _plain_text(value: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value) if "_x00" in value else value


def _date_time_text(value: datetime.datetime) -> str:
    midnight = value.time() == datetime.time()
    return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")


_TEXT_OF_TYPE: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: _plain_text,
    bool: lambda value: "yes" if value else "no",
    float: number_text,
    datetime.datetime: _date_time_text,
    datetime.date: datetime.date.isoformat,
    datetime.time: lambda value: value.isoformat(timespec="seconds"),
}
