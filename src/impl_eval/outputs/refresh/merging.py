"""Carries one block of a new report into an edited one: what is new goes in, what people wrote stays."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh import deciding
from impl_eval.outputs.refresh.aligning import aligned
from impl_eval.outputs.refresh.comments import Comments
from impl_eval.outputs.refresh.copying import Importer
from impl_eval.outputs.refresh.deciding import Three
from impl_eval.outputs.refresh.elements import (
    Kept,
    bookmark_names,
    outside_anonymous,
    paragraphs,
    raw_words,
    remove,
    set_words,
)
from impl_eval.outputs.refresh.log import Change
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.reading import ReadBlock, Unit, own_cells, own_rows
from impl_eval.outputs.refresh.shown_values import ShownValue, is_untouched
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_NEW_TEXT = 3000
BOTH_CHANGED = "You edited this, and the data or the wording changed since. Your text is kept. New text:"
NOT_WRITTEN = (
    "A new report no longer has this passage. It is kept because you edited it or commented on it; "
    "its numbers may be old."
)
OLD_NUMBER = "You copied this number from elsewhere in the report, and it has changed. It is now:"


@dataclass
class Merged:
    """What happened to a block: whether something was put in, and what was left to a person."""

    put_in: bool = False
    conflicts: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


class Merger:
    """Changes blocks of an edited report. `title` is how a block is called in changes."""

    def __init__(self, importer: Importer, comments: Comments) -> None:
        self._importer = importer
        self.comments = comments

    def replace(self, current: ReadBlock, new: ReadBlock, base: str, title: str) -> Merged:
        """Bring a block up to date that nobody edited, touching no more than what has changed."""
        hashes = [deciding.units(base), _hashes(current), _hashes(new)]
        if deciding.same_make(*hashes):
            return self.merge(current, new, base, title)
        self._replace_whole(current, new)
        return Merged(put_in=True)

    def merge(self, current: ReadBlock, new: ReadBlock, base: str, title: str) -> Merged:
        """Bring a block up to date that somebody edited: paragraph by paragraph, cell by cell."""
        merged = Merged()
        self.comments.remove_ours(current.found.elements)
        bases = deciding.units(base)
        units = aligned(bases, current.units)
        if units is None or not deciding.same_make(bases, _hashes(new)):
            self._fill_in(_values(current), _values(new), title, merged)
            self._conflict(current.found.elements, block_text(new), merged)
            return merged
        for unit, new_unit, base_unit in zip(units, new.units, bases, strict=True):
            three = Three(base_unit, unit.hash, new_unit.hash)
            if three.decision in ("unchanged", "kept"):
                continue
            if unit.cells:
                self._table(unit, new_unit, three, title, merged)
            elif three.decision == "replace":
                self._paragraph(unit, new_unit, three, title, merged)
            else:
                self._edited_paragraph(unit, new_unit, three, title, merged)
        return merged

    def insert_after(self, place: "_Element", block: ReadBlock) -> "_Element":
        """Put a new block after an element and return it."""
        copy = self._importer.bring(_as_control(block))
        place.addnext(copy)
        return copy

    def insert_before(self, place: "_Element", block: ReadBlock) -> "_Element":
        """Put a new block before an element and return it."""
        copy = self._importer.bring(_as_control(block))
        place.addprevious(copy)
        return copy

    def take_out(self, block: ReadBlock) -> None:
        """Take out a block that is no longer part of the report."""
        gone = [block.found.control] if block.found.control is not None else block.found.elements
        for element in gone:
            remove(element)

    def comment(self, elements: Iterable["_Element"], text: str) -> None:
        """Comment on the first paragraph of elements."""
        places = paragraphs(elements)
        place = next((each for each in places if plain_words(each)), places[0] if places else None)
        if place is not None:
            self.comments.add(place, text)

    def _conflict(self, elements: Iterable["_Element"], new_text: str, merged: Merged) -> None:
        text = new_text if len(new_text) <= MOST_NEW_TEXT else f"{new_text[:MOST_NEW_TEXT]}…"
        self.comment(elements, f"{BOTH_CHANGED}\n{text}")
        merged.conflicts.append(new_text)

    def _paragraph(self, unit: Unit, new: Unit, three: Three, title: str, merged: Merged) -> None:
        """Put new numbers into a paragraph that nobody edited, or new words where those changed."""
        merged.put_in = True
        if deciding.skeleton(three.current) == deciding.skeleton(three.new) and unit.values:
            self._fill_in(unit.values, new.values, title, merged)
            return
        for change in _value_changes(unit, new, title):
            merged.changes.append(change)
        self._replace_content(unit.element, new.element)

    def _edited_paragraph(self, unit: Unit, new: Unit, three: Three, title: str, merged: Merged) -> None:
        filled = self._fill_in(unit.values, new.values, title, merged)
        only_numbers = deciding.skeleton(three.base) == deciding.skeleton(three.new)
        if not (only_numbers and filled == len(new.values)):
            self._conflict([unit.element], plain_words(new.element), merged)

    def _fill_in(
        self, values: Iterable[ShownValue], new: Iterable[ShownValue], title: str, merged: Merged
    ) -> int:
        """Put new numbers where the old ones are untouched; returns how many numbers are now right."""
        fresh = {(one.record.tag, one.occurrence): one for one in new}
        right = 0
        for value in values:
            other = fresh.get((value.record.tag, value.occurrence))
            if other is None or not is_untouched(value):
                continue
            right += 1
            text = raw_words(other.control)
            if raw_words(value.control) != text:
                merged.changes.append(_value_change(title, value.record.result_id, value.record.text, text))
                set_words(value.control, text)
                merged.put_in = True
        return right

    def _table(self, unit: Unit, new: Unit, three: Three, title: str, merged: Merged) -> None:
        base, current, fresh = (deciding.cells(each) for each in (three.base, three.current, three.new))
        if not deciding.same_shape(base, current, fresh):
            self._whole_table(unit, new, three, merged)
            return
        if not three.unedited and not deciding.labels_stand(base, current, fresh):
            self._conflict([unit.element], table_text(new.element), merged)
            return
        headers = [plain_words(cell) for cell in next(_rows(new.element))]
        for row, (now, then) in enumerate(zip(_rows(unit.element), _rows(new.element), strict=True)):
            label = plain_words(then[0])
            for column, (cell, fresh_cell) in enumerate(zip(now, then, strict=True)):
                cell_three = Three(base[row][column], current[row][column], fresh[row][column])
                what = f"{label}, {headers[column]}"
                self._cell(cell, fresh_cell, cell_three, Change(title, what, "", ""), merged)

    def _whole_table(self, unit: Unit, new: Unit, three: Three, merged: Merged) -> None:
        if not three.unedited or self.comments.of_people_in([unit.element]):
            self._conflict([unit.element], table_text(new.element), merged)
            return
        for child in list(unit.element):
            unit.element.remove(child)
        for child in list(self._importer.bring(new.element)):
            unit.element.append(child)
        merged.put_in = True

    def _cell(self, cell: "_Element", new: "_Element", three: Three, about: Change, merged: Merged) -> None:
        if three.new in (three.base, three.current):
            return
        change = Change(about.title, about.what, cell_text(cell) or "empty", cell_text(new) or "empty")
        if three.base != three.current:
            self._conflict([cell], change.after, merged)
            return
        merged.changes.append(change)
        merged.put_in = True
        kept = Kept([cell], frozenset())
        for child in [child for child in cell if child.tag != w("tcPr")]:
            cell.remove(child)
        for child in new:
            if child.tag != w("tcPr"):
                cell.append(self._importer.bring(child))
        inside = paragraphs([cell])
        kept.hang_on(inside[0] if inside else None, inside[-1] if inside else None)

    def _replace_content(self, paragraph: "_Element", new: "_Element") -> None:
        """Give a paragraph the words of another; its own properties stay."""
        kept = Kept([paragraph], bookmark_names([new]))
        for child in [child for child in paragraph if child.tag != w("pPr")]:
            paragraph.remove(child)
        for child in list(self._importer.bring(new)):
            if child.tag != w("pPr"):
                paragraph.append(child)
        kept.hang_on(paragraph, paragraph)

    def _replace_whole(self, current: ReadBlock, new: ReadBlock) -> None:
        kept = Kept(current.found.elements, bookmark_names(new.found.elements))
        if current.found.control is not None:
            content = current.found.control.find(w("sdtContent"))
            assert content is not None
            for child in list(content):
                content.remove(child)
            for child in new.found.elements:
                content.append(self._importer.bring(child))
            inside = paragraphs([content])
        else:
            place = outside_anonymous(current.found.elements[0])
            marker = place.makeelement(w("p"))
            place.addprevious(marker)
            for element in current.found.elements:
                remove(element)
            copy = self._importer.bring(_as_control(new))
            marker.addprevious(copy)
            remove(marker)
            inside = paragraphs([copy])
        kept.hang_on(inside[0] if inside else None, inside[-1] if inside else None)


def block_text(block: ReadBlock) -> str:
    """Return the words of a block, line by line."""
    return "\n".join(
        table_text(unit.element) if unit.cells else plain_words(unit.element) for unit in block.units
    )


def table_text(table: "_Element") -> str:
    """Return the words of a table, one line for each row."""
    return "\n".join(" | ".join(cell_text(cell) for cell in row) for row in _rows(table))


def cell_text(cell: "_Element") -> str:
    """Return the words of a cell on one line."""
    return "; ".join(words for words in map(plain_words, cell.iter(w("p"))) if words)


def _rows(table: "_Element") -> Iterator[list["_Element"]]:
    return ([*own_cells(row)] for row in own_rows(table))


def _values(block: ReadBlock) -> list[ShownValue]:
    return [value for unit in block.units for value in unit.values]


def _hashes(block: ReadBlock) -> tuple[str, ...]:
    return tuple(unit.hash for unit in block.units)


def _as_control(block: ReadBlock) -> "_Element":
    control = block.found.control
    if control is None:
        raise ValueError("a block of a new report has no content control")
    return control


def _value_change(title: str, result_id: str, before: str, after: str) -> Change:
    return Change(title, result_id, " ".join(before.split()), " ".join(after.split()))


def _value_changes(unit: Unit, new: Unit, title: str) -> list[Change]:
    """Return which numbers of a paragraph changed with its words."""
    before = {(one.record.tag, one.occurrence): one.record for one in unit.values}
    found = []
    for value in new.values:
        old = before.get((value.record.tag, value.occurrence))
        if old is not None and old.text != value.record.text:
            found.append(_value_change(title, old.result_id, old.text, value.record.text))
    return found
