"""Small pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks.

Everything is built as one string and parsed once: adding elements one by one through python-docx is
hundreds of times slower for tables.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from impl_eval.outputs.report.model import Span, Spans

W_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LONGEST_BOOKMARK = 40

# "0.10 to 1.16" stays on one line, wherever it stands.
_INTERVAL = re.compile(r"(?<=[\d%]) to (?=[−<>]?\d)")
_UNBROKEN = "\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return text that XML can hold, on one line: forbidden characters become U+FFFD."""
    return _NOT_IN_XML.sub("\ufffd", re.sub(r"[\t\n\r]+", " ", text))


def attribute(value: str, name: str = "w:val") -> str:
    """Return name="value", escaped."""
    return f"{name}={quoteattr(clean(value))}"


def run(text: str, properties: str = "") -> str:
    """Return one w:r; `properties` are the children of its w:rPr."""
    text = _INTERVAL.sub(_UNBROKEN, text).replace("% CI", "%\N{NO-BREAK SPACE}CI")
    run_properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{run_properties}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def runs(parts: Spans) -> str:
    """Return the runs of spans; what stands out gets the character style Strong."""
    return "".join(_span_run(span) for span in parts)


def _span_run(span: Span) -> str:
    return run(span.text, '<w:rStyle w:val="Strong"/>' if span.strong else "")


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Return one w:p; `properties` are further children of its w:pPr, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, cached: str) -> str:
    """Return a complex field with the value that stands there until Word updates it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(cached)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmarked(content: str, name: str, number: int) -> str:
    """Return content inside a bookmark."""
    start = f'<w:bookmarkStart w:id="{number}" {attribute(name, "w:name")}/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(prefix: str, block_id: str) -> str:
    """Return a name as Word allows it: letters, digits and underscores, at most 40 characters."""
    return (prefix + re.sub(r"\W", "_", block_id, flags=re.ASCII))[:LONGEST_BOOKMARK]
