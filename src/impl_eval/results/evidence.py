"""What the strands say of a mechanism, and how it goes together."""

from dataclasses import dataclass
from typing import Literal

from impl_eval.results.shown import Direction, FitWord, Quote, Reported


@dataclass(frozen=True)
class SurveyEvidence:
    """What the survey says of one scale: its change and the word that the printed rule gives it."""

    scale_id: str
    label: str
    mechanism_id: str
    before: Reported
    after: Reported
    change: Reported
    standardised_change: Reported
    all_rows_change: Reported
    direction: Direction
    improvement: Literal["better", "worse", "unclear"]
    decision: str
    score_range: tuple[int, int] | None = None
    paired_change: Reported | None = None


@dataclass(frozen=True)
class InterviewEvidence:
    """What people's codings say of one mechanism; suggestions of the tagger are not in it.

    `groups` holds (group label, participants, segments); `valences` and `changes` hold counts of
    segments by valence and of participants by the change they report.
    """

    mechanism_id: str
    asked: bool
    coded_transcripts: int
    participants: Reported
    segments: Reported
    groups: tuple[tuple[str, Reported, Reported], ...]
    valences: tuple[tuple[str, Reported], ...]
    changes: tuple[tuple[str, Reported], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Fit:
    """How the strands fit for one mechanism: proposed by a stated rule, decided by people."""

    word: FitWord
    kind: str
    explanation: str


@dataclass(frozen=True)
class JointRow:
    """One mechanism with its strands side by side. `suggestions` counts unreviewed tagger hits."""

    mechanism_id: str
    label: str
    survey: SurveyEvidence | None
    interviews: InterviewEvidence | None
    fit: Fit
    suggestions: Reported | None


@dataclass(frozen=True)
class JointDisplay:
    """All mechanisms side by side, with the rules that proposed direction and fit, as printed."""

    rows: tuple[JointRow, ...]
    direction_rule: str
    fit_rule: str
