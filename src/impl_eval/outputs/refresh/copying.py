"""Brings pieces of one Word file into another: with their pictures, charts, links and styles.

What comes in keeps its looks by the names of styles, and gets ids that nothing else in the file has.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.elements import DRAWING_LABEL
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.package import Package, relationship_attribute
from impl_eval.outputs.refresh.reading import body_of

if TYPE_CHECKING:
    from lxml.etree import _Element

STYLE_USES = (w("pStyle"), w("rStyle"), w("tblStyle"))
STYLE_LINKS = (w("basedOn"), w("next"), w("link"))
_HIGHEST = 2**31 - 1
_DROPPED_WHEN_UNUSED = frozenset({"image", "chart", "hyperlink"})


class Importer:
    """Copies elements of the document of `source` for the document of `target`."""

    def __init__(self, source: Package, target: Package) -> None:
        self._source = source
        self._target = target
        self._links = {each.id: each for each in source.relationships(source.document_name)}
        self._reachable = target.reachable()
        self._used_before = set(_relationship_ids(target))
        self._copied: dict[str, str] = {}
        self._styles: dict[str, str] = {}

    def bring(self, element: "_Element") -> "_Element":
        """Return a copy of an element that can stand in the target's document."""
        copy = deepcopy(element)
        for each in copy.iter():
            if not isinstance(each.tag, str):
                continue
            for name in [name for name in each.attrib if relationship_attribute(str(name))]:
                each.set(name, self._relationship(str(each.get(name))))
            if each.tag in STYLE_USES:
                each.set(w("val"), self._style(each.get(w("val"), "")))
        self._give_new_ids(copy)
        return copy

    def drop_unused(self) -> None:
        """Take out pictures and charts of the target that nothing shows any more."""
        target = self._target
        unused = self._used_before - set(_relationship_ids(target))
        rels = target.relationships(target.document_name)
        gone = {each.id for each in rels if each.id in unused and each.kind in _DROPPED_WHEN_UNUSED}
        if not gone:
            return
        from impl_eval.outputs.refresh.package import rels_name

        lines = target.tree(rels_name(target.document_name))
        for line in [line for line in lines if line.get("Id") in gone]:
            lines.remove(line)
        for name in sorted(self._reachable - target.reachable()):
            target.remove(name)

    def _relationship(self, identifier: str) -> str:
        link = self._links.get(identifier)
        if link is None:
            return identifier
        target = link.target if link.external else self._part(link.target)
        return self._target.relate(self._target.document_name, link.type, target, external=link.external)

    def _part(self, name: str) -> str:
        """Return the name that a part has in the target, copying it with all that it needs."""
        if name in self._copied:
            return self._copied[name]
        content = self._source.parts[name]
        needs = self._source.relationships(name)
        if not needs:
            same = sorted(other for other, bytes_ in self._target.parts.items() if bytes_ == content)
            if same:
                self._copied[name] = same[0]
                return same[0]
        new = name if name not in self._target.parts else self._target.free_name(name)
        self._copied[name] = new
        self._target.parts[new] = content
        self._target.declare(new, self._source.content_type(name))
        for each in needs:
            target = each.target if each.external else self._part(each.target)
            identifier = self._target.relate(new, each.type, target, external=each.external)
            if identifier != each.id:
                self._rename(new, each.id, identifier)
        return new

    def _rename(self, part: str, old: str, new: str) -> None:
        for each in self._target.tree(part).iter():
            for name in [name for name in each.attrib if relationship_attribute(str(name))]:
                if each.get(name) == old:
                    each.set(name, new)

    @cached_property
    def _source_styles(self) -> dict[str, "_Element"]:
        return _styles(self._source)

    @cached_property
    def _target_styles(self) -> dict[str, "_Element"]:
        return _styles(self._target)

    def _style(self, style_id: str) -> str:
        """Return the id of the target's style of the same name; a style it lacks is brought along."""
        if style_id in self._styles:
            return self._styles[style_id]
        style = self._source_styles.get(style_id)
        if style is None:
            return style_id
        wanted = (style.get(w("type")), _name(style))
        for other_id, other in self._target_styles.items():
            if (other.get(w("type")), _name(other)) == wanted:
                self._styles[style_id] = other_id
                return other_id
        self._styles[style_id] = new = self._free_style(style_id)
        copy = deepcopy(style)
        copy.set(w("styleId"), new)
        copy.attrib.pop(w("default"), None)
        for numbered in list(copy.iter(w("numPr"))):
            _remove(numbered)
        root = self._target.tree(self._target.related(self._target.document_name, "styles"))
        root.append(copy)
        self._target_styles[new] = copy
        for link in copy.iter(*STYLE_LINKS):
            link.set(w("val"), self._style(link.get(w("val"), "")))
        return new

    def _free_style(self, wanted: str) -> str:
        number, name = 1, wanted
        while name in self._target_styles:
            number += 1
            name = f"{wanted}{number}"
        return name

    def _give_new_ids(self, copy: "_Element") -> None:
        """Number pictures, bookmarks and controls anew where the target has their numbers already."""
        pictures = list(copy.iter(DRAWING_LABEL))
        controls = [each for each in copy.iter(w("id")) if _of_control(each)]
        starts = list(copy.iter(w("bookmarkStart")))
        if not (pictures or controls or starts):
            return
        body = body_of(self._target)
        self._renumber(pictures, "id", {each.get("id") or "" for each in body.iter(DRAWING_LABEL)})
        self._renumber(controls, w("val"), {each.get(w("val"), "") for each in body.iter(w("id"))})
        if starts:
            self._bookmarks(copy, starts, body)

    def _bookmarks(self, copy: "_Element", starts: list["_Element"], body: "_Element") -> None:
        """Number bookmarks anew; one whose name stands elsewhere in the target already is left out."""
        marks = list(body.iter(w("bookmarkStart"), w("bookmarkEnd")))
        names = {each.get(w("name"), "").lower() for each in marks}
        taken = {each.get(w("id"), "") for each in marks}
        for start in starts:
            old = start.get(w("id"), "")
            pair = [start, *(each for each in copy.iter(w("bookmarkEnd")) if each.get(w("id")) == old)]
            new = _free_number(old, taken)
            for each in pair:
                if start.get(w("name"), "").lower() in names:
                    _remove(each)
                each.set(w("id"), new)
            taken.add(new)

    def _renumber(self, elements: list["_Element"], attribute: str, taken: set[str]) -> None:
        for each in elements:
            new = _free_number(each.get(attribute, "1"), taken)
            each.set(attribute, new)
            taken.add(new)


def _relationship_ids(package: Package) -> Iterator[str]:
    for each in package.tree(package.document_name).iter():
        for name, value in each.attrib.items():
            if relationship_attribute(str(name)):
                yield str(value)


def _styles(package: Package) -> dict[str, "_Element"]:
    part = package.related(package.document_name, "styles")
    found = package.tree(part).iter(w("style")) if part else ()
    return {each.get(w("styleId"), ""): each for each in found}


def _name(style: "_Element") -> str:
    name = style.find(w("name"))
    return "" if name is None else name.get(w("val"), "").lower()


def _of_control(identifier: "_Element") -> bool:
    parent = identifier.getparent()
    return parent is not None and parent.tag == w("sdtPr")


def _free_number(wanted: str, taken: set[str]) -> str:
    """Return the number itself, or the next that is free."""
    if wanted not in taken:
        return wanted
    number = int(wanted) if wanted.lstrip("-").isdigit() else 1
    while str(number) in taken:
        number = number % _HIGHEST + 1
    return str(number)


def _remove(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
