"""Comments that a refresh leaves in a report, and those of people, which stay."""

from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.names import R, W, w
from impl_eval.outputs.refresh.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

AUTHOR, INITIALS = "impl-eval", "ie"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STARTS_AND_ENDS = (w("commentRangeStart"), w("commentRangeEnd"))


class Comments:
    """The comments of one file."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._name = package.related(package.document_name, "comments")
        self.added = 0

    def add(self, paragraph: "_Element", text: str) -> None:
        """Comment on a whole paragraph. Each line of the text is a paragraph of the comment."""
        number = self._free_number()
        root = self._root()
        comment = _made(root, "comment", id=number, author=AUTHOR, initials=INITIALS)
        for line in text.split("\n"):
            line_paragraph = _made(comment, "p")
            words = _made(_made(line_paragraph, "r"), "t")
            words.text = line
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        start = paragraph.makeelement(w("commentRangeStart"), {w("id"): number})
        properties = paragraph.find(w("pPr"))
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        _made(paragraph, "commentRangeEnd", id=number)
        run = _made(paragraph, "r")
        style = self._reference_style()
        if style:
            _made(_made(run, "rPr"), "rStyle", val=style)
        _made(run, "commentReference", id=number)
        self.added += 1

    def of_people_in(self, elements: "Iterable[_Element]") -> bool:
        """Say whether somebody other than us comments on anything in elements."""
        ours = self._ours()
        marks = (w("commentReference"), *_STARTS_AND_ENDS)
        return any(each.get(w("id")) not in ours for element in elements for each in element.iter(*marks))

    def remove_ours(self, elements: "Iterable[_Element]") -> None:
        """Take back what an earlier refresh said about elements."""
        ours = self._ours()
        if not ours:
            return
        for element in elements:
            for mark in list(element.iter(w("commentReference"), *_STARTS_AND_ENDS)):
                number = mark.get(w("id"), "")
                if number not in ours:
                    continue
                run = mark.getparent() if mark.tag == w("commentReference") else None
                _remove(mark if run is None else run)
                if mark.tag == w("commentReference"):
                    _remove(ours[number])

    def _ours(self) -> dict[str, "_Element"]:
        if not self._name:
            return {}
        found = self._package.tree(self._name).iter(w("comment"))
        return {each.get(w("id"), ""): each for each in found if each.get(w("author")) == AUTHOR}

    def _root(self) -> "_Element":
        if not self._name:
            self._name = "word/comments.xml"
            if self._name in self._package.parts:
                self._name = self._package.free_name(self._name)
            self._package.add_tree(self._name, f'<w:comments xmlns:w="{W}"/>')
            self._package.declare(self._name, _TYPE)
            self._package.relate(self._package.document_name, f"{R}/comments", self._name)
        return self._package.tree(self._name)

    def _free_number(self) -> str:
        taken = [each.get(w("id"), "") for each in self._root().iter(w("comment"))]
        return str(1 + max((int(each) for each in taken if each.isdigit()), default=-1))

    def _reference_style(self) -> str:
        part = self._package.related(self._package.document_name, "styles")
        if not part:
            return ""
        for style in self._package.tree(part).iter(w("style")):
            name = style.find(w("name"))
            if name is not None and name.get(w("val"), "").lower() == "annotation reference":
                return str(style.get(w("styleId"), ""))
        return ""


def _made(parent: "_Element", name: str, **attributes: str) -> "_Element":
    child = parent.makeelement(w(name), {w(key): value for key, value in attributes.items()})
    parent.append(child)
    return child


def _remove(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
