"""Transcripts of any kind (plain text, Word, Praat TextGrid) as one text that is never normalised."""

from impl_eval.readers.transcripts.reading import read_transcript
from impl_eval.readers.transcripts.text import TranscriptText, Utterance
from impl_eval.readers.transcripts.utterances import merge_utterances

__all__ = ["TranscriptText", "Utterance", "merge_utterances", "read_transcript"]
