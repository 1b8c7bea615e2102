"""Reads the blocks of a report, freshly written or edited, and says what each of them says.

The same reader reads the report as it was written (its base hashes), as people left it, and as it would
be written now: two of them differ only where somebody, or the data, changed something. It takes the whole
file rather than its document part alone, because pictures and charts are parts of their own.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.finding import (
    VALUE_TAG,
    Found,
    FoundBlock,
    Marks,
    control_tag,
    find_blocks,
)
from impl_eval.outputs.refresh.names import CHART, DRAWING, PICTURE_PLACE, r, w
from impl_eval.outputs.refresh.package import Package, UnreadablePackage
from impl_eval.outputs.refresh.record import BlockRecord, ReportRecord, ValueRecord, report_record
from impl_eval.outputs.refresh.shown_values import ShownValue, shown_values
from impl_eval.outputs.refresh.words import FieldState, Words, short_hash, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True)
class Unit:
    """A paragraph, a table as its cells (rows of hashes), or another block that stands inside this one."""

    element: "_Element"
    words: Words | None = None
    cells: tuple[tuple[str, ...], ...] = ()
    values: tuple[ShownValue, ...] = ()

    @property
    def hash(self) -> str:
        """What stands for the unit in a base hash."""
        if self.cells:
            return "t:" + ";".join(",".join(row) for row in self.cells)
        if self.words is None:
            return "block"
        full, skeleton = short_hash(self.words.full), short_hash(self.words.skeleton)
        return f"p:{full}" if full == skeleton else f"p:{full}/{skeleton}"


@dataclass(frozen=True)
class ReadBlock:
    """A block of a document: where it stands and its units."""

    found: FoundBlock
    units: tuple[Unit, ...]

    @property
    def hash(self) -> str:
        """What the reader says of the block; empty where nothing is left of its words."""
        return " ".join(unit.hash for unit in self.units)


@dataclass(frozen=True)
class Reading:
    """A report as read: what it says of itself, its blocks, and numbers that stand outside of them."""

    package: Package
    record: ReportRecord
    blocks: Mapping[str, ReadBlock]
    copies: Mapping[str, tuple[FoundBlock, ...]]
    style_names: Mapping[str, str]
    stray: tuple["_Element", ...] = field(default=())

    @property
    def body(self) -> "_Element":
        """The body of the document."""
        return body_of(self.package)

    def find(self, block_id: str) -> "_Element | None":
        """Return the control of a block as it stands now, by its tag."""
        tags = {one.id: one.tag for one in self.record.blocks}
        for each in self.body.iter(w("sdt")):
            if control_tag(each) == tags.get(block_id):
                return each
        return None


def block_hashes(package: bytes) -> dict[str, str]:
    """Return the hash of every block of a report that describes itself, by the id of the block.

    A hash says one word for each paragraph and one for each table, with a hash for each cell; it does not
    depend on the numbers of captions and references, on white space, on styles or on who wrote the file.

    Raises
    ------
    UnreadablePackage : not a Word file, or one that does not describe itself as ours.
    """
    opened = Package.opened(package)
    record = report_record(opened)
    if record is None:
        raise UnreadablePackage("a Word file that does not describe itself as a report of impl-eval")
    return {block_id: block.hash for block_id, block in read_report(opened, record).blocks.items()}


def read_report(package: Package, record: ReportRecord, also: tuple[BlockRecord, ...] = ()) -> Reading:
    """Return a report as read.

    `also` are blocks to look for that the report itself does not list: by tag and bookmark alone, because
    titles count paragraphs, and theirs may be the title of another one here.
    """
    body = body_of(package)
    names = style_names(package)
    marks = Marks(body, names)
    listed = {one.id for one in record.blocks}
    further = (replace(one, title="") for one in also if one.id not in listed)
    found = find_blocks(marks, (*record.blocks, *further))
    look = _Looker(package)
    by_block: dict[str, list[ValueRecord]] = {}
    for value in record.values:
        by_block.setdefault(value.block_id, []).append(value)
    blocks = {
        block_id: ReadBlock(place, tuple(_units(place, by_block.get(block_id, []), look)))
        for block_id, place in found.blocks.items()
    }
    return Reading(package, record, blocks, found.copies, names, _stray(marks, found))


def body_of(package: Package) -> "_Element":
    """Return the body of a document; UnreadablePackage where there is none."""
    body = package.tree(package.document_name).find(w("body"))
    if body is None:
        raise UnreadablePackage("a Word file without text")
    return body


def style_names(package: Package) -> dict[str, str]:
    """Return the name of each style, in small letters, by its id."""
    part = package.related(package.document_name, "styles")
    if not part:
        return {}
    names = {}
    for style in package.tree(part).iter(w("style")):
        name = style.find(w("name"))
        if name is not None:
            names[style.get(w("styleId"), "")] = name.get(w("val"), "").lower()
    return names


class _Looker:
    """Says what a drawing shows, by the parts of one package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts = {each.id: each.target for each in package.relationships(package.document_name)}

    def __call__(self, drawing: "_Element") -> str:
        charts = [self._chart(each.get(r("id"), "")) for each in drawing.iter(f"{{{CHART}}}chart")]
        if charts:  # LibreOffice drops the words that stand for a chart
            return f"[shows {' '.join(charts)}]"
        alt = next((each.get("descr") or "" for each in drawing.iter(f"{{{PICTURE_PLACE}}}docPr")), "")
        shown = [self._picture(each.get(r("embed"), "")) for each in drawing.iter(f"{{{DRAWING}}}blip")]
        return f"[shows {' '.join(shown) or 'something'}: {alt}]"

    def _picture(self, relationship: str) -> str:
        content = self._package.parts.get(self._parts.get(relationship, ""), b"")
        return hashlib.sha256(content).hexdigest()[:16]

    def _chart(self, relationship: str) -> str:
        """Return a hash of the words and numbers of a chart, not of the XML that programs write anew."""
        name = self._parts.get(relationship, "")
        if name not in self._package.parts:
            return "nothing"
        values = [each.text or "" for each in self._package.tree(name).iter(f"{{{CHART}}}v")]
        return short_hash("|".join(_plain_number(value) for value in values))


def _plain_number(text: str) -> str:
    try:
        return format(float(text), ".10g")
    except ValueError:
        return text.strip()


def _units(place: FoundBlock, expected: list[ValueRecord], look: _Looker) -> Iterator[Unit]:
    values = shown_values(place, expected)
    names = {value.control: value.record.tag for value in values}
    fields = FieldState()
    for element in place.elements:
        if element.tag == w("sdt"):
            yield Unit(element)
        elif element.tag == w("tbl"):
            yield Unit(element, cells=tuple(_rows(element, names, look)))
        else:
            words = words_of(element, names, look, fields)
            if not words.empty:
                mine = tuple(one for one in values if element in one.control.iterancestors(w("p")))
                yield Unit(element, words, values=mine)


def _rows(table: "_Element", names: Mapping["_Element", str], look: _Looker) -> Iterator[tuple[str, ...]]:
    for row in own_rows(table):
        yield tuple(short_hash(_cell_words(cell, names, look)) for cell in own_cells(row))


def own_rows(table: "_Element") -> Iterator["_Element"]:
    """Return the rows of a table, without those that somebody deleted with tracking."""
    for child in table:
        if child.tag == w("tr"):
            if child.find(f"{w('trPr')}/{w('del')}") is None:
                yield child
        elif child.tag == w("sdt") or child.tag == w("sdtContent") or child.tag == w("ins"):
            yield from own_rows(child)


def own_cells(row: "_Element") -> Iterator["_Element"]:
    """Return the cells of a row."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag == w("sdt") or child.tag == w("sdtContent"):
            yield from own_cells(child)


def _cell_words(cell: "_Element", names: Mapping["_Element", str], look: _Looker) -> str:
    said = [words_of(each, names, look).full for each in cell.iter(w("p"))]
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    wide = "" if span is None or span.get(w("val")) in (None, "1") else f"[{span.get(w('val'))} wide]"
    return "\n".join(each for each in (*said, wide) if each)


def _stray(marks: Marks, found: Found) -> tuple["_Element", ...]:
    """Return controlled numbers that people copied into text of their own."""
    ours = {element for place in found.blocks.values() for element in place.elements}
    ours |= {element for places in found.copies.values() for place in places for element in place.elements}
    controls = [
        each for tag, each_of in sorted(marks.tagged.items()) if tag.startswith(VALUE_TAG) for each in each_of
    ]
    return tuple(each for each in controls if not any(above in ours for above in each.iterancestors()))
