"""What every transcript file becomes: one text, and for timed files its utterances."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Utterance:
    """What one speaker said between two times, in seconds from the start of the recording."""

    start_seconds: float
    end_seconds: float
    speaker: str
    text: str


@dataclass(frozen=True)
class TranscriptText:
    """A transcript as read. `utterances` are there for TextGrid files only; `text` is then their merge."""

    text: str
    kind: str
    encoding: str
    notes: tuple[str, ...] = ()
    utterances: tuple[Utterance, ...] = ()
