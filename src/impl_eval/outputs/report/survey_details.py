"""Appendix: the survey in detail. Everything behind the change, in the order in which it is asked about."""

from dataclasses import dataclass

from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Heading, PageBreak, Paragraph, spans
from impl_eval.outputs.report.participants import survey_sections
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.outputs.report.values import has_value, mid_sentence
from impl_eval.results import Chart, Evaluation, Section, Table


@dataclass(frozen=True)
class _Part:
    """One heading with the tables (by the end of their id) and kinds of charts that stand below it."""

    key: str
    title: str
    tables: tuple[str, ...]
    charts: tuple[str, ...] = ()
    introduction: str = ""
    long: tuple[str, ...] = ()

    def tables_of(self, inputs: ReportInputs) -> tuple[str, ...]:
        """Return which tables an edition prints: the long ones only in the technical edition."""
        return (*self.tables, *self.long) if inputs.is_technical else self.tables


_IN_FILES = (
    "Not printed here, but among the files of the evaluation (folder tables), and most of it in the "
    "technical edition of this report: the model’s parts, every scale under every analysis, the whole "
    "distribution of each item with its tests, correlations between scales, and missing answers scale by "
    "scale."
)
_TECHNICAL = (
    "Some tables are too long even here; they stand among the files of the evaluation (folder tables)."
)
_LONG = (".sensitivity", ".subgroups")
_PARTS = (
    _Part(
        "model",
        "The model behind the change",
        ("change_mixed_model", "comparison"),
        long=("mixed_model_parts",),
    ),
    _Part(
        "sensitivity",
        "How far the change depends on the analysis",
        ("sensitivity",),
        ("sensitivity",),
        "Every analysis below was named in the plan. They rest on different assumptions, and some on "
        "different people; where they agree, the result does not hang on one of them.",
        ("tipping_point", "effect_sizes"),
    ),
    _Part("items", "Single items", ("item_changes",), ("transitions",), long=("item_distributions",)),
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
        ("quality", "stored_scores"),
        (),
        long=("missing_at_random", "missing"),
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
            figure(chart) for chart in section.charts if chart.kind in part.charts and _shows(chart)
        )
        for name in part.tables_of(inputs):
            found = [table for table in section.tables if table.id.endswith(f".{name}")]
            blocks.extend(table_block(_shortened(table, evaluation), compact=True) for table in found)
    if not blocks:
        return ()
    introduction = (Paragraph(spans(part.introduction)),) if part.introduction else ()
    return (Heading(2, part.title, f"survey_details.{part.key}"), *introduction, *blocks)


def _shortened(table: Table, evaluation: Evaluation) -> Table:
    """Return a long table with the headline scale only, and say where the other scales are."""
    headline = evaluation.headline
    if not table.id.endswith(_LONG) or headline is None:
        return table
    rows = tuple(row[1:] for row in table.rows if row[0] == headline.evidence.label)
    if not rows:
        return table
    note = f"{table.note} The same table for every scale is the file tables/{table.id}.csv."
    title = f"{headline.evidence.label}: {mid_sentence(table.title)}"
    return Table(table.id, title, table.columns[1:], rows, note)


def _shows(chart: Chart) -> bool:
    """Whether a chart has anything to show; where it has not, its tables give the reason."""
    return any(has_value(point.reported) for point in chart.points)
