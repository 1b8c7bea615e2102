"""Rules on pictures and charts: words stand for each of them, and each stands in line with the text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, elements, is_gone
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.names import PICTURE_PLACE, local

if TYPE_CHECKING:
    from lxml.etree import _Element

SHORTEST_WORDS, LONGEST_WORDS = 30, 250
_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)\Z", re.IGNORECASE)
_OF_A_PICTURE = re.compile(r"(an? )?(image|picture|photo|graphic|chart)( of\b|\s*\d*\Z)", re.IGNORECASE)
_SHAPES = frozenset({"shape", "rect", "oval", "group", "roundrect"})
_REMEDY = "Click on it, then Picture Format or Chart Format, Alt Text: say what it shows."


def illustration_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of pictures and charts."""
    for label in file.body.iter(f"{{{PICTURE_PLACE}}}docPr"):
        if is_gone(label) or _is_decoration(label):
            continue
        words, name = (label.get("descr") or "").strip(), label.get("name") or "a picture"
        place = file.where(label)
        if not words:
            yield must("no alternative text", place, f"{name} has no alternative text", _REMEDY)
        elif _FILE_NAME.match(words) or words == name:
            found = f"the alternative text of {name} is the name of a file"
            yield must("no alternative text", place, found, _REMEDY)
        elif _OF_A_PICTURE.match(words):
            found = f"the alternative text of {name} says that it is a picture, not what it shows"
            yield should("alternative text", place, found, _REMEDY)
        elif not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS:
            found = f"the alternative text of {name} has {len(words)} characters"
            remedy = f"Say it in {SHORTEST_WORDS} to {LONGEST_WORDS} characters."
            yield should("alternative text", place, found, remedy)
        holder = label.getparent()
        if holder is not None and local(holder.tag) == "anchor":
            found = f"{name} does not stand in line with the text"
            yield should("floating picture", place, found, "Layout options: In Line with Text.")
    yield from _old_pictures(file)


def _old_pictures(file: WordFile) -> Iterator[Finding]:
    """Yield faults of shapes in the form of Word 2003, which Word still writes for some things."""
    for holder in elements(file.body, "pict", "object"):
        shapes = [each for each in holder.iter() if local(each.tag) in _SHAPES]
        boxed = any(local(each.tag) == "txbxContent" for each in holder.iter())
        if shapes and not boxed and not any((each.get("alt") or "").strip() for each in shapes):
            found = "a picture or object has no alternative text"
            yield must("no alternative text", file.where(holder), found, _REMEDY)
    boxes = list(elements(file.body, "txbxContent"))
    if boxes:
        found = "1 text box is" if len(boxes) == 1 else f"{len(boxes)} text boxes are"
        remedy = "Put its words into the text: screen readers read a box out of place."
        yield should("text box", f"{file.where(boxes[0])} (the first)", f"{found} used", remedy)


def _is_decoration(label: "_Element") -> bool:
    marks = (each for each in label.iter() if local(each.tag) == "decorative")
    return any(mark.get("val") in ("1", "true") for mark in marks)
