"""Where the blocks of a report stand in a document that people have edited.

A block is found by the tag of its control, else by its bookmark, else by the title of its control:
LibreOffice drops tags, and whoever removes a control leaves its bookmark.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from impl_eval.outputs.refresh.names import DRAWING, w
from impl_eval.outputs.refresh.record import BlockRecord
from impl_eval.outputs.refresh.words import NOT_THERE, shown_texts

if TYPE_CHECKING:
    from lxml.etree import _Element

VALUE_TAG = "ie:val:"
BLOCK_TAG = "ie:"
BOOKMARK = "ie_"
CAPTION, TABLE_NOTE = "caption", "table note"


@dataclass(frozen=True)
class FoundBlock:
    """One place of a block. `elements` are its paragraphs and tables, and controls inside it, in order.

    `control` is its content control, where it still has one. `shared`: it stands in the control of
    another block.
    """

    id: str
    by: Literal["tag", "bookmark", "title"]
    control: "_Element | None"
    elements: tuple["_Element", ...]
    shared: bool = False

    @property
    def first(self) -> "_Element":
        """The element at which the block begins, seen from outside."""
        return self.elements[0] if self.control is None else self.control

    @property
    def last(self) -> "_Element":
        """The element with which the block ends, seen from outside."""
        return self.elements[-1] if self.control is None else self.control


@dataclass(frozen=True)
class Found:
    """The place of every block that stands in a document, and the copies that people made of blocks."""

    blocks: dict[str, FoundBlock]
    copies: dict[str, tuple[FoundBlock, ...]]


class Marks:
    """The controls and bookmarks of a document's body, by tag, title and name."""

    def __init__(self, body: "_Element", style_names: dict[str, str]) -> None:
        self.body = body
        self.style_names = style_names
        self.tagged: dict[str, list[_Element]] = defaultdict(list)
        self.titled: dict[str, list[_Element]] = defaultdict(list)
        self.bookmarks: dict[str, _Element] = {}
        for each in body.iter(w("sdt"), w("bookmarkStart")):
            if each.tag == w("bookmarkStart"):
                self.bookmarks.setdefault(each.get(w("name"), "").lower(), each)
                continue
            tag, title = control_tag(each), control_title(each)
            if tag:
                self.tagged[tag].append(each)
            elif title:
                self.titled[title].append(each)


def find_blocks(marks: Marks, records: Iterable[BlockRecord]) -> Found:
    """Return where blocks stand; a block that stands nowhere is not among them."""
    known = tuple(records)
    blocks: dict[str, FoundBlock] = {}
    copies: dict[str, tuple[FoundBlock, ...]] = {}
    ours = {control for one in known for control in marks.tagged.get(one.tag, ())}
    for one in known:
        places = _places(one, marks, ours)
        if not places:
            continue
        # Text moved with tracking stands twice, once struck out: the block is where it reads.
        read = [place for place in places if _reads(place)]
        main = (read or places)[0]
        blocks[one.id] = main
        if len(read) > 1:
            copies[one.id] = tuple(read[1:])
    return Found(blocks, copies)


def _places(one: BlockRecord, marks: Marks, ours: set["_Element"]) -> list[FoundBlock]:
    places = [_by_control(one.id, control) for control in marks.tagged.get(one.tag, ())]
    tagged = [place for place in places if place is not None]
    if tagged:
        return tagged
    place = _by_bookmark(one, marks, ours) or _by_title(one, marks)
    return [] if place is None else [place]


def control_tag(control: "_Element") -> str:
    """Return the tag of a control, or an empty text."""
    return _property(control, "tag")


def control_title(control: "_Element") -> str:
    """Return the title of a control, or an empty text."""
    return _property(control, "alias")


def _property(control: "_Element", name: str) -> str:
    found = control.find(f"{w('sdtPr')}/{w(name)}")
    return "" if found is None else found.get(w("val"), "")


def ancestor(element: "_Element", *tags: str) -> "_Element | None":
    """Return the nearest ancestor that has one of these tags."""
    return next(element.iterancestors(*tags), None)


def is_block_level(control: "_Element") -> bool:
    """Say whether a control stands among paragraphs, not within one."""
    return ancestor(control, w("p")) is None


def block_elements(container: "_Element") -> Iterator["_Element"]:
    """Return paragraphs, tables and the controls of other blocks, past wrappers that say nothing."""
    for child in container:
        other = child.tag == w("sdt") and control_tag(child).startswith(BLOCK_TAG)
        if other or child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag not in NOT_THERE:
            yield from block_elements(child)


def _by_control(block_id: str, control: "_Element") -> FoundBlock | None:
    content = control.find(w("sdtContent"))
    if content is None:
        return None
    if is_block_level(control):
        elements = tuple(block_elements(content))
    else:
        paragraph = ancestor(control, w("p"))
        return None if paragraph is None else FoundBlock(block_id, "tag", None, (paragraph,))
    return FoundBlock(block_id, "tag", control, elements)


def _by_bookmark(one: BlockRecord, marks: Marks, ours: set["_Element"]) -> FoundBlock | None:
    mark = marks.bookmarks.get(one.bookmark.lower()) if one.bookmark else None
    if mark is None:
        return None
    paragraph = ancestor(mark, w("p"))
    if paragraph is None:
        following = mark.getnext()
        while following is not None and following.tag not in (w("p"), w("tbl")):
            following = following.getnext()
        if following is None:
            return None
        paragraph = following
    shared = any(each in ours for each in paragraph.iterancestors(w("sdt")))
    elements = (paragraph,) if shared else tuple(_extent(paragraph, marks))
    return FoundBlock(one.id, "bookmark", None, elements, shared)


def _by_title(one: BlockRecord, marks: Marks) -> FoundBlock | None:
    controls = marks.titled.get(one.title, []) if one.title else []
    if not controls:
        return None
    inside = next(controls[0].iter(w("p")), None) if is_block_level(controls[0]) else None
    paragraph = inside if inside is not None else ancestor(controls[0], w("p"))
    return None if paragraph is None else FoundBlock(one.id, "title", None, tuple(_extent(paragraph, marks)))


def _extent(paragraph: "_Element", marks: Marks) -> Iterator["_Element"]:
    """Yield a paragraph and what belongs to it: the table or figure under a caption, and its note."""
    yield paragraph
    if paragraph.tag != w("p") or _style_name(paragraph, marks) != CAPTION:
        return
    shown = next_element(paragraph, marks.body)
    if shown is None or not (shown.tag == w("tbl") or next(shown.iter(w("drawing")), None) is not None):
        return
    yield shown
    note = next_element(shown, marks.body)
    if note is not None and _style_name(note, marks) == TABLE_NOTE and not _is_marked(note):
        yield note


def next_element(element: "_Element", body: "_Element") -> "_Element | None":
    """Return the paragraph or table that follows, past the ends of controls."""
    here: _Element = element
    while True:
        following = here.getnext()
        while following is not None:
            inner = (
                following
                if following.tag in (w("p"), w("tbl"))
                else next(block_elements(following), None)
                if following.tag not in NOT_THERE
                else None
            )
            if inner is not None:
                return inner
            following = following.getnext()
        parent = here.getparent()
        if parent is None or parent is body or parent.tag in (w("tc"), w("body")):
            return None
        here = parent


def _style_name(paragraph: "_Element", marks: Marks) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    style_id = "" if style is None else style.get(w("val"), "")
    return marks.style_names.get(style_id, style_id)


def _is_marked(paragraph: "_Element") -> bool:
    names = (each.get(w("name"), "") for each in paragraph.iter(w("bookmarkStart")))
    return any(name.startswith(BOOKMARK) for name in names)


def _reads(place: FoundBlock) -> bool:
    """Say whether anything is to be read or seen at a place."""
    for element in place.elements:
        if any((each.text or "").strip() for each in shown_texts(element)):
            return True
        if any(_is_shown(each) for each in element.iter(f"{{{DRAWING}}}graphic")):
            return True
    return False


def _is_shown(element: "_Element") -> bool:
    return next(element.iterancestors(w("del"), w("moveFrom")), None) is None
