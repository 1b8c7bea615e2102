"""A transcript with pseudonyms in place of identifiers, its speakers renamed and its turns the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion
from impl_eval.qualitative.identifiers.model import Identifier, Kind
from impl_eval.qualitative.offset_map import Edit, OffsetMap
from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.transcript import Speaker, Transcript, Turn
from impl_eval.qualitative.turns import find_turns, whole_text_turn


@dataclass(frozen=True)
class ReplacedTranscript:
    """A transcript after replacement, and how places move from the old text to the new.

    `new_labels` holds speakers whose label changed; `not_speakers` are pseudonyms that open a line, where
    they would otherwise look like a speaker.
    """

    transcript: Transcript
    offsets: OffsetMap
    new_labels: Mapping[str, str]
    not_speakers: tuple[str, ...] = ()


def replace_identifiers(
    transcript: Transcript,
    identifiers: Iterable[Identifier],
    pseudonyms: Mapping[tuple[Kind, str], str],
) -> ReplacedTranscript | str:
    """Put [pseudonym] in place of every identifier given.

    `pseudonyms` holds one for the kind and value of each. Returns the new transcript; or why it cannot be
    made, in words for a person: then its turns would not be what they were.
    """
    offsets = pseudonyms_placed(transcript.text, identifiers, pseudonyms)
    text = offsets.apply(transcript.text)
    labels = _new_labels(transcript, offsets, text)
    if isinstance(labels, str):
        return labels
    speakers = tuple(_renamed(speaker, labels) for speaker in transcript.speakers)
    if len({speaker.label.casefold() for speaker in speakers}) < len(speakers):
        return "two speakers would have one name"
    turns, looks_like_labels = _turns(text, speakers)
    _, looked_like_labels = _turns(transcript.text, transcript.speakers)
    opening = sorted(looks_like_labels - looked_like_labels)
    if [label for label in opening if label not in pseudonyms.values()]:
        return "what stands before a colon would look like the name of a speaker"
    moved = [offsets.map(turn.start, turn.end) for turn in transcript.turns]
    if moved != [(turn.start, turn.end) for turn in turns]:
        return "its turns would begin or end elsewhere: labels have to be written with a colon, as in 'P01:'"
    if is_simulated(text) != is_simulated(transcript.text):
        return "it would lose its mark as simulated"
    new = replace(transcript, text=text, turns=turns, speakers=speakers)
    return ReplacedTranscript(new, offsets, labels, tuple(opening))


def pseudonyms_placed(
    text: str, identifiers: Iterable[Identifier], pseudonyms: Mapping[tuple[Kind, str], str]
) -> OffsetMap:
    """Return the edits that put [pseudonym] in place of every identifier of a text."""
    return OffsetMap(
        Edit(one.start, one.end, _written(text, one, pseudonyms[one.kind, one.value])) for one in identifiers
    )


def _written(text: str, identifier: Identifier, pseudonym: str) -> str:
    """Return a pseudonym in brackets; what stands in brackets already, as a label may, needs no others."""
    in_brackets = text[: identifier.start].endswith("[") and text.startswith("]", identifier.end)
    return pseudonym if in_brackets else f"[{pseudonym}]"


def _turns(text: str, speakers: Sequence[Speaker]) -> tuple[tuple[Turn, ...], set[str]]:
    """Return turns as they will be read from a plain text, and what looks like an undeclared label."""
    found = find_turns(text, speakers)
    turns = found.turns
    if not turns and len(speakers) == 1:
        turns = whole_text_turn(text, speakers[0])
    return turns, {label for label, _, _ in found.undeclared}


def _renamed(speaker: Speaker, labels: Mapping[str, str]) -> Speaker:
    return replace(speaker, label=labels.get(speaker.label, speaker.label))


def _new_labels(transcript: Transcript, offsets: OffsetMap, text: str) -> dict[str, str] | str:
    """Return the new label of every speaker whose label was edited, or why there is none."""
    between = zip((0, *(turn.end for turn in transcript.turns)), transcript.turns, strict=False)
    changed: dict[str, set[str]] = {}
    for gap_start, turn in between:
        gap = transcript.text[gap_start : turn.start].casefold()
        at = gap.rfind(turn.speaker.casefold())
        if at < 0:
            continue
        start = gap_start + at
        new_start, new_end = offsets.map(start, start + len(turn.speaker))
        changed.setdefault(turn.speaker, set()).add(text[new_start:new_end].casefold())
        if text[new_start:new_end].casefold() != turn.speaker.casefold():
            changed.setdefault(f"\0{turn.speaker}", set()).add(text[new_start:new_end])
    labels = {}
    for speaker in [label for label in changed if not label.startswith("\0")]:
        written = sorted(changed.get(f"\0{speaker}", ()))
        if len(changed[speaker]) > 1:
            return "a speaker's name would be replaced before some turns and not before others"
        if written:
            labels[speaker] = _without_brackets(written[0])
    return labels


def _without_brackets(label: str) -> str:
    inner = label[1:-1]
    whole = label.startswith("[") and label.endswith("]") and "[" not in inner and "]" not in inner
    return inner if whole else label


def move_segments(
    segments: Sequence[CodedSegment], replaced: Mapping[str, ReplacedTranscript]
) -> tuple[CodedSegment, ...]:
    """Return codings at their places in the new texts, with the quotes that stand there now."""
    return tuple(sorted(_moved(one, replaced) for one in segments))


def _moved(segment: CodedSegment, replaced: Mapping[str, ReplacedTranscript]) -> CodedSegment:
    new = replaced.get(segment.transcript_id)
    if new is None:
        return segment
    start, end = new.offsets.map(segment.start, segment.end)
    return replace(segment, start=start, end=end, quote=new.transcript.text[start:end])


def move_rejections(
    rejected: Sequence[RejectedSuggestion], replaced: Mapping[str, ReplacedTranscript]
) -> tuple[RejectedSuggestion, ...]:
    """Return rejections at their places in the new texts."""
    moved = []
    for one in rejected:
        new = replaced.get(one.transcript_id)
        start, end = new.offsets.map(one.start, one.end) if new else (one.start, one.end)
        moved.append(replace(one, start=start, end=end))
    return tuple(sorted(moved))


def fallen_together(segments: Sequence[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Return codings that have the place, code and coder of the one before them."""

    def key(one: CodedSegment) -> tuple[str, int, int, str, str]:
        return one.transcript_id, one.start, one.end, one.applied_code, one.coder

    return tuple(after for before, after in pairwise(sorted(segments, key=key)) if key(before) == key(after))
