"""Where a quote stands in a text that may have changed a little: exactly, but for spaces, or about there.

The only module that uses rapidfuzz. Offsets are Unicode code points, end exclusive, in the text as it is
given. What could stand in two places is not placed: the caller says so instead of guessing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Certainty = Literal["exact", "whitespace", "fuzzy"]

LOWEST_SCORE = 80.0
"""Least likeness (0 to 100) of a passage that is placed by likeness; below it other words were meant."""
SURE_SCORE = 90.0
"""A passage less alike than this is taken only where its surroundings are alike too, if they are known."""
SHORTEST_FUZZY = 12
"""A quote of fewer characters is like too many passages to be placed by likeness alone."""
CLEARLY_BETTER = 6.0
"""By how many points one place must beat the next, in likeness or in its surroundings."""
CONTEXT = 60
"""Characters before and after a quote that tell two places apart."""
FOREIGN_CONTEXT = 50.0
"""Surroundings less alike than this are other surroundings."""

_SAME_SIGN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "\u2026": "...",
}
# Control characters, and their stand-in in Word and Excel, are as good as spaces.
_FOLDED_SIGN = re.compile(r"[\s\x00-\x1f\x7f\ufffd-\uffff]+|[" + re.escape("".join(_SAME_SIGN)) + "]")
_PIECE = re.compile(r"\s+|\w+|[^\w\s]+")
_PLACES_TRIED = 7
_ROUGHLY = 20.0
"""A first look compares pieces of one length: it may find less likeness than there is."""


@dataclass(frozen=True)
class Placed:
    """A place for a quote: text[start:end], how sure that is, and how alike the words are (0 to 100).

    "whitespace": the same words, with other spaces, line breaks, quotation marks or dashes.
    """

    start: int
    end: int
    certainty: Certainty
    score: float = 100.0


def place_quote(
    text: str, quote: str, before: str = "", after: str = "", near: int | None = None
) -> Placed | None:
    """Return where a quote stands in a text; None where it does not, or could stand in several places.

    Parameters
    ----------
    text : the text to search.
    quote : the words as they stood elsewhere.
    before, after : what stood around them there; it decides between places that are alike.
    near : a code point near which they should stand; it decides where their surroundings do not.

    For many quotes of one text, make one `Placer`: it looks the text over once.
    """
    return Placer(text).place(quote, before, after, near)


@dataclass(frozen=True)
class _Folded:
    """A text with its spaces and signs made alike, and where each of its characters came from."""

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "_Folded":
        pieces: list[str] = []
        origins: list[int] = []
        done = 0
        for match in _FOLDED_SIGN.finditer(text):
            start = match.start()
            sign = match.group()
            like = _SAME_SIGN.get(sign, " ")
            pieces += (text[done:start], like)
            origins.extend(range(done, start))
            origins.extend([start] * len(like))
            done = match.end()
        pieces.append(text[done:])
        origins.extend(range(done, len(text)))
        return cls("".join(pieces), origins)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text itself of a passage that neither begins nor ends with a space."""
        return self.origins[start], self.origins[end - 1] + 1


class Placer:
    """Places quotes in one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded.of(self.text)

    def place(self, quote: str, before: str = "", after: str = "", near: int | None = None) -> Placed | None:
        """Return where a quote stands, as `place_quote` does."""
        found = self.candidates(quote)
        if not found:
            return None
        likeness = [self._likeness(placed, before, after) for placed in found]
        if len(found) == 1:
            doubtful = len(quote.strip()) < SHORTEST_FUZZY or found[0].score < SURE_SCORE
            foreign = likeness[0] is not None and likeness[0] < FOREIGN_CONTEXT
            return None if doubtful and foreign else found[0]
        by_surroundings = _clear_winner([score or 0.0 for score in likeness])
        chosen = by_surroundings if by_surroundings is not None else _nearest(found, near)
        return None if chosen is None else found[chosen]

    def candidates(self, quote: str) -> tuple[Placed, ...]:
        """Return every place that a quote could have, all of one certainty, in order of place.

        More than one: the quote alone does not say which is meant.
        """
        if not quote.strip():
            return ()
        exact = tuple(Placed(start, start + len(quote), "exact") for start in _starts(self.text, quote))
        if exact:
            return exact
        wanted = _Folded.of(quote).text.strip()
        if not wanted:
            return ()
        alike = _starts(self._folded.text, wanted)
        if alike:
            places = [self._folded.original(start, start + len(wanted)) for start in alike]
            return tuple(Placed(start, end, "whitespace") for start, end in places)
        return self._fuzzy(wanted)

    def _fuzzy(self, wanted: str) -> tuple[Placed, ...]:
        if len(wanted) < SHORTEST_FUZZY:
            return ()
        found: dict[tuple[int, int], float] = {}
        for about in self._likely_starts(wanted):
            span, score = _best_fit(self._folded.text, wanted, about)
            if score >= LOWEST_SCORE:
                found[span] = max(score, found.get(span, 0.0))
        best = max(found.values(), default=0.0)
        kept: list[tuple[int, int]] = []
        for span in sorted(found, key=lambda span: (-found[span], span)):
            apart = all(span[1] <= other[0] or other[1] <= span[0] for other in kept)
            if apart and found[span] > best - CLEARLY_BETTER:
                kept.append(span)
        return tuple(
            Placed(*self._folded.original(*span), "fuzzy", round(found[span], 1)) for span in sorted(kept)
        )

    def _likely_starts(self, wanted: str) -> Iterator[int]:
        """Yield about where the quote could begin: the likeliest place, then the likeliest beside it."""
        from rapidfuzz import fuzz

        parts = [(0, len(self._folded.text))]
        for _ in range(_PLACES_TRIED):
            if not parts:
                return
            start, end = parts.pop(0)
            part = self._folded.text[start:end]
            if len(part) < len(wanted) // 2:
                continue
            rough = fuzz.partial_ratio_alignment(wanted, part, score_cutoff=LOWEST_SCORE - _ROUGHLY)
            if rough is not None and rough.score:
                yield start + rough.dest_start - rough.src_start
                parts += [(start, start + rough.dest_start), (start + rough.dest_end, end)]

    def _likeness(self, placed: Placed, before: str, after: str) -> float | None:
        """Return how alike the surroundings are, 0 to 100; None where the quote came without any."""
        from rapidfuzz import fuzz

        before, after = _Folded.of(before).text.strip(), _Folded.of(after).text.strip()
        stands_before = _Folded.of(self.text[max(0, placed.start - 2 * CONTEXT) : placed.start]).text.strip()
        stands_after = _Folded.of(self.text[placed.end : placed.end + 2 * CONTEXT]).text.strip()
        scores = []
        if before:
            size = min(CONTEXT, len(before))
            scores.append(fuzz.ratio(before[-size:], stands_before[-size:]))
        if after:
            size = min(CONTEXT, len(after))
            scores.append(fuzz.ratio(after[:size], stands_after[:size]))
        return sum(scores) / len(scores) if scores else None


def _clear_winner(likeness: Sequence[float]) -> int | None:
    best, second = sorted(likeness, reverse=True)[:2]
    clear = best >= FOREIGN_CONTEXT and best - second >= CLEARLY_BETTER
    return likeness.index(best) if clear else None


def _nearest(found: Sequence[Placed], near: int | None) -> int | None:
    if near is None:
        return None
    distances = [abs(placed.start - near) for placed in found]
    least = min(distances)
    return distances.index(least) if distances.count(least) == 1 else None


def _starts(text: str, wanted: str) -> list[int]:
    starts = []
    at = text.find(wanted)
    while at >= 0:
        starts.append(at)
        at = text.find(wanted, at + 1)
    return starts


def _best_fit(text: str, wanted: str, about: int) -> tuple[tuple[int, int], float]:
    """Return the passage near a place that is most like the quote, ending at words, and its likeness."""
    from rapidfuzz import fuzz

    slack = max(16, len(wanted) // 3)
    left = max(0, about - slack)
    window = text[left : about + len(wanted) + 2 * slack]
    rough = fuzz.partial_ratio_alignment(wanted, window, score_cutoff=LOWEST_SCORE / 2)
    if rough is None:
        return (0, 0), 0.0
    margin = max(10, len(wanted) // 4)
    pieces = [match.span() for match in _PIECE.finditer(window) if not match.group().isspace()]
    begins, ends = [start for start, _ in pieces], [end for _, end in pieces]
    span = (rough.dest_start, rough.dest_end)
    if rough.src_start or rough.src_end < len(wanted):
        span = (span[0] - rough.src_start, span[1] + len(wanted) - rough.src_end)
    for _ in range(2):
        starts = begins[bisect_left(begins, span[0] - margin) : bisect_right(begins, span[0] + margin)]
        start = max(starts or [span[0]], key=lambda at: (fuzz.ratio(wanted, window[at : span[1]]), -at))
        stops = ends[bisect_left(ends, span[1] - margin) : bisect_right(ends, span[1] + margin)]
        stop = max(stops or [span[1]], key=lambda at: (fuzz.ratio(wanted, window[start:at]), at))
        span = (max(0, start), min(len(window), stop))
    if span[0] >= span[1]:
        return (0, 0), 0.0
    return (left + span[0], left + span[1]), fuzz.ratio(wanted, window[span[0] : span[1]])
