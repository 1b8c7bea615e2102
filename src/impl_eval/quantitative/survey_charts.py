"""Charts of the survey beside those of change and answers: flow, means before and after, transitions.

What is drawn is named in results.Chart; how, is the business of outputs/.
"""

from collections.abc import Sequence

import numpy as np

from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_results import MOST_OPTIONS_DRAWN, subject_of_item
from impl_eval.quantitative.participation import matched_respondents
from impl_eval.quantitative.reporting import count, report
from impl_eval.results import Cell, Chart, ChartPoint, Reported, Table

MOST_OPTIONS_NAMED = 7
"""With more response options their words have no room: the axis has their numbers, the note the words."""
FLOW_STAGES = ("Invited", "Eligible", "With at least one answer")


def flow_chart(design: SurveyDesign, who_answered: Table) -> Chart:
    """Return the boxes from invited to matched; the numbers are those of the table of who answered."""
    columns = list(who_answered.columns)
    points = [
        ChartPoint(stage, str(row[0]), cell)
        for stage in FLOW_STAGES
        for row in who_answered.rows
        for cell in (row[columns.index(stage)],)
        if isinstance(cell, Reported) and _is_compared(design, row)
    ]
    if design.plan.follow_up is not None:
        points.append(ChartPoint("Matched: answered both times", "", matched_respondents(design)))
    return Chart(
        id=f"{design.prefix}.flow",
        kind="flow",
        title="From those invited to those matched",
        axis_label="Respondents",
        points=tuple(points),
    )


def _is_compared(design: SurveyDesign, row: Sequence[Cell]) -> bool:
    return row[0] in {design.labels.timepoints[timepoint] for timepoint in design.compared}


def means_charts(design: SurveyDesign, scales: Sequence[SubjectResult]) -> tuple[Chart, ...]:
    """Return means before and after of the family, one chart for each range of scores."""
    if design.no_change_reason or not design.family:
        return ()
    by_id = {scale.subject.scale_id: scale for scale in scales}
    by_range: dict[tuple[int, int], list[ChartPoint]] = {}
    for scale_id in design.family:
        low_high = design.instrument.range_of(design.instrument.scale(scale_id))
        result = by_id[scale_id]
        by_range.setdefault(low_high, []).extend(
            ChartPoint(
                result.subject.label,
                design.labels.timepoints[timepoint],
                result.described["mean", timepoint],
            )
            for timepoint in design.compared
        )
    return tuple(
        Chart(
            id=f"{design.prefix}.means" + (f".{low}_{high}" if len(by_range) > 1 else ""),
            kind="dumbbell",
            title="Means before and after",
            axis_label=f"Mean score, from {low} to {high}",
            points=tuple(points),
            note="Everybody with a score at the time, matched or not. The axis shows a part of the range.",
        )
        for (low, high), points in by_range.items()
    )


def transitions_charts(design: SurveyDesign, item_ids: Sequence[str]) -> tuple[Chart, ...]:
    """Return how matched respondents moved from answer to answer on single items."""
    if design.pairing is None or not len(design.pairing):
        return ()
    return tuple(chart for item_id in item_ids if (chart := _transitions_chart(design, item_id)) is not None)


def _transitions_chart(design: SurveyDesign, item_id: str) -> Chart | None:
    if design.pairing is None:
        return None
    index, item = next(
        (position, item) for position, item in enumerate(design.instrument.items) if item.id == item_id
    )
    options = design.instrument.options_of(item)
    if options.max - options.min + 1 > MOST_OPTIONS_DRAWN:
        return None
    values = design.responses.values[:, index]
    before, after = values[design.pairing.baseline_rows], values[design.pairing.follow_up_rows]
    if not np.any(~np.isnan(before) & ~np.isnan(after)):
        return None
    subject = subject_of_item(design, item_id)
    several = options.max - options.min + 1 > MOST_OPTIONS_NAMED
    names = {
        option: str(option) if several else options.labels.get(option, str(option))
        for option in range(options.min, options.max + 1)
    }
    meant = "; ".join(f"{option}: {label}" for option, label in sorted(options.labels.items()))
    points = []
    for first in range(options.min, options.max + 1):
        for second in range(options.min, options.max + 1):
            number = count(int(np.count_nonzero((before == first) & (after == second))))
            start, end = names[first], names[second]
            label = f'from "{start}" to "{end}"'
            details = ("from", str(first), "to", str(second))
            reported = report(design, subject, number, *details, label=label, contrast=design.contrast)
            points.append(ChartPoint(start, end, reported))
    return Chart(
        id=f"{design.prefix}.transitions.{item_id}",
        kind="transitions",
        title=f"{item.short_label}: from answer to answer",
        axis_label="Matched respondents",
        points=tuple(points),
        mechanism_id=subject.mechanism_id,
        note="Matched respondents who answered the item both times, as ticked. Framed: the same answer."
        + (f" {meant}." if several and meant else ""),
    )
