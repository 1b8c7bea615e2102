"""What a file of human decisions brings into a study."""

from dataclasses import dataclass

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion


@dataclass(frozen=True)
class Decisions:
    """What a file brings: segments and rejections, rows nobody decided on, comments that code nothing."""

    segments: tuple[CodedSegment, ...] = ()
    rejected: tuple[RejectedSuggestion, ...] = ()
    undecided: int = 0
    not_codings: tuple[str, ...] = ()
