"""Which coded segments a report quotes, by a rule that is printed, and under which name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.identifiers import Identifier
from impl_eval.qualitative.released_quotes import Place
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Quote

SHORTEST, BEST, LONGEST = 60, 140, 260
QUOTES_SHOWN = 2
QUOTE_RULE = (
    f"Up to {QUOTES_SHOWN} segments per mechanism are quoted, chosen by rule from the passages that a person "
    f"has released, in the words they released. Segments of {SHORTEST} to {LONGEST} characters come first, "
    f"then the one nearest to {BEST} characters. The second quote shows another valence than the first where "
    "there is one, and another participant where there is one. Ties go to the earlier transcript and the "
    "earlier place. No turn is quoted in which the identifier check finds what surely names a person."
)
Naming = Mapping[str, Sequence[Identifier]]
"""What may name a person, by transcript id."""


@dataclass(frozen=True)
class Quoting:
    """What keeps a passage from being quoted: `naming`, and words that nobody released (None: no limit)."""

    naming: Naming
    released: Mapping[Place, str] | None = None


def _words(segment: CodedSegment) -> str:
    return " ".join(segment.quote.split())


def _place(segment: CodedSegment) -> Place:
    return segment.transcript_id, segment.start, segment.end


def _length_key(segment: CodedSegment) -> tuple[bool, int, str, int, int, str]:
    length = len(_words(segment))
    outside = not SHORTEST <= length <= LONGEST
    return (outside, abs(length - BEST), segment.transcript_id, segment.start, segment.end, segment.valence)


def _can_be_quoted(segment: CodedSegment, transcript: Transcript) -> bool:
    """Only words of one participant: a segment over several turns holds labels or the interviewer."""
    turn = transcript.turn_of(segment.start, segment.end)
    inside = turn is not None and turn.start <= segment.start and segment.end <= turn.end
    return inside and bool(segment.quote.strip())


def turn_names_somebody(segment: CodedSegment, transcript: Transcript, naming: Naming) -> bool:
    """Tell whether an identifier that is certain stands in the turn of a segment, or in the segment."""
    turn = transcript.turn_of(segment.start, segment.end)
    start = min(segment.start, turn.start) if turn else segment.start
    end = max(segment.end, turn.end) if turn else segment.end
    return any(
        one.certainty == "certain" and one.start < end and start < one.end
        for one in naming.get(transcript.id, ())
    )


def not_quoted_caution(
    segments: Sequence[CodedSegment], transcripts: Mapping[str, Transcript], naming: Naming
) -> str:
    """Say how many coded passages are not quoted because they name somebody; empty where none is."""
    passages = {
        (each.transcript_id, each.start, each.end)
        for each in segments
        if turn_names_somebody(each, transcripts[each.transcript_id], naming)
    }
    if not passages:
        return ""
    are = "1 coded passage is" if len(passages) == 1 else f"{len(passages)} coded passages are"
    return (
        f"{are} not quoted, because the turn holds what may name a person. "
        "'impl-eval identifiers check' lists it for somebody to decide."
    )


def _participant(segment: CodedSegment, transcripts: Mapping[str, Transcript]) -> str:
    turn = transcripts[segment.transcript_id].turn_of(segment.start, segment.end)
    return turn.participant_id if turn else ""


def choose_quotes(
    segments: Sequence[CodedSegment],
    transcripts: Mapping[str, Transcript],
    group_names: Mapping[str, str],
    naming: Naming,
    released: Mapping[Place, str] | None = None,
) -> tuple[Quote, ...]:
    """Choose quotes from the segments of one mechanism by QUOTE_RULE.

    `group_names` gives, for each participant id, the name under which a quote is attributed; a turn that
    holds an identifier of `naming` is not quoted. `released` holds the words that may be printed, by passage;
    without it every passage may be, whole.
    """
    candidates = [
        each
        for each in segments
        if _can_be_quoted(each, transcripts[each.transcript_id])
        and not turn_names_somebody(each, transcripts[each.transcript_id], naming)
        and (released is None or _place(each) in released)
    ]
    if not candidates:
        return ()
    first = min(candidates, key=_length_key)
    speaker = _participant(first, transcripts)

    def second_key(segment: CodedSegment) -> tuple[bool, bool, bool, tuple[bool, int, str, int, int, str]]:
        length_key = _length_key(segment)
        same_speaker = _participant(segment, transcripts) == speaker
        return (length_key[0], segment.valence == first.valence, same_speaker, length_key)

    others = [
        each
        for each in candidates
        if each.transcript_id != first.transcript_id or each.end <= first.start or first.end <= each.start
    ]
    chosen = [first, *([min(others, key=second_key)] if others else [])]
    return tuple(
        Quote(
            _words(each) if released is None else released[_place(each)],
            group_names[_participant(each, transcripts)],
            each.mechanism_id,
            each.valence,
            each.transcript_id,
        )
        for each in chosen
    )
