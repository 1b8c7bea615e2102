"""Sentences of a passage, by rule: no model and no downloaded data.

A sentence ends with . ! ? or … (and closing quotes or brackets) before white space or the end, or
with an empty line, because some transcripts have no full stops. Abbreviations of this field do not
end a sentence.
"""

import re

# One class of first characters, then what they may begin: the search skips everything else at once.
_END = re.compile(
    r"""[.!?…\r\n](?:(?<=[.!?…])[.!?…]*["'”’)\]]*(?=\s|\Z)"""
    r"""|(?:(?<=\n)|(?<=\r)(?:\n|(?!\n)))[ \t]*[\r\n])"""
)
_NEVER_LAST = frozenset({"dr", "mr", "mrs", "ms", "prof", "st", "e.g", "eg", "i.e", "ie", "vs", "approx"})
# These may stand last: then the next word has a capital ("20 mg. We then").
_MAY_BE_LAST = frozenset({"mg", "mcg", "ml", "gp", "gps", "etc", "a.m", "p.m"})
_LONGEST_ABBREVIATION = 12


def _is_abbreviation(text: str, begin: int, dot: int, end: int) -> bool:
    words = text[max(begin, dot - _LONGEST_ABBREVIATION) : dot].split()
    word = words[-1].lstrip("([\"'“‘").casefold() if words else ""
    if word in _NEVER_LAST:
        return True
    return word in _MAY_BE_LAST and not text[dot + 1 : end].lstrip()[:1].isupper()


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of text[start:end], as offsets into text, without outer space."""
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.group() == "." and _is_abbreviation(text, begin, match.start(), end):
            continue
        _add_trimmed(spans, text, begin, match.end())
        begin = match.end()
    _add_trimmed(spans, text, begin, end)
    return spans


def _add_trimmed(spans: list[tuple[int, int]], text: str, first: int, last: int) -> None:
    """Add a span without the white space at its ends, unless nothing is left."""
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    if first < last:
        spans.append((first, last))
