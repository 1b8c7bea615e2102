"""From each answer before to each answer after, as a heat map of counts of matched respondents.

The diagonal (nobody moved) has a heavy frame; the numbers stand in the cells, so that colour only helps.
"""

from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import FOOT, MARGIN, Canvas, text_height, text_width, wrap
from impl_eval.outputs.figures.looks import BLUE, GREY, INK, WIDTH, readable_on
from impl_eval.outputs.number_text import number
from impl_eval.results import Chart, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_WIDTH, GAP, TALLEST, LOWER, WIDEST, FEW = 1.55, 0.12, 0.42, 0.26, 0.92, 7
BEFORE, AFTER = "Before ↓", "After →"


def draw_transitions(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "transitions"."""
    rows = list(dict.fromkeys(point.label for point in chart.points))
    columns = list(dict.fromkeys(point.series for point in chart.points))
    cells = {(point.label, point.series): point.reported for point in chart.points}
    left = MARGIN + LABEL_WIDTH + GAP
    width = min(WIDEST, (WIDTH - left - MARGIN) / len(columns))
    headings = [wrap(column, width - 0.06) for column in columns]
    labels = [wrap(row, LABEL_WIDTH) for row in rows]
    above = max(map(text_height, headings)) + 0.3
    height = max(TALLEST if len(rows) <= FEW else LOWER, *(text_height(label) + 0.08 for label in labels))
    canvas = Canvas(above + height * len(rows) + 0.08 + FOOT, simulated=facts.simulated)
    canvas.text(left, 0.1, AFTER, colour=GREY)
    canvas.text(MARGIN, above - 0.12, BEFORE, colour=GREY)
    for column, heading in enumerate(headings):
        canvas.text(left + (column + 0.5) * width, (above + 0.2) / 2, heading, align="center")
    for row, label in enumerate(labels):
        canvas.text(MARGIN, above + (row + 0.5) * height, label)
    axes = canvas.axes(left, above, width * len(columns), height * len(rows))
    axes.set(xlim=(0, len(columns)), ylim=(len(rows), 0), xticks=[], yticks=[])
    most = max((reported.estimate.value or 0.0 for reported in cells.values()), default=0.0) or 1.0
    for down, row_name in enumerate(rows):
        for across, column_name in enumerate(columns):
            reported = cells.get((row_name, column_name))
            value = None if reported is None else reported.estimate.value
            text = "" if reported is None else number(reported)
            _draw_cell(axes, across, down, shade(value, most), text, is_same=row_name == column_name)
    return canvas.figure


def shade(value: float | None, most: float) -> str:
    """Return the colour of a cell: white for none, the deeper the more; a hidden cell is white too."""
    from matplotlib.colors import to_hex, to_rgb

    share = 0.0 if value is None else 0.85 * value / most
    red, green, blue = (1 - share * (1 - channel) for channel in to_rgb(BLUE))
    return str(to_hex((red, green, blue)))


def _draw_cell(axes: "Axes", across: int, down: int, colour: str, text: str, *, is_same: bool) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((across, down), 1, 1, facecolor=colour, edgecolor="#D5DADD", linewidth=0.8))
    if is_same:
        inner = Rectangle((across + 0.03, down + 0.05), 0.94, 0.9, fill=False, edgecolor=INK, linewidth=1.4)
        axes.add_patch(inner)
    shown = text if text_width(text) < 0.8 else "·"
    axes.text(across + 0.5, down + 0.5, shown, ha="center", va="center_baseline", color=readable_on(colour))
