"""Why a passage is suggested: the phrases that fired, what each word adds, and decisions it resembles.

Plain values that travel with a Suggestion. How they are worked out is the business of `tagger`.
"""

from dataclasses import dataclass
from typing import Literal

Band = Literal["strong", "possible", "weak"]
BANDS: tuple[Band, ...] = ("strong", "possible", "weak")
ContributionKind = Literal[
    "phrase", "word", "phrase of the question", "word of the question", "meaning", "start"
]


@dataclass(frozen=True)
class Evidence:
    """A phrase of the codebook as it stands in the text, and how it was said.

    Offsets are code points of the transcript, end exclusive. `negated` never takes the code away: it
    matters for the valence. `quoted` marks words inside quotation marks: perhaps somebody else's.
    """

    phrase: str
    codebook_line: int
    text: str
    start: int
    end: int
    negated: bool = False
    hedged: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class Contribution:
    """What one phrase or word adds to the score; `start` is what the score begins with.

    Words are shown as spoken; those that share a stem are one. What stands in the question before the
    passage has half weight. `is_rest` marks the sum of all words that are not shown. `meaning` is the part of
    a sentence encoder, which cannot be traced to words.
    """

    kind: ContributionKind
    words: str
    value: float
    is_rest: bool = False


@dataclass(frozen=True)
class NearestPassage:
    """A turn that people have decided on, and how alike it is: cosine of its words, 0 to 1."""

    passage: str
    similarity: float


@dataclass(frozen=True)
class Explanation:
    """Everything that led to one suggestion.

    The turn from `turn_start` to `turn_end` (code points, end exclusive) was scored, not the passage
    alone. `contributions` add up to `score`, and `score` is prior_share x prior_score + (1 - prior_share) x
    learned_score. `positives` and `labels` count the turns that the code was learned from.
    """

    turn_start: int
    turn_end: int
    evidence: tuple[Evidence, ...]
    score: float
    contributions: tuple[Contribution, ...]
    prior_score: float
    learned_score: float
    prior_share: float
    positives: int
    labels: int
    nearest_accepted: NearestPassage | None
    nearest_rejected: NearestPassage | None
    codebook_hash: str
    model_hash: str
