"""Names for columns whose headings a program repeats or fills with layout: unique, and on one line."""

import html
import re
from collections.abc import Sequence

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6])\b[^<>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_PLACEHOLDER = re.compile(r"\{[A-Za-z][A-Za-z0-9_.:\[\]]*\}|\$\{[^{}]*\}")


def on_one_line(text: str) -> str:
    """Return text with every run of white space (line ends, tabs, no-break spaces) as one space."""
    return " ".join(text.split())


def without_markup(text: str) -> str:
    """Return the words of an HTML text on one line."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _SCRIPT.sub(" ", text)))
    return on_one_line(html.unescape(text))


def has_placeholder(text: str) -> bool:
    """Tell whether a heading holds a place that the program left unfilled: {name_SQ001}, ${q://...}."""
    return bool(_PLACEHOLDER.search(text))


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name k columns so that none is repeated; also return the names that were.

    Every column of a repeated name gets its position, the first one too: none of them can be taken for
    another unnoticed. An empty name becomes 'column 7'.
    """
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    taken = {name for name, count in counted.items() if count == 1 and name}
    unique = []
    for position, name in enumerate(names, start=1):
        new = name
        if not name or counted[name] > 1:
            new = f"{name} (column {position})" if name else f"column {position}"
            while new in taken:
                new += "'"
            taken.add(new)
        unique.append(new)
    return tuple(unique), tuple(name for name, count in counted.items() if count > 1 and name)


def repeated_note(repeated: Sequence[str], what: str) -> str:
    """Say which names were repeated and what was done."""
    shown = ", ".join(f'"{name}"' for name in repeated[:10])
    more = f" and {len(repeated) - 10} more" if len(repeated) > 10 else ""
    return f"{what} that occur more than once were given their position, as in (column 7): {shown}{more}."
