"""What is suggested where no cut has been learned: a phrase of the code, or a score in the top tenth.

The prior ranks better than phrases alone, and phrases decide better than its score.
"""

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.tagger.prior import Corpus

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
TOP_SHARE = 0.1
FEWEST_TURNS_RANKED = 10


def phrase_or_top_share(corpus: Corpus, scores: Floats, code: int) -> Flags:
    """Return which turns (n) hold a phrase of a code, or are in the top tenth by their scores (n) for it."""
    found: Flags = (corpus.phrases[:, code] > 0) | in_top_share(corpus, scores, code)
    return found


def in_top_share(corpus: Corpus, scores: Floats, code: int) -> Flags:
    """Return which turns (n) have a score in the top tenth, and something that speaks for the code.

    Nothing is ranked among fewer than ten turns.
    """
    if len(scores) < FEWEST_TURNS_RANKED:
        return np.zeros(len(scores), dtype=bool)
    parts = (corpus.phrases, corpus.similarity, corpus.question_phrases, corpus.question_similarity)
    something = np.any([part[:, code] > 0 for part in parts], axis=0)
    if corpus.meaning is not None:
        # Cosines of an encoder are above 0 for nearly everything: only more than usual speaks for a code.
        something |= corpus.meaning[:, code] > corpus.meaning[:, code].mean()
    in_top: Flags = (scores >= np.quantile(scores, 1 - TOP_SHARE)) & something
    return in_top
