"""Patterns of missing answers: a row for each pattern, a hatched tile for each item missing in it."""

from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import FOOT, MARGIN, Canvas, hatched_bar, text_height, text_width, wrap
from impl_eval.outputs.figures.looks import GREY, WIDTH
from impl_eval.outputs.number_text import number
from impl_eval.results import Chart, Reported, StudyFacts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LABEL_WIDTH, COUNT_WIDTH, GAP, ROW, TILE = 1.75, 0.7, 0.1, 0.26, 0.3
MISSING_COLOUR, MISSING_HATCH = "#12436D", "////"


def draw_missing(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "missing"."""
    items = [name for name in dict.fromkeys(point.series for point in chart.points) if name]
    patterns = list(dict.fromkeys(point.label for point in chart.points))
    counts = {point.label: point.reported for point in chart.points if not point.series}
    gone = {(point.label, point.series) for point in chart.points if point.series}
    labels = {pattern: wrap(pattern, LABEL_WIDTH) for pattern in patterns}
    heights = [max(ROW, text_height(labels[pattern]) + 0.08) for pattern in patterns]
    names_height = max(0.3, max(map(text_width, items), default=0.0) + 0.12)
    left = MARGIN + LABEL_WIDTH + GAP
    tile = min(TILE, (WIDTH - left - COUNT_WIDTH - MARGIN) / max(len(items), 1))
    canvas = Canvas(names_height + sum(heights) + 0.08 + FOOT, simulated=facts.simulated)
    for column, item in enumerate(items):
        middle = left + (column + 0.5) * tile
        canvas.page.text(middle, names_height - 0.05, item, rotation=90, ha="center", va="bottom")
    canvas.text(WIDTH - MARGIN, names_height - 0.12, "Rows", align="right", colour=GREY)
    top = names_height
    for pattern, height in zip(patterns, heights, strict=True):
        canvas.rule(top)
        canvas.text(MARGIN, top + height / 2, labels[pattern])
        for column, item in enumerate(items):
            if (pattern, item) in gone:
                box = (left + column * tile, top + 0.03, tile, height - 0.06)
                hatched_bar(canvas.page, *box, MISSING_COLOUR, MISSING_HATCH)
        canvas.text(WIDTH - MARGIN, top + height / 2, _count(counts.get(pattern)), align="right")
        top += height
    return canvas.figure


def _count(reported: Reported | None) -> str:
    return "" if reported is None else number(reported)
