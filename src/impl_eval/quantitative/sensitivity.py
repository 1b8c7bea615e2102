"""The sensitivity set of the plan: every named analysis of headline and family, in one table and figure."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from impl_eval.quantitative.alternatives import alternatives_of
from impl_eval.quantitative.changes import MIXED_MODEL, MIXED_MODEL_CR2, SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.model_alternatives import imputations_of
from impl_eval.quantitative.reporting import report
from impl_eval.quantitative.scale_data import ScaleData
from impl_eval.results import Cell, Chart, ChartPoint, Reported, Table
from impl_eval.statistics.multiple_imputation import ImputedScores
from impl_eval.statistics.tipping_point import TippingPoint, tipping_point

PRIMARY_LABELS = {
    "mixed_model": ("Mixed model, Kenward-Roger", "Mixed model"),
    "mixed_model_cr2": ("Mixed model, CR2 by site", "Mixed model, CR2"),
}
PRIMARY = " (decides)"

Row = tuple[str, str, Reported, Reported]
"""Label and short label of an analysis, its change and its p value."""


def sensitivity_rows(design: SurveyDesign, results: Sequence[SubjectResult]) -> Mapping[str, tuple[Row, ...]]:
    """Return, by scale id, the rows of every planned analysis: the mixed model first, companion next."""
    if design.no_change_reason:
        return {}
    tested = [result for result in results if result.subject.scale_id in {design.headline, *design.family}]
    imputed = cache(lambda: imputations_of(design))
    return {
        result.subject.scale_id: tuple(_rows(design, result, _data(design, result, imputed)))
        for result in tested
    }


def _data(design: SurveyDesign, result: SubjectResult, imputed: Callable[[], ImputedScores]) -> ScaleData:
    scale_id = result.subject.scale_id
    return ScaleData(design, scale_id, design.scores.of(scale_id), imputed)


def _rows(design: SurveyDesign, result: SubjectResult, data: ScaleData) -> list[Row]:
    rows: list[Row] = []
    for analysis in (MIXED_MODEL, MIXED_MODEL_CR2):
        decides = PRIMARY if analysis == design.plan.primary_change else ""
        change, p_value = (result.changed[name, analysis] for name in ("mean_change", "p_value"))
        label, short = PRIMARY_LABELS[analysis]
        rows.append((f"{label}{decides}", f"{short}{decides}", change, p_value))
    for name in design.plan.sensitivity.analyses:
        for one in alternatives_of(data, name):
            about = {"contrast": design.contrast, "analysis": one.key}
            change = report(design, result.subject, one.change, one.key, **about)
            p_value = report(design, result.subject, one.p_value, one.key, **about)
            rows.append((one.label, one.short, change, p_value))
    return rows


def sensitivity_table(design: SurveyDesign, rows: Mapping[str, Sequence[Row]]) -> Table | None:
    """Return all analyses of all tested scales in one table; None where nothing is compared."""
    if not rows:
        return None
    cells: list[tuple[Cell, ...]] = [
        (design.instrument.scale(scale_id).label, label, _number(change), change, p_value)
        for scale_id, of_scale in rows.items()
        for label, _, change, p_value in of_scale
    ]
    return Table(
        id=f"{design.prefix}.sensitivity",
        title="The change under every planned analysis",
        columns=("Scale", "Analysis", "n", "Change", "p"),
        rows=tuple(cells),
        note=(
            "n counts what an analysis counts: rows, people, matched respondents or sites. p values are not "
            "adjusted. Means of sites count every site once. Hodges-Lehmann is a median, the others are "
            "means. Without one site: the lowest and the highest change that leaving out a single site gives."
        ),
    )


def _number(change: Reported) -> str:
    return "" if change.estimate.n is None else str(change.estimate.n)


def sensitivity_chart(design: SurveyDesign, rows: Mapping[str, Sequence[Row]]) -> Chart | None:
    """Return the forest plot of all analyses, a panel for each scale, headline first; None without rows."""
    headline = (design.headline,) if design.headline is not None else ()
    points = tuple(
        ChartPoint(short, design.instrument.scale(scale_id).label, change)
        for scale_id in dict.fromkeys((*headline, *design.family))
        if scale_id in rows
        for _, short, change, _ in rows[scale_id]
    )
    if not points:
        return None
    return Chart(
        id=f"{design.prefix}.sensitivity",
        kind="sensitivity",
        title="The change under every planned analysis",
        axis_label="Change in points, follow-up minus baseline",
        points=points,
        note=(
            "Grey: the interval of the first analysis. Each panel has its own axis. Intervals are not "
            "adjusted for the number of scales or analyses."
        ),
    )


def tipping_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return how different those not matched would have to be; None where that is not planned."""
    if design.no_change_reason or "tipping_point" not in design.plan.sensitivity.analyses:
        return None
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        if result.subject.scale_id not in {design.headline, *design.family}:
            continue
        found = _tipping(design, result.subject.scale_id)
        estimates = (found.share_unmatched, found.interval_delta, found.unmatched_change, found.zero_delta)
        about = {"contrast": design.contrast, "analysis": "tipping_point"}
        cells = (report(design, result.subject, one, "tipping_point", **about) for one in estimates)
        rows.append((result.subject.label, *cells))
    columns = (
        *("Scale", "Not matched", "Difference at which the interval reaches zero"),
        *("Change of the unmatched there", "Difference at which the change is zero"),
    )
    return Table(
        id=f"{design.prefix}.tipping_point",
        title="How different those who were not matched would have to be",
        columns=columns,
        rows=tuple(rows),
        note=(
            "Baseline respondents without a match are let differ from the matched in their mean change, in "
            "points. From the change in matched pairs."
        ),
    )


def _tipping(design: SurveyDesign, scale_id: str) -> TippingPoint:
    data = ScaleData(design, scale_id, design.scores.of(scale_id), lambda: imputations_of(design))
    before, after, _ = data.pairs()
    low, high = design.instrument.range_of(design.instrument.scale(scale_id))
    unmatched = 0 if design.pairing is None else len(design.pairing.baseline_only)
    return tipping_point(
        before, after, unmatched=unmatched, score_width=high - low, level=design.plan.confidence_level
    )


def sensitivity_method(design: SurveyDesign) -> str:
    """Return how many analyses stand beside the deciding one, in a sentence."""
    number = len(design.plan.sensitivity.analyses)
    named = "1 sensitivity analysis" if number == 1 else f"{number} kinds of sensitivity analysis"
    where = "here or in the files of the evaluation"
    return f"The plan names {named}; all of them are reported, {where}, whatever they show."
