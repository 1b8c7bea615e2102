"""How a phrase was said: negated, hedged, or inside quotation marks.

None of these takes a code away. A hedge lowers the band; a negation matters for the valence; words in
quotation marks are perhaps somebody else's, and a person must tell.
"""

import re

from impl_eval.qualitative.valence import is_negation, words_of_sentence

HEDGES = re.compile(
    r"\b(?:maybe|perhaps|possibly|presumably|might|sort of|kind of|I guess|I suppose|"
    r"not sure|not certain|in theory)\b",
    re.IGNORECASE,
)
_NEAR = 60
"""How many characters before or after a phrase, in its sentence, a hedge may stand."""
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")


def is_negated(sentence: str, start: int, end: int) -> bool:
    """Return whether a negation stands before or in sentence[start:end], in the same clause."""
    words = words_of_sentence(sentence)
    inside = [at for at, (first, last) in enumerate(words.spans) if first < end and start < last]
    if not inside:
        return False
    return any(is_negation(words.words[at]) for at in inside) or words.negation_before(inside[0]) is not None


def is_hedged(sentence: str, start: int, end: int) -> bool:
    """Return whether a hedge stands near sentence[start:end]."""
    return any(
        match.start() < end + _NEAR and match.end() > start - _NEAR for match in HEDGES.finditer(sentence)
    )


def is_quoted(sentence: str, start: int, end: int) -> bool:
    """Return whether sentence[start:end] lies inside quotation marks."""
    return any(match.start() < start and end < match.end() for match in _QUOTED.finditer(sentence))
