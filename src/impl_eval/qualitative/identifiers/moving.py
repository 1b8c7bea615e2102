"""Places that other material names, moved with the texts: summaries of the matrix, examples of codes."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix import PassagePlace, SeenPassage, Summary, seen_passages
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript, move_segments

Replaced = Mapping[str, ReplacedTranscript]
_PASSAGE = re.compile(r"(?<![\w-])(?P<transcript>[A-Za-z][\w-]*):(?P<start>\d+)-(?P<end>\d+)(?!\d)")


def move_summaries(
    summaries: Sequence[Summary], segments: Sequence[CodedSegment], replaced: Replaced
) -> tuple[Summary, ...]:
    """Return summaries that rest on the same passages at their new places.

    A summary that was current stays so: a pseudonym is no change of what was said. One that had gone stale
    stays stale.
    """
    return tuple(
        replace(
            one,
            rests_on=tuple(sorted(_moved(place, replaced) for place in one.rests_on)),
            seen=None if one.seen is None else _moved_seen(one.seen, segments, replaced),
        )
        for one in summaries
    )


def _moved(place: PassagePlace, replaced: Replaced) -> PassagePlace:
    new = replaced.get(place.transcript_id)
    if new is None:
        return place
    return PassagePlace(place.transcript_id, *new.offsets.map(place.start, place.end))


def _moved_seen(
    seen: Sequence[SeenPassage], segments: Sequence[CodedSegment], replaced: Replaced
) -> tuple[SeenPassage, ...]:
    """Return passages as they were seen, with the digest of their new words where nothing had changed."""
    moved = []
    for one in seen:
        digest = one.digest
        for coded in _as_a_cell_may_hold_them(one.place, segments):
            if seen_passages(coded)[0].digest == one.digest:
                digest = seen_passages(move_segments(coded, replaced))[0].digest
                break
        moved.append(SeenPassage(_moved(one.place, replaced), digest))
    return tuple(sorted(moved))


def _as_a_cell_may_hold_them(
    place: PassagePlace, segments: Sequence[CodedSegment]
) -> Iterable[list[CodedSegment]]:
    """Yield the codings of a passage that one cell may show: of a code or mechanism, of one coder or all."""
    here = [one for one in segments if PassagePlace(one.transcript_id, one.start, one.end) == place]
    for coder in ["", *sorted({one.coder for one in here})]:
        of_coder = [one for one in here if coder in ("", one.coder)]
        for name in sorted({one.applied_code for one in of_coder} | {one.mechanism_id for one in of_coder}):
            coded = [one for one in of_coder if name in (one.applied_code, one.mechanism_id)]
            if coded:
                yield coded


def move_passages_in(text: str, known: Collection[str], replaced: Replaced) -> str:
    """Return a text in which passages such as int01:935-1020 that are in `known` name their new places."""

    def moved(match: re.Match[str]) -> str:
        if match[0] not in known:
            return match[0]
        place = PassagePlace(match["transcript"], int(match["start"]), int(match["end"]))
        return str(_moved(place, replaced))

    return _PASSAGE.sub(moved, text)
