"""A chart of the result model as a figure block."""

from impl_eval.outputs.charts import alt_text
from impl_eval.outputs.report.model import FigureBlock
from impl_eval.outputs.report.values import joined_sentences, reasons_note
from impl_eval.results import Chart


def figure(chart: Chart) -> FigureBlock:
    """Return the figure of a chart, with its notes and the reasons of what it cannot show.

    Its id says that it is a figure: a table of the same results may bear the id of the chart.
    """
    reasons = reasons_note(point.reported for point in chart.points)
    note = joined_sentences(chart.note, reasons)
    return FigureBlock(f"{chart.id}.figure", chart, chart.title.rstrip("."), alt_text(chart), note)
