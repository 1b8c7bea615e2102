"""Rules: the phrases of all codes, found in one pass over the sentences of what was said.

A counter-phrase cancels the phrases of its own code that it overlaps. Negation is no business of this
module: "nobody told us whose job it was" is talk about whose job it is.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, repeat
from operator import is_
from typing import NamedTuple

from impl_eval.declared import Finding
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.phrases import (
    BREAK,
    GAP,
    Found,
    PhraseTrie,
    Stems,
    TokenStems,
    phrase_words,
    word_count,
)
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.transcript import Transcript

Span = tuple[int, int]

LONGEST_PHRASE, MOST_GAPS = 15, 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of a code; a counter-phrase cancels phrases of its own code that overlap it."""

    code_id: str
    phrase: str
    is_counter: bool
    words: int


class Hit(NamedTuple):
    """A phrase of a code as it stands in a text: offsets, and how many words the phrase has."""

    start: int
    end: int
    code_id: str
    phrase: str
    words: int


def check_phrases(codebook: Codebook) -> tuple[Finding, ...]:
    """Return the phrases and cues that hold no word: nothing could ever match them."""
    places: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        (("valence_cues", "enabler"), codebook.valence_cues.enabler),
        (("valence_cues", "barrier"), codebook.valence_cues.barrier),
    ]
    for index, code in enumerate(codebook.codes):
        places += [
            (("codes", index, "phrases"), code.phrases),
            (("codes", index, "counter_phrases"), code.counter_phrases),
            (("codes", index, "valence_cues", "enabler"), code.valence_cues.enabler),
            (("codes", index, "valence_cues", "barrier"), code.valence_cues.barrier),
        ]
    found = []
    for path, phrases in places:
        for index, phrase in enumerate(phrases):
            words = phrase_words(phrase)
            if not words:
                allowed, remedy = "at least one word beside '*'", "Write the words people say."
                found.append(Finding((*path, index), f'"{phrase}"', allowed, remedy))
            elif len(words) > LONGEST_PHRASE or words.count(GAP) > MOST_GAPS:
                allowed = f"at most {LONGEST_PHRASE} words and {MOST_GAPS} gaps"
                found.append(Finding((*path, index), f"a phrase of {len(words)} words", allowed))
    return tuple(found)


def _entries(codes: Iterable[Code]) -> Iterable[tuple[str, _Entry]]:
    for code in codes:
        for phrase in code.phrases:
            yield phrase, _Entry(code.code_id, phrase, False, word_count(phrase))
        for phrase in code.counter_phrases:
            yield phrase, _Entry(code.code_id, phrase, True, word_count(phrase))


def _is_countered(match: Found[_Entry], counters: Sequence[Found[_Entry]]) -> bool:
    """Return whether a counter-phrase of the same code shares a word with a match."""
    return any(
        counter.payload.code_id == match.payload.code_id
        and counter.first < match.end
        and match.first < counter.end
        for counter in counters
    )


class PhraseRules:
    """The phrases of a codebook, ready to be found. `tokens` is the cache of stems it shares with others.

    Raises
    ------
    ValueError : a phrase holds no word (`check_phrases` says where).
    """

    def __init__(self, codebook: Codebook, tokens: TokenStems) -> None:
        self._tokens = tokens
        self._trie = PhraseTrie(_entries(codebook.codes), tokens.stems)

    def find(self, text: str, spans: Sequence[Span]) -> list[Sequence[Hit]]:
        """Return the phrases in each of several spans of a text, none over the end of a sentence or span.

        All spans are searched at once, and only the words of a phrase are placed: this makes it fast.
        """
        stems = self._tokens.of_pieces(text[start:end] for start, end in spans)
        by_span: dict[int, list[Found[_Entry]]] = {}
        breaks: list[int] = []
        for match in self._trie.find(stems):
            breaks = breaks or _breaks(stems)
            number = bisect_left(breaks, match.first)
            if match.end <= breaks[number]:
                by_span.setdefault(number, []).append(match)
        hits: list[Sequence[Hit]] = [()] * len(spans)
        for number, found in by_span.items():
            first = breaks[number - 1] + 1 if number else 0
            hits[number] = self._placed(text, spans[number], found, first)
        return hits

    def _placed(self, text: str, span: Span, found: Sequence[Found[_Entry]], first: int) -> list[Hit]:
        """Return matches of one span, whose words count from `first`, with their places in the text."""
        start, end = span
        stretches = [(match.first - first, match.end - first) for match in found]
        places = self._tokens.places(text[start:end], stretches)
        hits = []
        placed = [(match, start + at[0], start + at[1]) for match, at in zip(found, places, strict=True)]
        placed = [each for each in placed if _in_one_sentence(text, start, each[1], each[2])]
        counters = [match for match, _, _ in placed if match.payload.is_counter]
        for match, begin, stop in placed:
            entry = match.payload
            if not entry.is_counter and not _is_countered(match, counters):
                hits.append(Hit(begin, stop, entry.code_id, entry.phrase, entry.words))
        return hits

    def phrases_said(self, text: str, spans: Sequence[Span]) -> list[Mapping[str, tuple[str, ...]]]:
        """Return, for each span and each code with a phrase in it, those phrases, each once, sorted."""
        return [_by_code(hits) if hits else _NOTHING_SAID for hits in self.find(text, spans)]


_NOTHING_SAID: Mapping[str, tuple[str, ...]] = {}


def _by_code(hits: Sequence[Hit]) -> Mapping[str, tuple[str, ...]]:
    said: dict[str, set[str]] = {}
    for hit in hits:
        said.setdefault(hit.code_id, set()).add(hit.phrase)
    return {code_id: tuple(sorted(phrases)) for code_id, phrases in said.items()}


_LONGEST_ABBREVIATION = 16
_MAY_END = re.compile(r"[.!?…\r\n]")


def _in_one_sentence(text: str, first: int, start: int, end: int) -> bool:
    """Return whether no sentence begins inside text[start:end]; `first` is where the turn begins."""
    if not _MAY_END.search(text, start, end):
        return True
    near = sentence_spans(text, max(first, start - _LONGEST_ABBREVIATION), end)
    return all(begin <= start for begin, _ in near)


def _breaks(stems: Sequence[str]) -> list[int]:
    """Return where one span ends and the next begins, and the end of the last."""
    return [*compress(count(), map(is_, stems, repeat(BREAK))), len(stems)]


def find_phrases(transcripts: Sequence[Transcript], codebook: Codebook) -> tuple[tuple[str, Hit], ...]:
    """Return every phrase of the codebook in participants' turns, with its transcript: rules alone.

    Raises
    ------
    ValueError : a phrase holds no word (`check_phrases` says where).
    """
    phrases = [phrase for phrase, _ in _entries(codebook.codes)]
    rules = PhraseRules(codebook, TokenStems(Stems(phrases)))
    return tuple(
        (transcript.id, hit)
        for transcript in sorted(transcripts, key=lambda each: each.id)
        for hits in rules.find(
            transcript.text, [(turn.start, turn.end) for turn in transcript.participant_turns]
        )
        for hit in hits
    )


def passages_of(hits: Sequence[Hit], sentences: Sequence[Span]) -> list[list[Hit]]:
    """Group hits of a turn into passages: those of one code in the same sentence or in the next one.

    `sentences` are those of the turn, in order.
    """
    begins = [start for start, _ in sentences]
    numbered = [(hit.code_id, bisect_right(begins, hit.start) - 1, hit) for hit in hits]
    passages: list[list[Hit]] = []
    last: tuple[str, int] | None = None
    for code_id, number, hit in sorted(numbered, key=lambda each: (*each[:2], each[2].start, each[2].end)):
        if last is not None and last[0] == code_id and number - last[1] <= 1:
            passages[-1].append(hit)
        else:
            passages.append([hit])
        last = (code_id, number)
    return passages
