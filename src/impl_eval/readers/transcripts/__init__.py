"""Transcripts of any kind as one text that is never normalised: text, office, PDF, captions, TextGrid."""

from impl_eval.readers.transcripts.reading import TIMED_ENDINGS, TRANSCRIPT_ENDINGS, read_transcript
from impl_eval.readers.transcripts.text import TranscriptText, Utterance
from impl_eval.readers.transcripts.utterances import merge_utterances

__all__ = [
    "TIMED_ENDINGS",
    "TRANSCRIPT_ENDINGS",
    "TranscriptText",
    "Utterance",
    "merge_utterances",
    "read_transcript",
]
