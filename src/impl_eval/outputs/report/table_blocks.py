"""Tables of the result model as table blocks: widths from what the cells hold, numbers to the right."""

from dataclasses import dataclass, replace

from impl_eval.outputs import number_text
from impl_eval.outputs.report.model import Column, TableBlock, TableCell, plain_text
from impl_eval.outputs.report.values import (
    NO_BREAK,
    NOTHING,
    joined_sentences,
    reasons_note,
    shown_n,
    text_cell,
    value_cell,
    with_level,
)
from impl_eval.outputs.text_width import longest_word_width, text_width
from impl_eval.results import Cell, Reported, Table

_HEADER_LINES = 2
_SHORT = 10
"""Texts of so many letters ("AB and CD") stay on one line."""
# Points: the padding of a cell, and the page's text width. Letters have 10 points.
_PADDING, _PAGE, _THOUSANDTHS = 10.0, 453.0, 100
_ROOM_FOR_WORDS = 0.3
"""Ours: the share of the page that columns of words keep before numbers get all they want."""


def table_block(table: Table, *, compact: bool = False) -> TableBlock:
    """Return a table of the result model for the report."""
    intervals_whole = True
    drafts = _drafts(table, intervals_whole)
    if sum(draft.least for draft in drafts) > _PAGE:
        intervals_whole = False
        drafts = _drafts(table, intervals_whole)
    drafts = _numbers_on_one_line(drafts)
    shares = _shares([(draft.least, draft.wanted) for draft in drafts])
    columns = tuple(
        Column(draft.header, share, "right" if draft.numeric else "left")
        for draft, share in zip(drafts, shares, strict=True)
    )
    rows = tuple(_row(table.columns, row, intervals_whole) for row in table.rows)
    reasons = reasons_note(cell for row in table.rows for cell in row if isinstance(cell, Reported))
    return TableBlock(
        id=table.id,
        title=table.title,
        summary=summary_of(table.title, tuple(column.header for column in columns), len(rows)),
        columns=columns,
        rows=rows,
        note=joined_sentences(table.note, reasons),
        compact=compact,
    )


def summary_of(title: str, headers: tuple[str, ...], rows: int) -> str:
    """Return what stands for a table where it cannot be seen."""
    return f"{title}: {number_text.count_text(rows, 'row', 'rows')}, with the columns {', '.join(headers)}."


@dataclass(frozen=True)
class _Draft:
    """A column before its width is known: the least it needs, and what it would fill on one line."""

    header: str
    numeric: bool
    least: float
    wanted: float


def _row(headers: tuple[str, ...], row: tuple[Cell, ...], intervals_whole: bool) -> tuple[TableCell, ...]:
    """Return the cells of a row; what stands as text under "n" is the n of the result beside it."""
    beside = next((cell for cell in row if isinstance(cell, Reported)), None)
    return tuple(
        text_cell(shown_n(beside))
        if header == "n" and beside is not None and isinstance(cell, str) and _is_n(cell, beside)
        else _cell(cell, intervals_whole)
        for header, cell in zip(headers, row, strict=True)
    )


def _is_n(text: str, beside: Reported) -> bool:
    n = beside.estimate.n
    return n is not None and text == str(n)


def _cell(cell: Cell, intervals_whole: bool) -> TableCell:
    if isinstance(cell, Reported):
        return value_cell(cell, in_one_line=intervals_whole)
    if not cell:
        return text_cell(NOTHING)  # an empty cell is an empty paragraph: a screen reader says nothing
    return text_cell(cell.replace(" ", NO_BREAK) if len(cell) <= _SHORT else cell)


def _drafts(table: Table, intervals_whole: bool) -> list[_Draft]:
    return [_draft(table, index, intervals_whole) for index in range(len(table.columns))]


def _draft(table: Table, index: int, intervals_whole: bool) -> _Draft:
    cells = [row[index] for row in table.rows]
    results = [cell for cell in cells if isinstance(cell, Reported)]
    header = with_level(table.columns[index], results)
    texts = [plain_text(_cell(cell, intervals_whole)[0].spans) for cell in cells]
    unbroken = header.replace("% CI", f"%{NO_BREAK}CI")
    least = max(_longest_word(unbroken, bold=True), *map(_longest_word, texts), 0.0) + _PADDING
    wanted = max(_width(header, bold=True) / _HEADER_LINES, *map(_width, texts), 0.0) + _PADDING
    numeric = bool(results) and all(isinstance(cell, Reported) or not cell for cell in cells)
    return _Draft(header, numeric, least, max(least, wanted))


def _numbers_on_one_line(drafts: list[_Draft]) -> list[_Draft]:
    """Give numbers all that they want where words still have room: a broken interval doubles a row."""
    generous = [replace(draft, least=draft.wanted) if draft.numeric else draft for draft in drafts]
    words = sum(draft.wanted for draft in drafts if not draft.numeric)
    numbers = sum(draft.wanted for draft in drafts if draft.numeric)
    return generous if numbers + min(words, _ROOM_FOR_WORDS * _PAGE) <= _PAGE else drafts


def _longest_word(text: str, *, bold: bool = False) -> float:
    return longest_word_width(text, bold=bold) / _THOUSANDTHS


def _width(text: str, *, bold: bool = False) -> float:
    """Return how many points a text takes on one line."""
    return text_width(text, bold=bold) / _THOUSANDTHS


def _shares(needs: list[tuple[float, float]]) -> list[float]:
    """Give every column what it wants where there is room; else the least, and a part of the rest."""
    room = _PAGE - sum(least for least, _ in needs)
    longing = sum(wanted - least for least, wanted in needs)
    if room <= 0:
        return [least for least, _ in needs]
    if room >= longing:
        return [wanted for _, wanted in needs]
    return [least + room * (wanted - least) / longing for least, wanted in needs]
