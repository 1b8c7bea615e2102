"""Rules on headings, styles and what is left over from writing: open questions, tracked changes, blanks."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, elements, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.names import local, w
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGEST_HEADING = 120
LONG_DOCUMENT = 40
OPEN_QUESTION = re.compile(r"\[Write your answer here")
PLACE_FOR_LOGO = re.compile(r"\[Place for a logo")
TO_FOLLOW = re.compile(r"\b(TODO|TBC|TBA|XXX+)\b|\b(?i:to follow\]|lorem ipsum|\[insert\b)")
_BLANKS = re.compile(r"[ \N{NO-BREAK SPACE}]{4,}")
_STYLE_USES = ("pStyle", "rStyle", "tblStyle")
_STYLE_LINKS = ("basedOn", "next", "link")
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange")


def text_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of the text."""
    yield from _headings(file)
    yield from _styles(file)
    yield from _changes(file)
    for part, root in file.texts:
        yield from _left_over(file, part, root)


def _headings(file: WordFile) -> Iterator[Finding]:
    before = 0
    for level, paragraph, words in file.headings:
        place = file.where(paragraph)
        if not words:
            yield must("empty heading", place, "a heading without words", "Delete it.")
        if level > before + 1:
            above = f"under one of level {before}" if before else "as the first one"
            found = f'the heading "{words}" of level {level} stands {above}'
            yield must("heading skipped", place, found, f"Make it a heading of level {before + 1}.")
        if len(words) > LONGEST_HEADING:
            yield should("long heading", place, f"a heading of {len(words)} characters", "Shorten it.")
        before = level
    if not file.headings and sum(1 for _ in file.body.iter(w("p"))) > LONG_DOCUMENT:
        remedy = "Give chapters the styles Heading 1 and Heading 2."
        yield must("no headings", "in the document", "a long document without headings", remedy)


def _styles(file: WordFile) -> Iterator[Finding]:
    part = file.package.related(file.package.document_name, "styles")
    if not part:
        yield must("no styles", "in the file", "the part with the styles is missing")
        return
    styles = file.package.tree(part)
    known = {style.get(w("styleId"), "") for style in styles.iter(w("style"))}
    for name, root in file.texts:
        told: set[str] = set()
        for each in root.iter(*(w(use) for use in _STYLE_USES)):
            style = each.get(w("val"), "")
            if style not in known | told:
                told.add(style)
                found = f"the style {style} is used and not defined"
                yield must("undefined style", file.where(each, name), found, "Give the text another style.")
    links = {each.get(w("val"), "") for each in styles.iter(*(w(link) for link in _STYLE_LINKS))}
    for style in sorted(links - known):
        yield must("undefined style", "in the styles", f"the style {style} is named and not defined")


def _changes(file: WordFile) -> Iterator[Finding]:
    counts = Counter(
        local(each.tag)
        for _, root in file.texts
        for each in root.iter(*(w(name) for name in _CHANGES))
        if each.get(w("author")) is not None
    )
    if counts:
        total = sum(counts.values())
        found = "1 tracked change is" if total == 1 else f"{total} tracked changes are"
        remedy = "Accept or reject them before you send the file (Review, Accept all)."
        yield should("tracked changes left", "in the document", f"{found} left in the file", remedy)


def _left_over(file: WordFile, part: str, root: "_Element") -> Iterator[Finding]:
    empty: list[_Element] = []
    for paragraph in elements(root, "p"):
        words = plain_words(paragraph)
        if OPEN_QUESTION.search(words):
            found = "a question to you is still open"
            yield must("open question", file.where(paragraph, part), found, "Answer it, or delete it.")
        if waiting := TO_FOLLOW.search(words):
            found = f'words wait to be written: "{waiting[0]}"'
            yield should(
                "to be written", file.where(paragraph, part), found, "Write them, or delete the place."
            )
        if not part and _is_heading_by_hand(file, paragraph, words):
            remedy = "Give it the style Heading 1, 2 or 3: otherwise no list and no screen reader finds it."
            found = f'"{words}" looks like a heading and is none'
            yield should("heading by hand", file.where(paragraph), found, remedy)
        if PLACE_FOR_LOGO.search(words):
            remedy = "Put a picture there, or delete the line."
            found = "the place for a logo is empty"
            yield should("place for a logo", file.where(paragraph, part), found, remedy)
        if not words and not _is_used(paragraph):
            empty.append(paragraph)
        if _BLANKS.search("".join(each.text or "" for each in paragraph.iter(w("t")))):
            remedy = "Use a tab, a table or the spacing of the paragraph."
            yield should("blanks for spacing", file.where(paragraph, part), "many blanks in a row", remedy)
    for control in elements(root, "sdt"):
        if control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None:
            remedy = "Fill it, or delete the control."
            yield should("empty control", file.where(control, part), "a content control is empty", remedy)
    if empty:
        found = "1 empty paragraph" if len(empty) == 1 else f"{len(empty)} empty paragraphs"
        remedy = "Delete them; space between paragraphs belongs to their style."
        yield should("empty paragraph", f"{file.where(empty[0], part)} (the first)", found, remedy)


def _is_heading_by_hand(file: WordFile, paragraph: "_Element", words: str) -> bool:
    """Say whether a short line of its own is set in bold by hand."""
    if not words or len(words) > LONGEST_HEADING or words[-1] in ".:;,?!" or not words[0].isupper():
        return False
    if file.style_name(paragraph) not in ("", "normal", "body text") or _stands_in_table(paragraph):
        return False
    runs = [each for each in paragraph.iter(w("r")) if plain_words(each)]
    return all(_is_bold(each) for each in runs)


def _is_bold(run: "_Element") -> bool:
    mark = run.find(f"{w('rPr')}/{w('b')}")
    return mark is not None and (mark.get(w("val")) or "on") not in ("0", "false", "off")


def _stands_in_table(element: "_Element") -> bool:
    return next(element.iterancestors(w("tc")), None) is not None


def _is_used(paragraph: "_Element") -> bool:
    """Say whether an empty paragraph is there for something: a section, a picture, a cell, a mark."""
    if is_gone(paragraph) or paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return True
    if next(paragraph.iterancestors(w("tc"), w("comment"), w("footnote"), w("endnote")), None) is not None:
        return True
    used = {"drawing", "pict", "object", "oMath", "fldChar", "br", "delText", "sdt"}
    return any(local(each.tag) in used for each in paragraph.iter())
