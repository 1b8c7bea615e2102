"""A text with every line end as one character, and the way between its places and those of the original.

Programs count a line end of two characters differently; one that is a single character leaves no doubt.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

_BOM = "\ufeff"


@dataclass(frozen=True)
class PlainLines:
    """An original text and its form with LF line ends and without byte order marks at its beginning."""

    original: str = field(repr=False)

    @cached_property
    def _marks(self) -> int:
        return len(self.original) - len(self.original.lstrip(_BOM))

    @cached_property
    def text(self) -> str:
        """The text with LF line ends."""
        return self.original[self._marks :].replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _pairs(self) -> list[int]:
        """Places of the first character of each line end of two."""
        found: list[int] = []
        at = self.original.find("\r\n", self._marks)
        while at >= 0:
            found.append(at)
            at = self.original.find("\r\n", at + 2)
        return found

    @cached_property
    def _plain_pairs(self) -> list[int]:
        return [at - self._marks - number for number, at in enumerate(self._pairs)]

    def to_plain(self, position: int) -> int:
        """Return where a code point of the original lies in `text`."""
        return max(0, position - self._marks - bisect_left(self._pairs, position))

    def to_original(self, position: int) -> int:
        """Return where a code point of `text` lies in the original: before a line end, not within it."""
        return position + self._marks + bisect_left(self._plain_pairs, position)
