"""What a person who codes may be called: nothing that reaches into paths, and no name of the program."""

import re

RESERVED_CODERS = frozenset({"consensus", "withdrawal", "identifiers", "merge"})
"""Layers and chains that no person writes: what was settled with reasons, and what the program records."""
ALLOWED_CODER = "the initials or name of a person, at most 30 letters"


def can_be_coder(name: str) -> bool:
    """Tell whether a person may code under a name."""
    return re.fullmatch(r"[^\W_][\w .'-]{0,29}", name) is not None and name.casefold() not in RESERVED_CODERS
