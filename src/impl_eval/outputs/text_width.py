"""How wide text is in Arial, for columns that must hold their longest word.

Arial has the widths of Helvetica, and so has Liberation Sans, which stands in where there is no Arial.
Source: Adobe Core 14 AFM files, Helvetica and Helvetica-Bold, in thousandths of the size of the letters.
"""

import re
from functools import lru_cache

_REGULAR = {
    222: "'`ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-r", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_BOLD = {
    278: " ',./I\\`ijl", 280: "|", 333: "!()-:;[]ft", 389: "*r{}", 474: '"', 500: "z",
    556: "#$0123456789J_aceksvxy", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
    778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@",
}  # fmt: skip
_OTHERS = 667
"""A letter that is not in the table, such as one with an accent: as wide as a capital."""
_KNOWN = {"\N{NO-BREAK SPACE}": 278, "\N{MINUS SIGN}": 584, "\N{EN DASH}": 556, "’": 222, "“": 333, "”": 333}
_WIDTHS = tuple(
    {letter: width for width, letters in table.items() for letter in letters} | _KNOWN
    for table in (_REGULAR, _BOLD)
)
# Lines break at a space, after a hyphen and after a slash; never at a no-break space.
_UNBREAKABLE = re.compile(r"[^ /-]*(?:[/-]+|$)|[^ /-]+")


@lru_cache(maxsize=50_000)
def text_width(text: str, *, bold: bool = False) -> int:
    """Return the width of text on one line, in thousandths of the size of its letters."""
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, _OTHERS) for letter in text)


@lru_cache(maxsize=50_000)
def longest_word_width(text: str, *, bold: bool = False) -> int:
    """Return the width of the widest piece of a text that no line end may cut."""
    return max((text_width(piece, bold=bold) for piece in _UNBREAKABLE.findall(text)), default=0)
