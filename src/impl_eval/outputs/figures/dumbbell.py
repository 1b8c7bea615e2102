"""Means before and after as two marks on one line, a row for each scale: shape and fill tell them apart."""

from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    LegendEntry,
    legend_height,
    set_value_ticks,
    text_height,
    wrap,
)
from impl_eval.outputs.figures.looks import BLUE, GREY, WIDTH
from impl_eval.outputs.number_text import number
from impl_eval.results import Chart, ChartPoint, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_WIDTH, GAP, ROW, TICKS, VALUES = 1.95, 0.16, 0.36, 0.26, 1.0
BEFORE_COLOUR, AFTER_COLOUR = "#F46A25", BLUE


def draw_dumbbell(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "dumbbell"."""
    rows = _rows(chart)
    series = list(dict.fromkeys(point.series for point in chart.points))
    markers = dict(zip(series, ("o", "D", "s", "^"), strict=False))
    colours = {name: BEFORE_COLOUR if name == series[0] else AFTER_COLOUR for name in series}
    entries = [LegendEntry(name, colours[name], marker=markers.get(name, "v")) for name in series]
    above = legend_height(entries) + 0.1
    labels = [wrap(label, LABEL_WIDTH) for label in rows]
    heights = [max(ROW, text_height(label) + 0.14) for label in labels]
    axis_label = wrap(chart.axis_label, WIDTH - LABEL_WIDTH)
    below = TICKS + text_height(axis_label)
    total = sum(heights)
    canvas = Canvas(above + total + below + FOOT, simulated=facts.simulated)
    canvas.legend(entries, 0)
    left = MARGIN + LABEL_WIDTH + GAP
    width = WIDTH - left - VALUES - MARGIN
    canvas.text(
        left + width / 2, above + total + TICKS + text_height(axis_label) / 2, axis_label, align="center"
    )
    axes = canvas.axes(left, above, width, total)
    _set_axis(axes, chart, width, total)
    top = 0.0
    for points, label, height in zip(rows.values(), labels, heights, strict=True):
        middle = top + height / 2
        canvas.rule(above + top)
        canvas.text(MARGIN, above + middle, label)
        told = " → ".join(number(point.reported) for point in points)
        canvas.text(WIDTH - MARGIN, above + middle, wrap(told, VALUES), align="right")
        _draw_row(axes, points, middle, colours, markers)
        top += height
    return canvas.figure


def _rows(chart: Chart) -> dict[str, list[ChartPoint]]:
    rows: dict[str, list[ChartPoint]] = {}
    for point in chart.points:
        rows.setdefault(point.label, []).append(point)
    return rows


def _set_axis(axes: "Axes", chart: Chart, width: float, height: float) -> None:
    values = [point.reported.estimate.value for point in chart.points]
    known = [value for value in values if value is not None] or [0.0, 1.0]
    room = 0.12 * (max(known) - min(known)) or 0.5
    axes.set(xlim=(min(known) - room, max(known) + room), ylim=(height, 0))
    set_value_ticks(axes, width)


def _draw_row(
    axes: "Axes", points: list[ChartPoint], middle: float, colours: dict[str, str], markers: dict[str, str]
) -> None:
    known = [point for point in points if point.reported.estimate.value is not None]
    across = [float(point.reported.estimate.value or 0.0) for point in known]
    if len(across) > 1:
        axes.plot([min(across), max(across)], [middle, middle], color=GREY, linewidth=1.6, zorder=1)
    for point, value in zip(known, across, strict=True):
        is_first = point is points[0]
        axes.plot(
            [value], [middle], marker=markers.get(point.series, "v"), markersize=8 if is_first else 6.5,
            color=colours[point.series], markerfacecolor="white" if is_first else colours[point.series],
            linestyle="none", zorder=2 if is_first else 3,
        )  # fmt: skip
