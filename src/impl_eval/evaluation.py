"""The whole evaluation on one page: its steps in order.

Pure: a checked Study and the tagger's suggestions in, one Evaluation out. Nothing is written here.
"""

import platform
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version

from impl_eval.coding.drafts import CONSENSUS
from impl_eval.integration.cases import with_cases
from impl_eval.integration.decided import with_decisions
from impl_eval.integration.joint_display import joint_display
from impl_eval.protocols.plan_lock import settings_of
from impl_eval.qualitative.agreement import Comparison, compare_coders
from impl_eval.qualitative.agreement.deciders import agreement_of_deciders
from impl_eval.qualitative.coding import CodedSegment, Suggestion
from impl_eval.qualitative.interview_strand import InterviewResult, interview_strand
from impl_eval.qualitative.review import undecided_suggestions
from impl_eval.quantitative.decisions import direction_rule_text
from impl_eval.quantitative.outcomes import not_supplied, outcomes_strand
from impl_eval.quantitative.survey_strand import SurveyLabels, SurveyResult, survey_strand
from impl_eval.results import (
    Estimate,
    Evaluation,
    InputFile,
    InstrumentSummary,
    JointDisplay,
    MechanismSummary,
    Provenance,
    Reported,
    Section,
    StudyFacts,
    SurveyEvidence,
)
from impl_eval.study.coder_comparison import compared_material
from impl_eval.study.disclosure import disclosure_of
from impl_eval.study.model import FileRead, Study
from impl_eval.study.plan_status import plan_status

PACKAGES = (
    "impl-eval", "numpy", "scipy", "scikit-learn", "pandas", "pingouin", "nltk", "matplotlib", "seaborn",
    "pyreadstat", "openpyxl", "python-docx", "praatio", "pydantic", "PyYAML",
)  # fmt: skip
Progress = Callable[[str], None]


def suggest(study: Study) -> tuple[Suggestion, ...]:
    """Return the tagger's suggestions for all transcripts of a study: never evidence."""
    if study.interviews is None or not study.interviews.transcripts:
        return ()
    from impl_eval.study.tagging import tag_study

    return tag_study(study).suggestions


def evaluate(
    study: Study, suggestions: Sequence[Suggestion], progress: Progress = lambda step: None
) -> Evaluation:
    """Run every strand the study has, put them side by side, and say what is absent."""
    progress("survey")
    surveys = analyse_surveys(study)
    progress("interviews")
    interviews = analyse_interviews(study)
    progress("agreement of coders")
    agreement = compare(study) if interviews is not None else None
    progress("programme outcomes")
    outcomes = outcomes_strand(study.expected_outcomes, study.outcome_values)
    progress("joint display")
    joint = _joint_display(study, surveys, interviews, suggestions)
    sections = (
        *(survey.section for survey in surveys),
        *((interviews.section,) if interviews is not None else ()),
        *((agreement,) if agreement is not None else ()),
        outcomes,
    )
    status = plan_status(study)
    return Evaluation(
        facts=study_facts(study),
        mechanisms=_mechanisms(study),
        headline=next((survey.headline for survey in surveys if survey.headline is not None), None),
        sections=sections,
        joint_display=joint,
        not_supplied=not_supplied(study.expected_outcomes, study.outcome_values),
        provenance=_provenance(study),
        smallest_count_shown=study.plan.smallest_shown,
        disclosure=disclosure_of(study.plan),
        absent=_absent(study),
        scales=tuple(entry for survey in surveys for entry in survey.evidence),
        plan_status=status.sentences,
        plan_deviations=status.deviations,
    )


def analyse_surveys(study: Study) -> tuple[SurveyResult, ...]:
    """Return the survey strand of every instrument that has answers."""
    answered = [responses for responses in study.responses if len(responses)]
    several = len(answered) > 1
    return tuple(
        survey_strand(
            responses,
            study.plan,
            labels=_survey_labels(study),
            prefix=f"survey.{responses.instrument.id}" if several else "survey",
        )
        for responses in answered
    )


def analyse_interviews(study: Study) -> InterviewResult | None:
    """Return the interview strand, or None where the study has no transcripts."""
    material = study.interviews
    if material is None or not material.transcripts:
        return None
    return interview_strand(
        material.transcripts,
        material.coded_segments,
        material.rejected,
        _short_labels(study),
        topic_guide=material.topic_guide,
        plan=study.plan,
        group_labels={group.id: group.label for group in study.declared.stakeholder_groups},
        codebook=material.codebook,
        summaries=material.summaries,
        notes=material.notes,
        naming=material.identifiers,
        releases=material.releases,
    )


def compare(
    study: Study,
    comparison: Comparison | None = None,
    *,
    earlier: tuple[str, tuple[CodedSegment, ...]] | None = None,
) -> Section:
    """Return the agreement of the study's coders, or of one of them with an earlier coding.

    `earlier` is a coder and the segments of then.
    """
    asked = comparison or Comparison(confidence_level=study.plan.confidence_level)
    material = compared_material(study, asked.level, nobodys_own=(CONSENSUS,), earlier=earlier)
    return compare_coders(
        material.transcripts, material.segments, material.labels,
        double_coded=material.double_coded, finished=material.finished, comparison=asked,
    )  # fmt: skip


def _short_labels(study: Study) -> tuple[tuple[str, str], ...]:
    return tuple((mechanism.id, mechanism.short_label) for mechanism in study.framework.mechanisms)


def _survey_labels(study: Study) -> SurveyLabels:
    return SurveyLabels(
        timepoints={timepoint.id: timepoint.label for timepoint in study.declared.timepoints},
        sites={site.id: site.place for site in study.sites},
        places=study.places,
        groups={group.id: group.label for group in study.declared.stakeholder_groups},
        comparison_sites=frozenset(site.id for site in study.sites if site.comparison),
        invited=study.invited,
        invited_by_group=study.invited_by_group,
    )


def _joint_display(
    study: Study,
    surveys: Sequence[SurveyResult],
    interviews: InterviewResult | None,
    suggestions: Sequence[Suggestion],
) -> JointDisplay:
    entries = [entry for survey in surveys for entry in survey.evidence if entry.mechanism_id]
    evidence: dict[str, SurveyEvidence] = {}
    # A scale of the family comes before one that is only described, and that before the headline, which
    # has a page of its own: the last one written stands.
    for entry in sorted(
        entries,
        key=lambda entry: (entry.scale_id in study.plan.family, entry.scale_id != study.plan.headline),
    ):
        evidence[entry.mechanism_id] = entry
    proposed = joint_display(
        _short_labels(study),
        evidence,
        interviews.evidence if interviews is not None else (),
        _unreviewed(study, suggestions),
        direction_rule=direction_rule_text(study.plan),
        minimum_participants=study.plan.fit.minimum_participants,
        majority_share=study.plan.fit.majority_share,
        surveyed=bool(surveys),
    )
    written = study.written.integration
    with_groups = with_cases(proposed, [survey.section for survey in surveys])
    return with_decisions(with_groups, written, agreement_of_deciders(written.decisions))


def _unreviewed(study: Study, suggestions: Sequence[Suggestion]) -> dict[str, Reported]:
    material = study.interviews
    if material is None:
        return {}
    open_ones = undecided_suggestions(suggestions, material.coded_segments, material.rejected)
    counts = Counter(suggestion.mechanism_id for suggestion in open_ones)
    return {
        mechanism.id: Reported(
            id=f"interviews.{mechanism.id}.suggestions.unreviewed",
            strand="interviews",
            label=f"{mechanism.short_label}: suggestions that nobody has reviewed",
            estimate=Estimate(
                "count",
                float(counts[mechanism.id]),
                unit="suggestions",
                method="suggestions that no decision of any coder on the same mechanism overlaps",
                reason="a count has no interval",
            ),
            mechanism_id=mechanism.id,
        )
        for mechanism in study.framework.mechanisms
    }


def _mechanisms(study: Study) -> tuple[MechanismSummary, ...]:
    return tuple(
        MechanismSummary(
            mechanism.id,
            mechanism.label,
            mechanism.short_label,
            mechanism.definition,
            tuple(
                f"{link.framework}: {link.domain} ({link.status}; {link.citation})"
                for link in mechanism.links
            ),
        )
        for mechanism in study.framework.mechanisms
    )


def study_facts(study: Study) -> StudyFacts:
    """Return names, dates and words of a study, as declared."""
    declared = study.declared
    return StudyFacts(
        title=declared.title,
        ics_name=declared.ics.name,
        ics_short_name=declared.ics.short_name,
        ics_id=declared.ics.id,
        programme=declared.programme.name,
        programme_start=declared.programme.start,
        report_date=declared.report_date,
        authors=declared.authors,
        simulated=study.simulated,
        timepoints=tuple((timepoint.id, timepoint.label) for timepoint in declared.timepoints),
        site_count=len(study.sites),
        instruments=tuple(
            InstrumentSummary(
                one.id,
                one.title,
                one.status,
                one.version,
                one.source,
                f"{one.licence.spdx}, {one.licence.holder}",
            )
            for one in study.instruments
        ),
        framework_title=study.framework.title,
        framework_citation=study.framework.citation,
        respondents_called=declared.respondents_called,
        headline_question=study.plan.headline_question or "",
        possible_harms=declared.programme.possible_harms,
    )


def _absent(study: Study) -> tuple[str, ...]:
    absent = []
    if not any(len(responses) for responses in study.responses):
        absent.append("survey")
    if study.interviews is None or not study.interviews.transcripts:
        absent.append("interviews")
    if not study.outcome_values:
        absent.append("outcomes")
    return tuple(absent)


def _provenance(study: Study) -> Provenance:
    settings = [(key, value) for key, value in settings_of(study.plan).items() if key != "schema"]
    versions = [("Python", platform.python_version()), *((name, version(name)) for name in PACKAGES)]
    return Provenance(tuple(map(_input_file, study.files)), tuple(settings), tuple(versions))


def _input_file(read: FileRead) -> InputFile:
    report = read.report
    dropped = tuple(
        f"{what} left out: {why}" for what, why in (*report.rows_dropped, *report.columns_dropped)
    )
    has_rows = report.rows_read > 0
    return InputFile(
        read.file,
        read.sha256,
        report.kind,
        report.rows_read if has_rows else None,
        report.rows_kept if has_rows else None,
        (*report.notes, *dropped),
    )
