"""The tagger: it suggests passages for people to code. A suggestion is never evidence."""

from impl_eval.qualitative.tagger.rules import check_phrases
from impl_eval.qualitative.tagger.suggestions import Tagged, suggest_segments, tag_transcripts

__all__ = ["Tagged", "check_phrases", "suggest_segments", "tag_transcripts"]
