"""One walk through the body of a Word document: its text, and where comments begin and end in it.

Tracked insertions are part of the text, deletions are not; both are counted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from impl_eval.readers.line_text import LineText

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT_OF_TAG = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}
# Properties hold no text; rt is the small reading aid above a word, which nobody spoke.
_SKIPPED = frozenset(
    WORD + tag for tag in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "rt")
)
_DELETED = frozenset({WORD + "del", WORD + "moveFrom"})
_INSERTED = frozenset({WORD + "ins", WORD + "moveTo"})
_COUNTED = {
    WORD + "footnoteReference": "footnote",
    WORD + "endnoteReference": "endnote",
    WORD + "sym": "symbol",
    _MATHS + "oMath": "equation",
}
_DRAWINGS = frozenset({WORD + "drawing", WORD + "pict", WORD + "object", _COMPATIBILITY + "AlternateContent"})
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass
class WordWalk:
    """What one walk through the body gathers. `bold_styles` are the ids of styles that set text in bold."""

    bold_styles: frozenset[str] = frozenset()
    lines: LineText = field(default_factory=LineText)
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    line_end_due: bool = False

    def block(self, parent: "BaseOxmlElement", visible: bool = True) -> None:
        """Walk what stands between paragraphs: tables, their rows and cells, content controls."""
        for child in parent:
            tag = child.tag
            if tag == WORD + "p":
                self.paragraph(child, visible)
            elif tag == WORD + "commentRangeStart":
                self.waiting.append(_identifier(child))
            elif not self.mark(child) and tag not in _SKIPPED and isinstance(tag, str):
                deleted = tag in _DELETED or _is_deleted_row(child)
                self.left_out["deletion"] += deleted
                self.block(child, visible and not deleted)

    def paragraph(self, paragraph: "BaseOxmlElement", visible: bool) -> None:
        """Walk one paragraph, which is one line of the text."""
        if not visible:
            self.inline(paragraph, visible=False)
            return
        if self.line_end_due:
            self.lines.add("\n")
        for identifier in self.waiting:  # a range that opens between paragraphs opens with the next line
            self.starts.setdefault(identifier, self.lines.length)
        self.waiting.clear()
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        bold = style is not None and style.get(WORD + "val", "") in self.bold_styles
        self.inline(paragraph, visible=True, bold=bold)
        # A deleted paragraph mark joins this line with the next one.
        self.line_end_due = paragraph.find(f"{WORD}pPr/{WORD}rPr/{WORD}del") is None

    def inline(self, parent: "BaseOxmlElement", visible: bool, bold: bool = False) -> None:
        """Walk what stands within a paragraph: runs, links, fields, tracked changes."""
        for child in parent:
            tag = child.tag
            if tag == WORD + "t":
                self.lines.add((child.text or "") if visible else "", bold)
            elif tag == WORD + "r":
                self.run(child, visible, bold)
            elif tag in _TEXT_OF_TAG:
                self.lines.add(_TEXT_OF_TAG[tag] if visible else "", bold)
            elif tag in _DELETED:
                self.left_out["deletion"] += 1
                self.inline(child, visible=False)
            elif tag in _COUNTED:
                self.left_out[_COUNTED[tag]] += visible
            elif tag in _DRAWINGS:
                self.left_out["text box"] += _text_boxes(child) if visible else 0
            elif not self.mark(child) and tag not in _SKIPPED and isinstance(tag, str):
                self.taken["insertion"] += visible and tag in _INSERTED
                self.inline(child, visible, bold)

    def run(self, run: "BaseOxmlElement", visible: bool, bold: bool) -> None:
        """Walk one run: text of one look. Text that Word hides was not said."""
        properties = run.find(WORD + "rPr")
        if properties is not None:
            hidden = _switch(properties, "vanish")
            self.left_out["hidden passage"] += visible and bool(hidden)
            visible = visible and not hidden
            style = properties.find(WORD + "rStyle")
            bold = bold or (style is not None and style.get(WORD + "val", "") in self.bold_styles)
            direct = _switch(properties, "b")
            bold = bold if direct is None else direct
        self.inline(run, visible, bold)

    def mark(self, element: "BaseOxmlElement") -> bool:
        """Note where a comment begins, ends or is anchored; False for any other element."""
        places = {
            WORD + "commentRangeStart": self.starts,
            WORD + "commentRangeEnd": self.ends,
            WORD + "commentReference": self.points,
        }.get(element.tag)
        if places is not None:
            places.setdefault(_identifier(element), self.lines.length)
        return places is not None

    def range_of(self, identifier: str) -> tuple[int, int] | None:
        """Return where a comment stands; a point if its range is missing or has no end."""
        end = self.ends.get(identifier, self.points.get(identifier))
        start = self.starts.get(identifier, end)
        if start is None:
            return None
        return (start, max(start, end if end is not None else start))


def _identifier(element: "BaseOxmlElement") -> str:
    return str(element.get(WORD + "id", ""))


def _switch(properties: "BaseOxmlElement", name: str) -> bool | None:
    """Return whether a property is switched on or off; None where nothing is said."""
    element = properties.find(WORD + name)
    return None if element is None else element.get(WORD + "val", "true") not in _OFF


def _is_deleted_row(element: "BaseOxmlElement") -> bool:
    return element.tag == WORD + "tr" and element.find(f"{WORD}trPr/{WORD}del") is not None


def _text_boxes(drawing: "BaseOxmlElement") -> int:
    """Count text boxes; Word writes each twice, the second time as a fallback for old programs."""
    boxes: Iterable[BaseOxmlElement] = drawing.iter(WORD + "txbxContent")
    return sum(next(box.iterancestors(_COMPATIBILITY + "Fallback"), None) is None for box in boxes)


def bold_styles(styles: "BaseOxmlElement") -> frozenset[str]:
    """Return the ids of the styles that set text in bold, by themselves or by the style they build on."""
    bold: dict[str, bool | None] = {}
    based_on: dict[str, str] = {}
    for style in styles.iter(WORD + "style"):
        identifier = str(style.get(WORD + "styleId", ""))
        properties = style.find(WORD + "rPr")
        bold[identifier] = None if properties is None else _switch(properties, "b")
        parent = style.find(WORD + "basedOn")
        if parent is not None:
            based_on[identifier] = str(parent.get(WORD + "val", ""))
    return frozenset(identifier for identifier in bold if _inherits(identifier, bold, based_on))


def _inherits(identifier: str, bold: dict[str, bool | None], based_on: dict[str, str]) -> bool:
    seen: set[str] = set()
    while identifier and identifier not in seen:
        seen.add(identifier)
        said = bold.get(identifier)
        if said is not None:
            return said
        identifier = based_on.get(identifier, "")
    return False
