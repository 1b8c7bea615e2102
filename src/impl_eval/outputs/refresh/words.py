"""The words of paragraphs in a form in which only what people changed makes a difference.

Inserted text counts, deleted text does not; numbers that Word fills in (captions, references, pages) and
white space do not; notes, symbols, pictures, charts and emphasis that a person set by hand do.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.names import MATHS, local, w

if TYPE_CHECKING:
    from lxml.etree import _Element

NOT_THERE = frozenset({w("del"), w("moveFrom"), w("rPrChange"), w("pPrChange"), w("sdtPr"), w("pPr")})
FILLED_IN = frozenset({"SEQ", "REF", "PAGEREF", "PAGE", "NUMPAGES", "TOC", "NOTEREF", "SECTIONPAGES"})
"""Fields whose result Word works out again: what stands there is nobody's edit."""
EMPHASIS = ("b", "i", "u", "strike", "dstrike", "highlight", "vertAlign")
_OFF = frozenset({"0", "false", "off", "none", "baseline"})
_FIXED = {w("tab"): " ", w("cr"): " ", w("noBreakHyphen"): "-", w("softHyphen"): ""}
_FIXED |= {w("footnoteReference"): "[footnote]", w("endnoteReference"): "[endnote]"}
_DRAWN = frozenset({w("drawing"), w("pict"), w("object")})
_AROUND_WORDS = frozenset({w("p"), w("r"), w("sdt"), w("sdtContent"), w("ins"), w("hyperlink")})
_HASH_LENGTH = 10

Look = Callable[["_Element"], str]
"""Says what a drawing shows: the hash of its picture or of its chart's numbers, and its words."""


@dataclass(frozen=True)
class Words:
    """What a stretch of text says. In `skeleton`, controlled numbers are replaced by their names."""

    full: str
    skeleton: str

    @property
    def empty(self) -> bool:
        """Whether nothing is said at all."""
        return not self.full


class FieldState:
    """Which fields are open: a field may begin in one paragraph and end in another."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []  # [instruction so far, "code" or "result"]

    def mark(self, kind: str) -> str:
        """Take note of a field character; at the end of a field, return its instruction."""
        if kind == "begin":
            self._open.append(["", "code"])
        elif self._open and kind == "separate":
            self._open[-1][1] = "result"
        elif self._open and kind == "end":
            return self._open.pop()[0]
        return ""

    def instruct(self, text: str) -> None:
        """Take note of a piece of a field's instruction."""
        if self._open:
            self._open[-1][0] += text

    @property
    def hides(self) -> bool:
        """Whether what stands here is an instruction or is filled in by Word."""
        return any(part == "code" or is_filled_in(instruction) for instruction, part in self._open)

    def typed_over(self, text: str) -> bool:
        """Say whether somebody typed words where Word puts the number of a caption."""
        if not self._open or self._open[-1][1] == "code":
            return False
        return self._open[-1][0].split()[:1] == ["SEQ"] and not text.strip().isdigit()


def is_filled_in(instruction: str) -> bool:
    """Say whether Word works out the result of a field by itself."""
    return (instruction.split() or [""])[0].upper() in FILLED_IN


def words_of(
    element: "_Element", names: Mapping["_Element", str], look: Look, fields: FieldState | None = None
) -> Words:
    """Return the words of a paragraph or of what holds paragraphs.

    `names` gives the controls that stand for a number, each with the name of its result.
    """
    full, skeleton = [], []
    for text, emphasis, name in _pieces(element, names, look, fields or FieldState(), ("", "")):
        full.append((text, emphasis))
        skeleton.append((f"{{{name}}}" if name else text, "" if name else emphasis))
        if name:
            # A number of several runs is one number: what follows of it is already named.
            while len(skeleton) > 1 and skeleton[-1] == skeleton[-2]:
                skeleton.pop()
    return Words(_joined(full), _joined(skeleton))


def short_hash(text: str) -> str:
    """Return the first digits of a SHA-256: enough to tell two texts of one place apart."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_HASH_LENGTH]


def plain_words(element: "_Element") -> str:
    """Return what a person reads: numbers of captions and references included, emphasis left out."""
    return " ".join("".join(each.text or "" for each in shown_texts(element)).split())


def shown_texts(element: "_Element") -> Iterator["_Element"]:
    """Return the w:t elements that are shown: not those in deleted or moved text."""
    for child in element:
        if child.tag in NOT_THERE or local(child.tag) == "Fallback":
            continue
        if child.tag == w("t"):
            yield child
        else:
            yield from shown_texts(child)


def _pieces(
    element: "_Element",
    names: Mapping["_Element", str],
    look: Look,
    fields: FieldState,
    inside: tuple[str, str],
) -> Iterator[tuple[str, str, str]]:
    """Yield (text, emphasis, name of the number). `inside` is the emphasis and name of what is around."""
    emphasis, name = inside
    for child in element:
        tag = child.tag
        if tag in NOT_THERE or local(tag) == "Fallback" or _is_unfilled(child):
            continue
        target = _field_mark(child, fields)
        if target is not None:
            if target and not fields.hides:
                yield target, emphasis, name
            continue
        if tag == w("r"):
            emphasis = _emphasis(child)
        text = None if tag in _AROUND_WORDS else _text(child, look)
        if text is None:
            around = (emphasis, names.get(child, name))
            yield from _pieces(child, names, look, fields, around)
        elif text and (not fields.hides or fields.typed_over(text)):
            yield text, emphasis, name
        emphasis = inside[0]


def _field_mark(element: "_Element", fields: FieldState) -> str | None:
    """Take note of a mark of a field; returns None for what is none, else where a reference leads.

    The words of a reference are Word's, but where it leads is ours or somebody's.
    """
    if element.tag == w("fldChar"):
        return _target(fields.mark(element.get(w("fldCharType"), "")))
    if element.tag == w("instrText"):
        fields.instruct(element.text or "")
        return ""
    instruction = element.get(w("instr"), "") if element.tag == w("fldSimple") else ""
    return _target(instruction) if is_filled_in(instruction) else None


def _target(instruction: str) -> str:
    words = instruction.split()
    return f"[to {words[1].lower()}]" if len(words) > 1 and words[0].upper() == "REF" else ""


def _text(element: "_Element", look: Look) -> str | None:
    """Return what one element says; None where one has to look inside."""
    tag = element.tag
    if tag in (w("t"), f"{{{MATHS}}}t"):
        return element.text or ""
    if tag in _FIXED:
        return _FIXED[tag]
    if tag == w("br"):
        return "" if element.get(w("type")) in ("page", "column") else " "
    if tag == w("sym"):
        return f"[symbol {element.get(w('char'), '')}]"
    return look(element) if tag in _DRAWN else None


def _is_unfilled(control: "_Element") -> bool:
    """Say whether a control shows only what Word asks the writer to type."""
    return control.tag == w("sdt") and control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None


def _emphasis(run: "_Element") -> str:
    properties = run.find(w("rPr"))
    if properties is None:
        return ""
    found = []
    for name in EMPHASIS:
        mark = properties.find(w(name))
        if mark is not None and (mark.get(w("val")) or "on").lower() not in _OFF:
            found.append(name)
    return " ".join(found)


def _joined(pieces: list[tuple[str, str]]) -> str:
    """Join pieces; neighbours of one emphasis are one stretch, however many runs they are."""
    stretches: list[list[str]] = []
    for text, emphasis in pieces:
        if stretches and (stretches[-1][1] == emphasis or not text.strip()):
            stretches[-1][0] += text
        else:
            stretches.append([text, emphasis])
    marked = "".join(f"<{marks}>{text}</>" if marks else text for text, marks in stretches)
    return " ".join(unicodedata.normalize("NFC", marked).split())
