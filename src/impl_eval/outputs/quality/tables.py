"""Rules on tables: a header row, no merged cells, words that say what a table holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.reading import own_cells, own_rows
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADER = "Click on the first row, then Table Layout, Repeat Header Rows."
_OFF = frozenset({"0", "false", "off"})


def table_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of the tables of a document."""
    for table in file.body.iter(w("tbl")):
        if is_gone(table):
            continue
        place = file.where(table)
        rows = list(own_rows(table))
        if not rows or not _has(rows[0], "tblHeader"):
            yield must("no header row", place, f"{_name(rows)} has no header row", _HEADER)
        if next(table.iterancestors(w("tbl")), None) is not None:
            yield should("nested table", place, f"{_name(rows)} stands inside another table")
        for name, called in (("tblCaption", "title"), ("tblDescription", "description")):
            words = table.find(f"{w('tblPr')}/{w(name)}")
            if words is None or not words.get(w("val"), "").strip():
                remedy = "Table Properties, Alt Text."
                yield should("table without words", place, f"{_name(rows)} has no {called}", remedy)
        if not all(_has(row, "cantSplit") for row in rows):
            found = f"{_name(rows)} has rows that may break over pages"
            yield should("row may split", place, found, "Table Properties, Row: no row across pages.")
        yield from _cells(table, rows, place)


def _cells(table: "_Element", rows: list["_Element"], place: str) -> Iterator[Finding]:
    columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    merged = uneven = False
    for row in rows:
        cells = list(own_cells(row))
        spans = [_span(cell) for cell in cells]
        merged = merged or any(span > 1 for span in spans) or any(_joined(cell) for cell in cells)
        before_and_after = sum(_number(row, f"trPr/{name}") for name in ("gridBefore", "gridAfter"))
        uneven = uneven or sum(spans) + before_and_after != columns
        for cell in cells:
            last = next((each for each in reversed(cell) if isinstance(each.tag, str)), None)
            if last is None or last.tag not in (w("p"), w("sdt"), w("bookmarkEnd")):
                yield must("cell without a paragraph", place, f"a cell of {_name(rows)} has no paragraph")
    if merged:
        remedy = "Split them (Table Layout, Split Cells): screen readers lose the place in merged cells."
        yield should("merged cells", place, f"{_name(rows)} has merged cells", remedy)
    if uneven:
        yield must("uneven table", place, f"{_name(rows)} has a row with another number of cells")


def _name(rows: list["_Element"]) -> str:
    """Return how to tell a table from its neighbours: the words of its first cell."""
    first = next((cell for row in rows for cell in own_cells(row)), None)
    words = "" if first is None else plain_words(first)
    return f'the table that begins with "{words[:40]}"' if words else "a table"


def _has(row: "_Element", name: str) -> bool:
    mark = row.find(f"{w('trPr')}/{w(name)}")
    return mark is not None and (mark.get(w("val")) or "on") not in _OFF


def _span(cell: "_Element") -> int:
    return max(1, _number(cell, "tcPr/gridSpan"))


def _joined(cell: "_Element") -> bool:
    return cell.find(f"{w('tcPr')}/{w('vMerge')}") is not None


def _number(element: "_Element", path: str) -> int:
    found = element.find("/".join(w(name) for name in path.split("/")))
    value = "" if found is None else found.get(w("val"), "")
    return int(value) if value.isdigit() else 0
