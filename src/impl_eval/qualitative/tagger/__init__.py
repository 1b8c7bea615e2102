"""The tagger: it suggests passages for people to code. A suggestion is never evidence."""

from impl_eval.qualitative.tagger.rules import check_phrases
from impl_eval.qualitative.tagger.suggestions import start_tagging, suggest_segments

__all__ = ["check_phrases", "start_tagging", "suggest_segments"]
