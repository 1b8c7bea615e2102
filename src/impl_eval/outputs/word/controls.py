"""Content controls: the frames by which a later refresh finds blocks and numbers in an edited report.

Each has a tag for the machine, a title for people (Word's accessibility check asks for one) and a number.
Tags and bookmark names follow from the id of the block alone, and stay the same in every report.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from impl_eval.outputs.report.identity import id_of, sources_of
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Logo,
    Prompt,
    Span,
    TableBlock,
)
from impl_eval.outputs.word.xml_text import LONGEST_BOOKMARK, attribute

BLOCK, VALUE, BOOKMARK = "ie:", "ie:val:", "ie_"
LONGEST_TAG = LONGEST_TITLE = 64
_HASH_LENGTH = 8
QUICK_PARTS, TABLE_OF_CONTENTS = "Quick Parts", "Table of Contents"
_MOST = 2**31 - 1
_Name = TypeVar("_Name", str, int)


@dataclass(frozen=True)
class BlockControl:
    """The control around one block, and the results that the block shows."""

    block_id: str
    tag: str
    bookmark: str
    title: str
    number: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ValueControl:
    """The control around one number in running text. `result_id` may name a declared fact as well."""

    block_id: str
    result_id: str
    tag: str
    title: str
    number: int
    text: str


@dataclass(frozen=True)
class ShownInCell:
    """A value in a cell of a table, or of the sheet behind a chart; row 0 is the header.

    Cells have no controls: Word grows slow with thousands of them. The custom XML part tells the place.
    """

    block_id: str
    row: int
    column: int
    value_id: str
    text: str


def values_in_cells(block: TableBlock) -> Iterator[ShownInCell]:
    """Yield the values of a table in reading order."""
    for row, cells in enumerate(block.rows, start=1):
        for column, cell in enumerate(cells):
            for line in cell:
                for span in line.spans:
                    if span.value_id:
                        yield ShownInCell(block.id, row, column, span.value_id, span.text)


def tag_of(block_id: str) -> str:
    """Return the tag of a block: its id, shortened where Word allows no more."""
    return shortened(BLOCK + block_id, LONGEST_TAG)


def bookmark_of(block_id: str) -> str:
    """Return the bookmark of a block: letters, digits and underscores, at most 40."""
    return shortened(BOOKMARK + re.sub(r"\W", "_", block_id, flags=re.ASCII), LONGEST_BOOKMARK, of=block_id)


def value_tag_of(result_id: str) -> str:
    """Return the tag of a number in running text."""
    return shortened(VALUE + result_id, LONGEST_TAG)


def shortened(name: str, longest: int, of: str = "") -> str:
    """Return a name as it is, or, where too long, its beginning and a hash of the whole."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - _HASH_LENGTH - 1]}_{_digest(of or name)[:_HASH_LENGTH]}"


class Controls:
    """Gives blocks and numbers their controls, in the order of the document. Nothing is given twice."""

    def __init__(self) -> None:
        self.blocks: list[BlockControl] = []
        self.values: list[ValueControl] = []
        self.cells: list[ShownInCell] = []
        self._used: set[str | int] = set()
        self._values_of: Counter[str] = Counter()
        self._heading = ""
        self._texts = 0

    def of_block(self, block: Block) -> BlockControl:
        """Return the control of a block; ValueError if the block has no id."""
        block_id = id_of(block)
        if not block_id:
            raise ValueError("a block without an id has no content control")
        if isinstance(block, Heading):
            self._heading, self._texts = block.text, 0
        bookmark = bookmark_of(block_id)
        if bookmark.lower() in self._used:
            bookmark = f"{bookmark[: LONGEST_BOOKMARK - _HASH_LENGTH - 1]}_{_digest(block_id)[:_HASH_LENGTH]}"
        self._used.add(bookmark.lower())
        title = self._title(block)
        control = BlockControl(
            block_id, tag_of(block_id), bookmark, title, self._number(block_id), sources_of(block)
        )
        self.blocks.append(control)
        return control

    def of_value(self, block_id: str, span: Span) -> ValueControl:
        """Return the control of a number in the running text of a block."""
        self._values_of[block_id] += 1
        words = re.sub(r"[\W_]+", " ", span.value_id).strip()
        control = ValueControl(
            block_id,
            span.value_id,
            value_tag_of(span.value_id),
            _cut(f"Auto: number, {words}", LONGEST_TITLE),
            self._number(f"{block_id} {span.value_id} {self._values_of[block_id]}"),
            span.text,
        )
        self.values.append(control)
        return control

    def _number(self, of: str) -> int:
        """Return a positive number made from a hash, another one where it is taken."""
        return self._free(lambda attempt: int(_digest(f"{of}{attempt or ''}")[:8], 16) % _MOST + 1)

    def _title(self, block: Block) -> str:
        match block:
            case Heading():
                about = f"heading, {block.text}"
            case TableBlock():
                about = f"table, {block.title}"
            case FigureBlock():
                about = f"figure, {block.caption}"
            case Prompt():
                about = f"question, {block.text}"
            case Logo():
                about = "logo"
            case Callout():
                about = f"callout, {block.text}"
            case Contents():
                about = f"list of {block.of}" if block.of != "headings" else "table of contents"
            case _:
                self._texts += 1
                about = f"text {self._texts}, {self._heading or 'title page'}"

        def title(attempt: int) -> str:
            ending = f" ({attempt + 1})" if attempt else ""
            return _cut(f"Auto: {' '.join(about.split())}", LONGEST_TITLE - len(ending)) + ending

        return self._free(title)

    def _free(self, name: Callable[[int], _Name]) -> _Name:
        attempt = 0
        while name(attempt) in self._used:
            attempt += 1
        self._used.add(name(attempt))
        return name(attempt)


def block_control(content: str, control: BlockControl, gallery: str = QUICK_PARTS) -> str:
    """Return paragraphs and tables inside their control.

    Blocks are declared as parts of one of Word's galleries. That changes nothing in Word but for the table
    of contents, which gets its button to update; LibreOffice would else take a control for one of single
    words, print the instructions of fields in it and lose its extent when the file is saved.
    """
    part = f"<w:docPartObj><w:docPartGallery {attribute(gallery)}/></w:docPartObj>"
    return _controlled(content, control, part)


def value_control(content: str, control: ValueControl) -> str:
    """Return runs of one paragraph inside their control."""
    return _controlled(content, control, "")


def _controlled(content: str, control: BlockControl | ValueControl, kind: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias {attribute(control.title)}/><w:tag {attribute(control.tag)}/>"
        f'<w:id w:val="{control.number}"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
