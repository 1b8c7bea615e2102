"""Suggestions against decisions: which passages nobody has decided on yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion, Suggestion


def undecided_suggestions(
    suggestions: Sequence[Suggestion],
    segments: Iterable[CodedSegment],
    rejected: Iterable[RejectedSuggestion],
    *,
    coder: str = "",
) -> tuple[Suggestion, ...]:
    """Return the suggestions that no decision on the same code overlaps.

    With `coder`, only that coder's decisions count: a second coder is offered everything afresh.
    """
    decided: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    entries: list[CodedSegment | RejectedSuggestion] = [*segments, *rejected]
    for entry in entries:
        if coder in ("", entry.coder):
            decided[entry.transcript_id, entry.applied_code].append((entry.start, entry.end))
    return tuple(
        suggestion
        for suggestion in suggestions
        if not any(
            start < suggestion.end and suggestion.start < end
            for start, end in decided[suggestion.transcript_id, suggestion.applied_code]
        )
    )
