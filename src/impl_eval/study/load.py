"""A study folder becomes a Study, or StudyProblems with every fault of every file."""

from dataclasses import replace
from pathlib import Path

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import Problem, StudyProblems
from impl_eval.instruments import Instrument
from impl_eval.protocols import AnalysisPlan, Framework
from impl_eval.qualitative.codebook_checks import check_codebook
from impl_eval.qualitative.tagger import check_phrases
from impl_eval.quantitative.outcomes import OutcomeValue
from impl_eval.quantitative.responses import Responses
from impl_eval.study import cross_checks
from impl_eval.study.combined_responses import combine_parts
from impl_eval.study.declared_files import Gathering, Located, Place
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.identifier_check import advise_on_identifiers
from impl_eval.study.instrument_files import advise_on_cover, read_instrument
from impl_eval.study.interview_files import read_interviews
from impl_eval.study.journal import refuse_unfinished
from impl_eval.study.model import InterviewMaterial, Invitation, Site, Study, WrittenForReport
from impl_eval.study.plan_checks import check_plan_parts
from impl_eval.study.plan_locking import read_plan_lock
from impl_eval.study.report_inputs import read_written
from impl_eval.study.small_tables import read_invitations, read_outcomes, read_sites
from impl_eval.study.study_file import StudyFile
from impl_eval.study.survey_files import SurveyPart, read_survey_parts

STUDY_FILE = "study.yaml"


def load_study(
    root: Path, *, check_places: bool = True, unfinished: bool = False, look_for_names: bool = True
) -> Study:
    """Read and check a whole study. Raises StudyProblems with all of its problems.

    Without `check_places` coded segments are taken as written, whether or not they fit their transcripts:
    for a transcript that was corrected after it was coded. With `unfinished` a step that was interrupted is
    no hindrance: it is being finished. Without `look_for_names` nobody looks for what may name a person:
    commands on codings show no quotes to others, and would wait for it.
    """
    if not unfinished:
        refuse_unfinished(root)
    if not (root / STUDY_FILE).is_file():
        found = "no study.yaml in this folder"
        remedy = (
            "Name the folder of a study (after --study where the command has it), or make one: "
            "impl-eval init FOLDER --ics NAME."
        )
        raise StudyProblems([Problem(STUDY_FILE, None, "", found, "a study folder", remedy)])
    loader = _Loader(root, check_places=check_places, look_for_names=look_for_names)
    study = loader.study()
    if loader.gathering.problems or study is None:
        raise StudyProblems(loader.gathering.problems)
    return study


class _Loader:
    """Reads the files of one study in order, and keeps what later checks need."""

    def __init__(self, root: Path, *, check_places: bool, look_for_names: bool) -> None:
        self.root, self.check_places, self.look_for_names = root, check_places, look_for_names
        self.gathering = Gathering()
        self.files = StudyFiles(root, self.gathering)
        self.marked: dict[str, bool] = {}
        self.sound_instruments: set[str] = set()
        self.sites_are_sound = True

    def study(self) -> Study | None:
        declared, source = read_declared(StudyFile, STUDY_FILE, (STUDY_FILE, None, ""), self.files)
        if declared is None or source is None:
            return None
        self.declared, self.source = declared, source
        cross_checks.check_repeated_ids(declared, source, self.gathering)
        framework, framework_source = read_declared(
            Framework, declared.framework, self._place("framework"), self.files
        )
        plan, plan_source = read_declared(
            AnalysisPlan, declared.analysis_plan, self._place("analysis_plan"), self.files
        )
        plan_lock = read_plan_lock(declared.analysis_plan, self.files)
        sites = self._sites()
        instruments = self._instruments()
        parts = self._survey_parts(instruments, sites)
        invitations = self._invitations(sites)
        mechanism_ids = framework.mechanism_ids if framework is not None else ()
        noted = len(self.gathering.problems)
        interviews, *sources = self._interviews(mechanism_ids)
        interviews_are_sound = len(self.gathering.problems) == noted
        outcomes = self._outcomes(sites)
        if framework is not None and framework_source is not None:
            cross_checks.check_framework(framework, framework_source, self.gathering)
            self._check_mechanisms(framework, instruments, interviews, sources)
            advise_on_cover(framework, framework_source, instruments, self.gathering)
        known = [instrument for instrument, _ in instruments.values()]
        if plan is not None and plan_source is not None and len(known) == len(set(declared.instruments)):
            self._check_plan(plan, plan_source, known, parts)
        if interviews is not None and interviews_are_sound:
            cross_checks.check_coders(declared, plan, interviews, (source, plan_source), self.gathering)
        responses = self._responses(known, parts)
        written = self._written(framework)
        cross_checks.check_simulated(declared, source, self.marked, self.gathering)
        if framework is None or plan is None:
            return None
        return Study(
            root=self.root,
            declared=declared,
            framework=framework,
            plan=plan,
            sites=sites,
            invitations=invitations,
            instruments=tuple(known),
            responses=responses,
            interviews=interviews,
            outcome_values=outcomes,
            files=tuple(self.files.read[name] for name in sorted(self.files.read)),
            plan_lock=plan_lock,
            written=written,
            advice=tuple(sorted(set(self.gathering.advice), key=Problem.sort_key)),
        )

    def _sites(self) -> tuple[Site, ...]:
        noted = len(self.gathering.problems)
        sites = read_sites(self.declared.sites, self._place("sites"), self.files)
        # Without sites every row that names one would be at fault: that is said once, at the sites file.
        self.sites_are_sound = bool(sites) or len(self.gathering.problems) == noted
        return sites

    def _responses(
        self, known: list[Instrument], parts: list[tuple[str, SurveyPart]]
    ) -> tuple[Responses, ...]:
        sound = [instrument for instrument in known if instrument.id in self.sound_instruments]
        responses = tuple(combine_parts(instrument, parts, self.gathering) for instrument in sound)
        self._note_quarantine(responses)
        return responses

    def _written(self, framework: Framework | None) -> WrittenForReport:
        places = {key: self._place("report", key) for key in type(self.declared.report).model_fields}
        return read_written(self.declared.report, framework, places, self.files)

    def _check_plan(
        self,
        plan: AnalysisPlan,
        source: Located,
        known: list[Instrument],
        parts: list[tuple[str, SurveyPart]],
    ) -> None:
        cross_checks.check_plan(plan, source, self.declared, known, self.gathering)
        covariates = sorted({name for _, part in parts for name in part.covariates}) if parts else None
        check_plan_parts(plan, source, known, covariates, self.gathering)

    def _check_mechanisms(
        self,
        framework: Framework,
        instruments: dict[str, tuple[Instrument, Located]],
        interviews: InterviewMaterial | None,
        sources: list[Located | None],
    ) -> None:
        codebook, guide = None, None
        if interviews is not None and sources[0] is not None:
            codebook = (interviews.codebook, sources[0])
            self.gathering.add_findings(check_codebook(interviews.codebook), sources[0])
            self.gathering.add_findings(check_phrases(interviews.codebook), sources[0])
        if interviews is not None and interviews.topic_guide is not None and sources[1] is not None:
            guide = (interviews.topic_guide, sources[1])
        cross_checks.check_mechanisms(framework, instruments, codebook, guide, self.gathering)

    def _note_quarantine(self, responses: tuple[Responses, ...]) -> None:
        """List quarantined rows with the file they come from, so that they stand in its provenance."""
        labels = [one.row_labels[int(row)] for one in responses for row in one.duplicated.nonzero()[0]]
        for survey in self.declared.surveys:
            start = f"{survey.file}, "
            rows = "; ".join(label.removeprefix(start) for label in labels if label.startswith(start))
            read = self.files.read.get(survey.file)
            if rows and read is not None:
                note = f"quarantined, as the respondent stands more than once in a timepoint: {rows}"
                report = replace(read.report, notes=(*read.report.notes, note))
                self.files.read[survey.file] = replace(read, report=report)

    def _place(self, *path: str | int) -> Place:
        key_path: KeyPath = path
        return self.source.place(key_path)

    def _instruments(self) -> dict[str, tuple[Instrument, Located]]:
        read: dict[str, tuple[Instrument, Located]] = {}
        for index, instrument_id in enumerate(self.declared.instruments):
            place = self._place("instruments", index)
            noted = len(self.gathering.problems)
            instrument, source = read_instrument(instrument_id, place, self.files)
            if instrument is not None and source is not None:
                read[instrument_id] = (instrument, source)
            if len(self.gathering.problems) == noted:
                self.sound_instruments.add(instrument_id)
        return read

    def _survey_parts(
        self, instruments: dict[str, tuple[Instrument, Located]], sites: tuple[Site, ...]
    ) -> list[tuple[str, SurveyPart]]:
        if not self.sites_are_sound:
            return []
        places = {index: self._place("surveys", index) for index in range(len(self.declared.surveys))}
        # Answers are not held against an instrument that has faults itself: they would only repeat them.
        by_id = {name: one for name, (one, _) in instruments.items() if name in self.sound_instruments}
        parts = read_survey_parts(self.declared, by_id, self._known(sites), places, self.files)
        self.marked |= {name: part.simulated for name, part in parts if len(part.respondent)}
        return parts

    def _known(self, sites: tuple[Site, ...]) -> dict[str, list[str]]:
        """Return the declared ids that rows may name."""
        return {
            "site": [site.id for site in sites],
            "timepoint": [timepoint.id for timepoint in self.declared.timepoints],
            "stakeholder group": [group.id for group in self.declared.stakeholder_groups],
        }

    def _invitations(self, sites: tuple[Site, ...]) -> tuple[Invitation, ...]:
        name = self.declared.invitations
        if name is None or not self.sites_are_sound:
            return ()
        place = self._place("invitations")
        invitations, simulated = read_invitations(name, place, self._known(sites), self.files)
        if invitations:
            self.marked[name] = simulated
        return invitations

    def _interviews(
        self, mechanism_ids: tuple[str, ...]
    ) -> tuple[InterviewMaterial | None, Located | None, Located | None]:
        declared = self.declared.interviews
        if declared is None:
            return None, None, None
        groups = [group.id for group in self.declared.stakeholder_groups]
        places = {key: self._place("interviews", key) for key in type(declared).model_fields}
        material, *sources = read_interviews(
            declared, groups, mechanism_ids, places, self.files, check_places=self.check_places
        )
        if material is not None:
            for transcript in material.transcripts:
                file = material.transcript_files[transcript.id]
                self.marked[f"{declared.transcripts}/{file}"] = transcript.simulated
            if self.look_for_names:
                found = advise_on_identifiers(material, declared.transcripts, self.files)
                material = replace(material, identifiers=found)
        return material, sources[0], sources[1]

    def _outcomes(self, sites: tuple[Site, ...]) -> tuple[OutcomeValue, ...]:
        name = self.declared.outcomes.file
        if name is None or not self.sites_are_sound:
            return ()
        places = [*dict.fromkeys(site.place for site in sites), self.declared.ics.short_name]
        expected = [outcome.id for outcome in self.declared.outcomes.expected]
        values, simulated = read_outcomes(name, self._place("outcomes", "file"), expected, places, self.files)
        if values:
            self.marked[name] = simulated
        return values
