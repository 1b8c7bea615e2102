"""Examples of a code that stand in a transcript: where they are, and their words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from impl_eval.qualitative.codebook import Code, Example
from impl_eval.qualitative.transcript import Transcript


@dataclass(frozen=True, order=True)
class Passage:
    """A place of a transcript: code points from start to end, end exclusive. Not checked against a text."""

    transcript_id: str
    start: int
    end: int


def passage_of(segment: str) -> Passage:
    """Return the place that a text such as int01:935-1020 names (`Example.segment` has this form).

    Raises ValueError for any other text.
    """
    transcript_id, colon, places = segment.rpartition(":")
    start, dash, end = places.partition("-")
    if not (transcript_id and colon and dash and _is_number(start) and _is_number(end)):
        raise ValueError("a passage is written as transcript:start-end")
    return Passage(transcript_id, int(start), int(end))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def segment_text(transcript_id: str, start: int, end: int) -> str:
    """Return a place of a transcript as `Example.segment` names it."""
    return f"{transcript_id}:{start}-{end}"


def words_of(example: Example, transcripts: Mapping[str, Transcript]) -> str | None:
    """Return the words of an example, on one line; None where its passage is not in these transcripts."""
    if example.segment is None:
        return example.text
    passage = passage_of(example.segment)
    transcript = transcripts.get(passage.transcript_id)
    if transcript is None or not passage.start < passage.end <= len(transcript.text):
        return None
    return " ".join(transcript.text[passage.start : passage.end].split())


def passages_of(codes: Iterable[Code]) -> tuple[tuple[str, Passage], ...]:
    """Return (code id, passage) of every example and counter-example that stands in a transcript.

    For whoever changes a transcript: these places have to move with its text.
    """
    return tuple(
        (code.code_id, passage_of(example.segment))
        for code in codes
        for example in (*code.examples, *code.counter_examples)
        if example.segment is not None
    )
