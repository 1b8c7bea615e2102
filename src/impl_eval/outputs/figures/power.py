"""Power along the true change: points with Monte Carlo intervals, a line, and the wanted power."""

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
from impl_eval.outputs.number_text import percent
from impl_eval.results import Chart, StudyFacts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLOT_HEIGHT, TICKS, RIGHT = 2.4, 0.28, 0.3
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def draw_power(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "power": the label of a point is its true change.

    A point without label holds the wanted power and becomes a dashed line.
    """
    points = sorted((point for point in chart.points if point.label), key=lambda point: float(point.label))
    wanted = [point.reported.estimate.value for point in chart.points if not point.label]
    heading = wrap("Power, with Monte Carlo interval", WIDTH - 2 * MARGIN)
    above = text_height(heading) + 0.14
    axis_label = wrap(chart.axis_label, WIDTH - 2 * MARGIN)
    canvas = Canvas(
        above + PLOT_HEIGHT + TICKS + text_height(axis_label) + 0.05 + FOOT, simulated=facts.simulated
    )
    canvas.text(MARGIN, text_height(heading) / 2 + 0.02, heading)
    left = MARGIN + text_width(percent(1.0)) + 0.14
    width = WIDTH - left - RIGHT
    label_middle = above + PLOT_HEIGHT + TICKS + text_height(axis_label) / 2
    canvas.text(left + width / 2, label_middle, axis_label, align="center")
    axes = canvas.axes(left, above, width, PLOT_HEIGHT)
    changes = [float(point.label) for point in points]
    room = 0.04 * (max(changes) - min(changes)) or 0.1
    axes.set(xlim=(min(changes) - room, max(changes) + room), ylim=(0, 1.02), yticks=SHARES)
    set_value_ticks(axes, width)
    axes.spines["left"].set_visible(True)
    axes.set_yticks(SHARES, [percent(one) for one in SHARES])
    for level in wanted:
        if level is not None:
            axes.axhline(level, color=GREY, linewidth=1.0, linestyle=(0, (5, 3)))
    known = [(at, point.reported.estimate) for at, point in zip(changes, points, strict=True)]
    drawn = [(at, one.value) for at, one in known if one.value is not None]
    axes.plot([at for at, _ in drawn], [value for _, value in drawn], color=BLUE, linewidth=1.4)
    for at, one in known:
        if one.value is not None and one.low is not None and one.high is not None:
            axes.plot([at, at], [one.low, one.high], color=INK, linewidth=1.2)
    axes.plot([at for at, _ in drawn], [value for _, value in drawn], "o", color=BLUE, markersize=5)
    return canvas.figure
