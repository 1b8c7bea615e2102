"""Coded segments by mechanism and valence: bars of counts, with every number printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    LegendEntry,
    hatched_bar,
    legend_height,
    set_value_ticks,
    text_height,
    text_width,
    wrap,
)
from impl_eval.outputs.figures.distribution import number_on_bar
from impl_eval.outputs.figures.looks import (
    CATEGORIES,
    GREY,
    VALENCE_COLOURS,
    VALENCE_HATCHES,
    WIDTH,
    category,
)
from impl_eval.outputs.number_text import number
from impl_eval.results import Chart, Reported, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_WIDTH, GAP, TICKS, BELOW_LEGEND = 2.0, 0.12, 0.26, 0.1
BAR_HEIGHT, SMALLEST_ROW, ROW_PADDING = 0.24, 0.38, 0.14
NOTHING = "none"


@dataclass(frozen=True)
class _Row:
    label: str
    counts: Mapping[str, Reported]

    @property
    def total(self) -> float:
        return sum(reported.estimate.value or 0.0 for reported in self.counts.values())


def draw_segments(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "segments"."""
    rows = _rows(chart)
    entries = _legend(list(dict.fromkeys(point.series for point in chart.points)))
    labels = [wrap(row.label, LABEL_WIDTH) for row in rows]
    heights = [max(SMALLEST_ROW, text_height(label) + ROW_PADDING) for label in labels]
    above, total = legend_height(entries) + BELOW_LEGEND, sum(heights)
    axis_label = wrap(chart.axis_label, WIDTH - 2 * MARGIN)
    below = TICKS + text_height(axis_label)
    canvas = Canvas(above + total + below + FOOT, simulated=facts.simulated)
    canvas.legend(entries, 0)
    left = MARGIN + LABEL_WIDTH + GAP
    largest = max((row.total for row in rows), default=0) or 1.0
    width, beside = _plot_width(rows, entries, largest, WIDTH - MARGIN - left)
    label_middle = above + total + TICKS + text_height(axis_label) / 2
    canvas.text(left + width / 2, label_middle, axis_label, align="center")
    axes = canvas.axes(left, above, width, total)
    _set_axis(axes, largest, width, total)
    top = 0.0
    for row, label, height, words in zip(rows, labels, heights, beside, strict=True):
        canvas.rule(above + top)
        canvas.text(MARGIN, above + top + height / 2, label)
        _draw_row(axes, row, entries, top + height / 2, width / largest)
        if words:
            at = left + width * row.total / largest + 0.06
            canvas.text(at, above + top + height / 2, words, colour=GREY)
        top += height
    return canvas.figure


def _rows(chart: Chart) -> list[_Row]:
    counts: dict[str, dict[str, Reported]] = {}
    for point in chart.points:
        counts.setdefault(point.label, {})[point.series] = point.reported
    return [_Row(label, of_label) for label, of_label in counts.items()]


def _legend(series: Sequence[str]) -> list[LegendEntry]:
    return [
        LegendEntry(
            name, VALENCE_COLOURS.get(name, category(position, CATEGORIES)), VALENCE_HATCHES.get(name, "")
        )
        for position, name in enumerate(series)
    ]


def _plot_width(
    rows: Sequence[_Row], entries: Sequence[LegendEntry], largest: float, room: float
) -> tuple[float, list[str]]:
    """Return how wide the bars may be and what stands beside each: numbers that do not fit on it.

    A narrower plot lets fewer numbers fit, so the width shrinks until all words find their place.
    """
    width = room - 0.15
    while True:
        beside = [_beside(row, entries, width / largest) for row in rows]
        needed = max(
            (width * row.total / largest + 0.1 + text_width(words) if words else 0.0)
            for row, words in zip(rows, beside, strict=True)
        )
        if needed <= room or width < 1.0:
            return width, beside
        width -= 0.1


def _beside(row: _Row, entries: Sequence[LegendEntry], inches_per_segment: float) -> str:
    """Return the numbers that cannot stand on their part of the bar: '1 mixed, 2 unclear'."""
    words = []
    for entry in entries:
        reported = row.counts.get(entry.label)
        if reported is None or reported.estimate.value == 0:
            continue
        if not _fits(reported, inches_per_segment):
            words.append(f"{number(reported)} {entry.label}")
    return ", ".join(words) if words or row.total else NOTHING


def _fits(reported: Reported, inches_per_segment: float) -> bool:
    count = reported.estimate.value
    return count is not None and text_width(number(reported)) + 0.05 <= count * inches_per_segment


def _set_axis(axes: "Axes", largest: float, width: float, height: float) -> None:
    axes.set(xlim=(0, largest), ylim=(height, 0))
    set_value_ticks(axes, width, whole=True)


def _draw_row(
    axes: "Axes", row: _Row, entries: Sequence[LegendEntry], middle: float, inches_per_segment: float
) -> None:
    left = 0.0
    for entry in entries:
        reported = row.counts.get(entry.label)
        count = (reported.estimate.value or 0.0) if reported else 0.0
        if reported is None or not count:
            continue
        hatched_bar(axes, left, middle - BAR_HEIGHT / 2, count, BAR_HEIGHT, entry.colour, entry.hatch)
        if _fits(reported, inches_per_segment):
            number_on_bar(axes, left + count / 2, middle, number(reported), entry)
        left += count
