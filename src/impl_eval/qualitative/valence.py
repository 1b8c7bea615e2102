"""Valence of a passage, proposed from cue words and negation; an analyst decides.

Human coders agree on valence and machines do not, so that a passage without a cue is "unclear". A
negation earlier in the same clause turns a cue round and never removes the suggestion: "nobody told
us whose job it was" is talk about roles, and a barrier.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.codebook import ValenceCues
from impl_eval.qualitative.coding import Valence
from impl_eval.qualitative.phrases import WORD, Found, PhraseTrie, Stems

CueKind = Literal["enabler", "barrier", "needed"]
# What is missed only when it is absent: being told says little, "nobody told us" says barrier.
NEEDED = ("told", "tell", "asked", "explained", "taught", "idea", "clue")
_NEGATIONS = frozenset(
    {"not", "never", "no", "nobody", "none", "nothing", "neither", "nor", "without", "hardly", "cannot"}
)
_CONTRACTION = re.compile(
    r".+n['’]t\Z|(?:do|does|did|is|are|was|were|has|have|had|would|could|should|ca)nt\Z"
)
_CLAUSE_END = re.compile(r"[,;:()–—…]|\.\.|\s-+\s")
_TURN_OF_THOUGHT = "but"


def is_negation(word: str) -> bool:
    """Return whether a word negates what follows it in its clause."""
    lower = word.lower()
    return lower in _NEGATIONS or bool(_CONTRACTION.match(lower))


def compile_cues(general: ValenceCues, of_mechanism: ValenceCues, stems: Stems) -> PhraseTrie[CueKind]:
    """Put the cues of the codebook, those of a mechanism, and what is NEEDED into one trie."""
    cues: list[tuple[str, CueKind]] = []
    for lexicon in (general, of_mechanism):
        cues += [(cue, "enabler") for cue in lexicon.enabler]
        cues += [(cue, "barrier") for cue in lexicon.barrier]
    cues += [(cue, "needed") for cue in NEEDED]
    return PhraseTrie(cues, stems)


@dataclass(frozen=True)
class SentenceWords:
    """The words of a sentence with their offsets, and the number of the clause each stands in."""

    sentence: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    clauses: tuple[int, ...]

    def negation_before(self, position: int) -> int | None:
        """Return the place of the nearest negation before position in its clause, or None."""
        for earlier in range(position - 1, -1, -1):
            if self.clauses[earlier] != self.clauses[position]:
                return None
            if is_negation(self.words[earlier]):
                return earlier
        return None

    def shown(self, found: Found[CueKind], negation: int | None) -> str:
        """Return the cue as it stands in the sentence, after the negation that turns it round."""
        cue = self.sentence[self.spans[found.first][0] : self.spans[found.end - 1][1]]
        if negation is None:
            return cue
        if negation == found.first - 1:
            return self.sentence[self.spans[negation][0] : self.spans[found.end - 1][1]]
        return f"{self.words[negation]} … {cue}"


def words_of_sentence(sentence: str) -> SentenceWords:
    """Split a sentence into words and clauses."""
    matches = list(WORD.finditer(sentence))
    clauses: list[int] = []
    clause = 0
    last_end = 0
    for match in matches:
        if _CLAUSE_END.search(sentence, last_end, match.start()) or match.group().lower() == _TURN_OF_THOUGHT:
            clause += 1
        clauses.append(clause)
        last_end = match.end()
    return SentenceWords(
        sentence,
        tuple(match.group() for match in matches),
        tuple(match.span() for match in matches),
        tuple(clauses),
    )


def _longest_first(found: Sequence[Found[CueKind]]) -> list[Found[CueKind]]:
    """Keep cues that do not overlap, the longer before the shorter, in the order of the sentence."""
    kept: list[Found[CueKind]] = []
    for cue in sorted(found, key=lambda cue: (cue.first - cue.end, cue.payload == "needed", cue.first)):
        if all(cue.end <= other.first or other.end <= cue.first for other in kept):
            kept.append(cue)
    return sorted(kept, key=lambda cue: cue.first)


def _cues_in(sentence: str, cues: PhraseTrie[CueKind]) -> Iterator[tuple[Literal["enabler", "barrier"], str]]:
    words = words_of_sentence(sentence)
    for cue in _longest_first(cues.find([cues.stems[word] for word in words.words])):
        negation = words.negation_before(cue.first)
        if cue.payload == "needed":
            if negation is not None:
                yield "barrier", words.shown(cue, negation)
        elif negation is None:
            yield cue.payload, words.shown(cue, None)
        else:
            yield ("barrier" if cue.payload == "enabler" else "enabler"), words.shown(cue, negation)


def propose_valence(sentences: Sequence[str], cues: PhraseTrie[CueKind]) -> tuple[Valence, str]:
    """Return the valence that the cues of a passage speak for, and those cues as they stand in it.

    Cues of both kinds make it mixed; no cue makes it unclear, with an empty text.
    """
    kinds: set[Literal["enabler", "barrier"]] = set()
    shown: dict[str, None] = {}
    for sentence in sentences:
        for kind, cue in _cues_in(sentence, cues):
            kinds.add(kind)
            shown[" ".join(cue.split())] = None
    text = "; ".join(shown)
    if not kinds:
        return "unclear", ""
    return ("mixed" if len(kinds) > 1 else kinds.pop()), text
