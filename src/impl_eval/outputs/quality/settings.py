"""Rules on what a file says of itself: language, title, pages, mode, protection."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.fields import fields_of
from impl_eval.outputs.refresh.names import DUBLIN_CORE, w

if TYPE_CHECKING:
    from lxml.etree import _Element

NEWEST_MODE = 15
LANGUAGE = "en-GB"
_ON = frozenset({"1", "true", "on"})
_IN_THE_FILE = "in the file"


def setting_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of settings and properties."""
    yield from _language(file)
    yield from _pages(file)
    yield from _title(file)
    part = file.package.related(file.package.document_name, "settings")
    if not part:
        yield should(
            "old mode", _IN_THE_FILE, "the file has no settings: Word opens it in compatibility mode"
        )
        return
    settings = file.package.tree(part)
    modes = [
        each.get(w("val"), "")
        for each in settings.iter(w("compatSetting"))
        if each.get(w("name")) == "compatibilityMode"
    ]
    if not modes or not modes[0].isdigit() or int(modes[0]) < NEWEST_MODE:
        remedy = "File, Info, Convert."
        yield should("old mode", _IN_THE_FILE, "Word opens the file in compatibility mode", remedy)
    yield from _updating(file, settings)
    protection = settings.find(w("documentProtection"))
    if protection is not None and protection.get(w("enforcement")) in _ON:
        remedy = "Review, Restrict Editing, Stop Protection."
        yield must("protected", _IN_THE_FILE, "the file is protected: screen readers may be shut out", remedy)


def _language(file: WordFile) -> Iterator[Finding]:
    remedy = "Review, Language, Set Proofing Language, Set As Default."
    if not file.language:
        yield must("no language", _IN_THE_FILE, "the language of the text is not set", remedy)
    elif file.language.lower() != LANGUAGE.lower():
        found = f"the language of the text is {file.language}, and not British English ({LANGUAGE})"
        yield should("other language", _IN_THE_FILE, found, remedy)


def _pages(file: WordFile) -> Iterator[Finding]:
    last = next((each for each in reversed(file.body) if isinstance(each.tag, str)), None)
    if last is None or last.tag != w("sectPr"):
        found = (
            "the end of the file does not say how its last pages are set up: headers and footers may be lost"
        )
        yield must("no page setup", _IN_THE_FILE, found, "Layout, Margins: set them once, and save.")
    fields = (each.words for _, root in file.texts[1:] for each in fields_of(root))
    if not any(words[:1] in (["PAGE"], ["NUMPAGES"]) for words in fields):
        yield should("no page numbers", _IN_THE_FILE, "pages are not numbered", "Insert, Page Number.")


def _updating(file: WordFile, settings: "_Element") -> Iterator[Finding]:
    asked = settings.find(w("updateFields"))
    dirty = any(each.get(w("dirty")) in _ON for each in file.body.iter(w("fldChar"), w("fldSimple")))
    if dirty or (asked is not None and (asked.get(w("val")) or "on") in _ON):
        remedy = "Select the whole document (Ctrl+A), press F9, and save."
        yield should("update on opening", _IN_THE_FILE, "Word will ask to update fields on opening", remedy)


def _title(file: WordFile) -> Iterator[Finding]:
    part = file.package.related("", "core-properties")
    title = file.package.tree(part).find(f"{{{DUBLIN_CORE}}}title") if part else None
    if title is None or not (title.text or "").strip():
        yield must("no title", _IN_THE_FILE, "the file has no title", "File, Info, Properties, Title.")
