"""Rules on what a file carries unseen, and on what it would fetch from elsewhere when it is opened."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, elements
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.fields import fields_of
from impl_eval.outputs.refresh.names import W, w
from impl_eval.outputs.refresh.package import Relationship
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

_FETCHING = frozenset(
    {"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "IMPORT", "INCLUDE", "DATABASE"}
)
_PROGRAMS = frozenset(
    {"vbaProject", "control", "activeXControlBinary", "attachedToolbars", "keyMapCustomizations"}
)
_WHOLE_FILES = frozenset({"oleObject", "aFChunk"})
_WEB = re.compile(r"(https?://|mailto:|tel:|#)", re.IGNORECASE)
_FAR = re.compile(r"https?:|\\\\|file:/{0,3}\\\\|file:/{4,}|file://[^/]", re.IGNORECASE)
"""Addresses on the web or on a server, rather than on the computer itself."""
_OFF = frozenset({"0", "false", "off"})
_IN_THE_FILE = "in the file"


def carried_faults(file: WordFile) -> Iterator[Finding]:
    """Yield what travels with a file or is fetched by it without being read."""
    for of in sorted(name for name in file.package.parts if not name.endswith(".rels")):
        for each in file.package.relationships(of):
            yield from _relationship(each)
    for part, root in file.texts:
        yield from _fetching_fields(file, part, root)
        yield from _hidden(file, part, root)


def _relationship(each: Relationship) -> Iterator[Finding]:
    if each.kind in _PROGRAMS:
        yield must("program", _IN_THE_FILE, "the file holds a program (a macro or a control)", "Take it out.")
    elif each.kind in _WHOLE_FILES:
        found = "a whole file is embedded: whoever has the report can open it, with all that it holds"
        yield must("embedded file", _IN_THE_FILE, found, "Take it out, and paste it as a picture.")
    if not each.external:
        return
    if each.kind == "hyperlink":
        if not _WEB.match(each.target):
            found = f"a link leads to a file of yours: {each.target}"
            yield must(
                "link to a file", _IN_THE_FILE, found, "Take the link out; its readers do not have it."
            )
    elif each.kind == "attachedTemplate" and not _FAR.match(each.target):
        found = f"the file names the template on your computer: {each.target}"
        yield should("template named", _IN_THE_FILE, found, "Developer, Document Template, Normal.")
    else:
        found = f"Word would fetch something from elsewhere ({each.kind}): {each.target}"
        yield must("fetched from elsewhere", _IN_THE_FILE, found, "Put it into the file, or take it out.")


def _fetching_fields(file: WordFile, part: str, root: "_Element") -> Iterator[Finding]:
    for each in fields_of(root):
        kind = each.words[0].upper() if each.words else ""
        if kind in _FETCHING:
            place = file.where(each.begin, part) if each.begin is not None else "in the document"
            found = f"a field ({kind}) fetches something from elsewhere"
            yield must("fetched from elsewhere", place, found, "Turn it into text: Ctrl+Shift+F9.")


def _hidden(file: WordFile, part: str, root: "_Element") -> Iterator[Finding]:
    styles = _hiding_styles(file)
    for run in elements(root, "r"):
        style = run.find(f"{w('rPr')}/{w('rStyle')}")
        by_style = style is not None and style.get(w("val")) in styles
        if (by_style or _is_on(run.find(f"{w('rPr')}/{w('vanish')}"))) and plain_words(run):
            remedy = "Delete it: readers can switch it on. Home, Show/Hide shows it to you."
            yield must("hidden text", file.where(run, part), "text is hidden", remedy)
    for paragraph in elements(root, "p"):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in styles and plain_words(paragraph):
            yield must(
                "hidden text", file.where(paragraph, part), "text is hidden by its style", "Delete it."
            )


def _hiding_styles(file: WordFile) -> frozenset[str]:
    part = file.package.related(file.package.document_name, "styles")
    found = file.package.tree(part).iter(f"{{{W}}}style") if part else ()
    return frozenset(
        each.get(w("styleId"), "") for each in found if _is_on(each.find(f"{w('rPr')}/{w('vanish')}"))
    )


def _is_on(mark: "_Element | None") -> bool:
    return mark is not None and (mark.get(w("val")) or "on") not in _OFF
