"""Where coded passages stand in a transcript that was corrected after coding: found again, or orphaned.

First the two texts are compared (diff-match-patch): what stands between unchanged words moves with
them. What that does not settle is looked for by its words. No passage is dropped, and none is guessed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.placing import CONTEXT, LOWEST_SCORE, Placer

Outcome = Literal["unchanged", "moved", "reworded", "orphaned"]
LARGEST_BLOCK = 4_000_000
"""Letters times letters of a block that is compared letter by letter: time grows with the product."""
KEPT_SHARE, LONGEST_GROWTH = 0.8, 4
"""A passage of which this share still stands is taken with what was put into it, if it did not grow more."""


@dataclass(frozen=True)
class Anchored:
    """A passage after the correction: text[start:end], or (0, 0) where it is orphaned.

    "moved": the same words elsewhere. "reworded": other words now stand there (`score` 0 to 100 says how
    alike), so that a person should look.
    """

    start: int
    end: int
    outcome: Outcome
    score: float = 100.0


def re_anchor(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[Anchored]:
    """Return for each passage old[start:end] where it stands in a corrected text.

    Parameters
    ----------
    spans : (start, end) in code points of the old text, end exclusive.
    """
    moves = _Moves.between(old, new)
    placer = Placer(new)
    return [_anchored(old, new, span, moves, placer) for span in spans]


def _anchored(old: str, new: str, span: tuple[int, int], moves: "_Moves", placer: Placer) -> Anchored:
    from rapidfuzz import fuzz

    quote = old[span[0] : span[1]]
    start, end = moves.map(*span)
    there = new[start:end]
    if there == quote:
        return Anchored(start, end, "unchanged" if (start, end) == span else "moved")
    if there.strip():
        score = fuzz.ratio(quote, there)
        grown = moves.kept_share(*span) >= KEPT_SHARE and len(there) <= LONGEST_GROWTH * len(quote)
        if score >= LOWEST_SCORE or grown:
            return Anchored(start, end, "reworded", round(score, 1))
    before, after = old[max(0, span[0] - CONTEXT) : span[0]], old[span[1] : span[1] + CONTEXT]
    # Within a block that was not compared letter by letter, the old distance is the best guess.
    placed = placer.place(quote, before, after, near=min(max(span[0], start), max(start, end)))
    if placed is None:
        return Anchored(0, 0, "orphaned", 0.0)
    outcome: Outcome = "moved" if placed.certainty == "exact" else "reworded"
    return Anchored(placed.start, placed.end, outcome, placed.score)


@dataclass(frozen=True)
class _Piece:
    """old[old_start:old_end] became new[new_start:new_end]; equal letter by letter, or not."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    equal: bool


class _Moves:
    """Maps places of one text to another by what is equal in both."""

    def __init__(self, pieces: Iterable[_Piece]) -> None:
        self.pieces = list(pieces)
        self.starts = [piece.old_start for piece in self.pieces]

    @classmethod
    def between(cls, old: str, new: str) -> "_Moves":
        """Compare two texts: by lines first, then the lines that differ letter by letter."""
        pieces: list[_Piece] = []
        for lines in _paired(_line_differences(old, new), 0, 0):
            if lines.equal:
                pieces.append(lines)
                continue
            before, after = old[lines.old_start : lines.old_end], new[lines.new_start : lines.new_end]
            if len(before) * len(after) > LARGEST_BLOCK:
                pieces.append(lines)
            else:
                letters = _letter_differences(before, after)
                pieces += _paired(letters, lines.old_start, lines.new_start)
        return cls(pieces)

    def map(self, start: int, end: int) -> tuple[int, int]:
        """Return where a passage stands: replaced words at its edges are taken in, insertions are not."""
        first, last = self._piece_at(start), self._piece_at(end - 1)
        if first is None or last is None:
            return 0, 0
        new_start = first.new_start + (start - first.old_start if first.equal else 0)
        new_end = last.new_start + end - last.old_start if last.equal else last.new_end
        return new_start, max(new_start, new_end)

    def kept_share(self, start: int, end: int) -> float:
        """Return the share of a passage that stands unchanged in the new text."""
        kept = sum(
            max(0, min(end, piece.old_end) - max(start, piece.old_start))
            for piece in self.pieces[
                max(0, bisect_right(self.starts, start) - 1) : bisect_right(self.starts, end)
            ]
            if piece.equal
        )
        return kept / (end - start)

    def _piece_at(self, position: int) -> _Piece | None:
        at = bisect_right(self.starts, position) - 1
        while at >= 0 and self.pieces[at].old_end <= position:  # an insertion holds nothing of the old text
            at -= 1
        return self.pieces[at] if at >= 0 else None


_Differences = list[tuple[int, str]]


def _paired(differences: _Differences, old_at: int, new_at: int) -> Iterable[_Piece]:
    """Turn (operation, text) into pieces; deleted and inserted text side by side is one replacement."""
    changed_old, changed_new = old_at, new_at
    for operation, text in [*differences, (0, "")]:
        if operation < 0:
            old_at += len(text)
        elif operation > 0:
            new_at += len(text)
        else:
            if old_at > changed_old or new_at > changed_new:
                yield _Piece(changed_old, old_at, changed_new, new_at, equal=False)
            if text:
                yield _Piece(old_at, old_at + len(text), new_at, new_at + len(text), equal=True)
            old_at, new_at = old_at + len(text), new_at + len(text)
            changed_old, changed_new = old_at, new_at


def _line_differences(old: str, new: str) -> _Differences:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a limit in seconds would give other results on a slower machine
    first, second, lines = engine.diff_linesToChars(old, new)
    differences = engine.diff_main(first, second, False)
    engine.diff_charsToLines(differences, lines)
    return [(int(operation), str(text)) for operation, text in differences]


def _letter_differences(old: str, new: str) -> _Differences:
    from diff_match_patch import diff_match_patch

    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    differences = engine.diff_main(old, new, False)
    engine.diff_cleanupSemantic(differences)
    return [(int(operation), str(text)) for operation, text in differences]
