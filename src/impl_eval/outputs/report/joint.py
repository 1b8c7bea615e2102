"""The joint display: every mechanism on one turned page, survey and interviews side by side."""

from impl_eval.outputs.report.interview_sentences import fit_explanation, fit_text, quoted, short_interviews
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Orientation,
    Paragraph,
    TableBlock,
    TableCell,
    spans,
    strong,
)
from impl_eval.outputs.report.sentences import direction_text
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import (
    has_value,
    sentence_case,
    shown_n,
    text_cell,
    value_cell,
    with_level,
)
from impl_eval.results import Evaluation, JointRow

TITLE = "Joint display: survey and interviews by mechanism"
_INTRODUCTION = (
    "Each row puts what the survey measures beside what people say. The fit is proposed by the rule given in "
    "the methods; the evaluation team decides."
)
_SUGGESTIONS_NOTE = (
    "Suggestions were made by a program and nobody has reviewed them: they are not evidence and are counted "
    "nowhere else in this report."
)


def joint_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the joint display on landscape pages."""
    rows = evaluation.joint_display.rows
    if not rows:
        return ()
    return (
        Orientation(landscape=True),
        Heading(1, "Survey and interviews side by side", "joint"),
        Paragraph(spans(_INTRODUCTION)),
        _table(rows),
        Orientation(landscape=False),
    )


def _table(rows: tuple[JointRow, ...]) -> TableBlock:
    with_suggestions = any(row.suggestions is not None and row.suggestions.estimate.value for row in rows)
    changes = [row.survey.change for row in rows if row.survey is not None]
    columns = [
        Column("Mechanism", 11),
        Column(with_level("Survey: change", changes), 16.5),
        Column("Interviews: change reported", 15),
        Column("Quotes", 36),
        Column("Fit (proposed)", 22),
    ]
    if with_suggestions:
        columns.append(Column("Suggestions not yet reviewed", 11.5, "right"))
    return TableBlock(
        id="joint.display",
        title=TITLE,
        summary=summary_of(TITLE, tuple(column.header for column in columns), len(rows)),
        columns=tuple(columns),
        rows=tuple(_row(row, with_suggestions=with_suggestions) for row in rows),
        note=_SUGGESTIONS_NOTE if with_suggestions else "",
        together=False,
    )


def _row(row: JointRow, *, with_suggestions: bool) -> tuple[TableCell, ...]:
    cells = [
        text_cell(strong(row.label)),
        _survey(row),
        text_cell(short_interviews(row.interviews)),
        _quotes(row),
        (
            CellLine(spans(strong(fit_text(row.fit).partition(" (")[0]))),
            CellLine(spans(fit_explanation(row.fit))),
        ),
    ]
    if with_suggestions:
        cells.append(value_cell(row.suggestions))
    return tuple(cells)


def _survey(row: JointRow) -> TableCell:
    if row.survey is None:
        return text_cell(direction_text(None))
    lines = [CellLine(spans(direction_text(row.survey))), *value_cell(row.survey.change)]
    if not has_value(row.survey.change):
        return (lines[0],)
    return (*lines, CellLine(spans("n = ", shown_n(row.survey.change))))


def _quotes(row: JointRow) -> TableCell:
    quotes = row.interviews.quotes if row.interviews is not None else ()
    if not quotes:
        return text_cell("–")
    return tuple(
        CellLine(
            spans(quoted(quote.text), strong(f" {sentence_case(quote.group)}, {quote.valence}")), "quote"
        )
        for quote in quotes
    )
