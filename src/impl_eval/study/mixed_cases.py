"""The mixed-methods matrix for the team: sites and single participants with both strands, by mechanism.

A single person's change stands in it, and their words: it never leaves the team. What may leave is
integration/cases.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.qualitative.interview_counts import (
    MechanismTalk,
    one_layer_per_transcript,
    participants_of,
    talk_about,
)
from impl_eval.quantitative.code_normalisation import normalise_codes
from impl_eval.quantitative.matching import NOBODY, Matching, match_respondents
from impl_eval.quantitative.pairing import pair_by_respondent
from impl_eval.quantitative.responses import Responses
from impl_eval.quantitative.scoring import score_scales
from impl_eval.results import JointDisplay
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.framework_matrix import material_of
from impl_eval.study.model import Study
from impl_eval.study.participant_sites import SITES_FILE, Workplace, read_workplaces

if TYPE_CHECKING:
    import numpy.typing as npt

COLUMNS = (
    "case_kind", "case", "mechanism", "scale", "n_before", "mean_before", "n_after", "mean_after", "n_both",
    "change", "no_change_because", "participants", "reported_change", "segments", "passages",
)  # fmt: skip
ONE_TIMEPOINT = "the study compares no timepoints"
NO_LINK = "nobody linked the participant to a respondent"
NO_ROWS = "no answers under the respondent code at this site"
AMBIGUOUS = "the respondent code stands more than once, or its rows contradict each other"
NO_SCALE = "no scale of the survey measures this mechanism"
NO_BOTH = "nobody has a score before and after"


@dataclass(frozen=True)
class CaseNumbers:
    """Scores of a case before and after, and the change of those who have both; None where there is none.

    Means are None where n is 0; `change` is None with a reason.
    """

    before: tuple[int, float | None] = (0, None)
    after: tuple[int, float | None] = (0, None)
    both: int = 0
    change: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Scored:
    """The answers to one instrument: scores of one scale, and who is whom."""

    responses: Responses
    scores: "npt.NDArray[np.float64]"
    matching: Matching
    pairs: "tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]"
    timepoints: tuple[str, str | None]

    def of_site(self, site_id: str) -> CaseNumbers:
        """Return the numbers of everybody at a site."""
        return self._numbers(np.asarray(self.responses.site == site_id))

    def of_respondent(self, workplace: Workplace) -> CaseNumbers:
        """Return the numbers of one respondent, by the plan's rule of matching."""
        if not workplace.respondent_id:
            return CaseNumbers(reason=NO_LINK)
        codes = np.array([workplace.respondent_id])
        key = normalise_codes(codes, self.responses.code_format).keys[0]
        rows = (self.matching.codes.keys == key) & (self.responses.site == workplace.site_id)
        if not key or not rows.any():
            return CaseNumbers(reason=NO_ROWS)
        persons = np.unique(self.matching.person[rows])
        if len(persons) > 1 or persons[0] == NOBODY:
            return CaseNumbers(reason=AMBIGUOUS)
        return self._numbers(np.asarray(self.matching.person == persons[0]))

    def _numbers(self, rows: "npt.NDArray[np.bool_]") -> CaseNumbers:
        before, after = (self._mean(rows & (self.responses.timepoint == when)) for when in self.timepoints)
        if self.timepoints[1] is None:
            return CaseNumbers(before, after, reason=ONE_TIMEPOINT)
        first, second = self.pairs
        changes = (self.scores[second] - self.scores[first])[rows[first] & rows[second]]
        changes = changes[~np.isnan(changes)]
        if not len(changes):
            return CaseNumbers(before, after, reason=NO_BOTH)
        return CaseNumbers(before, after, len(changes), float(changes.mean()))

    def _mean(self, rows: "npt.NDArray[np.bool_]") -> tuple[int, float | None]:
        scores = self.scores[rows]
        scores = scores[~np.isnan(scores)]
        return len(scores), float(scores.mean()) if len(scores) else None


def mixed_cases_csv(study: Study, display: JointDisplay) -> tuple[bytes, int, int]:
    """Return the matrix as CSV, with the numbers of sites and of linked participants in it.

    `display` says by which scale each mechanism is measured. A site is a case where a participant works
    there and somebody there answered the survey; a participant where somebody linked them to a respondent.

    Raises
    ------
    AnalysisRefused : no case has both strands.
    StudyProblems : faults of participant_sites.csv.
    """
    workplaces = _workplaces(study)
    answering = {str(site) for responses in study.responses for site in np.unique(responses.site)}
    sites = [
        site.id for site in study.sites if site.id in answering & {w.site_id for w in workplaces.values()}
    ]
    linked = sorted(one for one, workplace in workplaces.items() if workplace.respondent_id)
    if not sites and not linked:
        raise AnalysisRefused(
            f"No site and no participant is known in both strands: write {SITES_FILE} with participant_id, "
            "site_id and, where you know it, respondent_id."
        )
    rows = [
        row for measured in _measured(study, display) for row in _rows(measured, sites, linked, workplaces)
    ]
    order = {"site": 0, "participant": 1}
    rows.sort(key=lambda row: (order[row[0]], [*sites, *linked].index(row[1])))
    return csv_bytes(COLUMNS, [[harmless(cell) for cell in row] for row in rows]), len(sites), len(linked)


def _workplaces(study: Study) -> Mapping[str, Workplace]:
    files = StudyFiles(study.root, Gathering())
    people = {one for each in material_of(study).transcripts for one in participants_of(each)}
    found = read_workplaces(files, people, {site.id for site in study.sites})
    if files.gathering.problems:
        raise StudyProblems(files.gathering.problems)
    return found


@dataclass(frozen=True)
class _Measured:
    """A mechanism with its scale, the scored answers, and what was said of it."""

    label: str
    scale: str
    scored: _Scored | None
    talk: MechanismTalk


def _measured(study: Study, display: JointDisplay) -> Iterator[_Measured]:
    material = material_of(study)
    transcripts = {one.id: one for one in material.transcripts}
    layer = one_layer_per_transcript(material.coded_segments, study.plan.counted_coder)
    for row in display.rows:
        talk = talk_about(row.mechanism_id, layer, transcripts)
        scale_id, scale = (row.survey.scale_id, row.survey.label) if row.survey is not None else ("", "")
        yield _Measured(row.label, scale, _scored(study, scale_id), talk)


def _scored(study: Study, scale_id: str) -> _Scored | None:
    for responses in study.responses:
        if len(responses) and scale_id in {scale.id for scale in responses.instrument.scales}:
            plan = study.plan
            matching = match_respondents(responses, plan.matching)
            nobody = np.array([], dtype=np.int64)
            pairs = (nobody, nobody)
            if plan.follow_up is not None:
                paired = pair_by_respondent(responses, plan.baseline, plan.follow_up, plan.matching)
                pairs = (paired.baseline_rows, paired.follow_up_rows)
            scores = score_scales(responses).of(scale_id)
            return _Scored(responses, scores, matching, pairs, (plan.baseline, plan.follow_up))
    return None


def _rows(
    measured: _Measured, sites: list[str], linked: list[str], workplaces: Mapping[str, Workplace]
) -> Iterator[tuple[str, ...]]:
    scored, unmeasured = measured.scored, CaseNumbers(reason=NO_SCALE)
    for site_id in sites:
        people = frozenset(one for one, workplace in workplaces.items() if workplace.site_id == site_id)
        numbers = scored.of_site(site_id) if scored is not None else unmeasured
        yield _row("site", site_id, measured, numbers, people)
    for one in linked:
        numbers = scored.of_respondent(workplaces[one]) if scored is not None else unmeasured
        yield _row("participant", one, measured, numbers, frozenset({one}))


def _row(
    kind: str, case: str, measured: _Measured, numbers: CaseNumbers, people: frozenset[str]
) -> tuple[str, ...]:
    talk = measured.talk
    changes = talk.participants_by_change(people)
    said = "; ".join(f"{count} {word}" for word, count in changes.items() if count)
    passages = [
        f"{' '.join(segment.quote.split())} ({segment.valence}, {segment.reported_change.replace('_', ' ')})"
        for segment, speaker in zip(talk.segments, talk.speakers, strict=True)
        if speaker in people
    ]
    return (
        kind, case, measured.label, measured.scale,
        str(numbers.before[0]), _number(numbers.before[1]), str(numbers.after[0]), _number(numbers.after[1]),
        str(numbers.both), _number(numbers.change), numbers.reason,
        str(len(talk.participants & people)), said, str(len(passages)), " | ".join(passages),
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value + 0.0:.4f}"
