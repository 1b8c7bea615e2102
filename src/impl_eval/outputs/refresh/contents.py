"""Lists of contents, tables and figures of a report that was put together anew.

They list what stands in the report now, the lead's own headings and captions too, as Word's update would.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from impl_eval.outputs.refresh.copying import Importer
from impl_eval.outputs.refresh.fields import fields_of
from impl_eval.outputs.refresh.names import W, w
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from impl_eval.outputs.word.plan import Entry

Listed = Literal["headings", "tables", "figures"]
ANY_PAGE = 10
"""Stands for a page number until the pages are counted: two digits, as most have."""
_LISTED: dict[str, Listed] = {"table": "tables", "figure": "figures"}
_OWN_BOOKMARK = "_Toc_ie_"
_HEADING = re.compile(r"heading (\d)\Z")


class Lists:
    """The lists of one document. `style_names` are names of styles by their ids."""

    def __init__(self, body: "_Element", style_names: Mapping[str, str], importer: Importer) -> None:
        self._body = body
        self._names = style_names
        self._importer = importer

    def bookmarks(self) -> list[str]:
        """Return the bookmarks of everything that a list may name."""
        entries = self._entries()
        return [entry.bookmark for listed in sorted(entries) for entry in entries[listed]]

    def fill(self, pages: Mapping[str, int]) -> list[str]:
        """Write every list anew; `pages` are page numbers by bookmark, or nothing at all.

        Returns sentences on lists that a person has to update.
        """
        entries = self._entries()
        notes = []
        for paragraphs, instruction in self._toc_fields():
            if not self._replace(paragraphs, instruction, entries, pages):
                notes.append("A list of contents is laid out in a way of your own: update it in Word (F9).")
        return notes

    def _replace(
        self,
        old: list["_Element"],
        instruction: str,
        entries: dict[Listed, list["Entry"]],
        pages: Mapping[str, int],
    ) -> bool:
        from impl_eval.outputs.refresh.package import parsed
        from impl_eval.outputs.report.model import Contents
        from impl_eval.outputs.word.contents import contents_xml
        from impl_eval.outputs.word.looks import TEXT_WIDTH
        from impl_eval.outputs.word.xml_text import W_NAMESPACES

        listed = listed_by(instruction)
        holder = old[0].getparent() if old else None
        if listed is None or holder is None or any(each.getparent() is not holder for each in old):
            return False
        width = next(
            (
                int(each.get(w("pos"), "0"))
                for one in old
                for each in one.iter(w("tab"))
                if each.get(w("pos"))
            ),
            TEXT_WIDTH,
        )
        xml = contents_xml(Contents("", listed, ""), entries[listed], pages, width)
        if not xml:
            return True
        made = parsed(f"<w:body {W_NAMESPACES}>{xml}</w:body>".encode(), "contents")
        place = holder.index(old[0])
        for each in old:
            holder.remove(each)
        for number, paragraph in enumerate(list(made)):
            holder.insert(place + number, self._importer.bring(paragraph))
        return True

    def _toc_fields(self) -> list[tuple[list["_Element"], str]]:
        """Return the paragraphs of each list with its instruction."""
        found = []
        for field in fields_of(self._body):
            if field.words[:1] == ["TOC"] and field.begin is not None and field.end is not None:
                first, last = (next(mark.iterancestors(w("p"))) for mark in (field.begin, field.end))
                found.append((from_to(first, last), field.instruction))
        return found

    def _entries(self) -> "dict[Listed, list[Entry]]":
        from impl_eval.outputs.word.plan import Entry

        found: dict[Listed, list[Entry]] = {"headings": [], "tables": [], "figures": []}
        for paragraph in list(self._body.iter(w("p"))):
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            name = self._names.get("" if style is None else style.get(w("val"), ""), "")
            heading = _HEADING.match(name)
            text = plain_words(paragraph)
            if not text:
                continue
            if heading:
                found["headings"].append(Entry(int(heading[1]), text, self._bookmark(paragraph)))
            elif name == "caption":
                numbers = (one.words for one in fields_of(paragraph) if one.words[:1] == ["SEQ"])
                label = next((words[1].lower() for words in numbers if len(words) > 1), "")
                if label in _LISTED:
                    found[_LISTED[label]].append(Entry(1, text, self._bookmark(paragraph)))
        return found

    def _bookmark(self, paragraph: "_Element") -> str:
        """Return the name of a bookmark in a paragraph, giving it one where there is none."""
        names = [each.get(w("name"), "") for each in paragraph.iter(w("bookmarkStart"))]
        for prefix in ("ie_", "_Toc"):
            known = next((name for name in names if name.startswith(prefix)), "")
            if known:
                return known
        marks = list(self._body.iter(w("bookmarkStart")))
        taken = {each.get(w("name"), "") for each in marks}
        number = 1
        while f"{_OWN_BOOKMARK}{number}" in taken:
            number += 1
        numbers = [each.get(w("id"), "") for each in marks]
        free = str(1 + max((int(each) for each in numbers if each.isdigit()), default=0))
        name = f"{_OWN_BOOKMARK}{number}"
        start = paragraph.makeelement(w("bookmarkStart"), {w("id"): free, w("name"): name})
        properties = paragraph.find(w("pPr"))
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        paragraph.append(paragraph.makeelement(w("bookmarkEnd"), {w("id"): free}))
        return name


def listed_by(instruction: str) -> Listed | None:
    """Return what a list lists, or None where somebody set it up in another way."""
    caption = re.search(r'\\c\s+"?(\w+)"?', instruction)
    if caption:
        return _LISTED.get(caption[1].lower())
    return "headings" if re.search(r'\\o\s+"1-2"', instruction) else None


def from_to(first: "_Element", last: "_Element") -> list["_Element"]:
    """Return the paragraphs from one to another, or nothing where they do not stand side by side."""
    found = [first]
    while found[-1] is not last:
        following = found[-1].getnext()
        if following is None or following.tag != f"{{{W}}}p":
            return []
        found.append(following)
    return found
