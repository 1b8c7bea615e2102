"""Texts of an export as YAML shows them in drafts and in advice."""

import re

_READS_AS_ELSE = frozenset({"null", "yes", "no", "true", "false"})


def quoted(text: str | None) -> str:
    """Return a text as YAML writes it, in quotation marks where it needs them; a question mark for None."""
    if text is None:
        return "?"
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_ ]*", text) and text.lower() not in _READS_AS_ELSE:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
