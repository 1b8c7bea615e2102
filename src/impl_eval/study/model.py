"""Study: everything a study folder holds, typed, checked and frozen."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from impl_eval.errors import Problem
from impl_eval.instruments import Instrument
from impl_eval.protocols import (
    AnalysisPlan,
    ChecklistAnswer,
    Framework,
    PlanLock,
    ProgrammeDescription,
    ReportWords,
)
from impl_eval.protocols.integration_words import IntegrationWords
from impl_eval.protocols.logo import LogoPicture
from impl_eval.qualitative.analyst_notes import AnalystNote
from impl_eval.qualitative.codebook import Codebook, TopicGuide
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.framework_matrix import Summary
from impl_eval.qualitative.identifiers import Identifier
from impl_eval.qualitative.released_quotes import Release
from impl_eval.qualitative.transcript import Transcript
from impl_eval.quantitative.outcomes import ExpectedOutcome, OutcomeValue
from impl_eval.quantitative.responses import Responses
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.sentence_encoder import PinnedFile
from impl_eval.study.study_file import StudyFile


@dataclass(frozen=True)
class Site:
    """A place of work that takes part. `place` groups sites in reports; site names never leave.

    A comparison site answers the survey but has no programme.
    """

    id: str
    name: str
    place: str
    start: datetime.date | None
    comparison: bool = False


@dataclass(frozen=True)
class Invitation:
    """How many prescribers of a site were invited and eligible at a timepoint.

    Of one stakeholder group, or of all where that is empty.
    """

    site_id: str
    timepoint: str
    invited: int | None
    eligible: int | None
    stakeholder_group: str = ""


@dataclass(frozen=True)
class FileRead:
    """A file the study was made from: its hash, and what its reader said."""

    file: str
    sha256: str
    report: ReadingReport


@dataclass(frozen=True)
class InterviewMaterial:
    """What the interview strand starts from.

    `summaries` are those of the framework matrix, `notes` what analysts note beside the coding, and
    `finished` who has locked a transcript that is coded blind and shown now. `identifiers` holds what surely
    names a person, by transcript id, by the study's own names and decisions; None where nobody looked.
    `encoder` is the sentence encoder of the tagger: model and tokenizer, or None. `releases` says which
    passages may be quoted; None where nobody has said so.
    """

    codebook: Codebook
    codebook_lines: dict[tuple[str, str], int]
    topic_guide: TopicGuide | None
    transcripts: tuple[Transcript, ...]
    transcript_files: dict[str, str]
    coded_segments: tuple[CodedSegment, ...]
    rejected: tuple[RejectedSuggestion, ...]
    summaries: tuple[Summary, ...] = ()
    notes: tuple[AnalystNote, ...] = ()
    finished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    identifiers: Mapping[str, tuple[Identifier, ...]] | None = None
    encoder: tuple[PinnedFile, PinnedFile] | None = None
    releases: tuple[Release, ...] | None = None


@dataclass(frozen=True)
class WrittenForReport:
    """What people wrote for the report; a study that names no files for it has none of it.

    `integration` holds what they decided on how the strands fit, `logo` the picture for the title page.
    """

    words: ReportWords = field(default_factory=ReportWords)
    description: ProgrammeDescription = field(default_factory=ProgrammeDescription)
    answers: tuple[ChecklistAnswer, ...] = ()
    integration: IntegrationWords = field(default_factory=IntegrationWords)
    logo: LogoPicture | None = None


@dataclass(frozen=True)
class Study:
    """A study that passed every check. `root` serves study/ only; strands never see it."""

    root: Path
    declared: StudyFile
    framework: Framework
    plan: AnalysisPlan
    sites: tuple[Site, ...]
    invitations: tuple[Invitation, ...]
    instruments: tuple[Instrument, ...]
    responses: tuple[Responses, ...]
    interviews: InterviewMaterial | None
    outcome_values: tuple[OutcomeValue, ...]
    files: tuple[FileRead, ...]
    plan_lock: PlanLock | None = None
    written: WrittenForReport = field(default_factory=WrittenForReport)
    advice: tuple[Problem, ...] = ()

    @property
    def simulated(self) -> bool:
        """True where every data file is simulated."""
        return self.declared.data == "simulated"

    @property
    def expected_outcomes(self) -> tuple[ExpectedOutcome, ...]:
        """Outcomes that the programme aims at."""
        return self.declared.outcomes.expected

    @property
    def invited(self) -> dict[tuple[str, str], tuple[int | None, int | None]]:
        """How many were invited and eligible, by site and timepoint, added up over stakeholder groups."""
        found: dict[tuple[str, str], tuple[int | None, int | None]] = {}
        for one in self.invitations:
            key = (one.site_id, one.timepoint)
            invited, eligible = found.get(key, (0, 0))
            found[key] = (_sum(invited, one.invited), _sum(eligible, one.eligible))
        return found

    @property
    def invited_by_group(self) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
        """How many were invited and eligible, by site, timepoint and stakeholder group, where supplied."""
        return {
            (one.site_id, one.timepoint, one.stakeholder_group): (one.invited, one.eligible)
            for one in self.invitations
            if one.stakeholder_group
        }

    @property
    def places(self) -> tuple[str, ...]:
        """Places in the order in which the sites file names them."""
        return tuple(dict.fromkeys(site.place for site in self.sites))


def _sum(one: int | None, other: int | None) -> int | None:
    """Add numbers; what is not supplied for one group is not known for all."""
    return None if one is None or other is None else one + other
