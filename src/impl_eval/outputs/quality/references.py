"""Rules on fields and links: each is whole, and leads to something that is there."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, elements, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.fields import fields_of
from impl_eval.outputs.refresh.names import r, w
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEADS = frozenset({"REF", "PAGEREF", "NOTEREF"})
_ERROR = re.compile(r"Error! |Right-click to update|No table of (contents|figures) entries")
_UNCLEAR = re.compile(r"(click )?here|link|more|read more|this( page)?|https?://\S+|www\.\S+", re.IGNORECASE)
_UPDATE = "Click on it and press F9, or take it out."


def reference_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of fields and links."""
    names = {each.get(w("name"), "").lower() for each in file.body.iter(w("bookmarkStart"))}
    for part, root in file.texts:
        yield from _unbalanced(file, part, root)
        yield from _field_targets(file, part, root, names)
        for paragraph in elements(root, "p"):
            if _ERROR.search(plain_words(paragraph)):
                yield must(
                    "field with an error", file.where(paragraph, part), "a field shows an error", _UPDATE
                )
        for link in elements(root, "hyperlink"):
            yield from _link(file, part, link, names)


def _unbalanced(file: WordFile, part: str, root: "_Element") -> Iterator[Finding]:
    open_fields: list[tuple[_Element, str]] = []
    for mark in root.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"), "")
        if kind == "begin":
            open_fields.append((mark, "begin"))
        elif not open_fields or (kind == "separate" and open_fields[-1][1] == "separate"):
            yield must("broken field", file.where(mark, part), "a field ends that did not begin", _UPDATE)
        elif kind == "separate":
            open_fields[-1] = (open_fields[-1][0], "separate")
        else:
            open_fields.pop()
    for mark, _ in open_fields:
        yield must("broken field", file.where(mark, part), "a field begins and does not end", _UPDATE)


def _field_targets(file: WordFile, part: str, root: "_Element", names: set[str]) -> Iterator[Finding]:
    for each in fields_of(root):
        words = each.words
        kind = words[0].upper() if words else ""
        place = file.where(each.begin, part) if each.begin is not None else "in the document"
        if kind in _LEADS and len(words) > 1 and words[1].strip('"').lower() not in names:
            found = f"a reference leads to {words[1]}, which is not there"
            yield must("reference to nothing", place, found, "Point it at something else, or take it out.")
        if kind == "TOC" and not each.result.strip():
            yield must("empty list", place, "a list of contents is empty", "Click on it and press F9.")


def _link(file: WordFile, part: str, link: "_Element", names: set[str]) -> Iterator[Finding]:
    anchor, words = link.get(w("anchor"), ""), plain_words(link)
    if anchor and anchor.lower() not in names:
        found = f'the link "{words}" leads to {anchor}, which is not there'
        yield must("link to nothing", file.where(link, part), found, "Point it at something else.")
    if not anchor and link.get(r("id")) is None:
        yield must("link to nothing", file.where(link, part), f'the link "{words}" leads nowhere')
    if not anchor and not is_gone(link) and _UNCLEAR.fullmatch(words.strip()):
        found = f'the words of the link "{words}" do not say where it leads'
        yield should("unclear link", file.where(link, part), found, "Name the page or document.")
