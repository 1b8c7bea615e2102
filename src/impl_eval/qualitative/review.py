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
    """Return the suggestions that no decision on the same code, or coding of a sub-code, overlaps.

    A suggestion without a phrase speaks for its whole turn: any decision on the code in that turn decides
    it, or each new training would ask about another sentence of the same turn.

    With `coder`, only that coder's decisions count: a second coder is offered everything afresh.
    """
    decided: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    entries: list[CodedSegment | RejectedSuggestion] = [*segments, *rejected]
    for entry in entries:
        if coder in ("", entry.coder):
            decided[entry.transcript_id, entry.applied_code].append((entry.start, entry.end))
            # A coding under a sub-code is one of its mechanism: nothing is left to ask about that.
            if isinstance(entry, CodedSegment) and entry.code_id and entry.mechanism_id:
                decided[entry.transcript_id, entry.mechanism_id].append((entry.start, entry.end))
    return tuple(
        suggestion
        for suggestion in suggestions
        if not _is_decided(suggestion, decided[suggestion.transcript_id, suggestion.applied_code])
    )


def _is_decided(suggestion: Suggestion, decided: Sequence[tuple[int, int]]) -> bool:
    first, last = suggestion.start, suggestion.end
    if not suggestion.phrase and suggestion.explanation is not None:
        first, last = suggestion.explanation.turn_start, suggestion.explanation.turn_end
    return any(start < last and first < end for start, end in decided)
