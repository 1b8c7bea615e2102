"""Rules on what has to be there once only, and in pairs: bookmarks, controls, pictures, comments."""

import re
from collections import Counter
from collections.abc import Iterator

from impl_eval.outputs.quality.document import WordFile, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.finding import control_title
from impl_eval.outputs.refresh.names import PICTURE_PLACE, w

_NAME = re.compile(r"[^\W\d]\w{0,39}\Z")
_IN_THE_DOCUMENT = "in the document"
_BOOKMARK = "Delete one of them in Word (Insert, Bookmark)."


def identifier_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of names and numbers that have to be unique."""
    yield from _bookmarks(file)
    yield from _controls(file)
    labels = [each.get("id", "") for each in file.body.iter(f"{{{PICTURE_PLACE}}}docPr")]
    for number, times in _doubled(labels):
        yield must("doubled picture number", _IN_THE_DOCUMENT, f"{times} pictures have the number {number}")
    yield from _comments(file)
    yield from _notes(file)
    yield from _lists(file)


def _bookmarks(file: WordFile) -> Iterator[Finding]:
    starts = list(file.body.iter(w("bookmarkStart")))
    ends = Counter(each.get(w("id"), "") for each in file.body.iter(w("bookmarkEnd")))
    seen: set[str] = set()
    numbers: set[str] = set()
    for start in starts:
        name, number = start.get(w("name"), ""), start.get(w("id"), "")
        if name.lower() in seen:
            found = f"the bookmark {name} stands here a second time"
            yield must("doubled bookmark", file.where(start), found, _BOOKMARK)
        if number in numbers:
            found = f"the bookmark {name} has the number of another one"
            yield must("doubled bookmark number", file.where(start), found)
        if not _NAME.match(name):
            yield must("bookmark name", file.where(start), f"{name} cannot be the name of a bookmark")
        if not ends[number]:
            yield must("open bookmark", file.where(start), f"the bookmark {name} does not end")
        seen.add(name.lower())
        numbers.add(number)
    for number, times in sorted(ends.items()):
        if number not in numbers or times > 1:
            found = f"an end of a bookmark without its beginning (number {number})"
            yield must("open bookmark", _IN_THE_DOCUMENT, found)


def _controls(file: WordFile) -> Iterator[Finding]:
    controls = [each for _, root in file.texts for each in root.iter(w("sdt"))]
    numbers = []
    untitled = []
    for each in controls:
        number = each.find(f"{w('sdtPr')}/{w('id')}")
        if number is not None:
            numbers.append(number.get(w("val"), ""))
        if not control_title(each).strip():
            untitled.append(each)
    for number, times in _doubled(numbers):
        yield must("doubled control", _IN_THE_DOCUMENT, f"{times} content controls have the number {number}")
    if untitled:
        found = "1 content control has" if len(untitled) == 1 else f"{len(untitled)} content controls have"
        remedy = "Give it a title (Developer, Properties), or remove the control and keep its text."
        yield must("untitled control", f"{file.where(untitled[0])} (the first)", f"{found} no title", remedy)


def _comments(file: WordFile) -> Iterator[Finding]:
    part = file.package.related(file.package.document_name, "comments")
    comments = file.package.tree(part).iter(w("comment")) if part else ()
    numbers = [each.get(w("id"), "") for each in comments]
    for number, times in _doubled(numbers):
        yield must("doubled comment", _IN_THE_DOCUMENT, f"{times} comments have the number {number}")
    marks = ("commentReference", "commentRangeStart", "commentRangeEnd")
    lost = {each.get(w("id")): each for each in file.body.iter(*map(w, marks))}
    for mark in (mark for number, mark in lost.items() if number not in numbers):
        yield must("lost comment", file.where(mark), "the mark of a comment that is not there")
    if numbers:
        found = "1 comment is" if len(numbers) == 1 else f"{len(numbers)} comments are"
        remedy = "Settle and delete them before you send the file (Review, Delete all comments)."
        yield should("comments left", _IN_THE_DOCUMENT, f"{found} left in the file", remedy)


def _notes(file: WordFile) -> Iterator[Finding]:
    for name, called in (("footnote", "footnotes"), ("endnote", "endnotes")):
        part = file.package.related(file.package.document_name, called)
        notes = file.package.tree(part).iter(w(name)) if part else ()
        known = {each.get(w("id")) for each in notes}
        marks = [each for each in file.body.iter(w(f"{name}Reference")) if not is_gone(each)]
        for mark in (each for each in marks if each.get(w("id")) not in known):
            yield must("lost note", file.where(mark), f"the mark of a {name} that is not there", "Delete it.")
        if marks:
            remedy = "Put it into the text in brackets, or as a note under a table: screen readers lose it."
            found = f"1 {name} is" if len(marks) == 1 else f"{len(marks)} {called} are"
            yield should("footnotes", f"{file.where(marks[0])} (the first)", f"{found} used", remedy)


def _lists(file: WordFile) -> Iterator[Finding]:
    part = file.package.related(file.package.document_name, "numbering")
    declared = file.package.tree(part).iter(w("num")) if part else ()
    known = {"0", *(each.get(w("numId"), "") for each in declared)}
    used = {each.get(w("val"), ""): each for each in file.body.iter(w("numId"))}
    for mark in (mark for number, mark in used.items() if number not in known):
        found = "an item belongs to a list that is not there"
        yield must("lost list", file.where(mark), found, "Click on it and choose bullets or numbers anew.")


def _doubled(values: list[str]) -> list[tuple[str, int]]:
    return [(value, times) for value, times in sorted(Counter(values).items()) if times > 1]
