"""Passages on which coders differ, one by one, for somebody to settle.

A passage is what coders' overlapping segments of one code cover together. It is settled where coders
differ on a unit that it touches: one coded it and another did not, or they gave it another valence.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.agreement.double_coding import double_codings, own_segments
from impl_eval.qualitative.agreement.options import OF_TURNS, Comparison, Unit
from impl_eval.qualitative.agreement.units import units_in
from impl_eval.qualitative.coding import CodedSegment, ReportedChange, Valence
from impl_eval.qualitative.transcript import Transcript
from impl_eval.statistics import match_spans

NOT_CODED = "not coded"
Span = tuple[int, int]
_BySpan = Mapping[str, Sequence[CodedSegment]]


@dataclass(frozen=True)
class Disagreement:
    """A passage to settle: what each coder gave it, and what those who coded it agree on.

    `by_coder` holds each coder of the transcript with a valence (several, where segments differ), or
    "not coded". `valence` and `reported_change` are None where those who coded it do not agree.
    """

    transcript_id: str
    start: int
    end: int
    code_id: str
    place: str
    by_coder: tuple[tuple[str, str], ...]
    valence: Valence | None
    reported_change: ReportedChange | None


def disagreements(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    codes: Sequence[str],
    *,
    double_coded: Collection[str] | None = None,
    finished: Mapping[str, Collection[str]] | None = None,
    comparison: Comparison = OF_TURNS,
) -> tuple[Disagreement, ...]:
    """Return every passage on which the coders of a transcript differ, in order of place and code.

    Arguments as in compare_coders; `codes` are ids. In characters and passages, a passage is settled too
    where two coders' segments of it overlap by less than half (intersection over union); a boundary set a
    few words apart is not.
    """
    own = own_segments(segments)
    coded_by = double_codings(
        transcripts, own, coders=comparison.coders, double_coded=double_coded, finished=finished
    )
    grouped: dict[tuple[str, str], list[CodedSegment]] = defaultdict(list)
    for one in own:
        code = one.applied_code if comparison.level == "code" else one.mechanism_id
        if one.coder in coded_by.get(one.transcript_id, ()):
            grouped[one.transcript_id, code].append(one)
    found = [
        disagreement
        for transcript in transcripts
        if transcript.id in coded_by
        for code in codes
        for disagreement in _of_code(
            transcript, grouped[transcript.id, code], code, coded_by[transcript.id], comparison.unit
        )
    ]
    order = {code: at for at, code in enumerate(codes)}
    return tuple(sorted(found, key=lambda one: (one.transcript_id, one.start, one.end, order[one.code_id])))


def _of_code(
    transcript: Transcript,
    segments: Sequence[CodedSegment],
    code_id: str,
    coders: Sequence[str],
    unit: Unit,
) -> list[Disagreement]:
    passages = _passages(segments)
    if unit in ("utterance", "sentence"):
        units = [(int(start), int(end)) for start, end, _, _ in units_in(transcript, unit, segments)]
        contested = [span for span in units if _differ(_within(segments, span, coders))]
        chosen = [span for span in passages if any(_meet(span, other) for other in contested)]
    else:
        chosen = [span for span in passages if _differ_in_extent(_within(segments, span, coders))]
    return [_disagreement(transcript, span, code_id, _within(segments, span, coders)) for span in chosen]


def _passages(segments: Sequence[CodedSegment]) -> list[Span]:
    """Join segments that share characters; those that only touch stay apart."""
    joined: list[Span] = []
    for start, end in sorted((one.start, one.end) for one in segments):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(
    segments: Sequence[CodedSegment], span: Span, coders: Sequence[str]
) -> dict[str, list[CodedSegment]]:
    found: dict[str, list[CodedSegment]] = {coder: [] for coder in coders}
    for one in segments:
        if _meet((one.start, one.end), span):
            found[one.coder].append(one)
    return found


def _differ(by_coder: _BySpan) -> bool:
    """Tell whether some coded it and others did not, or with another valence."""
    given = [frozenset(one.valence for one in theirs) for theirs in by_coder.values()]
    return len(set(given)) > 1


def _differ_in_extent(by_coder: _BySpan) -> bool:
    if _differ(by_coder):
        return True
    covered = [[(one.start, one.end) for one in theirs] for theirs in by_coder.values()]
    for at, ours in enumerate(covered):
        for theirs in covered[:at]:
            counts, _ = match_spans(ours, theirs)
            if 2 * counts.both_characters < counts.either_characters:
                return True
    return False


def _disagreement(transcript: Transcript, span: Span, code_id: str, by_coder: _BySpan) -> Disagreement:
    theirs = [one for coded in by_coder.values() for one in coded]
    valences = {one.valence for one in theirs}
    changes = {one.reported_change for one in theirs}
    shown = {
        coder: ", ".join(sorted({one.valence for one in coded})) or NOT_CODED
        for coder, coded in by_coder.items()
    }
    return Disagreement(
        transcript.id,
        *span,
        code_id,
        _turns(transcript, span),
        tuple(shown.items()),
        valences.pop() if len(valences) == 1 else None,
        changes.pop() if len(changes) == 1 else None,
    )


def _turns(transcript: Transcript, span: Span) -> str:
    """Return the turns of a passage in words, counted from 1, the interviewer's included."""
    numbers = [
        number for number, turn in enumerate(transcript.turns, start=1) if _meet(span, (turn.start, turn.end))
    ]
    if not numbers:
        return f"characters {span[0]} to {span[1]}"
    if len(numbers) == 1:
        return f"turn {numbers[0]}"
    return f"turns {numbers[0]} to {numbers[-1]}"
