"""Which charts Word can draw itself, and the table behind each: categories, series and numbers as shown.

The table holds what the report shows and no more: rounded numbers of the suppressed evaluation. Bars with
a hidden share have no numbers at all, and their label says why.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from impl_eval.outputs.figures.canvas import SIMULATED
from impl_eval.outputs.figures.distribution import bars_of, options_of
from impl_eval.outputs.figures.looks import CATEGORIES, LIKERT, VALENCE_COLOURS, category
from impl_eval.outputs.figures.trend import date_of, labels_are_dates, tick_name
from impl_eval.outputs.number_text import MINUS, month_text, number, percent, plain
from impl_eval.results import Chart, Reported, StudyFacts

Kind = Literal["shares", "counts", "lines"]
_UP, _DOWN = ("ltUpDiag", "wdUpDiag"), ("ltDnDiag", "wdDnDiag")
_PATTERNS = {"enabler": "", "barrier": "wdUpDiag", "mixed": "smCheck", "unclear": "pct20"}


@dataclass(frozen=True)
class ChartSeries:
    """One series: a number, or None where there is none to show, for each category, and whose it is."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    pattern: str = ""
    result_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """What Word needs to draw a chart. `number_format` is Excel's; titles of axes may be empty.

    `label_values` are the values that stand in the name of each category: (result, text).
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    value_title: str
    category_title: str
    number_format: str
    label_values: tuple[tuple[tuple[str, str], ...], ...] = ()


def values_in_sheet(data: ChartData) -> Iterator[tuple[int, int, str, str]]:
    """Yield (row, column, result, text) of every value behind a chart; row 0 and column 0 are names."""
    for row, told in enumerate(data.label_values, start=1):
        for result_id, text in told:
            yield row, 0, result_id, text
    for column, series in enumerate(data.series, start=1):
        for row, (value, result_id) in enumerate(zip(series.values, series.result_ids, strict=True), start=1):
            if value is not None:
                yield row, column, result_id, repr(value)


def chart_data(chart: Chart, facts: StudyFacts) -> ChartData | None:
    """Return the data of a chart of bars or lines, or None where a picture shows more."""
    match chart.kind:
        case "distribution":
            return _shares(chart, facts)
        case "segments":
            return _counts(chart, facts)
        case "trend":
            return _lines(chart, facts)
        case _:
            return None


def _shares(chart: Chart, facts: StudyFacts) -> ChartData:
    bars, options = bars_of(chart, facts), options_of(chart)
    labels, told = [], []
    columns: dict[str, list[float | None]] = {option: [] for option in options}
    for bar in bars:
        hidden = [shown for shown in bar.shares.values() if shown.estimate.value is None]
        counted = [shown for shown in bar.shares.values() if shown.estimate.n is not None]
        facts_of_bar = number(hidden[0]) if hidden else _n_text(counted[0]) if counted else ""
        told.append(tuple((one.id, facts_of_bar) for one in (hidden or counted)[:1]))
        labels.append(", ".join(part for part in (bar.item, bar.timepoint, facts_of_bar) if part))
        for option in options:
            shown = bar.shares.get(option)
            value = None if hidden or shown is None else shown.estimate.value
            columns[option].append(None if value is None else _number_in(percent(value)) / 100)
    looks = zip(options, _between(LIKERT, len(options)), _slants(len(options)), strict=True)
    series = tuple(
        ChartSeries(name, tuple(columns[name]), colour, slant, _ids(bar.shares.get(name) for bar in bars))
        for name, colour, slant in looks
    )
    title = _marked(chart.axis_label, facts)
    smallest = 0.08 if len(options) < 7 else 0.1
    return ChartData("shares", tuple(labels), series, title, "", f'[<{smallest}]"";0%', tuple(told))


def _counts(chart: Chart, facts: StudyFacts) -> ChartData:
    rows: dict[str, dict[str, Reported]] = {}
    for point in chart.points:
        rows.setdefault(point.label, {})[point.series] = point.reported
    names = list(dict.fromkeys(point.series for point in chart.points))
    labels, told = [], []
    for label, counts in rows.items():
        told.append(tuple((one.id, number(one)) for one in counts.values() if one.estimate.value is None))
        hidden = [f"{name} {number(one)}" for name, one in counts.items() if one.estimate.value is None]
        labels.append(f"{label} ({', '.join(hidden)})" if hidden else label)
    series = tuple(
        ChartSeries(
            name,
            tuple(_as_shown(row.get(name)) for row in rows.values()),
            VALENCE_COLOURS.get(name, category(place, CATEGORIES)).removeprefix("#"),
            _PATTERNS.get(name, ""),
            _ids(row.get(name) for row in rows.values()),
        )
        for place, name in enumerate(names)
    )
    return ChartData(
        "counts", tuple(labels), series, _marked(chart.axis_label, facts), "", "0;;;", tuple(told)
    )


def _lines(chart: Chart, facts: StudyFacts) -> ChartData | None:
    """Return lines over time. Dates at uneven distances need an axis of time: a picture has one."""
    labels = list(dict.fromkeys(point.label for point in chart.points))
    started = ""
    if labels_are_dates(chart):
        labels.sort()
        if not _evenly_spaced(labels):
            return None
        if facts.programme_start is not None:
            started = f"Programme start: {month_text(facts.programme_start)}"
    names = list(dict.fromkeys(point.series for point in chart.points))
    values = {(point.series, point.label): point.reported for point in chart.points}
    series = tuple(
        ChartSeries(
            name or chart.title,
            tuple(_as_shown(values.get((name, label))) for label in labels),
            category(place, CATEGORIES).removeprefix("#"),
            result_ids=_ids(values.get((name, label)) for label in labels),
        )
        for place, name in enumerate(names)
    )
    shown = tuple(tick_name(chart, label) for label in labels)
    title = chart.axis_label[:1].upper() + chart.axis_label[1:]
    return ChartData("lines", shown, series, _marked(title, facts), started, "General")


def _evenly_spaced(labels: Sequence[str]) -> bool:
    dates = [date for date in map(date_of, labels) if date is not None]
    months = [date.year * 12 + date.month for date in dates]
    steps = {after - before for before, after in pairwise(months)}
    return len(steps) <= 1 and 0 not in steps


def _ids(results: Iterable[Reported | None]) -> tuple[str, ...]:
    return tuple("" if one is None else one.id for one in results)


def _n_text(reported: Reported) -> str:
    return f"n = {plain(reported.estimate.n or 0, 0)}"


def _as_shown(reported: Reported | None) -> float | None:
    if reported is None or reported.estimate.value is None:
        return None
    text = number(reported)
    return _number_in(text) / 100 if text.endswith("%") else _number_in(text)


def _number_in(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(",", "").rstrip("%"))


def _marked(title: str, facts: StudyFacts) -> str:
    """Return the title of an axis; a chart copied into slides still says that its data are simulated."""
    return f"{title} ({SIMULATED})".strip() if facts.simulated else title


def _between(colours: Sequence[str], count: int) -> list[str]:
    """Return `count` colours at equal distances along a scale of colours."""
    if count == 1:
        return [colours[-1].removeprefix("#")]
    channels = [[int(colour[start : start + 2], 16) for start in (1, 3, 5)] for colour in colours]
    found = []
    for place in range(count):
        at = place * (len(colours) - 1) / (count - 1)
        low, part = math.floor(at), at - math.floor(at)
        high = min(low + 1, len(colours) - 1)
        mixed = (a + (b - a) * part for a, b in zip(channels[low], channels[high], strict=True))
        found.append("".join(f"{round(channel):02X}" for channel in mixed))
    return found


def _slants(count: int) -> list[str]:
    """Return a pattern for each ordered option: two slants, denser away from the middle, none there."""
    middle = (count - 1) / 2
    patterns = []
    for place in range(count):
        away = abs(place - middle) / max(middle, 0.5)
        dense = 1 if away > 0.5 else 0
        patterns.append("" if place == middle else (_UP if place < middle else _DOWN)[dense])
    return patterns
