"""Effect sizes in matched pairs, change of single persons, equivalence: each with what it needs stated."""

from collections.abc import Sequence

import numpy as np

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.mixed_changes import Values
from impl_eval.quantitative.reporting import report
from impl_eval.results import Cell, Estimate, Table
from impl_eval.statistics.equivalence import equivalence
from impl_eval.statistics.individual_change import individual_change
from impl_eval.statistics.rank_biserial import probability_of_improvement, rank_biserial
from impl_eval.statistics.standardised_change import standardised_mean_change_z_hedges

MATCHED = "matched"


def effect_sizes_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return standardised and rank effect sizes of the matched; None where nothing is compared."""
    if design.no_change_reason:
        return None
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        before, after = _pairs(design, result)
        better = result.subject.higher_is_better is not False
        level = design.plan.confidence_level
        estimates = (
            standardised_mean_change_z_hedges(before, after, level=level),
            rank_biserial(before, after, level=level),
            probability_of_improvement(before, after, higher_is_better=better, level=level),
        )
        about = {"contrast": design.contrast, "analysis": MATCHED}
        cells = (report(design, result.subject, one, MATCHED, **about) for one in estimates)
        rows.append(
            (
                result.subject.label,
                result.changed["standardised_mean_change_av", "paired"],
                result.changed["standardised_mean_change_z", "paired"],
                *cells,
            )
        )
    return Table(
        id=f"{design.prefix}.effect_sizes",
        title="Effect sizes in matched respondents",
        columns=("Scale", "d_av", "d_z", "d_z, Hedges", "Rank-biserial", "Probability of improvement"),
        rows=tuple(rows),
        note=(
            "No cut-point makes any of them large or small. Hedges: exact correction for few pairs. "
            "Rank-biserial "
            "leaves out pairs without change. The probability that a matched respondent improved counts half "
            "of "
            "those without change."
        ),
    )


def individual_change_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return shares of persons with reliable change, for scales whose reliability the plan states."""
    stated = {one.scale: one for one in design.plan.individual_change}
    chosen = [result for result in results if result.subject.scale_id in stated]
    if design.no_change_reason or not chosen:
        return None
    rows: list[tuple[Cell, ...]] = []
    sources = []
    for result in chosen:
        plan = stated[result.subject.scale_id]
        before, after = _pairs(design, result)
        found = individual_change(
            before,
            after,
            reliability=plan.reliability,
            reliability_source=plan.source,
            baseline_of_all=design.scores.of(plan.scale)[design.at(design.compared[0])],
            higher_is_better=result.subject.higher_is_better is not False,
            level=design.plan.confidence_level,
        )
        named = (
            (found.error.standard_error_of_measurement, "error"),
            (found.error.minimal_detectable_change, "error"),
            (found.improved, "improved"),
            (found.unchanged, "unchanged"),
            (found.worsened, "worsened"),
        )
        about = {"contrast": design.contrast, "analysis": "individual_change"}
        cells = (report(design, result.subject, one, "individual", key, **about) for one, key in named)
        rows.append((result.subject.label, *cells))
        sources.append(
            f"{result.subject.label}: reliability {plan.reliability:g} ({plan.source.rstrip('.')})."
        )
    return Table(
        id=f"{design.prefix}.individual_change",
        title="Change of single persons",
        columns=("Scale", "SEM", "MDC", "Reliably better", "Neither", "Reliably worse"),
        rows=tuple(rows),
        note=" ".join(
            (
                "SEM: standard error of measurement; MDC: minimal detectable change. Matched respondents; "
                "reliable "
                "is a change beyond 1.96 standard errors of a difference.",
                *sources,
            )
        ),
    )


def equivalence_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return the tests of equivalence for scales whose margin the plan states with its source."""
    margins = {one.scale: one for one in design.plan.equivalence}
    chosen = [result for result in results if result.subject.scale_id in margins]
    if design.no_change_reason or not chosen:
        return None
    rows: list[tuple[Cell, ...]] = []
    sources = []
    for result in chosen:
        plan = margins[result.subject.scale_id]
        cells = (
            report(
                design, result.subject, one, "equivalence", key,
                contrast=design.contrast, analysis="equivalence",
            )
            for key, one in _equivalence(design, result, plan.margin, plan.source)
        )  # fmt: skip
        rows.append((result.subject.label, f"{plan.margin:g}", *cells))
        sources.append(f"{result.subject.label}: margin from {plan.source.rstrip('.')}.")
    return Table(
        id=f"{design.prefix}.equivalence",
        title="Is the change small enough not to matter?",
        columns=("Scale", "Margin", "Change with the deciding interval", "p (equivalence)"),
        rows=tuple(rows),
        note=" ".join(
            (
                "Two one-sided tests on the planned primary change. A small p says that the change is within "
                "the margin.",
                *sources,
            )
        ),
    )


def _equivalence(
    design: SurveyDesign, result: SubjectResult, margin: float, source: str
) -> tuple[tuple[str, Estimate], tuple[str, Estimate]]:
    analysis = design.plan.primary_change
    change, error, freedom = (
        result.changed[name, analysis].estimate
        for name in ("mean_change", "standard_error", "degrees_of_freedom")
    )
    if change.value is None or error.value is None or freedom.value is None:
        reason = error.reason if change.value is not None else change.reason
        names = ("mean_change", "p_value_equivalence")
        first, second = (Estimate.not_estimable(name, reason, n=change.n) for name in names)
        return ("change", first), ("test", second)
    found = equivalence(
        change.value,
        error.value,
        freedom.value,
        low_margin=-margin,
        high_margin=margin,
        margin_source=source,
        n=change.n,
        level=design.plan.confidence_level,
    )
    return ("change", found.mean_change), ("test", found.p_value)


def _pairs(design: SurveyDesign, result: SubjectResult) -> tuple[Values, Values]:
    if design.pairing is None:
        return np.empty(0), np.empty(0)
    scores = design.scores.of(result.subject.scale_id)
    before, after = scores[design.pairing.baseline_rows], scores[design.pairing.follow_up_rows]
    both = ~np.isnan(before) & ~np.isnan(after)
    return before[both], after[both]
