"""Words for readers who cannot see a figure, made from its data: kind, range, largest, direction."""

from collections.abc import Callable, Sequence

from impl_eval.outputs.figures.distribution import bars_of, options_of
from impl_eval.outputs.figures.trend import tick_name
from impl_eval.outputs.number_text import number, percent, plain, signed_change
from impl_eval.results import Chart, ChartKind, ChartPoint

SHORTEST, LONGEST = 30, 250
_LABEL_LENGTHS = (60, 40, 28, 18, 10)


def alt_text(chart: Chart) -> str:
    """Return 30 to 250 characters that say what a figure shows; labels are shortened where needed."""
    for length in _LABEL_LENGTHS:
        text = _WRITERS[chart.kind](chart, length)
        if len(text) <= LONGEST:
            break
    return _cut(text, LONGEST)


def _change(chart: Chart, length: int) -> str:
    known = _known(chart.points)
    text = f"Change with its interval for {_several(len(chart.points), 'row', 'rows')}."
    if known:
        lowest, highest = min(known, key=_value), max(known, key=_value)
        text += f" Highest {signed_change(highest.reported)} ({_cut(highest.label, length)})"
        text += f", lowest {signed_change(lowest.reported)} ({_cut(lowest.label, length)})."
    higher = sum(_value(point) > 0 for point in known)
    lower = sum(_value(point) < 0 for point in known)
    parts = [f"{plain(higher, 0)} higher after", f"{plain(lower, 0)} lower after"]
    if len(known) < len(chart.points):
        parts.append(f"{plain(len(chart.points) - len(known), 0)} without a number")
    return f"{text} {', '.join(parts)}."


def _distribution(chart: Chart, length: int) -> str:
    bars = bars_of(chart)
    options = options_of(chart)
    text = (
        f"Stacked bars of {_several(len(options), 'response option', 'response options')}, from "
        f'"{_cut(options[0], length)}" to "{_cut(options[-1], length)}", '
        f"in {_several(len(bars), 'bar', 'bars')}."
    )
    known = _known(chart.points)
    if not known:
        return f"{text} No bar can be shown."
    largest = max(known, key=_value)
    return (
        f"{text} Largest share: {percent(_value(largest))} "
        f'"{_cut(largest.series, length)}" ({_cut(largest.label, length)}).'
    )


def _segments(chart: Chart, length: int) -> str:
    totals: dict[str, float] = {}
    by_series: dict[str, float] = {}
    for point in chart.points:
        totals[point.label] = totals.get(point.label, 0) + (point.reported.estimate.value or 0)
        by_series[point.series] = by_series.get(point.series, 0) + (point.reported.estimate.value or 0)
    most, least = max(totals, key=totals.__getitem__), min(totals, key=totals.__getitem__)
    shares = ", ".join(f"{plain(count, 0)} {_cut(name, length)}" for name, count in by_series.items())
    return (
        f"Stacked bars of coded segments for {_several(len(totals), 'mechanism', 'mechanisms')}: {shares}. "
        f"Most: {_cut(most, length)} ({plain(totals[most], 0)}); "
        f"fewest: {_cut(least, length)} ({plain(totals[least], 0)})."
    )


def _trend(chart: Chart, length: int) -> str:
    series = list(dict.fromkeys(point.series for point in chart.points))
    labels = list(dict.fromkeys(point.label for point in chart.points))
    labels = sorted(labels) if tick_name(chart, labels[0]) != labels[0] else labels
    first, last = tick_name(chart, labels[0]), tick_name(chart, labels[-1])
    text = (
        f"{_capital(_cut(chart.axis_label or chart.title, length))} as lines for "
        f"{_several(len(series), 'place', 'places')}, {_cut(first, length)} to {_cut(last, length)}."
    )
    known = _known(chart.points)
    if not known:
        return f"{text} No value can be shown."
    lowest, highest = min(known, key=_value), max(known, key=_value)
    directions = [_direction([point for point in known if point.series == name]) for name in series]
    rising, falling = directions.count(1), directions.count(-1)
    return (
        f"{text} From {number(lowest.reported)} to {number(highest.reported)}, highest "
        f"{_cut(highest.series or highest.label, length)}; first to last, {plain(rising, 0)} rising, "
        f"{plain(falling, 0)} falling."
    )


def _sensitivity(chart: Chart, length: int) -> str:
    scales = list(dict.fromkeys(point.series for point in chart.points))
    analyses = list(dict.fromkeys(point.label for point in chart.points))
    known = _known(chart.points)
    bounded = [point for point in known if point.reported.estimate.low is not None]
    apart = sum(
        (point.reported.estimate.low or 0) > 0 or (point.reported.estimate.high or 0) < 0 for point in bounded
    )
    return (
        f"Change in {_several(len(scales), 'scale', 'scales')} under "
        f"{_several(len(analyses), 'analysis', 'analyses')}, primary first: {_cut(analyses[0], length)}. "
        f"Of {_several(len(bounded), 'interval', 'intervals')}, {plain(apart, 0)} leave out zero."
    )


def _dumbbell(chart: Chart, length: int) -> str:
    rows: dict[str, list[ChartPoint]] = {}
    for point in _known(chart.points):
        rows.setdefault(point.label, []).append(point)
    both = {label: points for label, points in rows.items() if len(points) > 1}
    text = f"Means at each survey for {_several(len(rows), 'scale', 'scales')}."
    if not both:
        return f"{text} No scale has two means."
    largest = max(both, key=lambda label: abs(_value(both[label][-1]) - _value(both[label][0])))
    first, last = both[largest][0], both[largest][-1]
    return (
        f"{text} Largest distance: {_cut(largest, length)}, from {number(first.reported)} to "
        f"{number(last.reported)}."
    )


def _transitions(chart: Chart, length: int) -> str:
    order = {name: place for place, name in enumerate(dict.fromkeys(point.series for point in chart.points))}
    same = up = down = 0.0
    for point in _known(chart.points):
        step = order[point.series] - order.get(point.label, 0)
        same += _value(point) * (step == 0)
        up += _value(point) * (step > 0)
        down += _value(point) * (step < 0)
    return (
        f"Heat map of answers before (rows) and after (columns), {_cut(chart.title, length)}: "
        f"{plain(same, 0)} gave the same answer, {plain(up, 0)} a later option, "
        f"{plain(down, 0)} an earlier one."
    )


def _flow(chart: Chart, length: int) -> str:
    told = [
        f"{_cut(point.label, length)}{f' ({_cut(point.series, length)})' if point.series else ''}: "
        f"{number(point.reported)}"
        for point in chart.points
    ]
    return f"Boxes from top to bottom. {'; '.join(told)}."


def _missing(chart: Chart, length: int) -> str:
    counts = [point for point in _known(chart.points) if not point.series]
    items = {point.series for point in chart.points if point.series}
    text = (
        f"{_several(len(counts), 'pattern', 'patterns')} of missing answers over "
        f"{_several(len(items), 'item', 'items')}."
    )
    if not counts:
        return f"{text} No count can be shown."
    most = max(counts, key=_value)
    return f"{text} Most frequent: {_cut(most.label, length)} ({plain(_value(most), 0)} rows)."


def _power(chart: Chart, length: int) -> str:
    known = [point for point in _known(chart.points) if point.label]
    if not known:
        return f"Power along the true change, {_cut(chart.title, length)}: no value can be shown."
    first, last = known[0], known[-1]
    return (
        f"Power as a line over {_several(len(known), 'true change', 'true changes')}: "
        f"{percent(_value(first))} at {first.label}, {percent(_value(last))} at {last.label}."
    )


_WRITERS: dict[ChartKind, Callable[[Chart, int], str]] = {
    "change": _change,
    "distribution": _distribution,
    "segments": _segments,
    "trend": _trend,
    "sensitivity": _sensitivity,
    "dumbbell": _dumbbell,
    "transitions": _transitions,
    "flow": _flow,
    "missing": _missing,
    "power": _power,
}


def _known(points: Sequence[ChartPoint]) -> list[ChartPoint]:
    return [point for point in points if point.reported.estimate.value is not None]


def _value(point: ChartPoint) -> float:
    value = point.reported.estimate.value
    return 0.0 if value is None else value


def _direction(points: Sequence[ChartPoint]) -> int:
    if len(points) < 2:
        return 0
    ordered = sorted(points, key=lambda point: point.label)
    change = _value(ordered[-1]) - _value(ordered[0])
    return (change > 0) - (change < 0)


def _several(count: int, one: str, many: str) -> str:
    return f"{plain(count, 0)} {one if count == 1 else many}"


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
