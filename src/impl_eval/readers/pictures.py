"""Reads a picture that an organisation supplies for its reports: a PNG or a JPEG, or an SVG with its PNG.

Nothing of a picture is run or fetched: an SVG that holds programs, or that names files elsewhere, is
refused.
"""

import re
import struct
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.protocols.logo import LogoPicture

LARGEST_BYTES = 2_000_000
_SMALLEST, _LARGEST = 40, 6000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
ALLOWED = "a picture as PNG or JPEG, or as SVG with a PNG of the same name beside it"
_ELSEWHERE = re.compile(rb"<!(DOCTYPE|ENTITY)|<script|javascript:|\son\w+\s*=|<foreignObject", re.IGNORECASE)
_LINK = re.compile(
    rb"(?:href|src)\s*=\s*[\"'](?!#|data:image/)|url\(\s*[\"']?(?!#|data:image/)|@import", re.I
)
_WITHOUT_SIZE = frozenset({0x01, *range(0xD0, 0xD9)})
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})


def read_logo(path: Path, name: str, alt: str) -> LogoPicture:
    """Return a picture with the words that stand for it; `name` is the file as the study calls it.

    Raises
    ------
    StudyProblems : no picture of a kind that Word shows everywhere, or too small, too large or unsafe.
    """
    if path.suffix.lower() != ".svg":
        return _raster(_content(path, name), name, alt)
    svg = _safe_svg(_content(path, name), name)
    beside = path.with_suffix(".png")
    if not beside.is_file():
        remedy = f"Save the picture as {beside.name} too: programs that cannot show SVG show that."
        raise _refused(name, f"an SVG without {beside.name} beside it", remedy)
    shown = _raster(_content(beside, beside.name), beside.name, alt)
    return LogoPicture(shown.content, shown.kind, shown.width, shown.height, alt, svg)


def _content(path: Path, name: str) -> bytes:
    if path.stat().st_size > LARGEST_BYTES:
        raise _refused(name, "a file of more than 2 MB", "Save the picture smaller.")
    return path.read_bytes()


def _raster(content: bytes, name: str, alt: str) -> LogoPicture:
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) > 24:
        width, height = struct.unpack(">II", content[16:24])
        picture = LogoPicture(content, "png", width, height, alt)
    elif content.startswith(_JPEG):
        width, height = _jpeg_size(content, name)
        picture = LogoPicture(content, "jpeg", width, height, alt)
    else:
        remedy = "Open it in a program for pictures and save it as PNG."
        raise _refused(name, "a file that is neither PNG nor JPEG, whatever its name says", remedy)
    if not all(_SMALLEST <= side <= _LARGEST for side in (width, height)):
        found = f"a picture of {width} by {height} pixels"
        raise _refused(name, found, f"Each side needs {_SMALLEST} to {_LARGEST} pixels.")
    return picture


def _jpeg_size(content: bytes, name: str) -> tuple[int, int]:
    """Return width and height, from the frame header of a JPEG (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _WITHOUT_SIZE:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    raise _refused(name, "a damaged JPEG", "Open it in a program for pictures and save it as PNG.")


def _safe_svg(content: bytes, name: str) -> bytes:
    from lxml import etree

    if _ELSEWHERE.search(content) or _LINK.search(content):
        found = "an SVG that holds a program, or names something outside of itself"
        raise _refused(name, found, "Export it as plain SVG, with its pictures and fonts inside.")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise _refused(name, "a damaged SVG", "Export it again as plain SVG.") from None
    if etree.QName(root).localname != "svg":
        raise _refused(name, "XML that is no SVG", "Export the picture as plain SVG.")
    return content


def _refused(name: str, found: str, remedy: str) -> StudyProblems:
    return StudyProblems([Problem(name, None, "", found, ALLOWED, remedy)])
