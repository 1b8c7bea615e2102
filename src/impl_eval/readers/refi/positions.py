"""How a program counted positions: as the standard says or, where the evidence is plain, in another way.

The standard counts Unicode code points from 0; nearly all files take the end as exclusive. Some programs
count a line end of two characters as one or the reverse, a character beyond the basic plane as two, or the
byte order mark; some take the end for the last character. One project is counted in one way. Without plain
evidence the usual way is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from impl_eval.readers.refi.model import QuoteCheck

if TYPE_CHECKING:
    from numpy.typing import NDArray

LineEnds = Literal["as they are", "two as one", "one as two"]
PLAIN_SHARE, POOR_SHARE = 0.95, 0.75
FEWEST_PLACES, FEWEST_IF_OUTSIDE = 8, 4
"""Another way of counting is taken from this share and number of places that cut no word, if the
standard's way has less than the poor share, or puts a passage outside its text (then fewer do)."""
SHORTEST_NAME = 12


_END_IS_LAST = "take the end of a passage for its last character"


@dataclass(frozen=True)
class Counting:
    """One way of counting."""

    line_ends: LineEnds = "as they are"
    wide_as_two: bool = False
    mark_counted: bool = False
    end_is_last: bool = False

    def sentence(self) -> str:
        """Return how this way differs from the standard's, as part of a sentence."""
        said = {
            "as they are": "",
            "two as one": "a line end of two characters as one",
            "one as two": "a line end as two characters",
        }[self.line_ends]
        others = [
            "some symbols (such as emoji) as two characters" if self.wide_as_two else "",
            "the byte order mark" if self.mark_counted else "",
        ]
        counted = " and ".join(part for part in (said, *others) if part)
        parts = [f"count {counted}" if counted else "", _END_IS_LAST if self.end_is_last else ""]
        return " and ".join(part for part in parts if part)


STANDARD = Counting()
WAYS = tuple(
    Counting(line_ends, wide, mark, last)
    for last in (False, True)
    for mark in (False, True)
    for wide in (False, True)
    for line_ends in ("as they are", "two as one", "one as two")
)


@dataclass(frozen=True)
class CountedText:
    """A text with the passages that a program placed in it: (start, end, name) as counted there.

    `had_mark`: its file begins with a byte order mark.
    """

    source_guid: str
    text: str = field(repr=False)
    had_mark: bool
    passages: tuple[tuple[int, int, str], ...] = field(repr=False)

    def may_differ(self, counting: Counting) -> bool:
        """Tell whether this way of counting can give other places in this text."""
        line_ends = {
            "as they are": False,
            "two as one": self._has_pairs,
            "one as two": "\n" in self.text and not self._has_pairs,
        }[counting.line_ends]
        wide = counting.wide_as_two and self._is_wide
        mark = counting.mark_counted and self.had_mark
        return line_ends or wide or mark or counting.end_is_last

    @cached_property
    def _has_pairs(self) -> bool:
        return "\r\n" in self.text

    @cached_property
    def _is_wide(self) -> bool:
        return max(self.text, default="") > "\uffff"

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """For each passage its name, where that is words of the text, or an empty text."""
        whole = folded(self.text)
        names = (folded(name) for _, _, name in self.passages)
        return tuple(name if len(name) >= SHORTEST_NAME and name in whole else "" for name in names)


class Ruler:
    """Turns positions as a program counted them into code points of a text."""

    def __init__(self, counted: CountedText, counting: Counting) -> None:
        self._length = len(counted.text)
        self._end = int(counting.end_is_last)
        self._shift = int(counting.mark_counted and counted.had_mark)
        within = Counting(counting.line_ends, counting.wide_as_two)
        self._numbers = _numbers(counted.text, within) if counted.may_differ(within) else None

    def place(self, position: int) -> int | None:
        """Return a position in code points; None beyond the text or within one character."""
        position -= self._shift
        if self._numbers is None:
            return position if 0 <= position <= self._length else None
        if not 0 <= position <= int(self._numbers[-1]):
            return None
        # Of two code points with one number the later is meant: a line begins after its line end.
        at = int(self._numbers.searchsorted(position, side="right")) - 1
        return at if self._numbers[at] == position else None

    def places(self, start: int, end: int) -> tuple[int, int] | None:
        """Return a passage in code points; None where it is not within the text."""
        first, last = self.place(start), self.place(end + self._end)
        return None if first is None or last is None or first > last else (first, last)


def _numbers(text: str, counting: Counting) -> "NDArray[Any]":
    """Return the number that a program of this way gives to each code point of a text, and to its end."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    widths = np.ones(len(points), dtype=np.int64)
    if counting.wide_as_two:
        widths[points > 0xFFFF] = 2
    is_feed = points == ord("\n")
    after_return = np.zeros(len(points), dtype=bool)
    after_return[1:] = points[:-1] == ord("\r")
    if counting.line_ends == "two as one":
        widths[is_feed & after_return] = 0
    if counting.line_ends == "one as two" and not (is_feed & after_return).any():
        widths[is_feed] = 2
    return np.concatenate(([0], np.cumsum(widths)))


@dataclass(frozen=True)
class _Score:
    """How well the words around positions speak for a way of counting."""

    passages: int
    outside: int
    between_words: int
    named: int
    named_right: int

    @property
    def share(self) -> float:
        return self.between_words / max(1, 2 * self.passages)

    @property
    def rank(self) -> tuple[int, int, int]:
        """The higher the better: as named, then inside, then between words."""
        return self.named_right, -self.outside, self.between_words


def _cuts_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def folded(words: str) -> str:
    """Return words with single spaces, and without the dots by which a program shortened them."""
    return " ".join(words.split()).removesuffix("…").removesuffix("...").rstrip()


def _score(counted: CountedText, counting: Counting) -> _Score:
    ruler = Ruler(counted, counting)
    outside = between = named_right = 0
    for (start, end, _), quote in zip(counted.passages, counted.quotes, strict=True):
        places = ruler.places(start, end)
        if places is None:
            outside += 1
            continue
        between += sum(not _cuts_word(counted.text, at) for at in places)
        if quote:
            named_right += folded(counted.text[places[0] : places[1]]).startswith(quote)
    return _Score(len(counted.passages), outside, between, sum(map(bool, counted.quotes)), named_right)


def check_of(counted: CountedText, counting: Counting) -> QuoteCheck:
    """Return what the words around the places of a text say about them."""
    score = _score(counted, counting)
    places = 2 * (score.passages - score.outside)
    return QuoteCheck(counted.source_guid, places, score.between_words, score.named, score.named_right)


def choose_counting(texts: Sequence[CountedText]) -> Counting:
    """Return the way in which a project counts its positions."""
    texts = [one for one in texts if one.passages]
    standard = _total(_score(one, STANDARD) for one in texts)
    if not _is_doubtful(standard):
        return STANDARD
    best, best_score = STANDARD, standard
    for counting in WAYS[1:]:
        if any(one.may_differ(counting) for one in texts):
            other = _total(_score(one, counting) for one in texts)
            if _is_plain(standard, other) and other.rank > best_score.rank:
                best, best_score = counting, other
    return best


def _is_doubtful(standard: _Score) -> bool:
    wrong_names = standard.named_right < PLAIN_SHARE * standard.named
    return standard.outside > 0 or standard.share < POOR_SHARE or wrong_names


def _is_plain(standard: _Score, other: _Score) -> bool:
    """Tell whether another way is plainly the right one: nothing outside, and words whole or as named."""
    if other.outside or other.rank <= standard.rank or other.named_right < standard.named_right:
        return False
    if other.named_right > standard.named_right:
        return other.named_right >= PLAIN_SHARE * other.named
    if standard.outside:  # the usual way cannot be meant: fewer places are evidence enough
        return 2 * other.passages >= FEWEST_IF_OUTSIDE and other.share >= PLAIN_SHARE
    poor = standard.share < POOR_SHARE
    return poor and 2 * other.passages >= FEWEST_PLACES and other.share >= PLAIN_SHARE


def _total(scores: Iterable[_Score]) -> _Score:
    listed = [(s.passages, s.outside, s.between_words, s.named, s.named_right) for s in scores]
    return _Score(*(sum(column) for column in zip(*listed, strict=True))) if listed else _Score(0, 0, 0, 0, 0)
