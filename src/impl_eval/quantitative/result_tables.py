"""Tables of scales: scores at each timepoint, change in pairs and over all rows, single items, places."""

from collections.abc import Mapping, Sequence

import numpy as np

from impl_eval.quantitative.changes import ALL_ROWS, MIXED_MODEL, MIXED_MODEL_CR2, PAIRED, SubjectResult
from impl_eval.quantitative.decisions import NO_DECISION, Decision
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import count_marked, report, scale_subject, slugs
from impl_eval.results import Cell, Table
from impl_eval.statistics import mean_score

NO_TEST = "no decision"


VARIANCES = {
    "variance_site": "Sites",
    "variance_site_slope": "Change of sites",
    "variance_site_by_timepoint": "Site by timepoint",
    "variance_respondent": "Respondents",
    "variance_residual": "Rest",
}
TASK_COLUMNS = {
    MIXED_MODEL: ("Change (mixed model)", "p (mixed model)"),
    PAIRED: ("Change in pairs", "p (pairs)"),
    ALL_ROWS: ("Change over all rows", "p (all rows)"),
}


def scores_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table:
    """Return n, mean, spread and internal consistency of every scale at every timepoint."""
    what = ("count", "mean", "standard_deviation", "cronbachs_alpha", "prorated")
    rows: list[tuple[Cell, ...]] = [
        (result.subject.label, label, *(result.described[name, timepoint] for name in what))
        for result in results
        for timepoint, label in design.labels.timepoints.items()
    ]
    return Table(
        id=f"{design.prefix}.scores",
        title="Scale scores",
        columns=("Scale", "Survey", "n", "Mean", "Standard deviation", "Cronbach's alpha", "Prorated"),
        rows=tuple(rows),
        note=(
            "All rows with a score, matched or not. Alpha from respondents who answered every item of the "
            "scale. Prorated: scores from some of the items of a scale."
        ),
    )


def paired_table(
    design: SurveyDesign, results: Sequence[SubjectResult], decisions: Mapping[str, Decision]
) -> Table:
    """Return the change of every scale in matched pairs, with the decision where pairs are primary."""
    names = ("standard_error", "degrees_of_freedom", "p_value")
    effects = ("standardised_mean_change_av", "standardised_mean_change_z")
    is_primary = design.plan.primary_change == PAIRED
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        means = (result.changed.get((name, PAIRED), "") for name in ("mean_before", "mean_after"))
        rows.append(
            (
                result.subject.label,
                result.changed["count", PAIRED],
                *means,
                result.changed["mean_change", PAIRED],
                *(result.changed[name, PAIRED] for name in names),
                *_decided(result, decisions, is_primary),
                *(result.changed[name, PAIRED] for name in effects),
            )
        )
    columns = ("Scale", "Pairs", "Mean before", "Mean after", "Change", "Standard error", "df", "p")
    decided = ("p after Holm", "Direction") if is_primary else ()
    return Table(
        id=f"{design.prefix}.change_paired",
        title="Change in matched pairs",
        columns=(*columns, *decided, "d_av", "d_z"),
        rows=tuple(rows),
        note=(
            "Follow-up minus baseline in respondents with a score both times. d_av divides the change by "
            "the average standard deviation (root of the mean of the two variances), d_z by that of the "
            "differences. The intervals are "
            "not adjusted for the number of scales."
        ),
    )


def mixed_model_table(
    design: SurveyDesign, results: Sequence[SubjectResult], decisions: Mapping[str, Decision]
) -> Table:
    """Return the change of every scale by the mixed model, its companion, and the decision where primary."""
    names = ("standard_error", "degrees_of_freedom", "p_value")
    is_primary = design.plan.primary_change == MIXED_MODEL
    rows: list[tuple[Cell, ...]] = [
        (
            result.subject.label,
            result.changed["mean_change", MIXED_MODEL],
            *(result.changed[name, MIXED_MODEL] for name in names),
            result.changed["p_value", MIXED_MODEL_CR2],
            *_decided(result, decisions, is_primary),
        )
        for result in results
    ]
    decided = ("p after Holm", "Direction") if is_primary else ()
    return Table(
        id=f"{design.prefix}.change_mixed_model",
        title="Change by the mixed model",
        columns=("Scale", "Change", "Standard error", "df", "p", "p (CR2)", *decided),
        rows=tuple(rows),
        note=(
            "All rows with a score; matched respondents are linked, and sites may differ in level and in "
            "change. Standard errors and degrees of freedom by Kenward and Roger; p (CR2) is the companion "
            "by site on the same fit. The intervals are not adjusted for the number of scales."
        ),
    )


def model_parts_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return where the variance of each scale lies, by the mixed model; None where no model was fitted."""
    names = [name for name in VARIANCES if any((name, MIXED_MODEL) in result.changed for result in results)]
    if not names:
        return None
    rows: list[tuple[Cell, ...]] = [
        (result.subject.label, *(result.changed.get((name, MIXED_MODEL), "") for name in names))
        for result in results
    ]
    notes = dict.fromkeys(
        f"{result.subject.label}: {'; '.join(result.model_notes)}."
        for result in results
        if result.model_notes
    )
    return Table(
        id=f"{design.prefix}.mixed_model_parts",
        title="Where the variance lies, by the mixed model",
        columns=("Scale", *(VARIANCES[name] for name in names)),
        rows=tuple(rows),
        note=" ".join(("Variances in squared points.", *notes)),
    )


def all_rows_table(
    design: SurveyDesign, results: Sequence[SubjectResult], decisions: Mapping[str, Decision]
) -> Table:
    """Return the change of every scale over all rows, with the decision where this is primary."""
    names = ("mean_change", "standard_error", "degrees_of_freedom", "p_value")
    is_primary = design.plan.primary_change == ALL_ROWS
    rows: list[tuple[Cell, ...]] = [
        (
            result.subject.label,
            *(result.changed[name, ALL_ROWS] for name in names),
            *_decided(result, decisions, is_primary),
        )
        for result in results
    ]
    decided = ("p after Holm", "Direction") if is_primary else ()
    return Table(
        id=f"{design.prefix}.change_all_rows",
        title="Change over all rows, matched or not",
        columns=("Scale", "Change", "Standard error", "df", "p", *decided),
        rows=tuple(rows),
        note=(
            "Difference of the means of all rows at follow-up and at baseline; standard errors allow for "
            "likeness within sites. The intervals are not adjusted for the number of scales."
        ),
    )


def tasks_table(
    design: SurveyDesign, results: Sequence[SubjectResult], decisions: Sequence[Decision]
) -> Table | None:
    """Return the single items that the plan names beside the headline; None where it names none."""
    if not results:
        return None
    compared = design.compared
    analyses = (MIXED_MODEL, PAIRED) if design.plan.primary_change == MIXED_MODEL else (PAIRED, ALL_ROWS)
    rows: list[tuple[Cell, ...]] = []
    for result, decision in zip(results, decisions, strict=True):
        changes = [
            result.changed[name, analysis] for analysis in analyses for name in ("mean_change", "p_value")
        ]
        means = (result.described["mean", timepoint] for timepoint in compared)
        rows.append((result.subject.label, *means, *changes, decision.direction))
    means_of = tuple(f"Mean, {design.labels.timepoints[timepoint]}" for timepoint in compared)
    return Table(
        id=f"{design.prefix}.headline_items",
        title="Single items reported beside the headline",
        columns=(
            *("Item", *means_of),
            *(column for analysis in analyses for column in TASK_COLUMNS[analysis]),
            "Direction",
        ),
        rows=tuple(rows),
        note="Items as they were ticked; p values not adjusted. Means are those of all rows.",
    )


def places_table(design: SurveyDesign) -> Table | None:
    """Return the headline scale by place: described, never tested. None without headline or places."""
    if design.headline is None or not design.labels.places:
        return None
    subject = scale_subject(design.instrument.scale(design.headline))
    scores, place_of_row = design.scores.of(design.headline), design.places_of_rows
    rows = []
    for place, part in slugs(design.labels.places).items():
        cells: list[Cell] = [place]
        for timepoint in design.compared:
            here = scores[design.at(timepoint) & (place_of_row == place)]
            number = count_marked(~np.isnan(here))
            for estimate in (number, mean_score(here, level=design.plan.confidence_level)):
                details = (timepoint, "place", part)
                cells.append(report(design, subject, estimate, *details, timepoint=timepoint, place=place))
        rows.append(tuple(cells))
    labels = [design.labels.timepoints[timepoint] for timepoint in design.compared]
    return Table(
        id=f"{design.prefix}.places",
        title=f"{subject.label}, by place",
        columns=("Place", *(column for label in labels for column in (f"n, {label}", f"Mean, {label}"))),
        rows=tuple(rows),
        note="Described only: the survey was not planned to compare places.",
    )


def _decided(result: SubjectResult, decisions: Mapping[str, Decision], is_primary: bool) -> tuple[Cell, ...]:
    if not is_primary:
        return ()
    decision = decisions[result.subject.scale_id]
    planned = decision.text != NO_DECISION
    return decision.adjusted or "", decision.direction if planned else "no decision planned"
