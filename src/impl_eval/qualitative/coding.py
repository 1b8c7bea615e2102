"""A coded segment (a person's decision: evidence) and a suggestion (the tagger's: never evidence)."""

from dataclasses import dataclass
from typing import Literal, get_args

from impl_eval.qualitative.explanation import Band, Explanation

Valence = Literal["enabler", "barrier", "mixed", "unclear"]
ReportedChange = Literal["better", "same", "worse", "not said"]
Origin = Literal["human", "accepted_suggestion"]
VALENCES: tuple[Valence, ...] = get_args(Valence)
REPORTED_CHANGES: tuple[ReportedChange, ...] = get_args(ReportedChange)
ORIGINS: tuple[Origin, ...] = get_args(Origin)


@dataclass(frozen=True, order=True)
class CodedSegment:
    """A passage that a coder gave a code: transcript.text[start:end] == quote.

    `code_id` is empty where the code is that of the mechanism itself. `mechanism_id` is the mechanism
    that the code lies under, and empty for an inductive code beside the framework.
    """

    transcript_id: str
    start: int
    end: int
    mechanism_id: str
    coder: str
    quote: str
    valence: Valence
    reported_change: ReportedChange
    origin: Origin
    note: str = ""
    code_id: str = ""

    @property
    def applied_code(self) -> str:
        """Id of the code of the codebook that was given."""
        return self.code_id or self.mechanism_id


@dataclass(frozen=True, order=True)
class RejectedSuggestion:
    """A suggestion that a coder looked at and turned down: kept, so that nothing decided is lost."""

    transcript_id: str
    start: int
    end: int
    mechanism_id: str
    coder: str
    note: str = ""
    code_id: str = ""

    @property
    def applied_code(self) -> str:
        """Id of the code of the codebook that was turned down."""
        return self.code_id or self.mechanism_id


@dataclass(frozen=True)
class Suggestion:
    """A passage the tagger proposes, with the phrase and codebook line that fired and the valence cue.

    `quote` is transcript.text[start:end]: the sentence around the phrase. `evidence` holds the words
    that matched, as they stand in the text, and their offsets. Without a phrase (`phrase` is empty and
    `codebook_line` 0) the passage is suggested for its words, and `evidence` is the one that says most.
    `band` says how much speaks for it; `probability` is None until enough decisions calibrate it.
    """

    transcript_id: str
    start: int
    end: int
    mechanism_id: str
    quote: str
    phrase: str
    codebook_line: int
    evidence: str
    evidence_start: int
    evidence_end: int
    valence: Valence
    valence_cue: str
    code_id: str = ""
    band: Band = "possible"
    probability: float | None = None
    explanation: Explanation | None = None

    @property
    def applied_code(self) -> str:
        """Id of the code of the codebook that is suggested."""
        return self.code_id or self.mechanism_id
