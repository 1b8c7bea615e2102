"""How well the scales measure, as tables: scales, items, correlations."""

from collections.abc import Mapping, Sequence

import numpy as np

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_results import subject_of_item
from impl_eval.quantitative.psychometrics import (
    ItemPsychometrics,
    Psychometrics,
    ScalePsychometrics,
    psychometrics,
)
from impl_eval.quantitative.reporting import report, scale_subject
from impl_eval.results import Cell, Estimate, Table

Measured = Mapping[str, Psychometrics]
"""Psychometrics by timepoint id."""


def measure(design: SurveyDesign) -> Measured:
    """Return the psychometrics of every timepoint that has answers."""
    return {
        timepoint: psychometrics(
            design.responses, design.scores, timepoint, level=design.plan.confidence_level
        )
        for timepoint in design.labels.timepoints
        if np.any(design.is_answering & design.at(timepoint))
    }


def reliability_table(design: SurveyDesign, measured: Measured, results: Sequence[SubjectResult]) -> Table:
    """Return the coefficients of reliability, by scale and timepoint."""
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for result in results:
        for timepoint, found in measured.items():
            scale = found.of(result.subject.scale_id)
            estimates = (
                scale.omega.omega,
                scale.omega.improper_resamples,
                scale.ordinal_alpha.alpha,
                scale.inter_item,
            )
            alpha = result.described["cronbachs_alpha", timepoint]
            cells = (_of(design, result, one, timepoint) for one in estimates)
            rows.append((result.subject.label, design.labels.timepoints[timepoint], alpha, *cells))
            notes += _warnings(design, result, timepoint, scale.unreversed_items, scale.constant_items)
            notes += _two_items(design, result, timepoint, scale)
    return Table(
        id=f"{design.prefix}.psychometrics",
        title="Reliability of the scales",
        columns=("Scale", "Survey", "Alpha", "Omega total", "Improper", "Ordinal alpha", "Inter-item r"),
        rows=tuple(rows),
        note=" ".join(
            (
                "From those who answered every item. Alpha with Feldt's interval; omega of one "
                "factor by maximum likelihood on covariances, with a bootstrap interval; improper: resamples "
                "without a proper solution; ordinal alpha from polychoric correlations.",
                *dict.fromkeys(notes),
            )
        ),
    )


def _two_items(
    design: SurveyDesign, result: SubjectResult, timepoint: str, scale: ScalePsychometrics
) -> list[str]:
    """Tell the Spearman-Brown coefficient of a scale of two items, whose omega is not identified."""
    value = scale.spearman_brown.value
    if len(scale.items) != 2 or value is None:
        return []
    where = f"{result.subject.label}, {design.labels.timepoints[timepoint]}"
    return [f"{where}: two items; Spearman-Brown {value:.2f}."]


def spread_table(design: SurveyDesign, measured: Measured, results: Sequence[SubjectResult]) -> Table:
    """Return how many lie at the ends of the scale, and how alike sites are, by scale and timepoint."""
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        for timepoint, found in measured.items():
            scale = found.of(result.subject.scale_id)
            estimates = (scale.floor, scale.ceiling, scale.clustering.icc, scale.clustering.design_effect)
            cells = (_of(design, result, one, timepoint) for one in estimates)
            rows.append((result.subject.label, design.labels.timepoints[timepoint], *cells))
    return Table(
        id=f"{design.prefix}.ends_and_sites",
        title="Ends of the scale, and likeness within sites",
        columns=("Scale", "Survey", "Lowest score", "Highest score", "ICC(1) of sites", "Design effect"),
        rows=tuple(rows),
        note=(
            "Share of scores at the lowest and the highest possible value. ICC(1) by analysis of variance "
            "with "
            "Wald's interval; it may be negative."
        ),
    )


def _of(design: SurveyDesign, result: SubjectResult, estimate: Estimate, timepoint: str) -> Cell:
    return report(design, result.subject, estimate, timepoint, timepoint=timepoint)


def _warnings(
    design: SurveyDesign,
    result: SubjectResult,
    timepoint: str,
    unreversed: Sequence[str],
    constant: Sequence[str],
) -> list[str]:
    where = f"{result.subject.label}, {design.labels.timepoints[timepoint]}"
    found = []
    if unreversed:
        found.append(
            f"{where}: {', '.join(unreversed)} runs against the other items; is the reverse key right?"
        )
    if constant:
        found.append(f"{where}: everybody gave the same answer to {', '.join(constant)}.")
    return found


def items_statistics_table(design: SurveyDesign, measured: Measured) -> Table:
    """Return missing answers, ends of the range, item-rest correlation and alpha without it, by item."""
    rows: list[tuple[Cell, ...]] = []
    for scale in design.instrument.scales:
        for timepoint, found in measured.items():
            rows += [_item_row(design, item, timepoint) for item in found.of(scale.id).items]
    return Table(
        id=f"{design.prefix}.item_statistics",
        title="How each item goes with its scale",
        columns=(
            "Item",
            "Survey",
            "Missing",
            "Lowest",
            "Highest",
            "Item-rest r",
            "Alpha without",
        ),
        rows=tuple(rows),
        note=(
            "Missing: of all rows with at least one answer. Lowest and highest option after reverse scoring, "
            "of those who answered the item."
        ),
    )


def _item_row(design: SurveyDesign, item: ItemPsychometrics, timepoint: str) -> tuple[Cell, ...]:
    subject = subject_of_item(design, item.item_id)
    label = design.labels.timepoints[timepoint]
    missing = report(
        design, subject, item.missing, "missing", timepoint, label="share missing", timepoint=timepoint
    )
    rest = (item.floor, item.ceiling, item.item_rest, item.alpha_if_dropped)
    cells = (report(design, subject, one, timepoint, timepoint=timepoint) for one in rest)
    return (subject.label, label, missing, *cells)


def correlations_table(design: SurveyDesign, measured: Measured) -> Table | None:
    """Return how the scores of scales correlate, by timepoint; None with a single scale."""
    first = next(iter(measured.values()), None)
    if first is None or not first.correlations:
        return None
    rows: list[tuple[Cell, ...]] = []
    for index, (one, other, _) in enumerate(first.correlations):
        subject = scale_subject(design.instrument.scale(one))
        label = design.instrument.scale(other).label
        cells = (
            report(
                design, subject, found.correlations[index][2], other, timepoint,
                label=f"correlation with {label}", timepoint=timepoint,
            )
            for timepoint, found in measured.items()
        )  # fmt: skip
        rows.append((f"{subject.label} with {label}", *cells))
    return Table(
        id=f"{design.prefix}.correlations",
        title="Correlations between scales",
        columns=("Scales", *(design.labels.timepoints[timepoint] for timepoint in measured)),
        rows=tuple(rows),
        note="Pearson correlations of scores; rows with both scores.",
    )
