"""Finding many phrases in one pass over words: a trie of English stems with gaps.

Knows nothing of codebooks' meaning: `tagger` and `valence` say what a phrase stands for. NLTK's
Snowball stemmer needs no downloaded data.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Generic, TypeVar

GAP = "*"
LONGEST_GAP = 3
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Payload = TypeVar("Payload")


class Stems(dict[str, str]):
    """Word as it stands in the text to its stem. Each word is stemmed once: ten times the speed."""

    def __init__(self) -> None:
        from nltk.stem.snowball import EnglishStemmer

        super().__init__()
        self._stemmer = EnglishStemmer()

    def __missing__(self, word: str) -> str:
        stem = str(self._stemmer.stem(word.lower().replace("’", "'")))
        self[word] = stem
        return stem


class TokenStems(dict[str, tuple[str, ...]]):
    """What stands between white space, such as `Out-of-hours,`, to the stems of its words.

    No word holds white space, so that these are exactly the stems of `WORD.findall`, at three times the
    speed: most of what people say is said again and again.
    """

    def __init__(self, stems: Stems) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, token: str) -> tuple[str, ...]:
        found = tuple(self.stems[word] for word in WORD.findall(token))
        self[token] = found
        return found

    def of(self, text: str) -> list[str]:
        """Return the stems of the words of a text, in order."""
        return list(chain.from_iterable(map(self.__getitem__, text.split())))


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


@dataclass(frozen=True, slots=True)
class Found(Generic[Payload]):
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
        first = self._root.following.items()
        # Where no two neighbours begin a phrase, nor one word alone, there is nothing to look for.
        self._alone = {stem for stem, node in first if node.entries or node.after_gap}
        self._pairs = {(stem, second) for stem, node in first for second in node.following}

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
        if self._alone.isdisjoint(stems) and self._pairs.isdisjoint(pairwise(stems)):
            return []
        start = self._root.following
        last = len(stems) - 1
        found = []
        for first, stem in enumerate(stems):
            if stem not in start:
                continue
            node = start[stem]
            if stem not in self._alone and (first == last or stems[first + 1] not in node.following):
                continue
            nearest: dict[int, int] = {}
            for entry, end in _endings(node, stems, first + 1):
                nearest[entry] = min(end, nearest.get(entry, end))
            found += [Found(first, end, self._payloads[entry]) for entry, end in nearest.items()]
        return found


def _endings(node: _Node, stems: Sequence[str], position: int) -> Iterator[tuple[int, int]]:
    """Yield (entry, end) of each phrase that the stems from position on complete."""
    for entry in node.entries:
        yield entry, position
    if position < len(stems) and (following := node.following.get(stems[position])):
        yield from _endings(following, stems, position + 1)
    if node.after_gap:
        for end_of_gap in range(position, min(position + LONGEST_GAP, len(stems)) + 1):
            yield from _endings(node.after_gap, stems, end_of_gap)
