"""What is learned from decisions: logistic regression on words and on the parts of the prior.

It is shrunk to the prior and never replaces it: with p positives the prior keeps k / (k + p) of the
weight. Alone, on interviews with rare codes, it was worse than the codebook without any decision.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.tagger.labels import Labels
from impl_eval.qualitative.tagger.prior import QUESTION_WEIGHT, Corpus
from impl_eval.qualitative.tagger.scorer import LinearScorer, PriorParts, Standard, prior_scorer

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
SHRINKAGE = 10
"""k: at ten positives of the analyst the prior and what is learned weigh the same."""
FEWEST_POSITIVES = 3
# The parts of the prior spread over several units, words over less than one: without this scale the
# penalty would fall on the words alone.
_PRIOR_FEATURE_SCALE = 0.3


@dataclass(frozen=True)
class CodeModel:
    """How one code is scored: the prior, what was learned (None below three positives), and the share."""

    prior: LinearScorer
    learned: LinearScorer | None
    prior_share: float
    positives: int
    labels: int

    @property
    def blended(self) -> LinearScorer:
        """The score that counts."""
        if self.learned is None:
            return self.prior
        return self.prior.scaled(self.prior_share).plus(self.learned.scaled(1 - self.prior_share))


def prior_share(positives: int, shrinkage: float = SHRINKAGE) -> float:
    """Return the weight k / (k + positives) that the prior keeps; 1 below three positives."""
    return 1.0 if positives < FEWEST_POSITIVES else shrinkage / (shrinkage + positives)


def learn_code(corpus: Corpus, code: int, labels: Labels, rows: Rows) -> CodeModel:
    """Learn one code from the decided turns among the given rows."""
    prior = prior_scorer(corpus, code)
    rows = rows[labels.known[rows, code]]
    positive = labels.positive[rows, code]
    positives = int(positive.sum())
    if positives < FEWEST_POSITIVES or positives == len(rows):
        return CodeModel(prior, None, 1.0, positives, len(rows))
    parts = PriorParts.of(corpus, code)
    learned = _logistic(corpus, code, parts, rows, positive)
    standard = Standard.of(learned.scores(corpus, code)[rows])
    standardised = learned.scaled(standard.factor, -standard.mean * standard.factor)
    return CodeModel(prior, standardised, prior_share(positives), positives, len(rows))


def _logistic(
    corpus: Corpus, code: int, parts: PriorParts, rows: Rows, positive: npt.NDArray[np.bool_]
) -> LinearScorer:
    """Fit the log odds of the code, classes weighted alike, and write them as a score that adds up."""
    from scipy.sparse import csr_array, hstack
    from sklearn.linear_model import LogisticRegression

    scale = parts.weights * _PRIOR_FEATURE_SCALE
    features = [
        corpus.words[rows],
        corpus.question_words[rows] * QUESTION_WEIGHT,
        csr_array(parts.values(corpus, code)[rows] * scale),
    ]
    model = LogisticRegression(C=1.0, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(hstack(features, format="csr"), positive)
    terms = len(corpus.space.terms)
    weights = np.asarray(model.coef_[0], dtype=float)
    of_words = LinearScorer(
        float(model.intercept_[0]),
        weights[:terms],
        weights[terms : 2 * terms] * QUESTION_WEIGHT,
        0.0,
        0.0,
    )
    return of_words.plus(parts.scorer(corpus, code, (weights[2 * terms :] * scale).tolist()))
