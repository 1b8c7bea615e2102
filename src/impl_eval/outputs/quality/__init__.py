"""The quality gate of Word files: what keeps one from being sent, found before somebody else finds it."""

from impl_eval.outputs.quality.checking import Checked, check_word_file
from impl_eval.outputs.quality.finding import Finding

__all__ = ["Checked", "Finding", "check_word_file"]
