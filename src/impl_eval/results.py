"""The result model: what strands return and what every renderer reads.

An Estimate is a number with its uncertainty, or the reason why there is none. A Reported wraps it
with what it is about. Tables and charts hold Reported values, never bare numbers, so that whatever
a reader sees stands in results.json under the same id.
"""

import datetime
from dataclasses import dataclass
from typing import Literal

Strand = Literal["survey", "interviews", "agreement", "outcomes"]
Direction = Literal["up", "down", "no clear change", "not estimable"]
FitWord = Literal["agreement", "partial agreement", "dissonance", "silence"]


@dataclass(frozen=True)
class Estimate:
    """A statistic: `value` with `low` to `high` at `level`, from `n` units of observation.

    Whatever is None has its `reason`: not estimable, suppressed, or no interval and why.
    """

    statistic: str
    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    n: int | None = None
    unit: str = ""
    method: str = ""
    source: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError(f"{self.statistic} has neither value nor reason")
        if self.value is not None and self.value != self.value:
            raise ValueError(f"{self.statistic} is NaN: say 'not estimable' with a reason")
        if (self.low is None) != (self.high is None):
            raise ValueError(f"{self.statistic} has half an interval")

    @classmethod
    def not_estimable(
        cls, statistic: str, reason: str, *, n: int | None = None, unit: str = "", method: str = ""
    ) -> "Estimate":
        """Return an estimate without number, with the reason why."""
        return cls(statistic, None, n=n, unit=unit, method=method, reason=reason)


@dataclass(frozen=True)
class Reported:
    """An estimate and what it is about. `id` is stable and readable: strand.about.statistic.detail."""

    id: str
    strand: Strand
    label: str
    estimate: Estimate
    mechanism_id: str = ""
    scale_id: str = ""
    item_id: str = ""
    timepoint: str = ""
    contrast: str = ""
    group: str = ""
    place: str = ""
    analysis: str = ""


Cell = str | Reported


@dataclass(frozen=True)
class Table:
    """Rows of text and Reported cells under one header row. The first column labels the row."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.id}: a row does not have {len(self.columns)} cells")


ChartKind = Literal[
    "change",
    "distribution",
    "segments",
    "trend",
    "sensitivity",
    "dumbbell",
    "transitions",
    "flow",
    "missing",
    "power",
]


@dataclass(frozen=True)
class ChartPoint:
    """One mark of a chart: the axis label, the series it belongs to, and its value."""

    label: str
    series: str
    reported: Reported


@dataclass(frozen=True)
class Chart:
    """What a figure shows. Drawing, alt text and hiding small numbers are the business of outputs/.

    What label and series of a point mean depends on the kind. sensitivity: analysis and scale.
    dumbbell: scale and timepoint. transitions: answer before and answer after. flow: stage and
    timepoint ("" for both together). missing: pattern, and an item missing in it ("" for the number of
    rows with the pattern). power: true change ("" for the wanted power).
    """

    id: str
    kind: ChartKind
    title: str
    axis_label: str
    points: tuple[ChartPoint, ...]
    mechanism_id: str = ""
    note: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a participant, attributed to a stakeholder group and never to a site."""

    text: str
    group: str
    mechanism_id: str
    valence: str
    transcript_id: str


@dataclass(frozen=True)
class Section:
    """What one strand found. `cautions` are sentences that every reader of the results must see."""

    strand: Strand
    title: str
    reported: tuple[Reported, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cautions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class MechanismSummary:
    """What a report says of a mechanism before any result."""

    id: str
    label: str
    short_label: str
    definition: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstrumentSummary:
    """What a report says of an instrument: its standing must be printed."""

    id: str
    title: str
    status: str
    version: str
    source: str
    licence: str


@dataclass(frozen=True)
class StudyFacts:
    """Names, dates and words of the study, as declared. Nothing here is computed."""

    title: str
    ics_name: str
    ics_short_name: str
    ics_id: str
    programme: str
    programme_start: datetime.date | None
    report_date: datetime.date | None
    authors: str
    simulated: bool
    timepoints: tuple[tuple[str, str], ...]
    site_count: int
    instruments: tuple[InstrumentSummary, ...] = ()
    framework_title: str = ""
    framework_citation: str = ""
    respondents_called: str = "people"
    headline_question: str = ""
    possible_harms: tuple[str, ...] = ()


@dataclass(frozen=True)
class InputFile:
    """One file that was read: what it was, its hash, and what happened to its rows."""

    file: str
    sha256: str
    kind: str
    rows_read: int | None = None
    rows_kept: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """What went in and with which settings. No clock, no user name, no path of the machine."""

    inputs: tuple[InputFile, ...]
    settings: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Headline:
    """The answer to the first question: did prescriber confidence change?"""

    evidence: SurveyEvidence
    matched: Reported
    sites: Reported
    tasks: tuple[SurveyEvidence, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """Everything a report may say: `scales` has the evidence on every scale, `absent` the missing strands.

    `plan_status` says whether and when the plan was locked, `plan_deviations` what differs from the lock.
    """

    facts: StudyFacts
    mechanisms: tuple[MechanismSummary, ...]
    headline: Headline | None
    sections: tuple[Section, ...]
    joint_display: JointDisplay
    not_supplied: tuple[str, ...]
    provenance: Provenance
    smallest_count_shown: int
    suppressed: bool = False
    absent: tuple[str, ...] = ()
    scales: tuple[SurveyEvidence, ...] = ()
    plan_status: tuple[str, ...] = ()
    plan_deviations: tuple[str, ...] = ()

    def section(self, strand: Strand) -> Section | None:
        """Return the section of a strand, or None where the study has none."""
        return next((section for section in self.sections if section.strand == strand), None)
