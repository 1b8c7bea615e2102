"""What is estimated of one scale or item: its description at each timepoint and its change.

The paired change and the change over all rows always stand side by side; neither takes the place of
the other when it cannot be estimated.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.matching_flow import no_codes_reason
from impl_eval.quantitative.mixed_changes import change_by_mixed_model, model_rows, planned_structure
from impl_eval.quantitative.reporting import Subject, count, count_marked, report
from impl_eval.results import Estimate, Reported
from impl_eval.statistics import (
    all_rows_change,
    cronbachs_alpha,
    mean_score,
    paired_degrees_of_freedom,
    paired_mean_change,
    paired_p_value,
    paired_standard_error,
    standard_deviation,
    standardised_mean_change_av,
    standardised_mean_change_z,
)

Values = npt.NDArray[np.float64]

MIXED_MODEL, MIXED_MODEL_CR2, PAIRED, ALL_ROWS = "mixed_model", "mixed_model_cr2", "paired", "all_rows"
ANALYSIS_WORDS = {
    MIXED_MODEL: "mixed model over all rows",
    MIXED_MODEL_CR2: "mixed model, CR2 by site",
    PAIRED: "matched pairs",
    ALL_ROWS: "all rows",
}
CHANGE_WORDS = {
    MIXED_MODEL: "change by the mixed model",
    PAIRED: "change in matched pairs",
    ALL_ROWS: "change over all rows",
}
PAIRED_STATISTICS = {
    "mean_change": paired_mean_change,
    "standard_error": paired_standard_error,
    "degrees_of_freedom": paired_degrees_of_freedom,
    "p_value": paired_p_value,
    "standardised_mean_change_av": standardised_mean_change_av,
    "standardised_mean_change_z": standardised_mean_change_z,
}
CHANGE_STATISTICS = ("mean_change", "standard_error", "degrees_of_freedom", "p_value")


@dataclass(frozen=True)
class SubjectResult:
    """Results of one scale or item.

    `described` is keyed by (what, timepoint): count, mean, standard_deviation, and for scales
    cronbachs_alpha and prorated. `changed` is keyed by (what, analysis): the statistics above, for pairs
    also count, mean_before and mean_after, for the mixed model its variances. `model_notes` say which
    terms of the model were left out or are zero.
    """

    subject: Subject
    described: Mapping[tuple[str, str], Reported]
    changed: Mapping[tuple[str, str], Reported]
    model_notes: tuple[str, ...] = ()

    def change(self, analysis: str) -> Estimate:
        """Return the estimate of the mean change in one analysis."""
        return self.changed["mean_change", analysis].estimate

    def p_value(self, analysis: str) -> float | None:
        """Return the unadjusted p value of one analysis, None where it is not estimable."""
        return self.changed["p_value", analysis].estimate.value


def scale_result(design: SurveyDesign, subject: Subject) -> SubjectResult:
    """Estimate everything about a scale, from its scores."""
    scores = design.scores.of(subject.scale_id)
    described = {**_described(design, subject, scores), **_reliability(design, subject)}
    return SubjectResult(subject, described, *_changed(design, subject, scores))


def item_result(design: SurveyDesign, subject: Subject) -> SubjectResult:
    """Estimate everything about a single item, from its values as ticked."""
    index = [item.id for item in design.instrument.items].index(subject.item_id)
    values = design.responses.values[:, index]
    return SubjectResult(subject, _described(design, subject, values), *_changed(design, subject, values))


def _described(design: SurveyDesign, subject: Subject, values: Values) -> dict[tuple[str, str], Reported]:
    found = {}
    for timepoint in design.labels.timepoints:
        here = values[design.at(timepoint)]
        estimates = (
            count_marked(~np.isnan(here)),
            mean_score(here, level=design.plan.confidence_level),
            standard_deviation(here),
        )
        for estimate in estimates:
            reported = report(design, subject, estimate, timepoint, timepoint=timepoint)
            found[estimate.statistic, timepoint] = reported
    return found


def _reliability(design: SurveyDesign, subject: Subject) -> dict[tuple[str, str], Reported]:
    columns = [index for index, item in enumerate(design.instrument.items) if item.scale == subject.scale_id]
    scale_index = design.scores.scale_ids.index(subject.scale_id)
    found = {}
    for timepoint in design.labels.timepoints:
        here = design.at(timepoint)
        items = design.scores.reversed_items[here][:, columns]
        alpha = cronbachs_alpha(items, level=design.plan.confidence_level)
        found["cronbachs_alpha", timepoint] = report(design, subject, alpha, timepoint, timepoint=timepoint)
        prorated = count_marked(design.scores.prorated[here, scale_index])
        found["prorated", timepoint] = report(
            design, subject, prorated, "prorated", timepoint, label="prorated scores", timepoint=timepoint
        )
    return found


def _changed(
    design: SurveyDesign, subject: Subject, values: Values
) -> tuple[dict[tuple[str, str], Reported], tuple[str, ...]]:
    found, notes = _mixed_model(design, subject, values)
    return {**found, **_paired(design, subject, values), **_all_rows(design, subject, values)}, notes


def _mixed_model(
    design: SurveyDesign, subject: Subject, values: Values
) -> tuple[dict[tuple[str, str], Reported], tuple[str, ...]]:
    """Return the change by the mixed model, its companion, the parts of the model, and notes on it."""
    notes: tuple[str, ...] = ()
    if design.no_change_reason:
        nothing = tuple(Estimate.not_estimable(name, design.no_change_reason) for name in CHANGE_STATISTICS)
        found: dict[str, tuple[Estimate, ...]] = {MIXED_MODEL: nothing, MIXED_MODEL_CR2: nothing}
    else:
        structure = planned_structure(design)
        model = change_by_mixed_model(design, values, model_rows(design, structure), structure)
        robust, notes = model.cluster_robust, model.notes
        main = (model.mean_change, model.standard_error, model.degrees_of_freedom, model.p_value)
        found = {
            MIXED_MODEL: (*main, *model.variance_components),
            MIXED_MODEL_CR2: (
                robust.change, robust.standard_error, robust.degrees_of_freedom, robust.p_value,
            ),
        }  # fmt: skip
    reported = {
        (estimate.statistic, analysis): report(
            design, subject, estimate, analysis, contrast=design.contrast, analysis=analysis
        )
        for analysis, estimates in found.items()
        for estimate in estimates
    }
    return reported, notes


def _paired(design: SurveyDesign, subject: Subject, values: Values) -> dict[tuple[str, str], Reported]:
    before, after = _scored_pairs(design, values)
    level, n = design.plan.confidence_level, len(before)
    reason = (
        design.no_change_reason or no_codes_reason(design) or _too_few_pairs(n, design.plan.minimum_pairs)
    )
    estimates = {
        name: Estimate.not_estimable(name, reason, n=n) if reason else estimate(before, after, level=level)
        for name, estimate in PAIRED_STATISTICS.items()
    }
    found = {}
    for name, estimate in (("count", count(n, "pairs")), *estimates.items()):
        found[name, PAIRED] = report(
            design, subject, estimate, PAIRED, contrast=design.contrast, analysis=PAIRED
        )
    for name, timepoint, side in zip(
        ("mean_before", "mean_after"), design.compared, (before, after), strict=False
    ):
        mean = Estimate.not_estimable("mean", reason, n=n) if reason else mean_score(side, level=level)
        found[name, PAIRED] = report(
            design, subject, mean, timepoint, PAIRED, timepoint=timepoint, analysis=PAIRED
        )
    return found


def _scored_pairs(design: SurveyDesign, values: Values) -> tuple[Values, Values]:
    """Return the values of matched respondents who have one both times."""
    if design.pairing is None:
        return np.empty(0), np.empty(0)
    before, after = values[design.pairing.baseline_rows], values[design.pairing.follow_up_rows]
    both = ~np.isnan(before) & ~np.isnan(after)
    return before[both], after[both]


def _too_few_pairs(n: int, minimum: int) -> str:
    if n >= minimum:
        return ""
    found = "no matched respondent" if n == 0 else f"only {n} matched respondent{'s' if n > 1 else ''}"
    return f"{found}: the plan asks for at least {minimum}"


def _all_rows(design: SurveyDesign, subject: Subject, values: Values) -> dict[tuple[str, str], Reported]:
    if design.no_change_reason or design.plan.follow_up is None:
        reason = design.no_change_reason
        estimates = tuple(Estimate.not_estimable(name, reason) for name in CHANGE_STATISTICS)
    else:
        is_follow_up = design.at(design.plan.follow_up)
        rows = is_follow_up | design.at(design.plan.baseline)
        sites = design.responses.site[rows]
        result = all_rows_change(values[rows], is_follow_up[rows], sites, level=design.plan.confidence_level)
        estimates = (result.mean_change, result.standard_error, result.degrees_of_freedom, result.p_value)
    return {
        (estimate.statistic, ALL_ROWS): report(
            design, subject, estimate, ALL_ROWS, contrast=design.contrast, analysis=ALL_ROWS
        )
        for estimate in estimates
    }
