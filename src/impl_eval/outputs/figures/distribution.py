"""Response options as bars that add up to 100%, timepoints of an item below each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    LegendEntry,
    hatched_bar,
    legend_height,
    text_height,
    text_width,
    wrap,
)
from impl_eval.outputs.figures.looks import (
    GREY,
    WIDTH,
    option_colours,
    option_hatches,
    readable_on,
)
from impl_eval.outputs.number_text import number, percent, plain
from impl_eval.results import Chart, Reported, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_WIDTH, TIME_WIDTH, GAP, TICKS = 1.75, 1.1, 0.12, 0.26
BAR_HEIGHT, BAR_PITCH, ITEM_GAP, BELOW_LEGEND = 0.22, 0.29, 0.15, 0.1
SMALLEST_SHARE_PRINTED = 0.08


@dataclass(frozen=True)
class Bar:
    """One bar: an item at a timepoint, its options in order."""

    item: str
    timepoint: str
    shares: Mapping[str, Reported]


def draw_distribution(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "distribution"."""
    bars = bars_of(chart, facts)
    entries = _legend(options_of(chart))
    items = list(dict.fromkeys(bar.item for bar in bars))
    labels = {item: wrap(item, LABEL_WIDTH) for item in items}
    times = [wrap(_time_label(bar), TIME_WIDTH) for bar in bars]
    pitches = [max(BAR_PITCH, text_height(time) + 0.05) for time in times]
    heights = {
        item: max(
            text_height(labels[item]),
            sum(pitch for bar, pitch in zip(bars, pitches, strict=True) if bar.item == item),
        )
        for item in items
    }
    above = legend_height(entries) + BELOW_LEGEND
    total = sum(heights.values()) + ITEM_GAP * len(items)
    axis_label = wrap(chart.axis_label, WIDTH - 2 * MARGIN)
    below = TICKS + text_height(axis_label)
    canvas = Canvas(above + total + below + FOOT, simulated=facts.simulated)
    canvas.legend(entries, 0)
    left = MARGIN + _widest(labels.values()) + _widest(times) + 2 * GAP
    width = WIDTH - left - 0.2
    label_middle = above + total + TICKS + text_height(axis_label) / 2
    canvas.text(left + width / 2, label_middle, axis_label, align="center")
    axes = canvas.axes(left, above, width, total)
    _set_axis(axes, total)
    top = 0.0
    for item in items:
        canvas.rule(above + top)
        canvas.text(MARGIN, above + top + (heights[item] + ITEM_GAP) / 2, labels[item])
        at = top + ITEM_GAP / 2
        for bar, time, pitch in zip(bars, times, pitches, strict=True):
            if bar.item == item:
                canvas.text(left - GAP, above + at + pitch / 2, time, align="right", colour=GREY)
                _draw_bar(axes, bar, entries, at + pitch / 2, width)
                at += pitch
        top += heights[item] + ITEM_GAP
    return canvas.figure


def options_of(chart: Chart) -> list[str]:
    """Return the response options in the order in which the chart names them."""
    return list(dict.fromkeys(point.series for point in chart.points))


def bars_of(chart: Chart, facts: StudyFacts | None = None) -> list[Bar]:
    """Return the bars of a chart, in its order.

    Where the label of a point ends in the label of its timepoint ('Knows the steps, Baseline'), the
    two are taken apart.
    """
    names = dict(facts.timepoints) if facts else {}
    found: dict[tuple[str, str], dict[str, Reported]] = {}
    for point in chart.points:
        timepoint = names.get(point.reported.timepoint, point.reported.timepoint)
        item = point.label.removesuffix(f", {timepoint}") if timepoint else point.label
        found.setdefault((item, timepoint), {})[point.series] = point.reported
    return [Bar(item, timepoint, shares) for (item, timepoint), shares in found.items()]


def _widest(texts: Iterable[str]) -> float:
    return max(text_width(line) for text in texts for line in text.split("\n"))


def _time_label(bar: Bar) -> str:
    known = [reported.estimate.n for reported in bar.shares.values() if reported.estimate.n is not None]
    count = f"n = {plain(known[0], 0)}" if known else ""
    return ", ".join(part for part in (bar.timepoint, count) if part)


def _legend(options: Sequence[str]) -> list[LegendEntry]:
    looks = zip(options, option_colours(len(options)), option_hatches(len(options)), strict=True)
    return [LegendEntry(option, colour, hatch) for option, colour, hatch in looks]


def _set_axis(axes: "Axes", height: float) -> None:
    from matplotlib.ticker import FuncFormatter

    axes.set(xlim=(0, 1), ylim=(height, 0), yticks=[], xticks=[0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def _draw_bar(axes: "Axes", bar: Bar, entries: Sequence[LegendEntry], middle: float, width: float) -> None:
    """Draw the shares of a bar; a bar with a share missing would mislead and says why it is absent."""
    missing = [reported for reported in bar.shares.values() if reported.estimate.value is None]
    if missing:
        axes.text(0.01, middle, number(missing[0]), va="center", color=GREY)
        return
    left = 0.0
    for entry in entries:
        if entry.label not in bar.shares:
            continue
        share = bar.shares[entry.label].estimate.value or 0.0
        hatched_bar(axes, left, middle - BAR_HEIGHT / 2, share, BAR_HEIGHT, entry.colour, entry.hatch)
        text = percent(share)
        if share >= SMALLEST_SHARE_PRINTED and text_width(text) < share * width:
            number_on_bar(axes, left + share / 2, middle, text, entry)
        left += share


def number_on_bar(axes: "Axes", across: float, middle: float, text: str, entry: LegendEntry) -> None:
    """Print a number on its bar, on a patch of the bar's colour so that the hatch does not cross it."""
    patch = {"facecolor": entry.colour, "edgecolor": "none", "pad": 0.4}
    axes.text(
        across, middle, text, ha="center", va="center_baseline", color=readable_on(entry.colour), bbox=patch
    )
