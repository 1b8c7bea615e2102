"""From those invited to those matched, as boxes: a column for each survey, one box for both together."""

from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import FOOT, MARGIN, Canvas, text_height, wrap
from impl_eval.outputs.figures.looks import GREY, INK, WIDTH
from impl_eval.outputs.number_text import number
from impl_eval.results import Chart, ChartPoint, StudyFacts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADING, PADDING, BETWEEN, SIDE = 0.26, 0.14, 0.22, 0.3


def draw_flow(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "flow"."""
    columns = [name for name in dict.fromkeys(point.series for point in chart.points) if name]
    stages = list(dict.fromkeys(point.label for point in chart.points))
    width = (WIDTH - 2 * MARGIN - SIDE * (len(columns) - 1)) / max(len(columns), 1)
    texts = {(point.label, point.series): wrap(_told(point), width - 0.3) for point in chart.points}
    heights = {
        stage: max(text_height(text) for (label, _), text in texts.items() if label == stage) + 2 * PADDING
        for stage in stages
    }
    total = HEADING + sum(heights.values()) + BETWEEN * (len(stages) - 1) + 0.04
    canvas = Canvas(total + FOOT, simulated=facts.simulated)
    lefts = {name: MARGIN + index * (width + SIDE) for index, name in enumerate(columns)}
    for name in columns:
        canvas.text(lefts[name] + width / 2, HEADING / 2, name, align="center", colour=GREY)
    top = HEADING
    for stage in stages:
        shared = (stage, "") in texts
        for name in columns:
            if (stage, name) in texts:
                _box(canvas, (lefts[name], top, width, heights[stage]), texts[stage, name])
            if stage != stages[0]:
                _arrow(canvas, lefts[name] + width / 2, top - BETWEEN, top)
        if shared:
            _box(canvas, (MARGIN, top, WIDTH - 2 * MARGIN, heights[stage]), texts[stage, ""])
        top += heights[stage] + BETWEEN
    return canvas.figure


def _told(point: ChartPoint) -> str:
    return f"{point.label}: {number(point.reported)}"


def _box(canvas: Canvas, place: tuple[float, float, float, float], text: str) -> None:
    from matplotlib.patches import Rectangle

    left, top, width, height = place
    box = Rectangle((left, top), width, height, facecolor="white", edgecolor=INK, linewidth=1.1)
    canvas.page.add_patch(box)
    canvas.text(left + width / 2, top + height / 2, text, align="center")


def _arrow(canvas: Canvas, across: float, start: float, end: float) -> None:
    canvas.page.annotate(
        "",
        xy=(across, end),
        xytext=(across, start),
        arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.0},
    )
