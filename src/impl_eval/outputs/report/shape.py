"""What a study has and what it can therefore say: every chapter asks here, so that all agree."""

from collections.abc import Iterator

from impl_eval.outputs.reasons import is_suppressed
from impl_eval.outputs.report.values import has_value
from impl_eval.results import Evaluation, JointRow, Reported, SurveyEvidence

PAIRED = "paired"


def has_survey(evaluation: Evaluation) -> bool:
    """Whether anybody answered a survey."""
    return "survey" not in evaluation.absent


def has_interviews(evaluation: Evaluation) -> bool:
    """Whether there are transcripts."""
    return "interviews" not in evaluation.absent


def has_both_strands(evaluation: Evaluation) -> bool:
    """Whether survey and interviews can stand side by side."""
    return has_survey(evaluation) and has_interviews(evaluation)


def has_coded_interviews(evaluation: Evaluation) -> bool:
    """Whether people have coded at least one transcript."""
    rows = evaluation.joint_display.rows
    return any(row.interviews is not None and row.interviews.coded_transcripts for row in rows)


def has_outcomes_alone(evaluation: Evaluation) -> bool:
    """Whether programme outcomes are all that there is."""
    return set(evaluation.absent) >= {"survey", "interviews"} and "outcomes" not in evaluation.absent


def names_no_outcomes(evaluation: Evaluation) -> bool:
    """Whether no programme outcome was expected and none was supplied."""
    return "outcomes" in evaluation.absent and not evaluation.not_supplied


def compares_surveys(evaluation: Evaluation) -> bool:
    """Whether there are answers before and after, so that a change can be spoken of."""
    return any(_is_known(entry.before) and _is_known(entry.after) for entry in all_evidence(evaluation))


def shows_a_change(evaluation: Evaluation) -> bool:
    """Whether at least one change by the plan's deciding analysis is shown."""
    return any(has_value(entry.change) for entry in all_evidence(evaluation))


def shows_any_change(evaluation: Evaluation) -> bool:
    """Whether at least one change is shown, by whichever analysis."""
    rows = (entry.all_rows_change for entry in all_evidence(evaluation))
    return shows_a_change(evaluation) or any(map(has_value, rows))


def shows_all_rows_interval(evaluation: Evaluation) -> bool:
    """Whether any change over all answers has an interval."""
    return any(entry.all_rows_change.estimate.low is not None for entry in all_evidence(evaluation))


def all_evidence(evaluation: Evaluation) -> Iterator[SurveyEvidence]:
    """Yield the evidence on the headline scale, on mechanisms and on every other scale."""
    if evaluation.headline is not None:
        yield evaluation.headline.evidence
    yield from (row.survey for row in evaluation.joint_display.rows if row.survey is not None)
    yield from evaluation.scales


def survey_of(evaluation: Evaluation, row: JointRow) -> SurveyEvidence | None:
    """Return the evidence on a mechanism: its scale; without one the headline's, or one outside the plan."""
    if row.survey is not None:
        return row.survey
    headline = evaluation.headline
    if headline is not None and headline.evidence.mechanism_id == row.mechanism_id:
        return headline.evidence
    return next((entry for entry in evaluation.scales if entry.mechanism_id == row.mechanism_id), None)


def is_headline(evaluation: Evaluation, evidence: SurveyEvidence | None) -> bool:
    """Whether evidence is that of the headline scale."""
    headline = evaluation.headline
    return headline is not None and evidence is not None and headline.evidence.scale_id == evidence.scale_id


def is_described_only(evidence: SurveyEvidence) -> bool:
    """Whether the plan foresaw no decision on a scale, so that its change is described and not judged."""
    return evidence.direction == "not estimable" and "no decision" in evidence.decision


def deciding_pairs(evaluation: Evaluation) -> int | None:
    """Return on how many pairs the headline change rests; without headline, the most of any mechanism.

    None where no pairs decide. Where their number is hidden, how many answered both times.
    """
    headline = evaluation.headline
    rows = (row.survey for row in evaluation.joint_display.rows)
    entries = [headline.evidence] if headline is not None else [entry for entry in rows if entry is not None]
    numbers = [
        entry.change.estimate.n
        for entry in entries
        if entry.change.analysis == PAIRED and entry.change.estimate.n is not None
    ]
    if not numbers and headline is not None and headline.evidence.change.analysis == PAIRED:
        matched = headline.matched.estimate.value
        return int(matched) if matched is not None else None
    return max(numbers, default=None)


def _is_known(reported: Reported) -> bool:
    return has_value(reported) or is_suppressed(reported.estimate)
