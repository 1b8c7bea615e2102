"""Rules on native charts: their axes fit together, and they show what the workbook behind them says.

Word shows the numbers that a chart has cached; whoever clicks "Edit data" gets those of the workbook.
"""

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.quality.workbook import Cells, workbook_cells
from impl_eval.outputs.refresh.names import CHART, local, r
from impl_eval.outputs.refresh.package import UnreadablePackage

if TYPE_CHECKING:
    from lxml.etree import _Element

_AXES = frozenset({"catAx", "valAx", "dateAx", "serAx"})
_REFERENCES = ("numRef", "strRef")
_RANGE = re.compile(r"(?:'?(?P<sheet>[^!]*?)'?!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?\Z")
_AGAIN = "Take the chart from a new report, or make it anew in Word."
_EDIT_DATA = "Click on it, then Chart Design, Edit Data, and put right what is wrong there."


def chart_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of charts, each chart once."""
    names = {each.id: each.target for each in file.package.relationships(file.package.document_name)}
    for shown in file.body.iter(f"{{{CHART}}}chart"):
        part = names.get(shown.get(r("id"), ""), "")
        if part not in file.package.parts or is_gone(shown):
            continue
        place, tree = file.where(shown), file.package.tree(part)
        yield from _axes(tree, place)
        yield from _numbers(file, part, tree, place)


def _axes(tree: "_Element", place: str) -> Iterator[Finding]:
    declared = [_axis(each, "axId") for each in tree.iter() if local(each.tag) in _AXES]
    crossed = {_axis(each, "crossAx") for each in tree.iter() if local(each.tag) in _AXES}
    used = {
        each.get("val", "")
        for each in tree.iter(f"{{{CHART}}}axId")
        if (parent := each.getparent()) is not None and local(parent.tag) not in _AXES
    }
    if not all(number.isdigit() for number in {*declared, *used}):
        yield must("chart axes", place, "an axis of the chart has a number below zero", _AGAIN)
    elif len(declared) != len(set(declared)) or (crossed | used) - set(declared):
        yield must("chart axes", place, "the axes of the chart do not fit together", _AGAIN)


def _axis(element: "_Element", name: str) -> str:
    found = element.find(f"{{{CHART}}}{name}")
    return "" if found is None else found.get("val", "")


def _numbers(file: WordFile, part: str, tree: "_Element", place: str) -> Iterator[Finding]:
    references = [each for name in _REFERENCES for each in tree.iter(f"{{{CHART}}}{name}")]
    if any(not list(each.iter(f"{{{CHART}}}ptCount", f"{{{CHART}}}pt")) for each in references):
        found = "the chart has no numbers of its own: other programs show it empty"
        yield must("chart without numbers", place, found, _AGAIN)
        return
    behind = [each for each in file.package.relationships(part) if each.kind == "package"]
    external = next((each for each in behind if each.external), None)
    if external is not None or not behind:
        found = "the numbers of the chart cannot be edited: no workbook is behind it"
        yield should("chart without a workbook", place, found, _AGAIN)
    elif behind[0].target in file.package.parts:
        try:
            cells = workbook_cells(file.package.parts[behind[0].target])
        except UnreadablePackage:
            yield must("broken chart data", place, "the workbook behind the chart is damaged", _AGAIN)
            return
        if not all(_says_the_same(each, cells) for each in references):
            found = "the chart shows other numbers or words than the workbook behind it"
            yield must("chart and workbook differ", place, found, _EDIT_DATA)


def _says_the_same(reference: "_Element", cells: Cells) -> bool:
    formula = reference.find(f"{{{CHART}}}f")
    wanted = _RANGE.match("" if formula is None else (formula.text or "").strip())
    if wanted is None:
        return True
    sheet, places = wanted["sheet"] or "", list(_places(*wanted.groups()[1:]))
    for point in reference.iter(f"{{{CHART}}}pt"):
        number, value = point.get("idx", ""), point.find(f"{{{CHART}}}v")
        if not number.isdigit() or int(number) >= len(places) or value is None:
            return False
        if not _same(value.text or "", cells.get((sheet, *places[int(number)]), "")):
            return False
    return True


def _places(
    column: str, row: str, last_column: str | None, last_row: str | None
) -> Iterator[tuple[int, int]]:
    """Yield the (row, column) of each cell of a range, both from 1."""
    first, last = _column(column), _column(last_column or column)
    for line in range(int(row), int(last_row or row) + 1):
        for place in range(first, last + 1):
            yield line, place


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _same(one: str, other: str) -> bool:
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return " ".join(one.split()) == " ".join(other.split())
