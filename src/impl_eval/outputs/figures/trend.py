"""Values over time by place: points and lines, told apart by marker and dashes as well as colour."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from impl_eval.outputs.figures.canvas import (
    FOOT,
    MARGIN,
    Canvas,
    LegendEntry,
    decimals_of_step,
    legend_height,
    text_height,
    text_width,
    wrap,
)
from impl_eval.outputs.figures.looks import (
    CATEGORIES,
    DASHES,
    GREY,
    INK,
    LINE_HEIGHT,
    MARKERS,
    WIDTH,
    category,
)
from impl_eval.outputs.number_text import month_text, plain
from impl_eval.results import Chart, StudyFacts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PLOT_HEIGHT, TICKS, BELOW_LEGEND, RIGHT = 2.3, 0.3, 0.08, 0.3
START = "programme start"


def draw_trend(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the figure of a chart of kind "trend".

    Labels that are all dates (2024-03-31, or 2024-03) stand at their dates, and the start of the
    programme is marked if it lies between them; other labels stand in the order of the chart.
    """
    positions, names = _positions(chart)
    start = _start(chart, facts)
    series = _legend(chart)
    legend = series if any(point.series for point in chart.points) else []
    axis_label = wrap(chart.axis_label[:1].upper() + chart.axis_label[1:], WIDTH - 2 * MARGIN)
    above = legend_height(legend) + text_height(axis_label) + BELOW_LEGEND * 2 + (LINE_HEIGHT if start else 0)
    canvas = Canvas(above + PLOT_HEIGHT + TICKS + FOOT, simulated=facts.simulated)
    canvas.legend(legend, 0)
    label_middle = legend_height(legend) + BELOW_LEGEND + text_height(axis_label) / 2
    canvas.text(MARGIN, label_middle, axis_label)
    ticks = _value_ticks(chart)
    left = MARGIN + max(text_width(text) for text in ticks.values()) + 0.12
    width = WIDTH - left - RIGHT
    axes = canvas.axes(left, above, width, PLOT_HEIGHT)
    limits = _limits([*positions.values(), *([start] if start else [])])
    _set_axes(axes, limits, ticks)
    _draw_series(axes, chart, positions, series)
    inches = width / (limits[1] - limits[0])
    _set_time_ticks(axes, positions, names, inches, width)
    if start:
        axes.axvline(start, color=INK, linewidth=1.0, linestyle=(0, (4, 3)))
        at = left + (start - limits[0]) * inches
        half = text_width(START) / 2
        at = min(max(at, MARGIN + half), WIDTH - MARGIN - half)
        canvas.text(at, above - 0.1, START, align="center", colour=GREY)
    return canvas.figure


def date_of(label: str) -> datetime.date | None:
    """Return the date of a label such as 2024-03-31 or 2024-03, or None where it is no date."""
    try:
        return datetime.date.fromisoformat(f"{label}-01" if len(label) == len("2024-03") else label)
    except ValueError:
        return None


def labels_are_dates(chart: Chart) -> bool:
    """Whether every label of a chart is a date."""
    return all(date_of(point.label) is not None for point in chart.points)


def tick_name(chart: Chart, label: str) -> str:
    """Return what stands below the axis for a label."""
    date = date_of(label) if labels_are_dates(chart) else None
    return month_text(date) if date else label


def _positions(chart: Chart) -> tuple[dict[str, float], dict[str, str]]:
    labels = list(dict.fromkeys(point.label for point in chart.points))
    dates = [date_of(label) for label in labels]
    positions: dict[str, float] = {}
    for order, (label, date) in enumerate(zip(labels, dates, strict=True)):
        at_date = date is not None and labels_are_dates(chart)
        positions[label] = float(date.toordinal()) if at_date and date else float(order)
    positions = dict(sorted(positions.items(), key=lambda pair: pair[1]))
    return positions, {label: tick_name(chart, label) for label in positions}


def _start(chart: Chart, facts: StudyFacts) -> float | None:
    if facts.programme_start is None or not labels_are_dates(chart):
        return None
    return float(facts.programme_start.toordinal())


def _legend(chart: Chart) -> list[LegendEntry]:
    names = list(dict.fromkeys(point.series for point in chart.points))
    return [
        LegendEntry(
            name or chart.title,
            category(position, CATEGORIES),
            marker=category(position, MARKERS),
            dashes=DASHES[position % len(DASHES)],
        )
        for position, name in enumerate(names)
    ]


def _values(chart: Chart) -> list[float]:
    return [
        point.reported.estimate.value for point in chart.points if point.reported.estimate.value is not None
    ]


def _value_ticks(chart: Chart) -> dict[float, str]:
    """Return ticks from zero (below it only if values are) to above the largest value."""
    from matplotlib.ticker import MaxNLocator

    values = _values(chart) or [0.0, 1.0]
    low, high = min(0.0, *values), max(0.0, *values)
    ticks = [float(tick) for tick in MaxNLocator(5).tick_values(low, high if high > low else low + 1)]
    decimals = decimals_of_step(ticks[1] - ticks[0])
    return {tick: plain(tick, decimals) for tick in ticks}


def _limits(positions: Sequence[float]) -> tuple[float, float]:
    low, high = min(positions), max(positions)
    room = 0.06 * (high - low) or 0.5
    return low - room, high + room


def _set_axes(axes: "Axes", limits: tuple[float, float], ticks: Mapping[float, str]) -> None:
    import seaborn

    axes.set(xlim=limits, ylim=(min(ticks), max(ticks)))
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.grid(axis="y", color="#E4E8EA", linewidth=0.6)
    axes.set_axisbelow(True)
    seaborn.despine(ax=axes)


def _draw_series(
    axes: "Axes", chart: Chart, positions: Mapping[str, float], series: Sequence[LegendEntry]
) -> None:
    """Draw each series; where a value is missing its line is broken, because nothing is known there."""
    for entry in series:
        values = {
            point.label: point.reported.estimate.value
            for point in chart.points
            if (point.series or chart.title) == entry.label
        }
        labels = [label for label in positions if label in values]
        heights = [float("nan") if (value := values[label]) is None else value for label in labels]
        line = axes.plot([positions[label] for label in labels], heights, color=entry.colour, linewidth=1.5)[
            0
        ]
        if entry.dashes:
            line.set_dashes(entry.dashes)
        axes.plot(
            [positions[label] for label in labels],
            heights,
            color=entry.colour,
            marker=entry.marker,
            markersize=5.5,
            linestyle="none",
            clip_on=False,
        )


def _set_time_ticks(
    axes: "Axes", positions: Mapping[str, float], names: Mapping[str, str], inches: float, width: float
) -> None:
    """Name as many times as find room below the axis, the first always among them."""
    slot = width / max(len(positions), 1)
    ticks: list[float] = []
    shown: list[str] = []
    free_from = float("-inf")
    for label, position in positions.items():
        name = wrap(names[label], max(slot, 0.7))
        half = max(text_width(line) for line in name.split("\n")) / 2
        if position * inches - half >= free_from:
            ticks.append(position)
            shown.append(name)
            free_from = position * inches + half + 0.1
    axes.set_xticks(ticks, shown)
