"""Blocks of a report model, one by one, as the XML of a document's body."""

from collections.abc import Callable, Mapping

from impl_eval.outputs.report.identity import id_of
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Logo,
    Orientation,
    PageBreak,
    Paragraph,
    Prompt,
    TableBlock,
)
from impl_eval.outputs.word.contents import contents_xml
from impl_eval.outputs.word.controls import (
    QUICK_PARTS,
    TABLE_OF_CONTENTS,
    Controls,
    block_control,
    value_control,
    values_in_cells,
)
from impl_eval.outputs.word.looks import STYLE_OF_PARAGRAPH
from impl_eval.outputs.word.plan import Plan, plan_of
from impl_eval.outputs.word.sections import HOUSE_PAGE, Page, section_properties
from impl_eval.outputs.word.tables import table_xml
from impl_eval.outputs.word.xml_text import bookmarked, field, paragraph, run, runs
from impl_eval.protocols.logo import LogoPicture

ANSWER_HERE = "[Write your answer here, then delete this line.]"
LOGO_HERE = "[Place for a logo: put a picture in place of this line, or delete it.]"
_AFTER_TABLE = 180
_CLOSE_TO_TABLE = frozenset({"BodyText", "ListBullet", "Quote", "Lead"})
_STRONG = '<w:rStyle w:val="Strong"/>'

FigureRun = Callable[[FigureBlock, int], str]
"""Makes the run that shows a figure, of a block and a number that no other figure has."""


LogoRun = Callable[[LogoPicture], str]
"""Makes the run that shows the logo of an organisation."""


def no_figures(block: FigureBlock, number: int) -> str:
    """Stand for figures in documents that have none."""
    raise ValueError(f"no figure is expected here, but {block.id} is number {number}")


def words_for_logo(picture: LogoPicture) -> str:
    """Return the words that stand for a logo, for documents that show no pictures."""
    return run(picture.alt)


class BodyWriter:
    """Writes blocks in order. `figure` makes the run that shows a figure, `logo` the one of a logo.

    The first page is turned with `landscape`. With `controls`, each block that has an id stands in a content
    control, and so does each number in running text. `pages` are page numbers of bookmarks, where known.
    """

    def __init__(
        self,
        figure: FigureRun = no_figures,
        *,
        landscape: bool = False,
        controls: Controls | None = None,
        page: Page = HOUSE_PAGE,
        pages: Mapping[str, int] | None = None,
        logo: LogoRun = words_for_logo,
    ) -> None:
        self._figure_run = figure
        self._logo_run = logo
        self._controls = controls
        self._page = page
        self._pages = pages or {}
        self._plan = Plan()
        self._parts: list[str] = []
        self._bookmark = ""
        self._bookmarks = 0
        self._landscape = landscape
        self._page_break = False
        self._new_section = False
        self._sections = 0
        self._after_table = False

    def write(self, blocks: tuple[Block, ...]) -> str:
        """Return the children of w:body but for the last section's properties."""
        self._plan = plan_of(blocks, self._controls or Controls())
        for block in blocks:
            self._write(block)
        return "".join(self._parts)

    def section_end(self) -> str:
        """Return the properties of the section that ends here."""
        first = self._sections == 0
        self._sections += 1
        return section_properties(landscape=self._landscape, page=self._page, first=first)

    @property
    def _width(self) -> int:
        return self._page.text_width(landscape=self._landscape)

    def _write(self, block: Block) -> None:
        control = self._plan.controls.get(id_of(block))
        if control is None:
            self._write_bare(block)
            return
        self._bookmark = control.bookmark
        first = len(self._parts)
        self._write_bare(block)
        if len(self._parts) == first:  # a list of nothing
            self._bookmark = ""
            if self._controls is not None:
                self._controls.blocks.remove(control)
        elif self._controls is not None:
            is_contents = isinstance(block, Contents) and block.of == "headings"
            gallery = TABLE_OF_CONTENTS if is_contents else QUICK_PARTS
            self._parts[first:] = [block_control("".join(self._parts[first:]), control, gallery)]

    def _write_bare(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph(f"Heading{block.level}", run(block.text))
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
                words = run(f"{block.title}. ", _STRONG) + run(f"{block.text} {ANSWER_HERE}")
                self._paragraph("Prompt", words)
            case Logo():
                shown = self._logo_run(block.picture) if block.picture else run(LOGO_HERE)
                self._paragraph("Figure" if block.picture else "Logo", shown)
            case Contents():
                self._contents(block)
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

    def _table(self, block: TableBlock) -> None:
        self._caption(block.id, block.title)
        self._parts.append(table_xml(block, self._width, self._plan.targets))
        if self._controls is not None:
            self._controls.cells.extend(values_in_cells(block))
        self._parts.append(paragraph("TableNote", run(block.note)) if block.note else "")
        self._after_table = not block.note

    def _figure(self, block: FigureBlock) -> None:
        self._caption(block.id, block.caption)
        shown = self._figure_run(block, self._plan.labels[block.id][1])
        self._parts.append(paragraph("Figure", shown, "<w:keepNext/>" if block.note else ""))
        self._parts.append(paragraph("TableNote", run(block.note)) if block.note else "")

    def _contents(self, block: Contents) -> None:
        entries = contents_xml(block, self._plan.entries[block.of], self._pages, self._width)
        if entries:
            self._paragraph("TOCHeading", run(block.title), keep_next=True)
            self._parts.append(entries)

    def _caption(self, block_id: str, text: str) -> None:
        """Write a caption that Word numbers, with the number it has now."""
        label, number = self._plan.labels[block_id]
        sequence = field(f"SEQ {label} \\* ARABIC", str(number))
        numbered = self._bookmarked(run(f"{label} ") + sequence, self._plan.targets[block_id])
        self._paragraph("Caption", numbered + run(f". {text}"))

    def _running_text(self, block: Paragraph | Callout) -> str:
        controls, targets = self._controls, self._plan.targets
        if controls is None:
            return runs(block.spans, targets)
        return "".join(
            value_control(runs((span,)), controls.of_value(block.id, span))
            if span.value_id
            else runs((span,), targets)
            for span in block.spans
        )

    def _bookmarked(self, content: str, name: str) -> str:
        self._bookmarks += 1
        return bookmarked(content, name, self._bookmarks)

    def _turn(self, *, landscape: bool) -> None:
        """End the section. Word keeps its properties in the section's last paragraph."""
        if landscape == self._landscape:
            return
        if self._new_section:  # turned and turned back with nothing between: no empty page
            self._parts.pop()
            self._sections -= 1
            self._landscape = landscape
            self._new_section, self._page_break = False, True
            return
        self._page_break = False
        properties = self.section_end()
        self._parts.append(paragraph("SectionEnd", "", properties))
        self._landscape = landscape
        self._new_section = True
