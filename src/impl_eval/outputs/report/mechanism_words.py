"""Small words on mechanisms: their links to theory with and without citation."""

import re

_CITED_LINK = re.compile(r" \((stated|inferred); (.*)\)\Z")


def without_citation(link: str) -> str:
    """Return a link to theory with its status alone: citations stand in the methods."""
    return _CITED_LINK.sub(r" (\1)", link)


def citation_of(link: str) -> str:
    """Return the citation of a link to theory, or nothing."""
    match = _CITED_LINK.search(link)
    return match[2] if match else ""
