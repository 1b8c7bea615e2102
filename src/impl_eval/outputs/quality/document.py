"""A Word file as the rules see it: its parts with text, its styles, and every place in words."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.finding import control_title
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.package import Package
from impl_eval.outputs.refresh.reading import body_of, style_names
from impl_eval.outputs.refresh.words import NOT_THERE, plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

START = "before the first heading"
_PAGE_KINDS = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
_HEADING = re.compile(r"heading ([1-9])\Z")
_LONGEST_QUOTE = 60


class WordFile:
    """A package with what several rules ask of it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.body = body_of(package)
        self.style_names = style_names(package)

    @cached_property
    def texts(self) -> list[tuple[str, "_Element"]]:
        """The parts that hold text, each with how people call it; the document's own name is empty."""
        found: list[tuple[str, _Element]] = [("", self.body)]
        seen: set[str] = set()
        for each in self.package.relationships(self.package.document_name):
            if each.kind in _PAGE_KINDS and not each.external and each.target not in seen:
                seen.add(each.target)
                if each.target in self.package.parts:
                    found.append((_PAGE_KINDS[each.kind], self.package.tree(each.target)))
        return found

    @cached_property
    def headings(self) -> list[tuple[int, "_Element", str]]:
        """The headings in order: level, paragraph, words."""
        found = []
        for paragraph in self.body.iter(w("p")):
            level = _HEADING.match(self.style_name(paragraph))
            if level and not is_gone(paragraph):
                found.append((int(level[1]), paragraph, plain_words(paragraph)))
        return found

    @cached_property
    def language(self) -> str:
        """The language of words that are not marked as another one, such as en-GB, or an empty text."""
        part = self.package.related(self.package.document_name, "styles")
        defaults = self.package.tree(part).find(f"{w('docDefaults')}/{w('rPrDefault')}") if part else None
        marks = () if defaults is None else defaults.iter(w("lang"))
        return next((each.get(w("val"), "") for each in marks if each.get(w("val"))), "")

    def style_name(self, paragraph: "_Element") -> str:
        """Return the name of a paragraph's style, in small letters."""
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        style_id = "" if style is None else style.get(w("val"), "")
        return self.style_names.get(style_id, style_id)

    def where(self, element: "_Element", part: str = "") -> str:
        """Return the place of an element in words: the heading above it, and the block or words there."""
        if part:
            return f"in the {part}"
        place = f'under "{_quoted(self._heading_above(element))}"' if self._heading_above(element) else START
        titles = [control_title(each) for each in element.iterancestors(w("sdt"))]
        title = next((one.removeprefix("Auto: ") for one in reversed(titles) if one), "")
        if title:
            return f"{place}, {title}"
        paragraph = element if element.tag == w("p") else next(element.iterancestors(w("p")), None)
        words = "" if paragraph is None else plain_words(paragraph)
        return f'{place}, at "{_quoted(words)}"' if words else place

    def _heading_above(self, element: "_Element") -> str:
        return self._heading_of.get(element, "")

    @cached_property
    def _heading_of(self) -> dict["_Element", str]:
        """The words of the heading above every element of the document."""
        levels = {paragraph: words for _, paragraph, words in self.headings}
        found, heading = {}, ""
        for each in self.body.iter():
            heading = levels.get(each, heading) or heading
            found[each] = heading
        return found


def is_gone(element: "_Element") -> bool:
    """Say whether an element is deleted with tracking."""
    return next(element.iterancestors(*sorted(NOT_THERE)), None) is not None


def elements(root: "_Element", *names: str) -> Iterator["_Element"]:
    """Return the elements of these names that are not in deleted text or in fallbacks for old programs."""
    for each in root.iter(*(w(name) for name in names)):
        if not is_gone(each):
            yield each


def _quoted(words: str) -> str:
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1].rstrip() + "…"
