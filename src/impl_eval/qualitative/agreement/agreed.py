"""Passages on which coders agree: what joins the consensus beside what somebody had to settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from impl_eval.qualitative.agreement.double_coding import own_segments
from impl_eval.qualitative.coding import CodedSegment

SettledPlace = tuple[str, str, int, int]
"""Transcript, code, start and end of a passage that was settled."""


def agreed_segments(
    segments: Iterable[CodedSegment],
    coded_by: Mapping[str, Sequence[str]],
    settled: Iterable[SettledPlace] = (),
) -> tuple[CodedSegment, ...]:
    """Return one segment for each passage that two coders gave one code, where nothing was settled.

    Parameters
    ----------
    segments : all coders' decisions; accepted suggestions are left out.
    coded_by : who coded each transcript that was coded twice (see `double_codings`).
    settled : passages on which coders differed, with the code that was compared.

    Returns
    -------
    Of two overlapping segments that of the coder who comes first by name. Two sub-codes of one mechanism
    agree on the mechanism: then that is its code.
    """
    settled = tuple(settled)
    own = [one for one in own_segments(segments) if one.coder in coded_by.get(one.transcript_id, ())]
    found: dict[tuple[str, int, int, str], CodedSegment] = {}
    for one in sorted(own):
        others = [other for other in own if one.coder < other.coder and _overlap(one, other)]
        code_id = _shared_code(one, others)
        if code_id is not None and not any(_was_settled(one, place) for place in settled):
            agreed = replace(one, code_id=code_id)
            found.setdefault((one.transcript_id, one.start, one.end, agreed.applied_code), agreed)
    return tuple(sorted(found.values()))


def _overlap(one: CodedSegment, other: CodedSegment) -> bool:
    return one.transcript_id == other.transcript_id and one.start < other.end and other.start < one.end


def _shared_code(one: CodedSegment, others: Sequence[CodedSegment]) -> str | None:
    """Return the code_id on which somebody agrees, "" for that of the mechanism; None where nobody does."""
    if any(other.applied_code == one.applied_code for other in others):
        return one.code_id
    if one.mechanism_id and any(other.mechanism_id == one.mechanism_id for other in others):
        return ""
    return None


def _was_settled(one: CodedSegment, place: SettledPlace) -> bool:
    transcript_id, code_id, start, end = place
    same = transcript_id == one.transcript_id and code_id in (one.applied_code, one.mechanism_id)
    return same and one.start < end and start < one.end
