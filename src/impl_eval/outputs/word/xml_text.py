"""Small pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks.

Everything is built as one string and parsed once: adding elements one by one through python-docx is
hundreds of times slower for tables.
"""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from impl_eval.outputs.report.model import Span, Spans

W_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LONGEST_BOOKMARK = 40
_STYLE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=)"([^"]*)"')

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


def unbroken(text: str) -> str:
    """Return text in which intervals stay on one line."""
    if " to " in text:
        text = _INTERVAL.sub(_UNBROKEN, text)
    return text.replace("% CI", "%\N{NO-BREAK SPACE}CI")


def run(text: str, properties: str = "") -> str:
    """Return one w:r; `properties` are the children of its w:rPr."""
    text = unbroken(text)
    run_properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{run_properties}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def runs(parts: Spans, targets: Mapping[str, str] | None = None) -> str:
    """Return the runs of spans; what stands out gets the character style Strong.

    `targets` are bookmarks by block id: a span that refers to one of these blocks becomes a field.
    """
    return "".join(_span_run(span, targets or {}) for span in parts)


def _span_run(span: Span, targets: Mapping[str, str]) -> str:
    properties = '<w:rStyle w:val="Strong"/>' if span.strong else ""
    if span.refers_to in targets:
        return field(f"REF {targets[span.refers_to]} \\h", span.text, properties)
    return run(span.text, properties)


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Return one w:p; `properties` are further children of its w:pPr, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, cached: str, properties: str = "") -> str:
    """Return a complex field with the value that stands there until Word updates it."""
    begin, end = field_parts(instruction)
    return f"{begin}{run(cached, properties)}{end}"


def field_parts(instruction: str) -> tuple[str, str]:
    """Return what stands before and after the value of a field, which may run over paragraphs."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    return begin, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Return content inside a bookmark."""
    start = f'<w:bookmarkStart w:id="{number}" {attribute(name, "w:name")}/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def bookmark_name(prefix: str, block_id: str) -> str:
    """Return a name as Word allows it: letters, digits and underscores, at most 40 characters."""
    return (prefix + re.sub(r"\W", "_", block_id, flags=re.ASCII))[:LONGEST_BOOKMARK]


def in_styles(xml: str, style_ids: Mapping[str, str]) -> str:
    """Return XML with the style ids of a template in place of ours."""
    if not style_ids:
        return xml
    return _STYLE.sub(lambda found: f'{found[1]}"{style_ids.get(found[2], found[2])}"', xml)
