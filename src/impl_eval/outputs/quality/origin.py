"""Rules on what a report says of itself in its hidden part: numbers that the results do not hold.

Files that impl-eval did not write have no such part, and nothing is asked of them here.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.comments import AUTHOR
from impl_eval.outputs.refresh.deciding import cells, same_shape, units
from impl_eval.outputs.refresh.finding import BLOCK_TAG, control_tag
from impl_eval.outputs.refresh.names import DUBLIN_CORE, w
from impl_eval.outputs.refresh.package import UnreadablePackage
from impl_eval.outputs.refresh.reading import Reading, own_cells, own_rows, read_report
from impl_eval.outputs.refresh.record import record_part, report_record
from impl_eval.outputs.refresh.shown_values import is_untouched, value_words
from impl_eval.outputs.refresh.words import plain_words
from impl_eval.outputs.report.markings import INTERNAL_BANNER
from impl_eval.outputs.report.sentences import SIMULATED_BANNER

if TYPE_CHECKING:
    from lxml.etree import _Element

_IN_THE_FILE = "in the file"
_NEW_REPORT = "It can be sent, and not refreshed. Go on in a copy made before, or in a new report."
_NUMBER = (
    "Put the number of the results back. If yours is right, remove its frame (right click, Remove Content "
    "Control): it is then your own."
)
_CELL = "Put the number of the results back, or say in a note under the table why yours is another one."


def origin_faults(file: WordFile) -> Iterator[Finding]:
    """Yield what does not fit what a report says of itself."""
    record = report_record(file.package)
    has_blocks = any(control_tag(each).startswith(BLOCK_TAG) for each in file.body.iter(w("sdt")))
    yield from _banner(file, is_report=record is not None or has_blocks)
    if record is None or not record.blocks or not all(one.base for one in record.blocks):
        if has_blocks:
            yield should("hidden part", _IN_THE_FILE, _part_says(file), _NEW_REPORT)
        return
    try:
        reading = read_report(file.package, record)
    except UnreadablePackage:  # told by the rules on parts
        return
    yield from _numbers(file, reading)
    yield from _cells(file, reading)
    yield from _conflicts(file)


def _part_says(file: WordFile) -> str:
    _, namespace = record_part(file.package)
    if not namespace:
        return "the hidden part in which the report describes itself is gone"
    return "the hidden part in which the report describes itself is damaged, or of another version"


def _numbers(file: WordFile, reading: Reading) -> Iterator[Finding]:
    for block in reading.blocks.values():
        for value in (one for unit in block.units for one in unit.values):
            said = value_words(value.control)
            if said and not is_untouched(value):
                found = f'a number says "{said}", and the results "{" ".join(value.record.text.split())}"'
                yield must("number changed", file.where(value.control), found, _NUMBER)


def _cells(file: WordFile, reading: Reading) -> Iterator[Finding]:
    bases = {one.id: one.base for one in reading.record.blocks}
    for block_id, numbers in reading.record.cells.items():
        block = reading.blocks.get(block_id)
        tables = [unit for unit in block.units if unit.cells] if block is not None else []
        was = [cells(unit) for unit in units(bases.get(block_id, "")) if unit.startswith("t:")]
        if len(tables) != 1 or len(was) != 1 or not same_shape(was[0], tables[0].cells):
            continue
        rows = [list(own_cells(row)) for row in own_rows(tables[0].element)]
        told = set()
        for one in numbers:
            place = (one.row, one.column)
            if place in told or not _is_edited(was[0], tables[0].cells, place):
                continue
            there, text = _words(rows[one.row][one.column]), " ".join(one.text.split())
            if not _holds(there, text):
                told.add(place)
                found = f'a cell says "{there}", and the results "{text}"'
                yield should("cell changed", file.where(rows[one.row][one.column]), found, _CELL)


def _is_edited(was: Sequence[Sequence[str]], now: Sequence[Sequence[str]], place: tuple[int, int]) -> bool:
    row, column = place
    return row < len(was) and column < len(was[row]) and was[row][column] != now[row][column]


def _holds(words: str, number: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d])", words) is not None


def _words(cell: "_Element") -> str:
    return " ".join(words for words in map(plain_words, cell.iter(w("p"))) if words)


def _conflicts(file: WordFile) -> Iterator[Finding]:
    part = file.package.related(file.package.document_name, "comments")
    comments = file.package.tree(part).iter(w("comment")) if part else ()
    open_ones = sum(each.get(w("author")) == AUTHOR for each in comments)
    if open_ones:
        found = (
            "1 comment of a refresh waits" if open_ones == 1 else f"{open_ones} comments of a refresh wait"
        )
        remedy = "Take over the new text or keep yours, and delete the comment."
        yield must("open decision", "in the document", f"{found} for your decision", remedy)


def _banner(file: WordFile, *, is_report: bool) -> Iterator[Finding]:
    """Tell where a mark of the data is gone that the properties of the file still hold.

    A report has it in its text and in its headers, another file of ours somewhere.
    """
    part = file.package.related("", "core-properties")
    about = file.package.tree(part).find(f"{{{DUBLIN_CORE}}}description") if part else None
    said = "" if about is None else about.text or ""
    text, around = file.texts[:1], file.texts[1:]
    places = {"in the text": text, "in the headers and footers": around} if is_report else {"": file.texts}
    for mark in (each for each in (SIMULATED_BANNER, INTERNAL_BANNER) if each in said):
        for where, parts in places.items():
            if parts and not any(mark in plain_words(root).upper() for _, root in parts):
                remedy = "Put it back: the data are still what they were."
                yield must("mark gone", _IN_THE_FILE, f'"{mark}" is gone {where}'.rstrip(), remedy)
