"""Which words of a turn a suggestion holds: whole sentences around phrases, or those that say most."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import Suggestion
from impl_eval.qualitative.explanation import Evidence
from impl_eval.qualitative.phrases import WORD, PhraseTrie
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.tagger.hedges import is_hedged, is_negated, is_quoted
from impl_eval.qualitative.tagger.prior import Vocabulary
from impl_eval.qualitative.tagger.rules import Hit, PhraseRules, passages_of
from impl_eval.qualitative.valence import CueKind, compile_cues, propose_valence

MOST_SENTENCES = 3
"""A passage suggested for its words grows from its best sentence to at most this many."""


@dataclass(frozen=True)
class Passage:
    """A passage as a suggestion without its transcript, and the phrases that fired in it."""

    suggestion: Suggestion
    evidence: tuple[Evidence, ...]


class PassageFinder:
    """Finds passages in turns. `lines` gives the line of the codebook for (code id, phrase)."""

    def __init__(
        self, codebook: Codebook, lines: Mapping[tuple[str, str], int], vocabulary: Vocabulary
    ) -> None:
        self.codebook = codebook
        self.lines = lines
        self.vocabulary = vocabulary
        self._rules = PhraseRules(codebook, vocabulary.tokens)
        stems = vocabulary.tokens.stems
        self.cues: dict[str, PhraseTrie[CueKind]] = {
            code.code_id: compile_cues(codebook.valence_cues, code.valence_cues, stems)
            for code in codebook.codes
        }

    def read_turn(self, text: str, start: int, end: int) -> "TurnReader":
        """Return a turn, text[start:end], with its sentences and phrases found."""
        sentences = tuple(sentence_spans(text, start, end))
        return TurnReader(self, text, sentences, tuple(self._rules.find(text, [(start, end)])[0]))


@dataclass(frozen=True)
class TurnReader:
    """The sentences and phrases of one turn."""

    finder: PassageFinder
    text: str
    sentences: tuple[tuple[int, int], ...]
    hits: tuple[Hit, ...]

    def with_phrases(self, code_id: str) -> list[Passage]:
        """Return a passage for each group of neighbouring sentences with phrases of the code."""
        of_code = [hit for hit in self.hits if hit.code_id == code_id]
        return [self._around(hits) for hits in passages_of(of_code, self.sentences)]

    def _around(self, hits: Sequence[Hit]) -> Passage:
        named = min(hits, key=lambda hit: (-hit.words, hit.start - hit.end, hit.start, hit.phrase))
        evidence = tuple(self._evidence(hit) for hit in hits)
        first, last = self._sentence_of(hits[0]), self._sentence_of(hits[-1])
        named_evidence = self._evidence(named)
        return Passage(
            replace(
                self._suggestion(named.code_id, first, last),
                phrase=named.phrase,
                codebook_line=named_evidence.codebook_line,
                evidence=named_evidence.text,
                evidence_start=named.start,
                evidence_end=named.end,
            ),
            evidence,
        )

    def _sentence_of(self, hit: Hit) -> int:
        """Return the number of the sentence that a phrase stands in."""
        return bisect_right([start for start, _ in self.sentences], hit.start) - 1

    def _evidence(self, hit: Hit) -> Evidence:
        begin, stop = self.sentences[self._sentence_of(hit)]
        sentence, start, end = self.text[begin:stop], hit.start - begin, hit.end - begin
        return Evidence(
            phrase=hit.phrase,
            codebook_line=self.finder.lines.get((hit.code_id, hit.phrase), 0),
            text=self.text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            negated=is_negated(sentence, start, end),
            hedged=is_hedged(sentence, start, end),
            quoted=is_quoted(sentence, start, end),
        )

    def for_words(self, code_id: str, values: Mapping[str, float]) -> list[Passage]:
        """Return the passage whose words add most to the score: its best sentence and good neighbours.

        `values` holds what each stem of the turn adds.
        """
        worth = [self._worth(span, values) for span in self.sentences]
        best = max(range(len(worth)), key=lambda number: (worth[number], -number))
        first = last = best
        while last - first + 1 < MOST_SENTENCES:
            neighbours = [at for at in (first - 1, last + 1) if 0 <= at < len(worth) and worth[at] > 0]
            if not neighbours:
                break
            chosen = max(neighbours, key=lambda at: (worth[at], -at))
            first, last = min(first, chosen), max(last, chosen)
        suggestion = self._suggestion(code_id, first, last)
        start, end = self._best_word(self.sentences[best], values)
        placed = replace(suggestion, evidence=self.text[start:end], evidence_start=start, evidence_end=end)
        return [Passage(placed, ())]

    def _worth(self, span: tuple[int, int], values: Mapping[str, float]) -> float:
        stems = set(self.finder.vocabulary.tokens.of(self.text[span[0] : span[1]]))
        return sum(values.get(stem, 0.0) for stem in sorted(stems))

    def _best_word(self, span: tuple[int, int], values: Mapping[str, float]) -> tuple[int, int]:
        words = list(WORD.finditer(self.text, *span))
        if not words:
            return span
        stems = self.finder.vocabulary.tokens.stems
        best = max(words, key=lambda word: (values.get(stems[word.group()], 0.0), -word.start()))
        return best.span()

    def _suggestion(self, code_id: str, first: int, last: int) -> Suggestion:
        """Return a suggestion of some sentences, without transcript and evidence."""
        spoken = self.sentences[first : last + 1]
        start, end = spoken[0][0], spoken[-1][1]
        cues = self.finder.cues[code_id]
        valence, cue = propose_valence([self.text[begin:stop] for begin, stop in spoken], cues)
        mechanism_id = self.finder.codebook.mechanism_of(code_id)
        return Suggestion(
            transcript_id="",
            start=start,
            end=end,
            mechanism_id=mechanism_id,
            quote=self.text[start:end],
            phrase="",
            codebook_line=0,
            evidence="",
            evidence_start=start,
            evidence_end=end,
            valence=valence,
            valence_cue=cue,
            code_id="" if code_id == mechanism_id else code_id,
        )
