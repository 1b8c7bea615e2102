"""What a coded transcript shows: its text, who speaks where, and the passages that people have coded."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True)
class ShownTurn:
    """What one speaker said at one go: text[start:end], without the label before it."""

    start: int
    end: int
    speaker: str
    role: str = "participant"


@dataclass(frozen=True)
class CodedPassage:
    """One coding of text[start:end]. Offsets are Unicode code points, end exclusive.

    `code_path` holds the labels from the mechanism down to the code; `colour` is #rrggbb, pale enough
    for dark text. `date` is an ISO date and time, or empty: then the file has none.
    """

    start: int
    end: int
    code_id: str
    code_label: str
    coder: str
    valence: str = "unclear"
    reported_change: str = "not said"
    memo: str = ""
    colour: str = ""
    code_path: tuple[str, ...] = ()
    date: str = ""

    @property
    def shown_path(self) -> str:
        """The labels from the mechanism down, or the label alone."""
        return " › ".join(self.code_path) or self.code_label


@dataclass(frozen=True)
class CodedTranscript:
    """A transcript with its codings. `banner` stands on every page, such as SIMULATED DATA.

    Raises
    ------
    ValueError : a passage or turn does not lie within the text, or a colour is none.
    """

    id: str
    title: str
    text: str
    turns: tuple[ShownTurn, ...] = ()
    passages: tuple[CodedPassage, ...] = ()
    banner: str = ""
    notice: str = "Confidential: this file holds what people said."
    ordered: tuple[CodedPassage, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spans = [(one.start, one.end) for one in self.passages]
        spans += [(one.start, one.end) for one in self.turns]
        for start, end in spans:
            if not 0 <= start < end <= len(self.text):
                raise ValueError(f"{start} to {end} is not within a text of {len(self.text)}")
        for passage in self.passages:
            if passage.colour and not _COLOUR.match(passage.colour):
                raise ValueError(f"{passage.colour!r} is no colour such as #ffe08a")
        order = sorted(self.passages, key=lambda one: (one.start, -one.end, one.code_id, one.coder, one.memo))
        object.__setattr__(self, "ordered", tuple(order))


Spoken = Literal["", "label", "asked", "line end"]


@dataclass(frozen=True)
class Piece:
    """text[start:end], all of it under the same codings: positions in `ordered`, outermost first.

    `spoken`: "label" stands before a turn, "asked" is what an interviewer says, "line end" is one line feed.
    """

    start: int
    end: int
    under: tuple[int, ...]
    spoken: Spoken = ""


def pieces(shown: CodedTranscript) -> Iterator[Piece]:
    """Yield the text in pieces that no boundary of a passage, line or turn divides."""
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, passage in enumerate(shown.ordered):
        starts.setdefault(passage.start, []).append(number)
        ends.setdefault(passage.end, []).append(number)
    lines = {at for at, character in enumerate(shown.text) if character == "\n"}
    spoken = [*_spoken(shown), (len(shown.text), len(shown.text) + 1, "")]
    bounds = {0, len(shown.text), *starts, *ends, *lines, *(at + 1 for at in lines)}
    bounds |= {at for start, end, _ in spoken for at in (start, end) if at <= len(shown.text)}
    under: dict[int, None] = {}
    waiting = iter(spoken)
    look = next(waiting)
    for start, end in itertools.pairwise(sorted(bounds)):
        for number in ends.get(start, ()):
            del under[number]
        for number in starts.get(start, ()):
            under[number] = None
        while look[1] <= start:
            look = next(waiting)
        kind: Spoken = look[2] if look[0] <= start else ""
        yield Piece(start, end, tuple(under), "line end" if start in lines else kind)


def _spoken(shown: CodedTranscript) -> Iterator[tuple[int, int, Spoken]]:
    """Yield where labels and interviewers' words stand, in order of place, none within another."""
    end_before = 0
    for turn in sorted(shown.turns, key=lambda turn: (turn.start, turn.end)):
        label = max(shown.text.rfind("\n", 0, turn.start) + 1, end_before)
        if label < turn.start:
            yield label, turn.start, "label"
        if turn.role == "interviewer" and turn.start >= end_before:
            yield turn.start, turn.end, "asked"
        end_before = max(end_before, turn.end)


CARRIAGE_RETURN = "\u200b"
"""Stands for the first of two characters that end a line: Word has one. It has no width."""
_HELD_OTHERWISE = re.compile("\r\n|[\r\x0b\x0c]|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_in_word(text: str) -> str:
    """Return a text as it reads in the Word document: as long as it was, so that offsets hold.

    What Word or XML cannot hold has a stand-in: a line break for form feeds and the like, U+FFFD for
    control characters.
    """
    return _HELD_OTHERWISE.sub(lambda match: _stand_in(match.group()), text)


def _stand_in(held: str) -> str:
    if held == "\r\n":
        return CARRIAGE_RETURN + "\n"
    return "\n" if held in "\r\x0b\x0c" else "\N{REPLACEMENT CHARACTER}"
