"""Changes to the elements of a document that leave standing what people hung on them.

Comments, bookmarks of the lead and page breaks outlive the words around them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.finding import control_tag
from impl_eval.outputs.refresh.names import PICTURE_PLACE, w
from impl_eval.outputs.refresh.words import shown_texts

if TYPE_CHECKING:
    from lxml.etree import _Element

DRAWING_LABEL = f"{{{PICTURE_PLACE}}}docPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STARTS = frozenset({w("commentRangeStart"), w("bookmarkStart"), w("permStart")})
_ENDS = frozenset({w("commentRangeEnd"), w("bookmarkEnd"), w("permEnd")})


def remove(element: "_Element") -> None:
    """Take an element out; a cell keeps its last paragraph, and an empty wrapper goes too."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if parent.tag == w("sdtContent") and len(parent) == 0:
        control = parent.getparent()
        if control is not None:
            remove(control)
    elif parent.tag == w("tc") and parent.find(w("p")) is None:
        parent.append(parent.makeelement(w("p")))


def set_words(element: "_Element", text: str) -> None:
    """Let a control or run show a text, in the looks of its first words."""
    shown = list(shown_texts(element))
    if not shown:
        return
    shown[0].text = text
    shown[0].set(_SPACE, "preserve")
    for each in shown[1:]:
        each.text = ""


def raw_words(element: "_Element") -> str:
    """Return the words of an element, white space as it is."""
    return "".join(each.text or "" for each in shown_texts(element))


class Kept:
    """What people hung on elements that are about to go: starts before their words, ends after."""

    def __init__(self, elements: Iterable["_Element"], names: frozenset[str]) -> None:
        self.before: list[_Element] = []
        self.after: list[_Element] = []
        ours: set[str | None] = set()
        for element in elements:
            for each in element.iter():
                if each.tag == w("bookmarkStart") and each.get(w("name"), "").lower() in names:
                    ours.add(each.get(w("id")))
                elif each.tag in _STARTS or _is_page_break(each):
                    self.before.append(each)
                elif each.tag == w("bookmarkEnd") and each.get(w("id")) in ours:
                    continue
                elif each.tag in _ENDS or _is_reference(each):
                    self.after.append(each)

    def hang_on(self, first: "_Element | None", last: "_Element | None") -> None:
        """Hang it on the first and the last paragraph of what takes their place."""
        if first is None or last is None:
            return
        properties = first.find(w("pPr"))
        place = 0 if properties is None else first.index(properties) + 1
        for each in reversed(self.before):
            first.insert(place, each)
        for each in self.after:
            last.append(each)


def restore_descriptions(current: Iterable["_Element"], new: Iterable["_Element"]) -> None:
    """Give figures and tables the words that stand for them where a program has dropped them."""
    old, fresh = (list(each) for each in (current, new))
    labels = [[each for one in side for each in one.iter(DRAWING_LABEL)] for side in (old, fresh)]
    for label, source in zip(*labels, strict=False):
        if not label.get("descr") and source.get("descr") and len(labels[0]) == len(labels[1]):
            label.set("descr", source.get("descr", ""))
    tables = [[each for one in side for each in one.iter(w("tblPr"))] for side in (old, fresh)]
    for properties, source in zip(*tables, strict=False):
        for name in ("tblCaption", "tblDescription"):
            words = source.find(w(name))
            if words is not None and properties.find(w(name)) is None and len(tables[0]) == len(tables[1]):
                properties.append(properties.makeelement(w(name), {w("val"): words.get(w("val"), "")}))


def bookmark_names(elements: Iterable["_Element"]) -> frozenset[str]:
    """Return the names of bookmarks that begin in elements, in small letters."""
    return frozenset(
        each.get(w("name"), "").lower() for element in elements for each in element.iter(w("bookmarkStart"))
    )


def paragraphs(elements: Iterable["_Element"]) -> list["_Element"]:
    """Return the paragraphs of elements, in order."""
    return [each for element in elements for each in element.iter(w("p"))]


def outermost(element: "_Element", body: "_Element") -> "_Element":
    """Return the child of the body in which an element stands."""
    here = element
    while True:
        parent = here.getparent()
        if parent is None or parent is body:
            return here
        here = parent


def outside_anonymous(element: "_Element") -> "_Element":
    """Return the control around an element that holds nothing else and has no tag, else the element."""
    content = element.getparent()
    if content is None or content.tag != w("sdtContent") or len(content) != 1:
        return element
    control = content.getparent()
    return element if control is None or control_tag(control) else control


def _is_page_break(element: "_Element") -> bool:
    """LibreOffice writes a page break before a paragraph as a run of its own."""
    if element.tag != w("r"):
        return False
    inside = [each for each in element if each.tag != w("rPr")]
    return len(inside) == 1 and inside[0].tag == w("br") and inside[0].get(w("type")) == "page"


def _is_reference(element: "_Element") -> bool:
    """Say whether a run shows the mark of a comment and nothing else."""
    return element.tag == w("r") and element.find(w("commentReference")) is not None
