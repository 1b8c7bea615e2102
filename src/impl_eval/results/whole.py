"""The whole evaluation: facts of the study, provenance, headline, and everything together."""

import datetime
from dataclasses import dataclass

from impl_eval.results.evidence import JointDisplay, SurveyEvidence
from impl_eval.results.shown import Reported, Section, Strand


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
class Disclosure:
    """How small numbers are protected: the preset, to which multiple counts are rounded, and whose rule.

    `rounding` 1 means that counts are not rounded.
    """

    preset: str = "less_than_five"
    rounding: int = 1
    source: str = ""

    @property
    def is_internal(self) -> bool:
        """Whether nothing is hidden, so that nothing may leave the team."""
        return self.preset == "internal"


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
    disclosure: Disclosure = Disclosure()

    def section(self, strand: Strand) -> Section | None:
        """Return the section of a strand, or None where the study has none."""
        return next((section for section in self.sections if section.strand == strand), None)
