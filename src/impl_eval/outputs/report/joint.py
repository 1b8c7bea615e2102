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
from impl_eval.outputs.report.shape import compares_surveys, has_both_strands, survey_of
from impl_eval.outputs.report.table_blocks import summary_of
from impl_eval.outputs.report.values import (
    has_value,
    sentence_case,
    shown_n,
    text_cell,
    value_cell,
    with_level,
)
from impl_eval.results import Evaluation, JointRow, SurveyEvidence

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
    """Return the joint display on landscape pages; one strand alone has nothing to stand beside."""
    rows = evaluation.joint_display.rows
    if not rows or not has_both_strands(evaluation):
        return ()
    return (
        Orientation(landscape=True),
        Heading(1, "Survey and interviews side by side", "joint"),
        Paragraph(spans(_INTRODUCTION)),
        _table(evaluation, rows),
        Orientation(landscape=False),
    )


def _table(evaluation: Evaluation, rows: tuple[JointRow, ...]) -> TableBlock:
    with_suggestions = any(row.suggestions is not None and row.suggestions.estimate.value for row in rows)
    with_change = compares_surveys(evaluation)
    found = [survey_of(evaluation, row) for row in rows]
    known = [entry for entry in found if entry is not None]
    shown = [entry.change if with_change else entry.before for entry in known]
    columns = [
        Column("Mechanism", 11.5),
        Column(with_level(f"Survey: {'change' if with_change else 'mean'}", shown), 16.5),
        Column("Interviews: change reported", 15),
        Column("Quotes", 34.5),
        Column("Fit (proposed)", 22),
    ]
    if with_suggestions:
        columns.append(Column("Suggestions not yet reviewed", 13.5, "right"))
    return TableBlock(
        id="joint.display",
        title=TITLE,
        summary=summary_of(TITLE, tuple(column.header for column in columns), len(rows)),
        columns=tuple(columns),
        rows=tuple(
            _row(row, _survey(entry, with_change=with_change), with_suggestions=with_suggestions)
            for row, entry in zip(rows, found, strict=True)
        ),
        note=_SUGGESTIONS_NOTE if with_suggestions else "",
        together=False,
    )


def _row(row: JointRow, survey: TableCell, *, with_suggestions: bool) -> tuple[TableCell, ...]:
    cells = [
        text_cell(strong(row.label)),
        survey,
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


def _survey(evidence: SurveyEvidence | None, *, with_change: bool) -> TableCell:
    """Return what the survey says: direction, change and n; of one survey alone, mean and n."""
    if evidence is None:
        return text_cell(direction_text(None))
    shown = evidence.change if with_change else evidence.before
    lines = [CellLine(spans(direction_text(evidence)))] if with_change else []
    if not has_value(shown):
        return tuple(lines) or value_cell(shown)
    return (*lines, *value_cell(shown), CellLine(spans("n = ", shown_n(shown))))


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
