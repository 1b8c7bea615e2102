"""Memos as they are exchanged: what an analyst thinks about the study, a transcript, a code or a passage."""

from dataclasses import dataclass, field
from typing import Literal

from impl_eval.qualitative.coding import CodedSegment

About = Literal["study", "transcript", "code", "segment"]
MEMO_NAME = "Memo"
"""Name of a memo that has none of its own."""


@dataclass(frozen=True)
class ExchangedMemo:
    """A memo. `target` is a transcript or code id; `segment` the coded passage that it is about."""

    about: About
    text: str = field(repr=False)
    target: str = ""
    segment: CodedSegment | None = None
    coder: str = ""
    at: str = ""
