"""Blocks of a report model, one by one, as the XML of a document's body.

Counts captions, bookmarks and pictures, so that numbers and ids are unique and the same every time.
"""

from collections.abc import Callable

from impl_eval.outputs.report.identity import id_of
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    FigureBlock,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Prompt,
    TableBlock,
)
from impl_eval.outputs.word.controls import Controls, controlled
from impl_eval.outputs.word.looks import LANDSCAPE_TEXT_WIDTH, STYLE_OF_PARAGRAPH, TEXT_WIDTH
from impl_eval.outputs.word.pictures import picture_run, picture_size
from impl_eval.outputs.word.sections import section_properties
from impl_eval.outputs.word.tables import table_xml
from impl_eval.outputs.word.xml_text import (
    LONGEST_BOOKMARK,
    bookmark_name,
    bookmarked,
    field,
    paragraph,
    run,
    runs,
)
from impl_eval.results import Chart

ANSWER_HERE = "[Write your answer here, then delete this line.]"
_AFTER_TABLE = 180
_CLOSE_TO_TABLE = frozenset({"BodyText", "ListBullet", "Quote", "Lead"})
_STRONG = '<w:rStyle w:val="Strong"/>'


class BodyWriter:
    """Writes blocks in order. `draw` turns a chart into a PNG, `add_picture` stores it in the file.

    The first page is turned with `landscape`. With `controls`, each block that has an id stands in a content
    control, and so does each number in running text.
    """

    def __init__(
        self,
        draw: Callable[[Chart], bytes],
        add_picture: Callable[[bytes], str],
        *,
        landscape: bool = False,
        controls: Controls | None = None,
    ) -> None:
        self._controls = controls
        self._bookmark = ""
        self._draw = draw
        self._add_picture = add_picture
        self._parts: list[str] = []
        self._names: set[str] = set()
        self._captions = {"Table": 0, "Figure": 0}
        self._pictures = 0
        self._landscape = landscape
        self._page_break = False
        self._new_section = False
        self._after_table = False

    def write(self, blocks: tuple[Block, ...]) -> str:
        """Return the children of w:body but for the last section's properties."""
        for block in blocks:
            self._write(block)
        return "".join(self._parts)

    @property
    def ends_landscape(self) -> bool:
        """Whether the last page is turned."""
        return self._landscape

    def _write(self, block: Block) -> None:
        if self._controls is None or not id_of(block):
            self._write_bare(block)
            return
        control = self._controls.of_block(block)
        self._bookmark = control.bookmark
        first = len(self._parts)
        self._write_bare(block)
        self._parts[first:] = [controlled("".join(self._parts[first:]), control)]

    def _write_bare(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                style = STYLE_OF_PARAGRAPH[block.style]
                self._paragraph(style, self._running_text(block), keep_next=block.keep_next)
            case TableBlock():
                self._table(block)
            case FigureBlock():
                self._figure(block)
            case Callout():
                self._paragraph("Callout", self._running_text(block), keep_next=block.keep_next)
            case Prompt():
                self._prompt(block)
            case PageBreak():
                self._page_break = not self._new_section
            case Orientation():
                self._turn(landscape=block.landscape)

    def _paragraph(self, style: str, content: str, *, keep_next: bool = False) -> None:
        """Write a paragraph; a page break before it is a property of the paragraph, not an empty one."""
        properties = "<w:keepNext/>" if keep_next else ""
        properties += "<w:pageBreakBefore/>" if self._page_break else ""
        if self._after_table and style in _CLOSE_TO_TABLE:
            properties += f'<w:spacing w:before="{_AFTER_TABLE}"/>'
        self._page_break = self._after_table = self._new_section = False
        if self._bookmark:
            content = self._bookmarked(content, self._bookmark)
            self._bookmark = ""
        self._parts.append(paragraph(style, content, properties))

    def _heading(self, block: Heading) -> None:
        self._paragraph(f"Heading{block.level}", run(block.text))

    def _table(self, block: TableBlock) -> None:
        self._caption("Table", block.id, block.title)
        self._parts.append(table_xml(block, LANDSCAPE_TEXT_WIDTH if self._landscape else TEXT_WIDTH))
        self._parts.append(paragraph("TableNote", run(block.note)) if block.note else "")
        self._after_table = not block.note

    def _figure(self, block: FigureBlock) -> None:
        self._caption("Figure", block.id, block.caption)
        png = self._draw(block.chart)
        self._pictures += 1
        size = picture_size(png)
        name = f"Figure {self._captions['Figure']}"
        picture = picture_run(self._add_picture(png), self._pictures, name, block.alt, size)
        self._parts.append(paragraph("Figure", picture, "<w:keepNext/>" if block.note else ""))
        self._parts.append(paragraph("TableNote", run(block.note)) if block.note else "")

    def _prompt(self, block: Prompt) -> None:
        self._paragraph("Prompt", run(f"{block.title}. ", _STRONG) + run(f"{block.text} {ANSWER_HERE}"))

    def _caption(self, label: str, block_id: str, text: str) -> None:
        """Write a caption that Word numbers, with the number it has now."""
        self._captions[label] += 1
        sequence = field(f"SEQ {label} \\* ARABIC", str(self._captions[label]))
        numbered = self._bookmarked(run(f"{label} ") + sequence, bookmark_name("c_", block_id))
        self._paragraph("Caption", numbered + run(f". {text}"))

    def _running_text(self, block: Paragraph | Callout) -> str:
        controls = self._controls
        if controls is None:
            return runs(block.spans)
        return "".join(
            controlled(runs((span,)), controls.of_value(block.id, span)) if span.result_id else runs((span,))
            for span in block.spans
        )

    def _bookmarked(self, content: str, wanted: str) -> str:
        name, number = wanted, 1
        while name.lower() in self._names:
            number += 1
            ending = f"_{number}"
            name = wanted[: LONGEST_BOOKMARK - len(ending)] + ending
        self._names.add(name.lower())
        return bookmarked(content, name, len(self._names))

    def _turn(self, *, landscape: bool) -> None:
        """End the section. Word keeps its properties in the section's last paragraph."""
        if landscape == self._landscape:
            return
        if self._new_section:  # turned and turned back with nothing between: no empty page
            self._parts.pop()
            self._landscape = landscape
            self._new_section, self._page_break = False, True
            return
        self._page_break = False
        properties = section_properties(landscape=self._landscape)
        self._parts.append(paragraph("SectionEnd", "", properties))
        self._landscape = landscape
        self._new_section = True
