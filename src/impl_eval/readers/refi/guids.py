"""Guids as programs write them (any case, with braces or without) in one spelling, and guids of our own."""

import re
import uuid

_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?\Z")
_OWN = uuid.UUID("6d1f8b1e-5a0c-5a53-9b6e-2c6f4f0c7a11")


def same_spelling(guid: str) -> str:
    """Return a guid in lower case without braces; an id in another form always gets the same guid."""
    plain = guid.strip().lower()
    match = _GUID.match(plain)
    if match is None:
        return stable_guid("id in another form", plain) if plain else ""
    return match.group(1)


def is_guid(guid: str) -> bool:
    """Tell whether a text has the form 8-4-4-4-12 of hexadecimal digits, in braces or not."""
    return _GUID.match(guid.strip().lower()) is not None


def stable_guid(*names: str) -> str:
    """Return the guid that these names always get (RFC 4122, version 5)."""
    return str(uuid.uuid5(_OWN, "\x1f".join(names)))
