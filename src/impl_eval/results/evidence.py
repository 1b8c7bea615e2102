"""What the strands say of a mechanism, and how it goes together."""

import datetime
from dataclasses import dataclass
from typing import Literal

from impl_eval.results.shown import Direction, FitWord, Quote, Reported, Table


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
class DecidedFit:
    """How one person decided that the strands fit, and why. `explained_by` is of a closed list."""

    word: FitWord
    by: str
    date: datetime.date
    reason: str
    settles: bool = False
    explained_by: str = ""
    explanation: str = ""


FitState = Literal["proposed", "decided", "not settled", "results changed since"]


@dataclass(frozen=True)
class Fit:
    """How the strands fit for one mechanism: proposed by a stated rule, decided by people.

    `word` is what holds: the decision where `state` says decided, else the proposal. `proposed` is what the
    rule says beside a decision. "not settled": people decided differently. "results changed since": what
    they decided on is not what the study holds now.
    """

    word: FitWord
    kind: str
    explanation: str
    state: FitState = "proposed"
    proposed: FitWord | None = None
    decisions: tuple[DecidedFit, ...] = ()


@dataclass(frozen=True)
class JointRow:
    """One mechanism with its strands side by side. `suggestions` counts unreviewed tagger hits.

    `meta_inferences` are (words, who wrote them): what both strands together tell.
    """

    mechanism_id: str
    label: str
    survey: SurveyEvidence | None
    interviews: InterviewEvidence | None
    fit: Fit
    suggestions: Reported | None
    meta_inferences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class JointDisplay:
    """All mechanisms side by side, with the rules that proposed direction and fit, as printed.

    `deciders` is how far those who decided on fits agree; `tables` hold threads, pillars and cases.
    """

    rows: tuple[JointRow, ...]
    direction_rule: str
    fit_rule: str
    deciders: tuple[Reported, ...] = ()
    tables: tuple[Table, ...] = ()
