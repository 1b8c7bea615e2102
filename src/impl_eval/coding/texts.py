"""Free texts of the log stand outside it: an event refers to them by an id and a salted digest."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from impl_eval.coding.events import Event


def set_apart(texts: Mapping[str, str], kept: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Give free texts an id; the log holds a digest that says nothing once its salt is erased."""
    references: dict[str, Any] = {}
    for key, text in texts.items():
        identity, salt = secrets.token_hex(8), secrets.token_hex(16)
        kept.append((identity, salt, text))
        references[key] = {"id": identity, "digest": text_digest(salt, text)}
    return references


def text_digest(salt: str, text: str) -> str:
    """Return the SHA-256 of a salted text."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def said_texts(event: Event) -> dict[str, dict[str, str]]:
    """Return the references to free texts in the body of an event, by key."""
    return references_in(event.said)


def references_in(body: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the references to free texts in a parsed body, by key."""
    return {key: value for key, value in body.items() if type(value) is dict and "digest" in value}
