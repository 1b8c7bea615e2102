"""Lists of contents, tables and figures: fields of Word whose entries stand there already.

Page numbers come from a layout of the same document; without one the entries are links alone, and the
field says so (its switch \\n), so that an update in Word keeps them that way. A list is never empty.
"""

from collections.abc import Mapping, Sequence

from impl_eval.outputs.report.model import Contents
from impl_eval.outputs.word.plan import Entry, Listed
from impl_eval.outputs.word.xml_text import attribute, field, field_parts, paragraph, run

DEEPEST_LEVEL = 2
"""Headings of the third level repeat in every chapter: they would make the contents longer, not clearer."""
_LABELS: dict[Listed, str] = {"headings": "", "tables": "Table", "figures": "Figure"}


def contents_xml(block: Contents, entries: Sequence[Entry], pages: Mapping[str, int], width: int) -> str:
    """Return the paragraphs of a list, its title left out; an empty text where nothing is to be listed.

    `pages` gives page numbers by bookmark, or nothing at all; `width` is the text's, in twips.
    """
    shown = [entry for entry in entries if entry.level <= DEEPEST_LEVEL]
    if not shown:
        return ""
    begin, end = field_parts(_instruction(block.of, numbered=bool(pages)))
    last = len(shown) - 1
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>' if pages else ""
    return "".join(
        paragraph(
            f"TOC{entry.level}" if block.of == "headings" else "TableofFigures",
            (begin if number == 0 else "") + _entry(entry, pages) + (end if number == last else ""),
            # The title keeps with the first entry and that with the second: no list begins with one line.
            ("<w:keepNext/>" if number == 0 and last else "") + tab,
        )
        for number, entry in enumerate(shown)
    )


def _instruction(of: Listed, *, numbered: bool) -> str:
    unnumbered = "" if numbered else "\\n "
    if of == "headings":
        return f'TOC \\o "1-{DEEPEST_LEVEL}" {unnumbered}\\h \\z \\u'
    return f'TOC {unnumbered}\\h \\z \\c "{_LABELS[of]}"'


def _entry(entry: Entry, pages: Mapping[str, int]) -> str:
    page = pages.get(entry.bookmark)
    instruction = f"PAGEREF {entry.bookmark} \\h"
    number = "" if page is None else f"<w:r><w:tab/></w:r>{field(instruction, str(page))}"
    anchor = attribute(entry.bookmark, "w:anchor")
    return f'<w:hyperlink {anchor} w:history="1">{run(entry.text)}{number}</w:hyperlink>'
