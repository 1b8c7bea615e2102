"""Tables of the result model as table blocks: widths from what the cells hold, numbers to the right."""

from dataclasses import dataclass

from impl_eval.outputs import number_text
from impl_eval.outputs.report.model import Column, TableBlock, TableCell, plain_text
from impl_eval.outputs.report.values import reasons_note, text_cell, value_cell, with_level
from impl_eval.results import Cell, Reported, Table

_HEADER_LINES = 2
# Points of 10 pt Arial: a letter and a bold one, the padding of a cell, and the page's text width.
_LETTER, _BOLD, _PADDING, _PAGE = 5.6, 6.3, 9.5, 453.0


def table_block(table: Table, *, compact: bool = False) -> TableBlock:
    """Return a table of the result model for the report."""
    drafts = [_draft(table, index) for index in range(len(table.columns))]
    shares = _shares([(draft.least, draft.wanted) for draft in drafts])
    columns = tuple(
        Column(draft.header, share, "right" if draft.numeric else "left")
        for draft, share in zip(drafts, shares, strict=True)
    )
    rows = tuple(tuple(_cell(cell) for cell in row) for row in table.rows)
    reasons = reasons_note(cell for row in table.rows for cell in row if isinstance(cell, Reported))
    return TableBlock(
        id=table.id,
        title=table.title,
        summary=summary_of(table.title, tuple(column.header for column in columns), len(rows)),
        columns=columns,
        rows=rows,
        note=" ".join(part for part in (table.note, reasons) if part),
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


def _cell(cell: Cell) -> TableCell:
    if isinstance(cell, Reported):
        return value_cell(cell)
    return text_cell(cell)


def _draft(table: Table, index: int) -> _Draft:
    cells = [row[index] for row in table.rows]
    results = [cell for cell in cells if isinstance(cell, Reported)]
    header = with_level(table.columns[index], results)
    texts = [plain_text(_cell(cell)[0].spans) for cell in cells]
    least = max(_longest_word(header) * _BOLD, *(_longest_word(text) * _LETTER for text in texts)) + _PADDING
    wanted = max(len(header) * _BOLD / _HEADER_LINES, *(len(text) * _LETTER for text in texts)) + _PADDING
    numeric = bool(results) and all(isinstance(cell, Reported) or not cell for cell in cells)
    return _Draft(header, numeric, least, max(least, wanted))


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=1)


def _shares(needs: list[tuple[float, float]]) -> list[float]:
    """Give every column what it wants where there is room; else the least, and a part of the rest."""
    room = _PAGE - sum(least for least, _ in needs)
    longing = sum(wanted - least for least, wanted in needs)
    if room <= 0 or room >= longing:
        return [wanted for _, wanted in needs]
    return [least + room * (wanted - least) / longing for least, wanted in needs]
