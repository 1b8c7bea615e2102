"""From a change and its p value to a word: up, down, no clear change, not estimable.

The rule is printed with the results. It is decided before the data are seen, by the analysis plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.protocols import AnalysisPlan
from impl_eval.quantitative.changes import ALL_ROWS, ANALYSIS_WORDS, PAIRED, SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import Subject, counted, report
from impl_eval.results import Direction, Estimate, Reported, SurveyEvidence
from impl_eval.statistics import holm

Improvement = Literal["better", "worse", "unclear"]

NO_DECISION = "no decision planned: described only"


@dataclass(frozen=True)
class Decision:
    """The word for a change and how it was reached. `adjusted` is the reported adjusted p value."""

    direction: Direction
    text: str
    adjusted: Reported | None = None


def decide_direction(change: Estimate, adjusted_p: float | None, alpha: float) -> Direction:
    """Return the word for a change.

    Parameters
    ----------
    change : estimate of follow-up minus baseline.
    adjusted_p : p value by which the plan decides, adjusted where it says so; None where there is none.
    alpha : error rate of the two-sided decision.
    """
    if adjusted_p is None or change.value is None:
        return "not estimable"
    if adjusted_p >= alpha or change.value == 0:
        return "no clear change"
    return "up" if change.value > 0 else "down"


def improvement_of(direction: Direction, higher_is_better: bool | None) -> Improvement:
    """Return whether a change is for the better, which depends on what a high score means."""
    if direction not in ("up", "down") or higher_is_better is None:
        return "unclear"
    return "better" if (direction == "up") == higher_is_better else "worse"


def direction_rule_text(plan: AnalysisPlan) -> str:
    """Return the rule behind the words of direction, as printed in reports."""
    level, alpha = f"{100 * plan.confidence_level:g}%", f"{round(plan.alpha, 10):g}"
    rule = (
        f'"Up" or "down": the p value of the mean change ({ANALYSIS_WORDS[plan.primary_change]}) is below '
        f'{alpha}. "No clear change": it is not; this does not show that nothing changed. "Not estimable": '
        "there is no p value. Scales on which the plan foresaw no decision are described only. "
    )
    if not plan.family:
        return rule + "The headline scale and its single items are decided by their own p value."
    return rule + (
        "The p values of the scales in the plan's family are adjusted together by Holm's method; the "
        "headline scale and its single items are decided by their own p value. "
        f"The {level} intervals shown are not "
        'adjusted: an interval may leave out zero although the word is "no clear change".'
    )


def decide_scales(design: SurveyDesign, results: Sequence[SubjectResult]) -> Mapping[str, Decision]:
    """Return the decision for every scale, by scale id."""
    plan, analysis = design.plan, design.plan.primary_change
    by_id = {result.subject.scale_id: result for result in results}
    p_values = [by_id[scale_id].p_value(analysis) for scale_id in design.family]
    adjusted = dict(zip(design.family, holm(p_values), strict=True))
    tested = sum(p is not None for p in p_values)
    decisions = {}
    for scale_id, result in by_id.items():
        reported = _adjusted_p(design, result, adjusted[scale_id], tested) if scale_id in adjusted else None
        if scale_id == design.headline:
            p_value, text = result.p_value(analysis), "headline: decided by its own p value"
        elif scale_id in adjusted:
            p_value = adjusted[scale_id]
            text = (
                f"decided by its p value after Holm's adjustment ({counted(tested, 'scale')} in the family)"
            )
        else:
            decisions[scale_id] = Decision("not estimable", NO_DECISION)
            continue
        direction = decide_direction(result.change(analysis), p_value, plan.alpha)
        decisions[scale_id] = Decision(direction, _with_reason(direction, text, result, analysis), reported)
    return decisions


def decide_item(design: SurveyDesign, result: SubjectResult) -> Decision:
    """Return the decision for a single item that the plan reports beside the headline."""
    analysis = design.plan.primary_change
    direction = decide_direction(result.change(analysis), result.p_value(analysis), design.plan.alpha)
    text = "single item: decided by its own p value"
    return Decision(direction, _with_reason(direction, text, result, analysis))


def evidence_of(design: SurveyDesign, result: SubjectResult, decision: Decision) -> SurveyEvidence:
    """Return what the survey says of a scale or item. Means before and after are those of all rows."""
    analysis = design.plan.primary_change
    follow_up = design.plan.follow_up
    return SurveyEvidence(
        scale_id=result.subject.scale_id,
        label=result.subject.label,
        mechanism_id=result.subject.mechanism_id,
        before=result.described["mean", design.plan.baseline],
        after=result.described["mean", follow_up] if follow_up else _no_mean_after(design, result),
        change=result.changed["mean_change", analysis],
        standardised_change=result.changed["standardised_mean_change_av", "paired"],
        all_rows_change=result.changed["mean_change", ALL_ROWS],
        paired_change=result.changed["mean_change", PAIRED],
        direction=decision.direction,
        improvement=improvement_of(decision.direction, result.subject.higher_is_better),
        decision=decision.text,
        score_range=_range_of(design, result.subject),
    )


def _range_of(design: SurveyDesign, subject: Subject) -> tuple[int, int]:
    if not subject.item_id:
        return design.instrument.range_of(design.instrument.scale(subject.scale_id))
    item = next(item for item in design.instrument.items if item.id == subject.item_id)
    options = design.instrument.options_of(item)
    return options.min, options.max


def _no_mean_after(design: SurveyDesign, result: SubjectResult) -> Reported:
    estimate = Estimate.not_estimable("mean", design.no_change_reason, n=0)
    return report(design, result.subject, estimate, "after", label="mean after")


def _adjusted_p(design: SurveyDesign, result: SubjectResult, value: float | None, tested: int) -> Reported:
    analysis = design.plan.primary_change
    unadjusted = result.changed["p_value", analysis].estimate
    estimate = Estimate(
        "p_value_holm",
        value,
        n=unadjusted.n,
        method=f"Holm's adjustment of the p values of {counted(tested, 'scale')}",
        source="Holm (1979), Scandinavian Journal of Statistics 6, 65-70",
        reason=unadjusted.reason,
    )
    return report(design, result.subject, estimate, analysis, contrast=design.contrast, analysis=analysis)


def _with_reason(direction: Direction, text: str, result: SubjectResult, analysis: str) -> str:
    if direction != "not estimable":
        return text
    return f"not estimable: {result.changed['p_value', analysis].estimate.reason}"
