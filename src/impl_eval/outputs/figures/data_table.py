"""The data of a figure as a table: what is drawn, no more and no less."""

from impl_eval.outputs.figures.change import row_label
from impl_eval.outputs.figures.distribution import bars_of, options_of
from impl_eval.outputs.figures.trend import tick_name
from impl_eval.results import Cell, Chart, ChartKind, Reported, StudyFacts, Table

NOTHING = "–"
FIRST_COLUMN: dict[ChartKind, str] = {
    "trend": "Time",
    "sensitivity": "Analysis",
    "dumbbell": "Scale",
    "transitions": "Answer before",
    "flow": "Stage",
    "missing": "Pattern",
    "power": "True change",
}


def data_table(chart: Chart, facts: StudyFacts | None = None) -> Table:
    """Return the points of a chart as a table. With facts, timepoints stand under their labels."""
    if chart.kind == "change":
        rows: list[tuple[Cell, ...]] = [(row_label(chart, point), point.reported) for point in chart.points]
        return _table(chart, ("About", chart.axis_label or "Change"), rows)
    if chart.kind == "distribution":
        options = options_of(chart)
        rows = [
            (bar.item, bar.timepoint, *(bar.shares.get(option, NOTHING) for option in options))
            for bar in bars_of(chart, facts)
        ]
        return _table(chart, ("Item", "Timepoint", *options), rows)
    series = list(dict.fromkeys(point.series for point in chart.points))
    cells: dict[str, dict[str, Reported]] = {}
    for point in chart.points:
        cells.setdefault(point.label, {})[point.series] = point.reported
    labels = sorted(cells) if chart.kind == "trend" and _dated(chart) else list(cells)
    rows = [(label, *(cells[label].get(name, NOTHING) for name in series)) for label in labels]
    first = FIRST_COLUMN.get(chart.kind, "Mechanism")
    return _table(chart, (first, *(name or chart.axis_label for name in series)), rows)


def _dated(chart: Chart) -> bool:
    return tick_name(chart, chart.points[0].label) != chart.points[0].label


def _table(chart: Chart, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    return Table(f"{chart.id}.data", f"Data of the figure: {chart.title}", columns, tuple(rows), chart.note)
