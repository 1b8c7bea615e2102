"""What every transcript file becomes: one text, and what the file says beside it of who speaks when."""

from dataclasses import dataclass

from impl_eval.readers.line_text import Span


@dataclass(frozen=True)
class Utterance:
    """What one speaker said between two times, in seconds from the start of the recording.

    `speaker` is empty where the file does not say who speaks.
    """

    start_seconds: float
    end_seconds: float
    speaker: str
    text: str


@dataclass(frozen=True)
class TranscriptText:
    """A transcript as read: its text is never normalised.

    `utterances` are there for timed files only, where each of them has a speaker or none has; `text` is
    then their merge. `openings` are the places (start, end) where a line opens in bold: transcribers set
    names so.
    """

    text: str
    kind: str
    encoding: str
    notes: tuple[str, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    openings: tuple[Span, ...] = ()
    speakers: tuple[str, ...] = ()
