"""Finding many phrases in one pass over words: a trie of English stems with gaps.

Knows nothing of codebooks' meaning: `tagger` and `valence` say what a phrase stands for. NLTK's
Snowball stemmer needs no downloaded data.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress, count, islice
from typing import Generic, NamedTuple, TypeVar

GAP = "*"
LONGEST_GAP = 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BREAK = "\x00\x01"
"""Stands between texts that are searched together; a text that holds it has it taken for white space."""

Payload = TypeVar("Payload")


# The only words of which the English stemmer changes the beginning (see _beginning): die, lie and tie.
_NEW_BEGINNINGS = frozenset({"dying", "lying", "tying"})


class Stems(dict[str, str]):
    """Word as it stands in the text to its stem. Each word is stemmed once: ten times the speed.

    With `phrases`, only words that begin like a word of a phrase are stemmed. The others stay as they
    are, which is as good where nothing but these phrases is looked for, and twice as fast on new text.
    """

    def __init__(self, phrases: Iterable[str] | None = None) -> None:
        from nltk.stem.snowball import EnglishStemmer

        super().__init__()
        self._stemmer = EnglishStemmer()
        self._beginnings: frozenset[str] | None = None
        if phrases is not None:
            words = {_lower(word) for phrase in phrases for word in WORD.findall(phrase)}
            stems = {self[word] for word in words}
            self._beginnings = frozenset(
                beginning for word in words | stems for beginning in _beginnings(word)
            )

    def __missing__(self, word: str) -> str:
        lower = _lower(word)
        if lower != word:
            stem = self[lower]
        elif self._beginnings is None or self._may_be_wanted(lower):
            stem = str(self._stemmer.stem(lower))
        else:
            stem = lower
        self[word] = stem
        return stem

    def _may_be_wanted(self, word: str) -> bool:
        known = self._beginnings or frozenset()
        folded = word[:3].replace("y", "i")
        return word in _NEW_BEGINNINGS or not known.isdisjoint((folded, folded[:2], folded[:1]))


def _beginnings(stem: str) -> tuple[str, ...]:
    """Return how words with a stem may begin: as it does, but cry has cri, using has use, v's has v."""
    beginning = stem[:3].replace("y", "i")
    is_short = len(stem) == 3 and stem.endswith("e")
    return (beginning, beginning[:2]) if is_short else (beginning,)


def _lower(word: str) -> str:
    return word.lower().replace("’", "'")


class TokenStems(dict[str, tuple[str, ...]]):
    """What stands between white space, such as `Out-of-hours,`, to the stems of its words.

    No word holds white space, so that these are exactly the stems of `WORD.findall`, at three times the
    speed: most of what people say is said again and again.
    """

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, token: str) -> tuple[str, ...]:
        plain = token.rstrip(".,?!")
        # Letters alone are one word; most of what is said is of this kind, and looked up at once.
        words = [plain] if plain.isalpha() else WORD.findall(token)
        found = tuple([self.stems[word] for word in words])
        self[token] = found
        return found

    def of(self, text: str) -> list[str]:
        """Return the stems of the words of a text, in order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))

    def of_pieces(self, pieces: Iterable[str]) -> list[str]:
        """Return the stems of several texts in one list, with BREAK between them."""
        self[BREAK] = (BREAK,)
        return self.of(f" {BREAK} ".join(piece.replace(BREAK, " ") for piece in pieces))

    def places(self, text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return (start, end) of stretches of words, each given as numbers of words, end exclusive.

        Only what is asked for is looked for.
        """
        text = text.replace(BREAK, " " * len(BREAK))
        tokens = text.split()
        words_up_to = list(accumulate(map(len, map(self.__getitem__, tokens))))
        found = []
        for first, end in stretches:
            number = bisect_right(words_up_to, first)
            # What is left after so many pieces begins with the token: no need to go through the text.
            start = len(text) - len(text.split(None, number)[number])
            skipped = first - (words_up_to[number - 1] if number else 0)
            words = list(islice(WORD.finditer(text, start), skipped, skipped + end - first))
            found.append((words[0].start(), words[-1].end()))
        return found


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Split a phrase into words and gaps; gaps at its ends say nothing and are left out."""
    words: list[str] = []
    for part in phrase.split():
        words.extend([GAP] if part == GAP else WORD.findall(part))
    while words and words[0] == GAP:
        words.pop(0)
    while words and words[-1] == GAP:
        words.pop()
    return tuple(words)


def word_count(phrase: str) -> int:
    """Return the number of words of a phrase, gaps not counted."""
    return sum(word != GAP for word in phrase_words(phrase))


@dataclass(slots=True)
class _Node:
    following: dict[str, "_Node"] = field(default_factory=dict)
    after_gap: "_Node | None" = None
    entries: list[int] = field(default_factory=list)


class Found(NamedTuple, Generic[Payload]):
    """A phrase found: words[first:end] hold it, gap words included."""

    first: int
    end: int
    payload: Payload


class PhraseTrie(Generic[Payload]):
    """All phrases at once. `stems` is the cache that the caller's words must go through."""

    def __init__(self, phrases: Iterable[tuple[str, Payload]], stems: Stems) -> None:
        """Build the trie; ValueError where a phrase holds no word at all."""
        self.stems = stems
        self._payloads: list[Payload] = []
        self._root = _Node()
        for phrase, payload in phrases:
            self._add(phrase, payload)

    def _add(self, phrase: str, payload: Payload) -> None:
        words = phrase_words(phrase)
        if not words:
            raise ValueError(f"phrase {phrase!r} holds no word")
        node = self._root
        for word in words:
            if word == GAP:
                node.after_gap = node.after_gap or _Node()
                node = node.after_gap
            else:
                node = node.following.setdefault(self.stems[word], _Node())
        node.entries.append(len(self._payloads))
        self._payloads.append(payload)

    def find(self, stems: Sequence[str]) -> list[Found[Payload]]:
        """Return every phrase in a sequence of stems; from one start, the shortest reading of each."""
        start = self._root.following
        last = len(stems) - 1
        found = []
        for first in compress(count(), map(start.__contains__, stems)):
            node = start[stems[first]]
            # Most starts go no further than their first word: seen here, they cost next to nothing.
            goes_on = first < last and stems[first + 1] in node.following
            if not (goes_on or node.entries or node.after_gap):
                continue
            nearest: dict[int, int] = {}
            _find_ends(node, stems, first + 1, nearest)
            found += [Found(first, end, self._payloads[entry]) for entry, end in nearest.items()]
        return found


def _find_ends(node: _Node, stems: Sequence[str], position: int, nearest: dict[int, int]) -> None:
    """Note the nearest end of each phrase that the stems from position on complete."""
    for entry in node.entries:
        if position < nearest.get(entry, position + 1):
            nearest[entry] = position
    if position < len(stems) and (following := node.following.get(stems[position])):
        _find_ends(following, stems, position + 1, nearest)
    if node.after_gap:
        for end_of_gap in range(position, min(position + LONGEST_GAP, len(stems)) + 1):
            _find_ends(node.after_gap, stems, end_of_gap, nearest)
