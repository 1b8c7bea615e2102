"""Appendix: the survey in detail. Everything behind the change, in the order in which it is asked about."""

from dataclasses import dataclass, replace

from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, TableBlock, spans
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.outputs.report.values import has_value, mid_sentence
from impl_eval.results import Chart, Evaluation, Reported, Section, Table


@dataclass(frozen=True)
class _Part:
    """One heading with the tables (by the end of their id) and kinds of charts that stand below it."""

    key: str
    title: str
    tables: tuple[str, ...]
    charts: tuple[str, ...] = ()
    introduction: str = ""
    long: tuple[str, ...] = ()
    long_charts: tuple[str, ...] = ()

    def tables_of(self, inputs: ReportInputs) -> tuple[str, ...]:
        """Return which tables an edition prints: the long ones only in the technical edition."""
        return (*self.tables, *self.long) if inputs.is_technical else self.tables

    def charts_of(self, inputs: ReportInputs) -> tuple[str, ...]:
        """Return which kinds of charts an edition shows."""
        return (*self.charts, *self.long_charts) if inputs.is_technical else self.charts


_IN_FILES = (
    "Not printed here, but among the files of the evaluation (folder tables), and most of it in the "
    "technical edition of this report: the model’s parts, every scale under every analysis, how different "
    "those not matched would have to be, the whole "
    "distribution of each item with its tests, correlations between scales, and missing answers scale by "
    "scale."
)
_TECHNICAL = (
    "Some tables are too long even here; they stand among the files of the evaluation (folder tables)."
)
MOST_ROWS_TOGETHER = 12
"""Rows of a table that may be moved to the next page as one; longer ones break where the page ends."""
_LONG = (".sensitivity", ".subgroups")
_RELIABILITY, _RELIABILITY_SHOWN = ".psychometrics", 4
_ITEMS = ".item_changes"
_PARTS = (
    _Part(
        "model",
        "The model behind the change",
        ("comparison",),
        long=("change_mixed_model", "mixed_model_parts"),
    ),
    _Part(
        "sensitivity",
        "How far the change depends on the analysis",
        ("sensitivity",),
        (),
        "Every analysis below was named in the plan. They rest on different assumptions, and some on "
        "different people; where they agree, the result does not hang on one of them.",
        ("tipping_point", "effect_sizes"),
        ("sensitivity",),
    ),
    _Part(
        "items",
        "Single items",
        ("item_changes",),
        (),
        long=("item_distributions",),
        long_charts=("transitions",),
    ),
    _Part(
        "people",
        "Subgroups and single persons",
        ("subgroups", "individual_change", "equivalence"),
        (),
        "Subgroups are described: the survey was not large enough to decide about each of them.",
    ),
    _Part(
        "measurement",
        "How well the scales measure",
        ("psychometrics",),
        (),
        "These numbers tell how the items hang together in these answers. They do not prove that a scale "
        "measures what it is named after.",
        ("ends_and_sites", "item_statistics", "correlations"),
    ),
    _Part(
        "missing",
        "Missing answers and the quality of the data",
        ("stored_scores",),
        long=("quality", "missing_at_random", "missing"),
        long_charts=("missing",),
    ),
)


def survey_details_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the appendix on the survey; nothing where there was no survey."""
    sections = survey_sections(evaluation)
    parts = [block for part in _PARTS for block in _blocks(part, sections, evaluation, inputs)]
    if not parts:
        return ()
    return (
        PageBreak(),
        Heading(1, "The survey in detail", "survey_details"),
        Paragraph(spans(_TECHNICAL if inputs.is_technical else _IN_FILES), id="survey_details.files"),
        *parts,
    )


def _blocks(
    part: _Part, sections: tuple[Section, ...], evaluation: Evaluation, inputs: ReportInputs
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for section in sections:
        blocks.extend(
            figure(chart)
            for chart in section.charts
            if chart.kind in part.charts_of(inputs) and _shows(chart)
        )
        for name in part.tables_of(inputs):
            found = [table for table in section.tables if table.id.endswith(f".{name}")]
            blocks.extend(_table(table, evaluation, inputs) for table in found)
    if not blocks:
        return ()
    introduction = (Paragraph(spans(part.introduction)),) if part.introduction else ()
    return (Heading(2, part.title, f"survey_details.{part.key}"), *introduction, *blocks)


def _table(table: Table, evaluation: Evaluation, inputs: ReportInputs) -> TableBlock:
    shown = table if inputs.is_technical else _shortened(table, evaluation)
    return replace(table_block(shown, compact=True), together=len(shown.rows) <= MOST_ROWS_TOGETHER)


def _shortened(table: Table, evaluation: Evaluation) -> Table:
    """Return a long table with the headline scale only, and say where the other scales are."""
    headline = evaluation.headline
    if table.id.endswith(_RELIABILITY):
        return _without_columns(table, _RELIABILITY_SHOWN)
    if table.id.endswith(_ITEMS) and headline is not None:
        return _of_headline_items(table, headline.evidence.scale_id)
    if not table.id.endswith(_LONG) or headline is None:
        return table
    rows = tuple(row[1:] for row in table.rows if row[0] == headline.evidence.label)
    if not rows:
        return table
    note = f"{table.note} The same table for every scale is the file tables/{table.id}.csv."
    title = f"{headline.evidence.label}: {mid_sentence(table.title)}"
    return Table(table.id, title, table.columns[1:], rows, note)


def _without_columns(table: Table, shown: int) -> Table:
    rows = tuple(row[:shown] for row in table.rows)
    return Table(table.id, table.title, table.columns[:shown], rows, table.note)


def _of_headline_items(table: Table, scale_id: str) -> Table:
    """Return the rows on items of the headline scale; all rows where it has none of its own."""
    rows = tuple(
        row
        for row in table.rows
        if any(isinstance(cell, Reported) and cell.scale_id == scale_id for cell in row)
    )
    if not rows or len(rows) == len(table.rows):
        return table
    note = f"{table.note} Items of the main measure; the file tables/{table.id}.csv has all."
    return Table(table.id, table.title, table.columns, rows, note)


def _shows(chart: Chart) -> bool:
    """Whether a chart has anything to show; where it has not, its tables give the reason."""
    return any(has_value(point.reported) for point in chart.points)
