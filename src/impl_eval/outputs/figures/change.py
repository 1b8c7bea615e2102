"""Change with intervals: one row for each scale, a zero line, and the numbers beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    set_value_ticks,
    text_height,
    text_width,
    wrap,
)
from impl_eval.outputs.figures.looks import BLUE, GREY, INK, WIDTH
from impl_eval.outputs.number_text import bounds_text, level_text, signed_change
from impl_eval.results import Chart, ChartPoint, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOWER, HIGHER = "← lower after", "higher after →"
LABEL_WIDTH, GAP, TOP, TICKS = 1.95, 0.16, 0.34, 0.26
SMALLEST_ROW, ROW_PADDING = 0.36, 0.14
SMALLEST_SIDE, WIDEST_VALUE = 0.22, 1.9


def draw_change(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "change"."""
    labels = [wrap(row_label(chart, point), LABEL_WIDTH) for point in chart.points]
    values = [beside(point) for point in chart.points]
    heading = _value_heading(chart.points)
    if max(map(text_width, values)) > WIDEST_VALUE:
        values = [value.replace(" (", "\n(") for value in values]
    value_width = max(text_width(line) for text in (*values, heading) for line in text.split("\n"))
    plot_width = WIDTH - LABEL_WIDTH - value_width - 2 * GAP - 2 * MARGIN
    heights = [
        max(SMALLEST_ROW, text_height(label) + ROW_PADDING, text_height(value) + ROW_PADDING)
        for label, value in zip(labels, values, strict=True)
    ]
    axis_label = wrap(chart.axis_label, plot_width + 1.0)
    total = sum(heights)
    below = TICKS + text_height(axis_label)
    canvas = Canvas(TOP + total + below + FOOT, simulated=facts.simulated)
    plot_left = MARGIN + LABEL_WIDTH + GAP
    canvas.text(plot_left, TOP / 2, LOWER, colour=GREY)
    canvas.text(plot_left + plot_width, TOP / 2, HIGHER, align="right", colour=GREY)
    canvas.text(WIDTH - MARGIN, TOP / 2, heading, align="right", colour=GREY)
    label_middle = TOP + total + TICKS + text_height(axis_label) / 2
    canvas.text(plot_left + plot_width / 2, label_middle, axis_label, align="center")
    axes = canvas.axes(plot_left, TOP, plot_width, total)
    _set_axis(axes, chart.points, plot_width, total)
    top = 0.0
    for point, label, value, height in zip(chart.points, labels, values, heights, strict=True):
        middle = top + height / 2
        canvas.rule(TOP + top)
        canvas.text(MARGIN, TOP + middle, label)
        is_missing = point.reported.estimate.value is None
        canvas.text(WIDTH - MARGIN, TOP + middle, value, align="right", colour=GREY if is_missing else INK)
        _draw_point(axes, point, middle)
        top += height
    return canvas.figure


def row_label(chart: Chart, point: ChartPoint) -> str:
    """Return the label of a row, with its series where the chart has several."""
    several = len({point.series for point in chart.points}) > 1
    return f"{point.label} ({point.series})" if several and point.series else point.label


def beside(point: ChartPoint) -> str:
    """Return the numbers of a row: '+0.42 (0.18 to 0.66)', or the words instead."""
    bounds = bounds_text(point.reported)
    return signed_change(point.reported) + (f" ({bounds})" if bounds else "")


def _value_heading(points: Sequence[ChartPoint]) -> str:
    levels = {point.reported.estimate.level for point in points} - {None}
    names = [level_text(level) for level in levels if level is not None]
    return f"Change ({names[0]})" if len(names) == 1 else "Change"


def _set_axis(axes: "Axes", points: Sequence[ChartPoint], width: float, height: float) -> None:
    axes.set(xlim=change_limits(points), ylim=(height, 0))
    set_value_ticks(axes, width)
    axes.axvline(0, color=INK, linewidth=1.0)


def change_limits(points: Sequence[ChartPoint]) -> tuple[float, float]:
    """Return the ends of the axis: all intervals, zero, and room on both sides of it."""
    numbers = [0.0]
    for point in points:
        estimate = point.reported.estimate
        numbers += [number for number in (estimate.value, estimate.low, estimate.high) if number is not None]
    if not any(numbers):
        return -1.0, 1.0
    low, high = min(numbers), max(numbers)
    low, high = min(low, -SMALLEST_SIDE * high), max(high, -SMALLEST_SIDE * low)
    room = 0.06 * (high - low)
    return low - room, high + room


def _draw_point(axes: "Axes", point: ChartPoint, middle: float) -> None:
    estimate = point.reported.estimate
    if estimate.value is None:
        return
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low, estimate.high], [middle, middle], color=BLUE, linewidth=1.8, solid_capstyle="butt"
        )
        for end in (estimate.low, estimate.high):
            axes.plot([end, end], [middle - 0.045, middle + 0.045], color=BLUE, linewidth=1.2)
    axes.plot([estimate.value], [middle], marker="o", markersize=6.5, color=BLUE)
