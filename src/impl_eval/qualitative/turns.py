"""Where turns begin and end in the text of a transcript, by the labels of declared speakers.

The text itself is never changed: turns are offsets into it (Unicode code points, end exclusive).
A label stands at the start of a line, in one of the notations that transcribers use: `Name:`,
`[Name]`, `Name [00:01:02]:`, `[00:01:02] Name:`, `#Name:`, `**Name:**`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.qualitative.transcript import Speaker, Turn

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_STAMP = rf"(?:\[{_CLOCK}\]|\({_CLOCK}\)|{_CLOCK})"
_LINE_START = r"(?<![^\r\n])\ufeff?[^\S\r\n]*"
_SPACE = r"[^\S\r\n]*"
_WORD = r"[^\W_][\w'’.\-]*"
_LABEL_LIKE = rf"(?!\d){_WORD}(?:[^\S\r\n]+{_WORD}){{0,2}}"
_PARTICIPANT_NUMBER = re.compile(r"P\d+\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
# Remarks of transcribers that stand in brackets where a label could stand.
_REMARKS = frozenset(
    {
        "laugh",
        "laughs",
        "laughing",
        "laughter",
        "pause",
        "long",
        "silence",
        "sigh",
        "sighs",
        "cough",
        "coughs",
        "cries",
        "crying",
        "tears",
        "inaudible",
        "unclear",
        "crosstalk",
        "overlapping",
        "interruption",
        "phone",
        "door",
        "redacted",
        "name",
        "practice",
    }
)


@dataclass(frozen=True)
class TurnsFound:
    """Turns in order, and line starts that look like labels of speakers nobody declared.

    `undeclared` holds (label, line of its first occurrence counted from 1, occurrences).
    """

    turns: tuple[Turn, ...]
    undeclared: tuple[tuple[str, int, int], ...]


def _notations(label: str, *, after: str = "") -> re.Pattern[str]:
    """Compile the notations around a label's pattern; groups `plain` and `bracketed` hold the label."""
    return re.compile(
        rf"{_LINE_START}(?:\*\*)?(?:{_STAMP}{_SPACE})?(?:"
        rf"\[{_SPACE}(?P<bracketed>{label}){_SPACE}\](?:{_SPACE}{_STAMP})?(?:\*\*)?(?P<colon>{_SPACE}:)?(?:\*\*)?"
        rf"|[#@]?(?P<plain>{label}){_SPACE}(?:{_STAMP}{_SPACE})?(?:\*\*)?{_SPACE}:(?:\*\*)?{after})",
        re.IGNORECASE,
    )


def _label_of(match: re.Match[str]) -> str:
    return str(match["plain"] or match["bracketed"]).strip()


def _speakers_by_label(speakers: Sequence[Speaker]) -> dict[str, Speaker]:
    """Index speakers by exact label and, where that names one speaker only, by its case-folded form."""
    exact = {speaker.label.strip(): speaker for speaker in reversed(speakers)}
    folded: dict[str, list[str]] = {}
    for label in exact:
        folded.setdefault(label.casefold(), []).append(label)
    loose = {form: exact[labels[0]] for form, labels in folded.items() if len(labels) == 1}
    return loose | exact


def _declared_labels(text: str, speakers: Sequence[Speaker]) -> list[tuple[int, int, Speaker]]:
    by_label = _speakers_by_label(speakers)
    labels = sorted((label for label in by_label if label), key=lambda label: (-len(label), label))
    if not labels:
        return []
    found = []
    for match in _notations("|".join(map(re.escape, labels))).finditer(text):
        label = _label_of(match)
        speaker = by_label.get(label) or by_label.get(label.casefold())
        if speaker is not None:
            found.append((match.start(), match.end(), speaker))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end without the white space at either side."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _counts_as_label(label: str, match: re.Match[str]) -> bool:
    """A label in brackets needs a capital, and must not be a transcriber's remark such as [Laughs]."""
    if match["bracketed"] is None or match["colon"] is not None:
        return True
    return label[0].isupper() and label.split(maxsplit=1)[0].casefold() not in _REMARKS


def _label_like(text: str, skip: frozenset[int]) -> tuple[tuple[str, int, int], ...]:
    """Return label-like line starts (label, line, occurrences) in order, but those that start in skip."""
    first: dict[str, int] = {}
    occurrences: dict[str, int] = {}
    # "https://" is an address, and "10:30" is a time: neither is a speaker.
    for match in _notations(_LABEL_LIKE, after="(?!//)").finditer(text):
        label = _label_of(match)
        if match.start() not in skip and _counts_as_label(label, match):
            first.setdefault(label, match.start())
            occurrences[label] = occurrences.get(label, 0) + 1
    return tuple(
        (label, len(_LINE_END.findall(text, 0, first[label])) + 1, count)
        for label, count in occurrences.items()
        if count > 1 or _PARTICIPANT_NUMBER.match(label)
    )


def find_turns(text: str, speakers: Sequence[Speaker]) -> TurnsFound:
    """Find the turns of the declared speakers, and the labels that nobody declared.

    Only declared labels start a turn: exactly as written, or in upper or lower case where that leaves
    no doubt who is meant. A turn runs to the next such label, without label and without white space at
    its ends; a label with nothing after it makes no turn. What stands before the first is a heading.
    An undeclared label is 1 to 3 words and a colon at the start of a line, twice or more in the file,
    or once where it looks like P07.
    """
    labels = _declared_labels(text, speakers)
    ends = [start for start, _, _ in labels[1:]] + [len(text)]
    turns = []
    for (_, label_end, speaker), limit in zip(labels, ends, strict=False):
        start, end = _trimmed(text, label_end, limit)
        if start < end:
            turns.append(
                Turn(
                    speaker.label, speaker.participant_id, speaker.role, speaker.stakeholder_group, start, end
                )
            )
    return TurnsFound(tuple(turns), _label_like(text, frozenset(start for start, _, _ in labels)))


def draft_speakers(text: str) -> tuple[str, ...]:
    """Return what looks like labels of speakers, in order of appearance: a draft for a person to check."""
    return tuple(label for label, _, _ in _label_like(text, frozenset()))
