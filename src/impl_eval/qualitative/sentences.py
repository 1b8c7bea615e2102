"""Sentences of a passage, by rule: no model and no downloaded data.

A sentence ends with . ! ? or … (and closing quotes or brackets) before white space or the end, or
with an empty line, because some transcripts have no full stops. Abbreviations of this field do not
end a sentence.
"""

import re

_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s|\Z)|(?:\r\n|\n|\r(?!\n))[ \t]*[\r\n]""")
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
    spans = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.group() == "." and _is_abbreviation(text, begin, match.start(), end):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
    spans.append((begin, end))
    trimmed = []
    for first, last in spans:
        inner = text[first:last]
        left = first + len(inner) - len(inner.lstrip())
        if left < last:
            trimmed.append((left, first + len(inner.rstrip())))
    return trimmed
