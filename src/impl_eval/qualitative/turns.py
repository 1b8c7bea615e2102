"""Where turns begin and end in the text of a transcript, by the labels of declared speakers.

The text itself is never changed: turns are offsets into it (Unicode code points, end exclusive).
How labels are written stands in label_notations.py, what looks like one in speaker_labels.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.label_notations import LabelPlace, places_of
from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.speaker_labels import Span, drafted_places, label_candidates, labels_found
from impl_eval.qualitative.transcript import Speaker, Turn

_AFTER_BOLD = re.compile(r"[^\S\r\n]{0,40}:")


@dataclass(frozen=True)
class TurnsFound:
    """Turns in order, and line starts that look like labels of speakers nobody declared.

    `undeclared` holds (label, line of its first occurrence counted from 1, occurrences).
    """

    turns: tuple[Turn, ...]
    undeclared: tuple[tuple[str, int, int], ...]


def find_turns(
    text: str,
    speakers: Sequence[Speaker],
    openings: Sequence[Span] = (),
    not_speakers: Iterable[str] = (),
    named: Sequence[str] = (),
) -> TurnsFound:
    """Find the turns of the declared speakers, and the labels that nobody declared.

    Only declared labels start a turn: exactly as written, or in upper or lower case where that leaves
    no doubt who is meant. A turn runs to the next such label, without label and without white space at
    its ends; a label with nothing after it makes no turn. What stands before the first is a heading.
    An undeclared label is 1 to 3 words and a colon at the start of a line, or another notation of
    label_notations.py, twice or more in the file, or once where it looks like P07.

    Parameters
    ----------
    text, speakers : the transcript, and who speaks in it.
    openings : (start, end) of bold text at the start of lines: where that is a label, it starts a turn.
    not_speakers : what looks like a label and is none, as the analyst says.
    named : speakers whom the file itself names, as captions do: a label even where it stands once.
    """
    labels = _declared_labels(text, speakers, openings)
    ends = [place.start for place, _ in labels[1:]] + [len(text)]
    turns = []
    for (place, speaker), limit in zip(labels, ends, strict=False):
        start, end = _trimmed(text, place.end, limit)
        if start < end:
            turns.append(_turn(speaker, start, end))
    known = {label.strip() for label in not_speakers}
    taken = [(place.start, place.end) for place, _ in labels]
    others = [place for place in label_candidates(text, openings) if place.label not in known]
    undeclared = labels_found(text, _outside(others, taken), frozenset(named))
    return TurnsFound(tuple(turns), tuple((one.label, one.line, one.occurrences) for one in undeclared))


def whole_text_turn(text: str, speaker: Speaker) -> tuple[Turn, ...]:
    """Return the one turn of a text without labels in which one person speaks; a simulated mark stays out."""
    begin = 0
    if is_simulated(text):
        begin = len(text) - len(text.lstrip("\ufeff \t\r\n"))
        begin += len(text[begin:].splitlines()[0])
    start, end = _trimmed(text, begin, len(text))
    return (_turn(speaker, start, end),) if start < end else ()


def labels_inside_lines(text: str, speakers: Sequence[Speaker]) -> int:
    """Count how often a declared label and a colon stand within a line, where they start no turn."""
    labels = sorted((re.escape(one.label) for one in speakers if one.label.strip()), key=len, reverse=True)
    if not labels:
        return 0
    return len(re.findall(rf"(?<=\S)[^\S\r\n]+(?:{'|'.join(labels)}):", text))


def draft_speakers(text: str, openings: Sequence[Span] = ()) -> tuple[str, ...]:
    """Return what looks like labels of speakers, in order of appearance: a draft for a person to check."""
    return tuple(one.label for one in labels_found(text, drafted_places(text, openings)))


def _turn(speaker: Speaker, start: int, end: int) -> Turn:
    return Turn(speaker.label, speaker.participant_id, speaker.role, speaker.stakeholder_group, start, end)


def _speakers_by_label(speakers: Sequence[Speaker]) -> dict[str, Speaker]:
    """Index speakers by exact label and, where that names one speaker only, by its case-folded form."""
    exact = {speaker.label.strip(): speaker for speaker in reversed(speakers)}
    folded: dict[str, list[str]] = {}
    for label in exact:
        folded.setdefault(label.casefold(), []).append(label)
    loose = {form: exact[labels[0]] for form, labels in folded.items() if len(labels) == 1}
    return loose | exact


def _declared_labels(
    text: str, speakers: Sequence[Speaker], openings: Sequence[Span]
) -> list[tuple[LabelPlace, Speaker]]:
    """Return where declared labels stand, in order; of notations that overlap, the one that begins first."""
    by_label = _speakers_by_label(speakers)
    written = sorted({speaker.label.strip() for speaker in speakers} - {""})
    places = [*places_of(text, written), *_bold_labels(text, openings, by_label)]
    places.sort(key=lambda place: (place.start, -place.end))
    found: list[tuple[LabelPlace, Speaker]] = []
    for place in places:
        speaker = by_label.get(place.label) or by_label.get(place.label.casefold())
        if speaker is not None and (not found or place.label_start >= found[-1][0].end):
            found.append((place, speaker))
    return found


def _bold_labels(text: str, openings: Sequence[Span], known: dict[str, Speaker]) -> Iterable[LabelPlace]:
    """Yield the bold openings of lines that are a declared label, whatever follows them."""
    for start, end in openings:
        label = text[start:end].rstrip(" \t:\u00a0")
        if label in known or label.casefold() in known:
            colon = _AFTER_BOLD.match(text, end)
            yield LabelPlace(label, start, colon.end() if colon else end, "bold", start)


def _outside(places: Iterable[LabelPlace], taken: Sequence[Span]) -> Iterable[LabelPlace]:
    """Yield the places that do not begin in one of the spans; both are in order."""
    position = 0
    for place in places:
        while position < len(taken) and taken[position][1] <= place.label_start:
            position += 1
        if position == len(taken) or not taken[position][0] <= place.label_start < taken[position][1]:
            yield place


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return start and end without the white space at either side."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
