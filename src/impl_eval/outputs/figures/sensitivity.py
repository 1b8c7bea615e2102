"""Forest plot of many analyses: a panel for each scale, the same rows of analyses in every panel.

The first analysis is the primary one: it is filled, and a quiet band over all rows shows its interval,
so that a reader sees at once which analyses leave it.
"""

from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    set_value_ticks,
    text_height,
    wrap,
)
from impl_eval.outputs.figures.change import change_limits
from impl_eval.outputs.figures.looks import BLUE, GREY, INK, RULE, WIDTH
from impl_eval.results import Chart, ChartPoint, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_WIDTH, GAP, ROW, TICKS, HEADING_GAP, BETWEEN = 1.62, 0.12, 0.172, 0.26, 0.08, 0.16
MOST_PER_ROW = 3
LAST_TICK = 0.14
"""Room for half of the last number on the axis of the last panel."""


def draw_sensitivity(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "sensitivity"."""
    scales = list(dict.fromkeys(point.series for point in chart.points))
    analyses = list(dict.fromkeys(point.label for point in chart.points))
    labels = [wrap(analysis, LABEL_WIDTH) for analysis in analyses]
    heights = [max(ROW, text_height(label) + 0.02) for label in labels]
    per_row = MOST_PER_ROW if len(scales) <= 2 * MOST_PER_ROW else MOST_PER_ROW + 1
    strips = [scales[start : start + per_row] for start in range(0, len(scales), per_row)]
    width = (WIDTH - LABEL_WIDTH - 2 * MARGIN - GAP - (per_row - 1) * BETWEEN - LAST_TICK) / per_row
    headings = {scale: wrap(scale, width) for scale in scales}
    tops = [max(text_height(headings[scale]) for scale in strip) + HEADING_GAP for strip in strips]
    axis_label = wrap(chart.axis_label, WIDTH - LABEL_WIDTH)
    below = TICKS + text_height(axis_label) + 0.06
    canvas = Canvas(sum(tops) + len(strips) * (sum(heights) + below) + FOOT, simulated=facts.simulated)
    at = 0.0
    for strip, top in zip(strips, tops, strict=True):
        for column, scale in enumerate(strip):
            left = MARGIN + LABEL_WIDTH + GAP + column * (width + BETWEEN)
            canvas.text(left + width / 2, at + top / 2, headings[scale], align="center")
            axes = canvas.axes(left, at + top, width, sum(heights))
            points = {point.label: point for point in chart.points if point.series == scale}
            _draw_panel(axes, [points.get(analysis) for analysis in analyses], heights, width)
        middle = at + top
        for label, height in zip(labels, heights, strict=True):
            canvas.text(MARGIN, middle + height / 2, label)
            middle += height
        at += top + sum(heights) + below
        canvas.text(MARGIN + LABEL_WIDTH + GAP, at - below + TICKS + text_height(axis_label) / 2, axis_label)
    return canvas.figure


def _draw_panel(axes: "Axes", points: list[ChartPoint | None], heights: list[float], width: float) -> None:
    shown = [point for point in points if point is not None]
    axes.set(xlim=change_limits(shown), ylim=(sum(heights), 0))
    set_value_ticks(axes, width)
    primary = points[0].reported.estimate if points and points[0] is not None else None
    if primary is not None and primary.low is not None and primary.high is not None:
        axes.axvspan(primary.low, primary.high, color=RULE, alpha=0.55, linewidth=0)
    axes.axvline(0, color=INK, linewidth=0.9)
    top = 0.0
    for number, (point, height) in enumerate(zip(points, heights, strict=True)):
        _draw_row(axes, point, top + height / 2, is_primary=number == 0)
        top += height


def _draw_row(axes: "Axes", point: ChartPoint | None, middle: float, *, is_primary: bool) -> None:
    value = None if point is None else point.reported.estimate.value
    if point is None or value is None:
        low, _ = axes.get_xlim()
        axes.text(low, middle, " none", color=GREY, va="center", ha="left")
        return
    estimate = point.reported.estimate
    if estimate.low is not None and estimate.high is not None:
        axes.plot(
            [estimate.low, estimate.high], [middle, middle], color=BLUE, linewidth=1.4, solid_capstyle="butt"
        )
    face = BLUE if is_primary else "white"
    axes.plot([value], [middle], marker="D" if is_primary else "o", markersize=5, color=BLUE,
              markerfacecolor=face, linestyle="none")  # fmt: skip
