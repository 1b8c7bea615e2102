"""outputs/internal/results.json: every result of an evaluation, flat, under its stable id.

Written from the unsuppressed evaluation, in full precision, for the team only. The words of
participants are not in it.
"""

import json
from importlib.resources import files
from typing import Any

from impl_eval.outputs.json_text import json_text
from impl_eval.outputs.walk import reported_by_id
from impl_eval.results import (
    Evaluation,
    Fit,
    Headline,
    InterviewEvidence,
    JointRow,
    Reported,
    Section,
    StudyFacts,
    SurveyEvidence,
)

SCHEMA = "impl-eval/results/1"
Document = dict[str, Any]


def results_document(evaluation: Evaluation) -> Document:
    """Return the document that results.json holds.

    Raises
    ------
    ValueError : two different results have one id.
    """
    joint_display = evaluation.joint_display
    return {
        "schema": SCHEMA,
        "study": _study(evaluation.facts),
        "mechanisms": [
            {"id": mechanism.id, "label": mechanism.label, "short_label": mechanism.short_label}
            for mechanism in evaluation.mechanisms
        ],
        "estimates": [estimate_document(reported) for reported in reported_by_id(evaluation).values()],
        "headline": _headline(evaluation.headline),
        "joint_display": [_joint_row(row) for row in joint_display.rows],
        "rules": {"direction": joint_display.direction_rule, "fit": joint_display.fit_rule},
        "sections": [_section(section) for section in evaluation.sections],
        "not_supplied": list(evaluation.not_supplied),
        "absent": list(evaluation.absent),
        "smallest_count_shown": evaluation.smallest_count_shown,
        "suppressed": evaluation.suppressed,
        "disclosure": {
            "preset": evaluation.disclosure.preset,
            "rounding": evaluation.disclosure.rounding,
            "source": evaluation.disclosure.source,
        },
        "plan": {"status": list(evaluation.plan_status), "deviations": list(evaluation.plan_deviations)},
    }


def results_json(evaluation: Evaluation) -> str:
    """Return the text of results.json. ValueError as in results_document, or for a number without end."""
    return json_text(results_document(evaluation))


def estimate_document(reported: Reported) -> Document:
    """Return one result, flat, as it stands among the estimates."""
    estimate = reported.estimate
    return {
        "id": reported.id,
        "strand": reported.strand,
        "label": reported.label,
        "mechanism_id": reported.mechanism_id,
        "scale_id": reported.scale_id,
        "item_id": reported.item_id,
        "timepoint": reported.timepoint,
        "contrast": reported.contrast,
        "group": reported.group,
        "place": reported.place,
        "analysis": reported.analysis,
        "statistic": estimate.statistic,
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "level": _number(estimate.level),
        "n": None if estimate.n is None else int(estimate.n),
        "unit": estimate.unit,
        "method": estimate.method,
        "source": estimate.source,
        "reason": estimate.reason,
        "state": estimate.state,
    }


def results_schema() -> Document:
    """Return the JSON Schema (2020-12) of results.json that ships with the package."""
    text = files("impl_eval.outputs").joinpath("schemas/results-1.schema.json").read_text(encoding="utf-8")
    schema: Document = json.loads(text)
    return schema


def _study(facts: StudyFacts) -> Document:
    return {
        "title": facts.title,
        "ics_id": facts.ics_id,
        "ics_name": facts.ics_name,
        "programme": facts.programme,
        "programme_start": facts.programme_start.isoformat() if facts.programme_start else None,
        "report_date": facts.report_date.isoformat() if facts.report_date else None,
        "simulated": facts.simulated,
        "site_count": facts.site_count,
        "framework": facts.framework_title,
        "timepoints": [{"id": id_, "label": label} for id_, label in facts.timepoints],
        "instruments": [
            {
                "id": instrument.id,
                "title": instrument.title,
                "status": instrument.status,
                "version": instrument.version,
            }
            for instrument in facts.instruments
        ],
    }


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _section(section: Section) -> Document:
    return {
        "strand": section.strand,
        "title": section.title,
        "cautions": list(section.cautions),
        "methods": list(section.methods),
    }


def _headline(headline: Headline | None) -> Document | None:
    if headline is None:
        return None
    return {
        **_survey(headline.evidence),
        "matched": headline.matched.id,
        "sites": headline.sites.id,
        "tasks": [_survey(task) for task in headline.tasks],
    }


def _survey(evidence: SurveyEvidence) -> Document:
    return {
        "scale_id": evidence.scale_id,
        "label": evidence.label,
        "before": evidence.before.id,
        "after": evidence.after.id,
        "change": evidence.change.id,
        "standardised_change": evidence.standardised_change.id,
        "all_rows_change": evidence.all_rows_change.id,
        "direction": evidence.direction,
        "improvement": evidence.improvement,
        "decision": evidence.decision,
    }


def _interviews(evidence: InterviewEvidence) -> Document:
    return {
        "asked": evidence.asked,
        "coded_transcripts": evidence.coded_transcripts,
        "participants": evidence.participants.id,
        "segments": evidence.segments.id,
        "groups": [
            {"group": group, "participants": participants.id, "segments": segments.id}
            for group, participants, segments in evidence.groups
        ],
        "valences": {valence: count.id for valence, count in evidence.valences},
        "changes": {change: count.id for change, count in evidence.changes},
    }


def _fit(fit: Fit) -> Document:
    return {
        "word": fit.word,
        "kind": fit.kind,
        "explanation": fit.explanation,
        "state": fit.state,
        "proposed": fit.proposed or fit.word,
        "decisions": [
            {
                "word": one.word,
                "by": one.by,
                "date": one.date.isoformat(),
                "reason": one.reason,
                "settles": one.settles,
                "explained_by": one.explained_by,
                "explanation": one.explanation,
            }
            for one in fit.decisions
        ],
    }


def _joint_row(row: JointRow) -> Document:
    return {
        "mechanism_id": row.mechanism_id,
        "label": row.label,
        "survey": None if row.survey is None else _survey(row.survey),
        "interviews": None if row.interviews is None else _interviews(row.interviews),
        "fit": _fit(row.fit),
        "meta_inferences": [{"text": text, "by": by} for text, by in row.meta_inferences],
        "suggestions": None if row.suggestions is None else row.suggestions.id,
    }
