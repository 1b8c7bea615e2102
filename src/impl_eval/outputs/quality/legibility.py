"""Rules on what a reader can make out: colours against their ground, size, and the language of the words.

Only what somebody set by hand is looked at; styles are the business of the template.
Source of contrast: Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 and its definition of
contrast ratio (relative luminance of sRGB).
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from impl_eval.outputs.quality.document import WordFile, elements
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

LOWEST_CONTRAST, UNSEEN = 4.5, 1.5
SMALLEST_SIZE = 8
"""In points; the styles of a report have nothing smaller in its text."""
WHITE = "FFFFFF"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}\Z")
_HIGHLIGHTS = {"yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF"}
_HIGHLIGHTS |= {"red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000"}
_HIGHLIGHTS |= {"darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080"}
_HIGHLIGHTS |= {"lightGray": "C0C0C0", "black": "000000", "white": WHITE}


def legibility_faults(file: WordFile) -> Iterator[Finding]:
    """Yield words that some or all readers cannot make out."""
    languages: dict[str, list[_Element]] = {}
    for part, root in file.texts:
        for run in elements(root, "r"):
            properties = run.find(w("rPr"))
            if properties is None or not plain_words(run):
                continue
            yield from _colour(file, part, run, properties)
            yield from _size(file, part, run, properties)
            language = properties.find(w("lang"))
            if language is not None and language.get(w("val")):
                languages.setdefault(language.get(w("val"), ""), []).append(run)
    yield from _languages(file, languages)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (six hexadecimal digits each): 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(file: WordFile, part: str, run: "_Element", properties: "_Element") -> Iterator[Finding]:
    mark = properties.find(w("color"))
    colour, ground = "" if mark is None else mark.get(w("val"), ""), _ground(run, properties)
    if not _COLOUR.match(colour) or ground is None:
        return
    ratio = contrast(colour, ground)
    if ratio < UNSEEN:
        remedy = "Delete it, or give it a colour that can be seen."
        yield must("hidden text", file.where(run, part), "text has the colour of its ground", remedy)
    elif ratio < LOWEST_CONTRAST:
        found = (
            f"the colour of a text is too pale: its contrast is {ratio:.1f}, and {LOWEST_CONTRAST} is needed"
        )
        yield should("pale text", file.where(run, part), found, "Take a darker colour.")


def _ground(run: "_Element", properties: "_Element") -> str | None:
    """Return the colour behind a run; None where the style of a table decides it."""
    highlight = properties.find(w("highlight"))
    if highlight is not None and highlight.get(w("val")) in _HIGHLIGHTS:
        return _HIGHLIGHTS[highlight.get(w("val"), "")]
    marks = [properties.find(w("shd"))]
    for above in run.iterancestors(w("p"), w("tc"), w("tbl")):
        name = above.tag.rpartition("}")[2]
        marks.append(above.find(f"{w(f'{name}Pr')}/{w('shd')}"))
    for mark in marks:
        fill = "" if mark is None else mark.get(w("fill"), "")
        if _COLOUR.match(fill):
            return fill
    return None if next(run.iterancestors(w("tbl")), None) is not None else WHITE


def _size(file: WordFile, part: str, run: "_Element", properties: "_Element") -> Iterator[Finding]:
    size = properties.find(w("sz"))
    said = "" if size is None else size.get(w("val"), "")
    if said.isdigit() and int(said) / 2 < SMALLEST_SIZE:
        found = f"text of {int(said) / 2:g} points is too small to read"
        yield should("small text", file.where(run, part), found, f"At least {SMALLEST_SIZE} points.")


def _languages(file: WordFile, languages: "dict[str, list[_Element]]") -> Iterator[Finding]:
    """Tell of words marked as another language: a screen reader would pronounce them so."""
    usual = file.language.lower()
    for language, runs in sorted(languages.items()):
        if usual and language.lower() != usual:
            remedy = "Review, Language, Set Proofing Language; leave it where the words are of that language."
            counted = "1 passage is" if len(runs) == 1 else f"{len(runs)} passages are"
            found = f"{counted} marked as another language ({language})"
            yield should("other language", f"{file.where(runs[0])} (the first)", found, remedy)
