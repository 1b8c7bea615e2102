"""The joint display: every mechanism on one turned page, survey and interviews side by side."""

from collections.abc import Iterable

from impl_eval.outputs.report.interview_sentences import (
    fit_explanation,
    fit_header,
    fit_standing,
    quoted,
    short_interviews,
    speaks,
)
from impl_eval.outputs.report.model import (
    Block,
    CellLine,
    Column,
    Heading,
    Orientation,
    Paragraph,
    Prompt,
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
    listed,
    sentence_case,
    shown_n,
    shown_number,
    text_cell,
    value_cell,
    with_level,
)
from impl_eval.results import Evaluation, Fit, JointRow, Reported, SurveyEvidence, Table

TITLE = "Joint display: survey and interviews by mechanism"
_INTRODUCTION = (
    "Each row puts what the survey measures beside what people say. A rule, given in the methods, proposes "
    "how far the two fit; people decide, and each row says which it is."
)
_NOBODY = (
    "Please decide how the strands fit for: {mechanisms}. 'impl-eval joint show' lists what to look at; "
    "protocols/integration.yaml takes the decisions, with names, dates and reasons."
)
_NO_QUOTES = (
    "Please decide which words of participants may be quoted: 'impl-eval quotes export' lists the passages. "
    "Nothing is quoted that nobody has released."
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
        Paragraph(spans(_INTRODUCTION), id="joint.introduction"),
        _table(evaluation, rows),
        *_deciders(evaluation.joint_display.deciders),
        *_open(rows),
        *quotes_prompt(evaluation),
        *_meta_inferences(rows),
        *(_written(table) for table in evaluation.joint_display.tables),
        Orientation(landscape=False),
    )


def quotes_prompt(evaluation: Evaluation) -> tuple[Block, ...]:
    """Ask for quotes where people were coded as speaking and none of their words was released."""
    spoken = [
        row for row in evaluation.joint_display.rows if row.interviews is not None and speaks(row.interviews)
    ]
    if not spoken or any(row.interviews.quotes for row in spoken if row.interviews is not None):
        return ()
    return (Prompt("joint.quotes", _NO_QUOTES),)


def _open(rows: Iterable[JointRow]) -> tuple[Block, ...]:
    """Ask for a decision on the fits that nobody has decided, or that have to be decided again."""
    undecided = [row.label for row in rows if row.fit.state != "decided"]
    if not undecided:
        return ()
    return (Prompt("joint.decide", _NOBODY.format(mechanisms=listed(undecided))),)


def _deciders(deciders: Iterable[Reported]) -> tuple[Block, ...]:
    """Return how far two people agreed who decided on the fits, each without the other."""
    pairs: dict[str, list[Reported]] = {}
    for reported in deciders:
        pairs.setdefault(reported.label, []).append(reported)
    blocks: list[Block] = []
    for number, (label, (percent, kappa)) in enumerate(pairs.items(), start=1):
        on = spans(
            f"{label}, on ", shown_n(percent), " mechanisms: they agree in ", shown_number(percent), ". "
        )
        if has_value(kappa):
            said = spans(on, "Cohen's kappa is ", shown_number(kappa), ".")
        else:
            said = spans(on, f"Cohen's kappa is not estimable: {kappa.estimate.reason}.")
        blocks.append(Paragraph(said, id=f"joint.deciders_{number}"))
    return tuple(blocks)


def _meta_inferences(rows: Iterable[JointRow]) -> tuple[Block, ...]:
    """Return what both strands together tell, in the words of people."""
    said = [(row, text, by) for row in rows for text, by in row.meta_inferences]
    if not said:
        return ()
    return (
        Heading(2, "What both together tell", "joint.together"),
        *(
            Paragraph(spans(strong(f"{row.label}. "), text, f" ({by})"), id=f"joint.together.{number}")
            for number, (row, text, by) in enumerate(said, start=1)
        ),
    )


def _written(table: Table) -> TableBlock:
    """Return a table of words that people wrote: threads, pillars."""
    return TableBlock(
        id=table.id,
        title=table.title,
        summary=summary_of(table.title, table.columns, len(table.rows)),
        columns=tuple(
            Column(name, 100 / len(table.columns), "right" if _holds_numbers(table, at) else "left")
            for at, name in enumerate(table.columns)
        ),
        rows=tuple(
            tuple(text_cell(cell) if isinstance(cell, str) else value_cell(cell) for cell in row)
            for row in table.rows
        ),
        note=table.note,
        together=False,
    )


def _holds_numbers(table: Table, column: int) -> bool:
    return all(isinstance(row[column], Reported) for row in table.rows)


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
        Column(fit_header(row.fit for row in rows), 22),
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
    standing = f", {fit_standing(row.fit)}" if row.fit.state != "proposed" else ""
    cells = [
        text_cell(strong(row.label)),
        survey,
        text_cell(short_interviews(row.interviews)),
        _quotes(row),
        (
            CellLine(spans(strong(sentence_case(row.fit.word)), _other_word(row.fit), standing)),
            CellLine(spans(fit_explanation(row.fit))),
        ),
    ]
    if with_suggestions:
        cells.append(value_cell(row.suggestions))
    return tuple(cells)


def _other_word(fit: Fit) -> str:
    """Return the word of the other vocabulary; for silence there is none."""
    return f" ({fit.kind})" if fit.word != "silence" and fit.kind else ""


def _survey(evidence: SurveyEvidence | None, *, with_change: bool) -> TableCell:
    """Return what the survey says: direction, change and n; of one survey alone, mean and n."""
    if evidence is None:
        return text_cell(direction_text(None))
    shown = evidence.change if with_change else evidence.before
    lines = [CellLine(spans(direction_text(evidence)))] if with_change else []
    if not has_value(shown):
        return tuple(lines) or value_cell(shown)
    before, after = evidence.before, evidence.after
    if with_change and before.estimate.n is not None and after.estimate.n is not None:
        answers = spans(shown_n(before), " before, ", shown_n(after), " after")
        return (*lines, *value_cell(shown), CellLine(answers))
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
