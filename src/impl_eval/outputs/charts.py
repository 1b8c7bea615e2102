"""Draws charts: a Chart of the result model in, PNG and SVG, words and data out.

The same chart always gives the same bytes on one machine. What a reader who cannot see the figure is
told (alt_text) and the table of its data (data_table) come from the same points.
"""

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from impl_eval.outputs.figures.alt_text import alt_text
from impl_eval.outputs.figures.change import draw_change
from impl_eval.outputs.figures.data_table import data_table
from impl_eval.outputs.figures.distribution import draw_distribution
from impl_eval.outputs.figures.dumbbell import draw_dumbbell
from impl_eval.outputs.figures.flow import draw_flow
from impl_eval.outputs.figures.looks import PIXELS_PER_INCH, STYLE
from impl_eval.outputs.figures.missing import draw_missing
from impl_eval.outputs.figures.power import draw_power
from impl_eval.outputs.figures.segments import draw_segments
from impl_eval.outputs.figures.sensitivity import draw_sensitivity
from impl_eval.outputs.figures.transitions import draw_transitions
from impl_eval.outputs.figures.trend import draw_trend
from impl_eval.outputs.kept_work import KeptWork, key_of
from impl_eval.results import Chart, ChartKind, Evaluation, StudyFacts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Picture", "alt_text", "data_table", "draw", "draw_all", "figure_files", "figure_of"]

_DRAWN_WITH = ("charts.py", "number_text.py", "reasons.py", "statistic_names.py")
_DRAWERS: dict[ChartKind, Callable[[Chart, StudyFacts], "Figure"]] = {
    "change": draw_change,
    "distribution": draw_distribution,
    "segments": draw_segments,
    "trend": draw_trend,
    "sensitivity": draw_sensitivity,
    "dumbbell": draw_dumbbell,
    "transitions": draw_transitions,
    "flow": draw_flow,
    "missing": draw_missing,
    "power": draw_power,
}


@dataclass(frozen=True)
class Picture:
    """A figure as PNG (200 dots per inch) and as SVG, both 16 cm wide."""

    png: bytes
    svg: bytes


def draw(chart: Chart, facts: StudyFacts) -> Picture:
    """Draw a chart.

    Of the facts it uses the labels of timepoints, the start of the programme, and whether data are
    simulated, which is then written in the figure.

    Raises
    ------
    ValueError : the chart has no points.
    """
    import matplotlib
    import seaborn

    style: dict[Any, Any] = {**seaborn.axes_style("ticks"), **STYLE}
    with matplotlib.rc_context(style):
        figure = figure_of(chart, facts)
        png, svg = io.BytesIO(), io.BytesIO()
        figure.savefig(png, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
        words = {"Title": chart.title, "Description": alt_text(chart), "Date": None, "Creator": None}
        figure.savefig(svg, format="svg", metadata=words)
    return Picture(png.getvalue(), svg.getvalue())


def figure_of(chart: Chart, facts: StudyFacts) -> "Figure":
    """Return the matplotlib figure of a chart, to be used under the style of `draw`."""
    if not chart.points:
        raise ValueError(f"chart {chart.id} has no points")
    return _DRAWERS[chart.kind](chart, facts)


def draw_all(evaluation: Evaluation, kept: KeptWork | None = None) -> dict[str, Picture]:
    """Return the picture of every chart of a suppressed evaluation, by the id of the chart.

    Pictures that an earlier run drew of the same chart in the same looks are taken from `kept`.

    Raises
    ------
    ValueError : the evaluation is not suppressed, or two charts have one id.
    """
    if not evaluation.suppressed:
        raise ValueError("figures leave the team: they are drawn from the suppressed evaluation only")
    charts = [chart for section in evaluation.sections for chart in section.charts]
    if len({chart.id for chart in charts}) != len(charts):
        raise ValueError("two charts have one id")
    return {chart.id: _drawn(chart, evaluation.facts, kept or KeptWork()) for chart in charts}


def _drawn(chart: Chart, facts: StudyFacts, kept: KeptWork) -> Picture:
    about = (facts.timepoints, facts.programme_start, facts.simulated)
    key = key_of("figure", looks_version(), json.dumps([asdict(chart), about], default=str))
    png, svg = kept.find(f"{key}.png"), kept.find(f"{key}.svg")
    if png is not None and svg is not None:
        return Picture(png, svg)
    picture = draw(chart, facts)
    kept.keep(f"{key}.png", picture.png)
    kept.keep(f"{key}.svg", picture.svg)
    return picture


@cache
def looks_version() -> str:
    """Return a hash of all that decides how a chart is drawn but the chart: our code and the libraries."""
    here = Path(__file__).parent
    sources = sorted([*here.glob("figures/*.py"), *(here / name for name in _DRAWN_WITH)])
    libraries = [f"{name} {version(name)}" for name in ("matplotlib", "seaborn")]
    return key_of("looks", *(path.read_bytes() for path in sources), *libraries)


def figure_files(pictures: dict[str, Picture]) -> dict[str, bytes]:
    """Return the files of pictures, by path below outputs/, in order of path."""
    files = {}
    for chart_id, picture in sorted(pictures.items()):
        files[f"figures/{chart_id}.png"] = picture.png
        files[f"figures/{chart_id}.svg"] = picture.svg
    return files
