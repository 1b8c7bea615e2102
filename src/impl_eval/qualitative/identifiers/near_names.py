"""Listed names that a transcriber misheard by a letter: possible, and never certain."""

import re
from collections.abc import Iterator, Sequence

from impl_eval.qualitative.identifiers.common_words import is_common_word
from impl_eval.qualitative.identifiers.model import Identifier, ListedName
from impl_eval.qualitative.identifiers.names import plain_name, starts_a_sentence

SHORTEST, SLIPS = 5, 1
"""Letters a name needs before a slip counts, and how many letters may be wrong, missing, extra or swapped."""
_CAPITALISED = re.compile(r"(?<![\w'’-])[^\W\d_a-z][^\W\d_]{4,}(?!\w)")


def find_near_names(text: str, names: Sequence[ListedName]) -> Iterator[Identifier]:
    """Yield capitalised words within a sentence that are one slip away from a word of a listed name."""
    wanted: dict[str, ListedName] = {}
    for one in sorted(names):
        for word in plain_name(one.name).split() if one.kind == "person" else [plain_name(one.name)]:
            if len(word) >= SHORTEST and not is_common_word(word):
                wanted.setdefault(word, one)
    if not wanted:
        return
    from rapidfuzz.distance import OSA

    nearest: dict[str, ListedName | None] = {}
    for match in _CAPITALISED.finditer(text):
        word = plain_name(match[0])
        if word in wanted or word.removesuffix("s") in wanted or starts_a_sentence(text, match.start()):
            continue
        if word not in nearest:
            near = (
                one for known, one in wanted.items() if OSA.distance(word, known, score_cutoff=SLIPS) <= SLIPS
            )
            nearest[word] = next(near, None)
        listed = nearest[word]
        if listed is not None:
            why = "one letter away from a name of the study's list"
            value = plain_name(listed.name)
            yield Identifier(
                match.start(), match.end(), listed.kind, "possible", why, value, listed.pseudonym
            )
