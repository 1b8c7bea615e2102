"""What the comment on a coded passage says. The module that reads comments back is its inverse.

The form is: id of the code, valence, reported change: memo. Valence and change are always written, so
that a memo that begins with such a word stays a memo.
"""

from impl_eval.outputs.coded_transcript.model import CodedPassage


def comment_text(passage: CodedPassage) -> str:
    """Return the words of the comment, on one line."""
    said = f"{passage.code_id}, {passage.valence}, {passage.reported_change}"
    memo = " ".join(passage.memo.split())
    return f"{said}: {memo}" if memo else said
