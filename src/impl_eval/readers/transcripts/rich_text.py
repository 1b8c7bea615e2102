"""Rich Text (.rtf) by striprtf, after one pass over the control words.

striprtf gives the words. What it does not do is prepared for it: deleted text and binary data go,
each table cell becomes a line of its own, and where bold begins and ends is marked with two
characters that Unicode keeps out of all text, which are then taken out again.
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from impl_eval.readers.faults import damaged, fault
from impl_eval.readers.line_text import LineText, count_notes
from impl_eval.readers.transcripts.text import TranscriptText

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9A-Fa-f]{2}|\\[^A-Za-z]|[{}]|[^\\{}]+", re.DOTALL
)
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_BOLD, _PLAIN = "\ufdd0", "\ufdd1"
_MARKED = {True: f"{{\\uc0\\u{ord(_BOLD)}}}", False: f"{{\\uc0\\u{ord(_PLAIN)}}}"}
_COUNTED = {
    "footnote": "footnote",
    "annotation": "comment",
    "shptxt": "text box",
    "pict": "picture",
    "nonshppict": "second picture",
    "header": "header",
    "footer": "footer",
}
_CELLS = {"cell": "\\line ", "nestcell": "\\line ", "row": "", "nestrow": ""}
# Control words that stand for characters.
_CHARACTERS = frozenset(
    {
        "u", "tab", "line", "emdash", "endash", "emspace", "enspace", "qmspace", "bullet",
        "lquote", "rquote", "ldblquote", "rdblquote",
    }
)  # fmt: skip
# striprtf would write the address of a link behind its words.
_LINK = re.compile(r"HYPERLINK(?=\s)", re.IGNORECASE)


@dataclass(frozen=True)
class _State:
    """What a group of the file inherits and may change until it ends."""

    bold: bool = False
    deleted: bool = False
    hidden: bool = False
    in_instruction: bool = False


@dataclass
class _Pass:
    """One pass over the control words: what striprtf is given, and what was counted on the way."""

    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    is_bold: bool = False
    was_closed: bool = False

    def over(self, source: str) -> str:
        position = 0
        while token := _TOKEN.match(source, position):
            position = token.end()
            word, number = token[1], token[2]
            if word == "bin":  # so many characters of binary data follow
                position += int(number or 0)
            elif word:
                self.control_word(token[0], word, number)
            else:
                self.other(token[0])
            if self.was_closed:
                break
        return "".join(self.pieces)

    def control_word(self, token: str, word: str, number: str | None) -> None:
        on = number != "0"
        if word in ("b", "deleted", "v"):
            change = {"b": "bold", "deleted": "deleted", "v": "hidden"}[word]
            self.counts["deletion"] += word == "deleted" and on and not self.state.deleted
            self.counts["hidden passage"] += word == "v" and on and not self.state.hidden
            self.state = replace(self.state, **{change: on})
            self.mark()
        elif word == "plain":
            self.state = _State(in_instruction=self.state.in_instruction)
            self.mark()
        else:
            name = _COUNTED.get(word)
            if name:
                self.counts[name] += 1
            self.taken["insertion"] += word == "revised" and on
            if word == "fldinst":
                self.state = replace(self.state, in_instruction=True)
            if not (self.is_unseen() and word in _CHARACTERS):
                self.pieces.append(_CELLS.get(word, token))

    def is_unseen(self) -> bool:
        return self.state.deleted or self.state.hidden

    def other(self, piece: str) -> None:
        """Take a brace, an escaped character or plain characters."""
        if piece == "{":
            self.outer.append(self.state)
        elif piece == "}":
            self.close()
            return
        elif self.is_unseen():
            return
        self.pieces.append(_LINK.sub("LINK", piece) if self.state.in_instruction else piece)

    def close(self) -> None:
        """End a group: what it changed is as it was before."""
        self.state = self.outer.pop() if self.outer else self.state
        self.pieces.append("}")
        self.was_closed = not self.outer
        if not self.was_closed:
            self.mark()

    def mark(self) -> None:
        if self.state.bold is not self.is_bold:
            self.is_bold = self.state.bold
            self.pieces.append(_MARKED[self.is_bold])


def read_rich_text(content: bytes, name: str) -> TranscriptText:
    """Read an .rtf whose kind was already checked. Raises StudyProblems where it is cut short or empty."""
    page = _CODE_PAGE.search(content)
    encoding = _known_encoding(f"cp{int(page[1])}" if page else "cp1252")
    reading = _Pass()
    prepared = reading.over(content.decode(encoding, errors="replace"))
    if reading.outer:
        raise damaged(name)
    marked = _words(prepared, name, encoding)
    lines = LineText()
    bold = False
    for piece in re.split(f"([{_BOLD}{_PLAIN}])", marked):
        if piece in (_BOLD, _PLAIN) and piece:
            bold = piece == _BOLD
        else:
            lines.add(piece, bold)
    text, openings = lines.finish()
    if not text.strip():
        raise fault(name, "a document without text", "a transcript")
    # Programs write a picture twice, the second time for old programs.
    reading.counts["picture"] -= reading.counts.pop("second picture", 0)
    notes = tuple(count_notes(reading.counts, reading.taken))
    return TranscriptText(text, "Rich Text document", encoding, notes, openings=openings)


def _known_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _words(prepared: str, name: str, encoding: str) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(prepared, encoding, "replace")  # type: ignore[no-untyped-call]
    except (LookupError, ValueError, TypeError, OverflowError):
        raise damaged(name) from None
    # Rich Text writes a character beyond U+FFFF as two halves.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
