"""A text gathered line by line from a formatted document, remembering which lines open in bold.

Transcribers set a speaker's name in bold instead of writing a colon. A reader may not put characters
into the text that nobody wrote, so it hands such openings on beside the text, as offsets.
"""

from collections import Counter
from dataclasses import dataclass, field

Span = tuple[int, int]

_PLURALS = {"text box": "text boxes", "footnote": "footnotes"}


@dataclass
class LineText:
    """The text so far; offsets are Unicode code points, end exclusive."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    openings: list[Span] = field(default_factory=list)
    _bold_from: int | None = None
    _is_open: bool = True

    def add(self, text: str, bold: bool = False) -> None:
        """Append text, all of it bold or none; line ends in it begin new lines."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end_line()
            self._add_part(part, bold)

    def _add_part(self, part: str, bold: bool) -> None:
        if not part:
            return
        if self._is_open and part.strip():
            if bold:
                self._bold_from = self.length if self._bold_from is None else self._bold_from
            else:
                self._close()
        self.pieces.append(part)
        self.length += len(part)

    def _close(self) -> None:
        """Note where the bold opening of a line ends: plain text follows, or the line ends."""
        if self._bold_from is not None:
            self.openings.append((self._bold_from, self.length))
        self._bold_from, self._is_open = None, False

    def _end_line(self) -> None:
        self._close()
        self.pieces.append("\n")
        self.length += 1
        self._is_open = True

    def finish(self) -> tuple[str, tuple[Span, ...]]:
        """Return the text, and for each line that opens in bold where that is, without white space around."""
        self._close()
        text = "".join(self.pieces)
        return text, tuple(_trimmed(text, start, end) for start, end in self.openings)


def _trimmed(text: str, start: int, end: int) -> Span:
    opening = text[start:end]
    return end - len(opening.lstrip()), start + len(opening.rstrip())


def count_notes(left_out: Counter[str], taken: Counter[str] | None = None) -> list[str]:
    """Return sentences on how much of each kind is part of the text, and how much is not."""
    notes = [_count_note(what, count, "not ") for what, count in sorted(left_out.items()) if count]
    return notes + [_count_note(what, count, "") for what, count in sorted((taken or {}).items()) if count]


def _count_note(what: str, count: int, negation: str) -> str:
    plural = _PLURALS.get(what, f"{what}s")
    subject = f"1 {what} is" if count == 1 else f"{count} {plural} are"
    return f"{subject} {negation}part of the text."
