"""Rules: the phrases of all codes, found in one pass over the sentences of what was said.

A counter-phrase cancels the phrases of its own code that it overlaps. Negation is no business of this
module: "nobody told us whose job it was" is talk about whose job it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.declared import Finding
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.phrases import GAP, WORD, Found, PhraseTrie, TokenStems, phrase_words, word_count
from impl_eval.qualitative.sentences import sentence_spans

LONGEST_PHRASE, MOST_GAPS = 15, 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of a code; a counter-phrase cancels phrases of its own code that overlap it."""

    code_id: str
    phrase: str
    is_counter: bool
    words: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a code in a sentence: number of the sentence in its turn, offsets into the text."""

    sentence: int
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


def _not_countered(found: Sequence[Found[_Entry]]) -> list[Found[_Entry]]:
    """Drop counter-phrases, and the phrases of the same code that share a word with one."""
    counters = [match for match in found if match.payload.is_counter]
    return [
        match
        for match in found
        if not match.payload.is_counter
        and not any(
            counter.payload.code_id == match.payload.code_id
            and counter.first < match.end
            and match.first < counter.end
            for counter in counters
        )
    ]


class PhraseRules:
    """The phrases of a codebook, ready to be found. `tokens` is the cache of stems it shares with others.

    Raises
    ------
    ValueError : a phrase holds no word (`check_phrases` says where).
    """

    def __init__(self, codebook: Codebook, tokens: TokenStems) -> None:
        self._tokens = tokens
        self._trie = PhraseTrie(_entries(codebook.codes), tokens.stems)

    def hits(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Hit]:
        """Return the phrases in the given sentences of a text, in order; none crosses a sentence's end."""
        hits = []
        stems_of, find = self._tokens.of, self._trie.find
        for number, (start, end) in enumerate(sentences):
            found = find(stems_of(text[start:end]))
            if not found:
                continue
            # Offsets are worked out only where something was found: this is what makes the pass fast.
            spans = [word.span() for word in WORD.finditer(text, start, end)]
            hits += [
                Hit(
                    number,
                    spans[match.first][0],
                    spans[match.end - 1][1],
                    match.payload.code_id,
                    match.payload.phrase,
                    match.payload.words,
                )
                for match in _not_countered(found)
            ]
        return hits

    def phrases_said(self, text: str, start: int, end: int) -> dict[str, tuple[str, ...]]:
        """Return, for each code with a phrase in text[start:end], those phrases, each once, sorted."""
        said: dict[str, set[str]] = {}
        for hit in self.hits(text, sentence_spans(text, start, end)):
            said.setdefault(hit.code_id, set()).add(hit.phrase)
        return {code_id: tuple(sorted(phrases)) for code_id, phrases in said.items()}


def passages_of(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Group hits into passages: those of one code in the same sentence or in the next one."""
    passages: list[list[Hit]] = []
    for hit in sorted(hits, key=lambda hit: (hit.code_id, hit.sentence, hit.start)):
        last = passages[-1][-1] if passages else None
        if last is not None and last.code_id == hit.code_id and hit.sentence - last.sentence <= 1:
            passages[-1].append(hit)
        else:
            passages.append([hit])
    return passages
