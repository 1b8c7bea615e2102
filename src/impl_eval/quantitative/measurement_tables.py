"""How well the scales measure, as tables: scales, items, correlations."""

from collections.abc import Mapping, Sequence

import numpy as np

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_results import subject_of_item
from impl_eval.quantitative.psychometrics import ItemPsychometrics, Psychometrics, psychometrics
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


def scales_table(design: SurveyDesign, measured: Measured, results: Sequence[SubjectResult]) -> Table:
    """Return reliability, ends of the scale and likeness within sites, by scale and timepoint."""
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for result in results:
        for timepoint, found in measured.items():
            scale = found.of(result.subject.scale_id)
            estimates = (
                scale.omega.omega,
                scale.omega.improper_resamples,
                scale.ordinal_alpha.alpha,
                scale.floor,
                scale.ceiling,
                scale.clustering.icc,
                scale.clustering.design_effect,
            )
            alpha = result.described["cronbachs_alpha", timepoint]
            cells = (_of(design, result, one, timepoint) for one in estimates)
            label = design.labels.timepoints[timepoint]
            rows.append((result.subject.label, label, alpha, *cells))
            notes += _warnings(design, result, timepoint, scale.unreversed_items, scale.constant_items)
    return Table(
        id=f"{design.prefix}.psychometrics",
        title="Reliability, ends of the scale, likeness within sites",
        columns=(
            *("Scale", "Survey", "Alpha", "Omega total", "Improper resamples", "Ordinal alpha"),
            *("Lowest score", "Highest score", "ICC(1) of sites", "Design effect"),
        ),
        rows=tuple(rows),
        note=" ".join(
            (
                "Alpha with Feldt's interval; omega of one factor by maximum likelihood with a bootstrap "
                "interval; "
                "n is those who answered every item. Ordinal alpha from polychoric correlations. "
                "ICC(1) by analysis of variance with Wald's interval.",
                *dict.fromkeys(notes),
            )
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
            "Item-rest correlation",
            "Alpha without it",
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
