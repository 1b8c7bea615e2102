"""The identifier check: what in a transcript may name a person, for a person to decide about.

It finds by fixed rules and misses some: it is a check, and never makes a transcript anonymous.
"""

from impl_eval.qualitative.identifiers.find import find_identifiers
from impl_eval.qualitative.identifiers.model import (
    KIND_WORDS,
    Certainty,
    Identifier,
    Kind,
    ListedName,
    NameKind,
)

__all__ = [
    "KIND_WORDS",
    "Certainty",
    "Identifier",
    "Kind",
    "ListedName",
    "NameKind",
    "find_identifiers",
]
