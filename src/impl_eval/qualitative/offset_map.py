"""Where places of a text lie after parts of it were replaced: exact, and never guessed.

Offsets are Unicode code points, end exclusive. Knows nothing of what is replaced, or why.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, pairwise


@dataclass(frozen=True, order=True)
class Edit:
    """text[start:end] becomes `replacement`. An insertion has start == end."""

    start: int
    end: int
    replacement: str = field(repr=False)


class OffsetMap:
    """Maps spans of a text to the same text after edits."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        """Take edits in any order.

        Raises
        ------
        ValueError : an edit ends before it starts, or two edits overlap.
        """
        self.edits = tuple(sorted(edits))
        if any(not 0 <= edit.start <= edit.end for edit in self.edits):
            raise ValueError("an edit ends before it starts")
        if any(before.end > after.start for before, after in pairwise(self.edits)):
            raise ValueError("edits overlap")
        self._starts = [edit.start for edit in self.edits]
        growth = (len(edit.replacement) - (edit.end - edit.start) for edit in self.edits)
        self._shift = [0, *accumulate(growth)]

    def apply(self, text: str) -> str:
        """Return the text with every edit made. ValueError where an edit lies beyond its end."""
        if self.edits and max(edit.end for edit in self.edits) > len(text):
            raise ValueError("an edit lies beyond the end of the text")
        parts, at = [], 0
        for edit in self.edits:
            parts += [text[at : edit.start], edit.replacement]
            at = edit.end
        return "".join([*parts, text[at:]])

    def map(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span lies after the edits.

        What stood inside the span stands inside it afterwards, and nothing else, but for one case: a span
        that begins or ends within a replaced part takes in the whole replacement. An insertion at the
        very edge of a span stays outside. A span of which all is deleted becomes empty.

        Raises
        ------
        ValueError : the span ends before it starts.
        """
        if not 0 <= start <= end:
            raise ValueError("a span ends before it starts")
        new_start = self._start(start)
        return new_start, new_start if start == end else max(new_start, self._end(end))

    def _start(self, position: int) -> int:
        count = bisect_right(self._starts, position)  # edits that start at or before the position
        while count and self.edits[count - 1].end > position:
            count -= 1
            position = self.edits[count].start
        return position + self._shift[count]

    def _end(self, position: int) -> int:
        count = bisect_right(self._starts, position - 1)  # edits that start before the position
        if count:
            position = max(position, self.edits[count - 1].end)
        return position + self._shift[count]
