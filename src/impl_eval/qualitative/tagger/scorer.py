"""A score that adds up: a constant, plus what each word and each phrase adds, for one code.

The prior is such a score, what is learned is one, and so is any weighted sum of the two. That is what
makes explanations exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.tagger.prior import QUESTION_WEIGHT, Corpus

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LinearScorer:
    """score = start + words . turn + question_words . question + phrase x said + question_phrase x asked.

    `words` and `question_words` have one weight for each term of the space (m). With a sentence encoder,
    meaning x likeness in meaning comes to it.
    """

    start: float
    words: Floats
    question_words: Floats
    phrase: float
    question_phrase: float
    meaning: float = 0.0

    def scores(self, corpus: Corpus, code: int) -> Floats:
        """Return the score of each turn (n) for the code of this number."""
        found: Floats = (
            self.start
            + corpus.words @ self.words
            + corpus.question_words @ self.question_words
            + self.phrase * corpus.phrases[:, code]
            + self.question_phrase * corpus.question_phrases[:, code]
        )
        return found if corpus.meaning is None else found + self.meaning * corpus.meaning[:, code]

    def scaled(self, factor: float, shift: float = 0.0) -> "LinearScorer":
        """Return the scorer of factor x score + shift."""
        return LinearScorer(
            factor * self.start + shift,
            factor * self.words,
            factor * self.question_words,
            factor * self.phrase,
            factor * self.question_phrase,
            factor * self.meaning,
        )

    def plus(self, other: "LinearScorer") -> "LinearScorer":
        """Return the scorer of the sum of two scores."""
        return LinearScorer(
            self.start + other.start,
            self.words + other.words,
            self.question_words + other.question_words,
            self.phrase + other.phrase,
            self.question_phrase + other.question_phrase,
            self.meaning + other.meaning,
        )


@dataclass(frozen=True)
class Standard:
    """Mean and standard deviation of a part over the turns; a part that never varies counts nothing."""

    mean: float
    deviation: float

    @classmethod
    def of(cls, values: Floats) -> "Standard":
        """Take mean and deviation (divided by n) of values (n)."""
        return cls(float(values.mean()), float(values.std())) if len(values) else cls(0.0, 0.0)

    @property
    def factor(self) -> float:
        """What a difference of one is worth; 0 where the values are all alike."""
        return 1 / self.deviation if self.deviation > _NEXT_TO_NOTHING else 0.0

    def of_values(self, values: Floats) -> Floats:
        """Return values in standard deviations from the mean."""
        found: Floats = (values - self.mean) * self.factor
        return found


_NEXT_TO_NOTHING = 1e-12


@dataclass(frozen=True)
class PriorParts:
    """The standards of the four parts of the prior of one code, or of five with a sentence encoder."""

    phrases: Standard
    similarity: Standard
    question_phrases: Standard
    question_similarity: Standard
    meaning: Standard | None = None

    @classmethod
    def of(cls, corpus: Corpus, code: int) -> "PriorParts":
        """Take the standards over all turns of a corpus."""
        return cls(
            Standard.of(corpus.phrases[:, code]),
            Standard.of(corpus.similarity[:, code]),
            Standard.of(corpus.question_phrases[:, code]),
            Standard.of(corpus.question_similarity[:, code]),
            None if corpus.meaning is None else Standard.of(corpus.meaning[:, code]),
        )

    @property
    def weights(self) -> Floats:
        """Return what each part counts (4, or 5): those of the question half."""
        found = [1.0, 1.0, QUESTION_WEIGHT, QUESTION_WEIGHT]
        return np.array(found if self.meaning is None else [*found, 1.0])

    def values(self, corpus: Corpus, code: int) -> Floats:
        """Return the standardised parts (n x 4, or n x 5), the question's at full weight."""
        parts = [
            self.phrases.of_values(corpus.phrases[:, code]),
            self.similarity.of_values(corpus.similarity[:, code]),
            self.question_phrases.of_values(corpus.question_phrases[:, code]),
            self.question_similarity.of_values(corpus.question_similarity[:, code]),
        ]
        if self.meaning is not None and corpus.meaning is not None:
            parts.append(self.meaning.of_values(corpus.meaning[:, code]))
        return np.column_stack(parts)

    def scorer(self, corpus: Corpus, code: int, weights: Sequence[float]) -> LinearScorer:
        """Return the scorer of the weighted sum of the parts."""
        parts = [self.phrases, self.similarity, self.question_phrases, self.question_similarity]
        if self.meaning is not None:
            parts.append(self.meaning)
        factors = [weight * part.factor for weight, part in zip(weights, parts, strict=True)]
        start = -sum(factor * part.mean for factor, part in zip(factors, parts, strict=True))
        towards = corpus.directions[code]
        meaning = 0.0 if self.meaning is None else factors[4]
        return LinearScorer(
            start, factors[1] * towards, factors[3] * towards, factors[0], factors[2], meaning
        )


def prior_scorer(corpus: Corpus, code: int) -> LinearScorer:
    """Return the prior of a code, itself standardised over the turns of the corpus."""
    parts = PriorParts.of(corpus, code)
    sum_of_parts = parts.scorer(corpus, code, parts.weights.tolist())
    standard = Standard.of(sum_of_parts.scores(corpus, code))
    return sum_of_parts.scaled(standard.factor, -standard.mean * standard.factor)
