"""Numbers that Word would fill in when somebody presses F9: captions in their order, and references.

Done here, because a report that was put together anew would otherwise show the old ones until then.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.words import NOT_THERE, shown_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_OTHER_THAN_TEXT = frozenset({"\\n", "\\r", "\\w", "\\p", "\\d", "\\f"})


@dataclass
class Field:
    """A field of a document: its instruction, and the texts that show its result."""

    instruction: str = ""
    shown: list["_Element"] = field(default_factory=list)
    in_result: bool = False
    begin: "_Element | None" = None
    end: "_Element | None" = None

    @property
    def words(self) -> list[str]:
        """The instruction, word by word."""
        return self.instruction.split()

    @property
    def result(self) -> str:
        """What the field shows."""
        return "".join(each.text or "" for each in self.shown)

    def show(self, text: str) -> None:
        """Let the field show a text."""
        if not self.shown or self.result == text:
            return
        self.shown[0].text = text
        for each in self.shown[1:]:
            each.text = ""


def renumber(body: "_Element") -> list[str]:
    """Number captions in their order and let references say what they refer to.

    Returns the names of bookmarks to which a reference leads that do not exist.
    """
    fields = list(fields_of(body))
    counts: Counter[str] = Counter()
    for each in fields:
        words = each.words
        if len(words) > 1 and words[0].upper() == "SEQ":
            _count(words, counts)
            if each.result.strip().isdigit():  # else somebody typed over it
                each.show(str(counts[words[1].lower()]))
    marks = {each.get(w("name"), "").lower(): each for each in body.iter(w("bookmarkStart"))}
    lost = []
    for each in fields:
        words = each.words
        if len(words) < 2 or words[0].upper() != "REF" or _OTHER_THAN_TEXT & set(words):
            continue
        mark = marks.get(words[1].lower())
        if mark is None:
            lost.append(words[1])
        elif text := marked_text(mark):
            each.show(text)
    return lost


def _count(words: list[str], counts: "Counter[str]") -> None:
    """Count a caption up; with its switches one may begin anew or repeat the number before."""
    label = words[1].lower()
    if "\\c" in words:
        return
    following = words[words.index("\\r") + 1 :] if "\\r" in words else []
    counts[label] = int(following[0]) if following and following[0].isdigit() else counts[label] + 1


def fields_of(body: "_Element") -> "Iterator[Field]":
    """Return the fields of a body in the order in which they begin."""
    found: list[Field] = []
    _collect(body, found, [])
    return iter(found)


def _collect(element: "_Element", found: list[Field], open_fields: list[Field]) -> None:
    for child in element:
        tag = child.tag
        if tag in NOT_THERE:
            continue
        if tag == w("fldChar"):
            _mark(child, found, open_fields)
        elif tag == w("instrText") and open_fields:
            open_fields[-1].instruction += child.text or ""
        elif tag == w("fldSimple"):
            found.append(Field(child.get(w("instr"), ""), list(shown_texts(child)), in_result=True))
        elif tag == w("t"):
            if open_fields and open_fields[-1].in_result:
                open_fields[-1].shown.append(child)
        else:
            _collect(child, found, open_fields)


def _mark(mark: "_Element", found: list[Field], open_fields: list[Field]) -> None:
    kind = mark.get(w("fldCharType"), "")
    if kind == "begin":
        open_fields.append(Field(begin=mark))
        found.append(open_fields[-1])
    elif open_fields and kind == "separate":
        open_fields[-1].in_result = True
    elif open_fields and kind == "end":
        open_fields.pop().end = mark


def marked_text(start: "_Element") -> str:
    """Return what stands between the start of a bookmark and its end, within one paragraph."""
    paragraph = next(start.iterancestors(w("p")), None)
    if paragraph is None:
        return ""
    shown = set(shown_texts(paragraph))
    inside, text = False, ""
    for each in paragraph.iter():
        if each is start:
            inside = True
        elif each.tag == w("bookmarkEnd") and each.get(w("id")) == start.get(w("id")):
            break
        elif inside and each in shown:
            text += each.text or ""
    return text
