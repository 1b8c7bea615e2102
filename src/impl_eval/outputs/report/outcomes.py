"""Programme outcomes as supplied: a table, small charts, and what is missing."""

import datetime
import re

from impl_eval.outputs.number_text import date_text
from impl_eval.outputs.report.figures import figure
from impl_eval.outputs.report.model import Block, Heading, Paragraph, spans
from impl_eval.outputs.report.shape import names_no_outcomes
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.outputs.report.values import listed, mid_sentence
from impl_eval.results import Cell, Evaluation, Table

MOST_ROWS_PRINTED = 16
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_AND_LAST = (
    "Only the first and the last date of each outcome and place are printed here; all values are in the "
    "table of outcomes that comes with this report."
)
_DESCRIBED_ONLY = (
    "These figures were supplied by the programme. They are described, not tested: a change over time is not "
    "proof of what caused it, and what is counted need not be what matters most to patients."
)
_NONE = (
    "No programme outcome was supplied. This report therefore cannot say what changed for services or for "
    "patients."
)


def supplied_outcomes(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the labels of the outcomes for which there is at least one value."""
    section = evaluation.section("outcomes")
    rows = [row for table in section.tables for row in table.rows] if section else []
    return tuple(dict.fromkeys(str(row[0]) for row in rows))


def outcomes_line(evaluation: Evaluation) -> str:
    """Return which outcomes were supplied and which were not, in a line."""
    if names_no_outcomes(evaluation):
        return "No programme outcomes were named for this study."
    supplied = supplied_outcomes(evaluation)
    missing = [mid_sentence(label) for label in evaluation.not_supplied]
    found = f"Supplied: {listed(map(mid_sentence, supplied))}. " if supplied else ""
    return f"{found}Not supplied: {listed(missing)}." if missing else found.strip()


def outcomes_chapter(evaluation: Evaluation) -> tuple[Block, ...]:
    """Return the chapter on programme outcomes; there is none where no outcome was named or supplied."""
    if names_no_outcomes(evaluation):
        return ()
    section = evaluation.section("outcomes")
    blocks: list[Block] = [Heading(1, "Programme outcomes", "outcomes")]
    if section is None or not section.tables:
        blocks.append(Paragraph(spans(_NONE), keep_next=True))
    else:
        blocks.append(Paragraph(spans(_DESCRIBED_ONLY)))
        for table in section.tables:
            blocks.extend(_table(table))
        blocks.extend(figure(chart) for chart in section.charts)
    if evaluation.not_supplied:
        missing = listed(map(mid_sentence, evaluation.not_supplied))
        blocks.append(Paragraph(spans(f"Not supplied: {missing}.")))
    return tuple(blocks)


def _table(table: Table) -> tuple[Block, ...]:
    if len(table.rows) <= MOST_ROWS_PRINTED:
        return (table_block(_with_dates_in_words(table, table.rows), compact=True),)
    shortened = _with_dates_in_words(table, _first_and_last(table.rows))
    return (Paragraph(spans(_FIRST_AND_LAST)), table_block(shortened, compact=True))


def _with_dates_in_words(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    """Return the table with these rows, and dates as the rest of the report writes them."""
    written = tuple(tuple(map(_date_in_words, row)) for row in rows)
    return Table(table.id, table.title, table.columns, written, table.note)


def _date_in_words(cell: Cell) -> Cell:
    if isinstance(cell, str) and _DATE.fullmatch(cell):
        return date_text(datetime.date.fromisoformat(cell))
    return cell


def _first_and_last(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Return the first and last row of every outcome and place; rows are in order of date."""
    groups: dict[tuple[Cell, Cell], list[tuple[Cell, ...]]] = {}
    for row in rows:
        groups.setdefault((row[0], row[1]), []).append(row)
    return tuple(row for group in groups.values() for row in dict.fromkeys((group[0], group[-1])))
