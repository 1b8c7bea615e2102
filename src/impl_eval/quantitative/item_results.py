"""Single items: how many answered, what they ticked, and the charts of the response options."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from impl_eval.instruments import Item
from impl_eval.instruments.model import UNSCORED
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.reporting import Subject, count_marked, item_subject, report
from impl_eval.quantitative.responses import NOT_ANSWERED, NOT_APPLICABLE, NOT_SHOWN
from impl_eval.results import Cell, Chart, ChartPoint, Estimate, Table
from impl_eval.statistics import mean_score, share

MOST_OPTIONS_DRAWN, MOST_ITEMS_DRAWN = 11, 8
_COUNTED = {"not_answered": NOT_ANSWERED, "not_applicable": NOT_APPLICABLE, "not_shown": NOT_SHOWN}


@dataclass(frozen=True)
class _ItemColumn:
    """One item with its column in the responses."""

    item: Item
    subject: Subject
    index: int


def subject_of_item(design: SurveyDesign, item_id: str) -> Subject:
    """Return an item of the instrument as the subject of results."""
    return next(column.subject for column in _columns(design) if column.item.id == item_id)


def items_table(design: SurveyDesign) -> Table:
    """Return, for each item and timepoint, the answers given, their mean, and those missing by kind."""
    rows: list[tuple[Cell, ...]] = []
    for column in _columns(design):
        reversed_note = " (reverse scored; shown as ticked)" if column.item.reverse_scored else ""
        for timepoint, label in design.labels.timepoints.items():
            cells = _item_cells(design, column, timepoint)
            rows.append((f"{column.item.short_label}{reversed_note}", label, *cells))
    return Table(
        id=f"{design.prefix}.items",
        title="Items",
        columns=("Item", "Survey", "Answered", "Mean", "Not answered", "Not applicable", "Not shown"),
        rows=tuple(rows),
        note="Items as they were ticked, before reverse scoring. All rows, matched or not.",
    )


def distribution_charts(design: SurveyDesign) -> tuple[Chart, ...]:
    """Return the charts of the headline and the family: share of each response option, item by item.

    A scale of many items is drawn in several charts. Items with more than MOST_OPTIONS_DRAWN options
    are left out: such a chart could not be read.
    """
    timepoints = design.compared if not design.no_change_reason else _timepoints_with_answers(design)
    charts: list[Chart] = []
    for scale_id in _scales_drawn(design):
        columns = [column for column in _columns(design) if column.item.scale == scale_id]
        columns = [column for column in columns if _is_drawn(design, column.item)]
        parts = [columns[at : at + MOST_ITEMS_DRAWN] for at in range(0, len(columns), MOST_ITEMS_DRAWN)]
        charts += [
            _distribution_chart(design, scale_id, part, timepoints, (number, len(parts)))
            for number, part in enumerate(parts, 1)
        ]
    return tuple(chart for chart in charts if chart.points)


def _scales_drawn(design: SurveyDesign) -> tuple[str, ...]:
    headline = (design.headline,) if design.headline is not None else ()
    return tuple(dict.fromkeys((*headline, *design.family)))


def _distribution_chart(
    design: SurveyDesign,
    scale_id: str,
    columns: Sequence[_ItemColumn],
    timepoints: Sequence[str],
    part: tuple[int, int],
) -> Chart:
    scale = design.instrument.scale(scale_id)
    number, parts = part
    counted = f" ({number} of {parts})" if parts > 1 else ""
    return Chart(
        id=f"{design.prefix}.distribution.{scale_id}" + (f".{number}" if parts > 1 else ""),
        kind="distribution",
        title=f"{scale.label}: answers{counted}",
        axis_label="Share of those who answered the item",
        points=tuple(
            point
            for column in columns
            for timepoint in timepoints
            for point in _option_shares(design, column, timepoint)
        ),
        mechanism_id=scale.mechanism or "",
        note="Items as they were ticked, before reverse scoring. All rows, matched or not.",
    )


def items_not_drawn(design: SurveyDesign) -> bool:
    """Tell whether a scale that is drawn has items with too many options for a chart."""
    items = [item for scale_id in _scales_drawn(design) for item in design.instrument.items_of(scale_id)]
    return any(not _is_drawn(design, item) for item in items)


def _timepoints_with_answers(design: SurveyDesign) -> Sequence[str]:
    return [name for name in design.compared if np.any(design.is_answering & design.at(name))]


def _columns(design: SurveyDesign) -> list[_ItemColumn]:
    scales = {scale.id: scale for scale in design.instrument.scales}
    return [
        _ItemColumn(item, item_subject(item, None if item.scale == UNSCORED else scales[item.scale]), index)
        for index, item in enumerate(design.instrument.items)
    ]


def _item_cells(design: SurveyDesign, column: _ItemColumn, timepoint: str) -> list[Cell]:
    here = design.at(timepoint)
    values = design.responses.values[here, column.index]
    reasons = design.responses.reasons[here, column.index]
    answered = count_marked(~np.isnan(values))
    mean = mean_score(values, level=design.plan.confidence_level)
    cells: list[Cell] = [
        _item_count(design, column.subject, "answered", answered, timepoint),
        report(design, column.subject, mean, timepoint, timepoint=timepoint),
    ]
    for name, code in _COUNTED.items():
        number = count_marked(reasons == code)
        cells.append(_item_count(design, column.subject, name, number, timepoint))
    return cells


def _item_count(design: SurveyDesign, subject: Subject, name: str, number: Estimate, timepoint: str) -> Cell:
    label = name.replace("_", " ")
    return report(design, subject, number, name, timepoint, label=label, timepoint=timepoint)


def _is_drawn(design: SurveyDesign, item: Item) -> bool:
    options = design.instrument.options_of(item)
    return options.max - options.min + 1 <= MOST_OPTIONS_DRAWN


def _option_shares(design: SurveyDesign, column: _ItemColumn, timepoint: str) -> list[ChartPoint]:
    options = design.instrument.options_of(column.item)
    values = design.responses.values[design.at(timepoint), column.index]
    n = int(np.count_nonzero(~np.isnan(values)))
    reversed_note = " (reverse scored; shown as ticked)" if column.item.reverse_scored else ""
    label = f"{column.item.short_label}{reversed_note}, {design.labels.timepoints[timepoint]}"
    points = []
    for option in range(options.min, options.max + 1):
        estimate = share(int(np.count_nonzero(values == option)), n, level=design.plan.confidence_level)
        name = options.labels.get(option, str(option))
        reported = report(
            design,
            column.subject,
            estimate,
            str(option),
            timepoint,
            label=f'share of "{name}"',
            timepoint=timepoint,
        )
        points.append(ChartPoint(label, name, reported))
    return points
