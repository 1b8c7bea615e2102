"""Web pages (.html): their words as a browser would lay them out in lines. Nothing is run or fetched."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from impl_eval.readers.encodings import DecodedText, decode_text
from impl_eval.readers.faults import damaged, fault
from impl_eval.readers.line_text import LineText, count_notes
from impl_eval.readers.transcripts.text import TranscriptText

_LEFT_OUT = {
    "del": "deletion",
    "script": "script",
    "img": "picture",
    "picture": "picture",
    "svg": "picture",
    "video": "recording",
    "audio": "recording",
    "iframe": "page inside the page",
    "object": "page inside the page",
    "embed": "page inside the page",
}
_SKIPPED = frozenset({"head", "style", "template", "noscript", "rp", "rt", "datalist", "select", "textarea"})
_LINES = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li",
        "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)
_HEAD = 4096


@dataclass
class _Walk:
    """What one walk through the page gathers: a line ends wherever a block begins or ends."""

    lines: LineText = field(default_factory=LineText)
    counts: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    line_end_due: bool = False
    space_due: bool = False
    is_fresh: bool = True
    bold: list[bool] = field(default_factory=lambda: [False])
    kept: int = 0
    unseen: int = 0

    def begin(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else "!"  # a comment
        if self.unseen or self._is_unseen(tag, element):
            self.unseen += 1
            return
        self.kept += tag == "pre"
        self.taken["insertion"] += tag == "ins"
        self.bold.append(self._is_bold(tag, element.get("style") or ""))
        if tag in _LINES:
            self.end_line()
        if tag == "br":
            self.line_break()
        self.words(element.text)

    def end(self, element: Any) -> None:
        if self.unseen:
            self.unseen -= 1
        else:
            self.kept -= element.tag == "pre"
            self.bold.pop()
            if element.tag in _LINES:
                self.end_line()
        if not self.unseen:
            self.words(element.tail)

    def _is_unseen(self, tag: str, element: Any) -> bool:
        if tag in _LEFT_OUT:
            self.counts[_LEFT_OUT[tag]] += 1
            return True
        if tag == "!" or tag in _SKIPPED:
            return True
        hidden = element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style") or ""))
        self.counts["hidden passage"] += hidden
        return hidden

    def _is_bold(self, tag: str, style: str) -> bool:
        if _PLAIN_STYLE.search(style):
            return False
        return self.bold[-1] or tag in _BOLD or bool(_BOLD_STYLE.search(style))

    def end_line(self) -> None:
        self.line_end_due = self.line_end_due or not self.is_fresh
        self.space_due = False

    def line_break(self) -> None:
        """End a line at <br>; two of them leave a line empty."""
        if self.line_end_due or self.is_fresh:
            self.lines.add("\n" if self.lines.length else "")
        self.line_end_due = self.line_end_due or bool(self.lines.length)
        self.is_fresh, self.space_due = True, False

    def words(self, text: str | None) -> None:
        """Add text; any run of white space stands for one space, but in <pre>."""
        if not text:
            return
        if self.kept:
            self._add(text.replace("\r\n", "\n"))
            return
        for number, word in enumerate(_SPACES.split(text)):
            self.space_due = self.space_due or (number > 0 and not (self.is_fresh or self.line_end_due))
            if word:
                self._add(word)

    def _add(self, text: str) -> None:
        if self.line_end_due:
            self.lines.add("\n")
        elif self.space_due:
            self.lines.add(" ", self.bold[-1])
        self.lines.add(text, self.bold[-1])
        self.line_end_due = self.space_due = self.is_fresh = False


def read_web_page(content: bytes, name: str) -> TranscriptText:
    """Read an .html or .htm file. Raises StudyProblems where it is damaged or holds no words."""
    from lxml import etree

    decoded = _decoded(content, name)
    walk = _Walk()
    for event, element in etree.iterwalk(_root(decoded.text, name), events=("start", "end", "comment", "pi")):
        if event == "start":
            walk.begin(element)
        elif event == "end":
            walk.end(element)
        elif not walk.unseen:
            walk.words(element.tail)
    text, openings = walk.lines.finish()
    if not text.strip():
        remedy = "Words that a script puts into a page are not read: save what the browser shows as text."
        raise fault(name, "a page without words", "a transcript", remedy)
    notes = (*decoded.notes, *count_notes(walk.counts, walk.taken))
    return TranscriptText(text, "web page", decoded.encoding, notes, openings=openings)


def _decoded(content: bytes, name: str) -> DecodedText:
    """Decode by the encoding the page states, unless its bytes say otherwise."""
    stated = _CHARSET.search(content[:_HEAD])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    # Browsers take these three for Windows-1252, as decode_text does.
    if encoding in ("", "utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii") or content[:2] in _UTF16:
        return decode_text(content, name)
    return decode_text(content, name, encoding)


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _root(text: str, name: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise fault(name, "a page without words", "a transcript") from None
    # The parser stops, and says so, where elements lie too deep inside each other.
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise damaged(name)
    return root
