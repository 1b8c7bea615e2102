"""What makes an English item hard to answer, as far as its letters show: length, negations, two in one.

These are hints for the people who write items, not a measure of validity.
"""

import re

MOST_WORDS_IN_A_SENTENCE = 25
"""Ours: plain-English guides ask for 15 to 20 on average; a single item may be somewhat longer."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)")
_NEGATIONS = frozenset(
    ("no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "hardly")
)
_NEGATIVE_WORDS = frozenset(
    ("unable", "unaware", "unclear", "uncertain", "unlikely", "unnecessary", "unsure", "unwilling", "lack")
)
_TWO_IN_ONE = re.compile(r"\band\s*/\s*or\b", re.IGNORECASE)


def readability_hints(wording: str) -> tuple[str, ...]:
    """Return a phrase for each thing that may make the wording hard to answer; empty where nothing is."""
    hints = []
    sentences = [words for part in _SENTENCE.split(wording) if (words := _WORD.findall(part))]
    longest = max(map(len, sentences), default=0)
    if longest > MOST_WORDS_IN_A_SENTENCE:
        hints.append(f"a sentence of {longest} words")
    if any(sum(map(_is_negative, words)) > 1 for words in sentences):
        hints.append("two negatives in one sentence")
    if _TWO_IN_ONE.search(wording):
        hints.append('"and/or", which asks two things at once')
    return tuple(hints)


def _is_negative(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return plain in _NEGATIONS or plain in _NEGATIVE_WORDS or plain.endswith("n't")
