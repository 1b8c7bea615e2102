"""Explains a suggestion: what each phrase and word adds to the score, and decisions that resemble it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.explanation import (
    Contribution,
    ContributionKind,
    Evidence,
    Explanation,
    NearestPassage,
)
from impl_eval.qualitative.phrases import WORD
from impl_eval.qualitative.tagger.labels import Labels
from impl_eval.qualitative.tagger.model import TaggerModel
from impl_eval.qualitative.tagger.model_document import hash_of_model
from impl_eval.qualitative.tagger.prior import Corpus, Vocabulary
from impl_eval.qualitative.tagger.scorer import LinearScorer
from impl_eval.qualitative.transcript import Transcript

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    _Decided = tuple[npt.NDArray[np.intp], csr_array]

Floats = npt.NDArray[np.float64]
MOST_WORDS_SHOWN = 8
OTHER_WORDS = "all other words"


@dataclass(frozen=True)
class Explainer:
    """What is needed to explain any suggestion of a run."""

    corpus: Corpus
    labels: Labels
    model: TaggerModel
    transcripts: Mapping[str, Transcript]
    vocabulary: Vocabulary

    @cached_property
    def _hash(self) -> str:
        return hash_of_model(self.model)

    def explain(self, row: int, code: int, evidence: tuple[Evidence, ...]) -> Explanation:
        """Explain why the turn of this row is suggested for the code of this number."""
        unit = self.corpus.units[row]
        code_model = self.model.model_for(unit.transcript_id, code)
        prior, learned = (float(scores[row]) for scores in self._scores(unit.transcript_id, code))
        share = code_model.prior_share
        return Explanation(
            turn_start=unit.start,
            turn_end=unit.end,
            evidence=evidence,
            score=share * prior + (1 - share) * learned,
            contributions=self._contributions(row, code, code_model.blended),
            prior_score=prior,
            learned_score=learned,
            prior_share=share,
            positives=code_model.positives,
            labels=code_model.labels,
            nearest_accepted=self._nearest(row, code, accepted=True),
            nearest_rejected=self._nearest(row, code, accepted=False),
            codebook_hash=self.model.codebook_hash,
            model_hash=self._hash,
        )

    def _scores(self, transcript_id: str, code: int) -> tuple[Floats, Floats]:
        """Return the score of every turn by the prior, and by what was learned, of a transcript's model."""
        key = (self.model.fold_of.get(transcript_id), code)
        if key not in self._seen:
            code_model = self.model.model_for(transcript_id, code)
            prior = code_model.prior.scores(self.corpus, code)
            learned = code_model.learned
            self._seen[key] = (
                prior,
                np.zeros_like(prior) if learned is None else learned.scores(self.corpus, code),
            )
        return self._seen[key]

    @cached_property
    def _seen(self) -> dict[tuple[int | None, int], tuple[Floats, Floats]]:
        return {}

    def word_values(self, row: int, code: int) -> dict[str, float]:
        """Return what each stem of a turn adds to its score for a code."""
        scorer = self.model.model_for(self.corpus.units[row].transcript_id, code).blended
        return dict(_values(self.corpus.words, row, scorer.words, self.corpus.space.terms))

    def _contributions(self, row: int, code: int, scorer: LinearScorer) -> tuple[Contribution, ...]:
        unit, corpus = self.corpus.units[row], self.corpus
        code_id = corpus.code_ids[code]
        text = self.transcripts[unit.transcript_id].text
        question = "" if unit.question is None else text[unit.question[0] : unit.question[1]]
        return (
            Contribution("start", "", self._start(code, scorer)),
            *_of_phrases(
                "phrase", corpus.said[row].get(code_id, ()), scorer.phrase * corpus.phrases[row, code]
            ),
            *_of_phrases(
                "phrase of the question",
                corpus.asked[row].get(code_id, ()),
                scorer.question_phrase * corpus.question_phrases[row, code],
            ),
            *self._of_words(
                "word",
                _values(corpus.words, row, scorer.words, corpus.space.terms),
                text[unit.start : unit.end],
            ),
            *self._of_words(
                "word of the question",
                _values(corpus.question_words, row, scorer.question_words, corpus.space.terms),
                question,
            ),
            *self._of_meaning(row, code, scorer),
        )

    def _start(self, code: int, scorer: LinearScorer) -> float:
        """Return what a score begins with: likeness in meaning, above 0 for all turns, at its mean."""
        meaning = self.corpus.meaning
        return (
            scorer.start
            if meaning is None
            else scorer.start + scorer.meaning * float(meaning[:, code].mean())
        )

    def _of_meaning(self, row: int, code: int, scorer: LinearScorer) -> tuple[Contribution, ...]:
        """Show what the sentence encoder adds beyond the usual: one number, which no word explains."""
        meaning = self.corpus.meaning
        if meaning is None:
            return ()
        beyond = float(meaning[row, code]) - float(meaning[:, code].mean())
        return (Contribution("meaning", "", scorer.meaning * beyond),)

    def _of_words(
        self, kind: ContributionKind, values: list[tuple[str, float]], spoken: str
    ) -> tuple[Contribution, ...]:
        """Show the words that say most, as spoken, and the rest as one sum."""
        ranked = sorted((pair for pair in values if pair[1]), key=lambda pair: (-abs(pair[1]), pair[0]))
        as_spoken: dict[str, str] = {}
        for word in WORD.findall(spoken):
            as_spoken.setdefault(self.vocabulary.tokens.stems[word], word.lower())
        shown = [
            Contribution(kind, as_spoken.get(stem, stem), value) for stem, value in ranked[:MOST_WORDS_SHOWN]
        ]
        if len(ranked) > MOST_WORDS_SHOWN:
            rest = float(sum(value for _, value in ranked[MOST_WORDS_SHOWN:]))
            shown.append(Contribution(kind, OTHER_WORDS, rest, is_rest=True))
        return tuple(shown)

    def _nearest(self, row: int, code: int, *, accepted: bool) -> NearestPassage | None:
        """Return the decided turn whose words are most alike, other than this one; None if none is."""
        rows, vectors = self._accepted[code] if accepted else self._rejected[code]
        if not rows.size:
            return None
        likeness = vectors @ self.corpus.words[[row]].toarray()[0]
        likeness[rows == row] = 0
        best = int(np.argmax(likeness))
        if likeness[best] <= 0:
            return None
        return NearestPassage(self.corpus.units[int(rows[best])].place, float(likeness[best]))

    @cached_property
    def _accepted(self) -> "list[_Decided]":
        return [self._decided(column) for column in self.labels.positive.T]

    @cached_property
    def _rejected(self) -> "list[_Decided]":
        return [self._decided(column) for column in self.labels.rejected.T]

    def _decided(self, chosen: npt.NDArray[np.bool_]) -> "_Decided":
        rows = np.flatnonzero(chosen)
        return rows, self.corpus.words[rows]


def _of_phrases(kind: ContributionKind, phrases: tuple[str, ...], value: float) -> tuple[Contribution, ...]:
    return tuple(Contribution(kind, phrase, float(value) / len(phrases)) for phrase in phrases)


def _values(
    vectors: "csr_array", row: int, weights: Floats, terms: tuple[str, ...]
) -> list[tuple[str, float]]:
    here = slice(vectors.indptr[row], vectors.indptr[row + 1])
    columns = vectors.indices[here]
    values = vectors.data[here] * weights[columns]
    return [(terms[column], value) for column, value in zip(columns.tolist(), values.tolist(), strict=True)]
