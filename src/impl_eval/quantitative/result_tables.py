"""Tables of scales: scores at each timepoint, change in pairs and over all rows, single items, places."""

from collections.abc import Mapping, Sequence

import numpy as np

from impl_eval.quantitative.changes import ALL_ROWS, PAIRED, SubjectResult
from impl_eval.quantitative.decisions import NO_DECISION, Decision
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import count_marked, report, scale_subject, slugs
from impl_eval.results import Cell, Table
from impl_eval.statistics import mean_score

NO_TEST = "no decision"


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
    rows: list[tuple[Cell, ...]] = []
    for result, decision in zip(results, decisions, strict=True):
        changes = [
            result.changed[name, analysis]
            for analysis in (PAIRED, ALL_ROWS)
            for name in ("mean_change", "p_value")
        ]
        means = (result.described["mean", timepoint] for timepoint in compared)
        rows.append((result.subject.label, *means, *changes, decision.direction))
    means_of = tuple(f"Mean, {design.labels.timepoints[timepoint]}" for timepoint in compared)
    return Table(
        id=f"{design.prefix}.headline_items",
        title="Single items reported beside the headline",
        columns=(
            *("Item", *means_of),
            *("Change in pairs", "p (pairs)", "Change over all rows", "p (all rows)", "Direction"),
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
