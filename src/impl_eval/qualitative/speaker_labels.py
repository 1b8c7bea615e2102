"""Which openings of lines look like labels of speakers, whoever they are.

Nothing here decides who speaks. What looks like a label is counted and shown; the analyst declares
speakers in the speakers file. Whom a label may stand for is proposed in speaker_proposals.py.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.label_notations import (
    STAMP,
    LabelPlace,
    places_like_bare_labels,
    places_like_labels,
)

Span = tuple[int, int]

_LINE_END = re.compile(r"\r\n|\r|\n")
# Labels even where they stand once.
_SURE_LABEL = re.compile(
    r"(P\d+|(?i:interviewer|moderator|facilitator|researcher|respondent|participant|speaker|doctor|nurse|gp"
    r"|pharmacist|patient|carer|receptionist)[^\S\r\n]?\d*)\Z"
)
# Remarks of transcribers that stand in brackets where a label could stand.
_REMARKS = frozenset(
    {
        "laugh", "laughs", "laughing", "laughter", "pause", "long", "silence", "sigh", "sighs", "cough",
        "coughs", "cries", "crying", "tears", "inaudible", "unclear", "crosstalk", "overlapping",
        "interruption", "phone", "door", "redacted", "name", "practice",
    }
)  # fmt: skip
# What stands before a colon and is no speaker: headings of transcripts, and turns of phrase.
_HEADINGS = frozenset(
    {
        "note", "notes", "nb", "n.b", "n.b.", "comment", "question", "questions", "answer", "topic",
        "section", "example", "date", "time", "duration", "length", "location", "place", "venue",
        "file", "filename", "recording", "audio", "interview", "transcript", "transcribed",
        "transcribed by", "participants", "present", "start", "end", "start time", "end time", "page",
        "ps", "re", "subject", "title", "version", "http", "https", "ftp", "mailto", "www", "tel",
        "email", "e-mail", "fax", "for example", "that is", "key", "legend", "simulated transcript",
    }
)  # fmt: skip
_FEWEST_TIMED, _MOST_SPEAKING, _SHARE_NAMED = 3, 6, 0.9


@dataclass(frozen=True)
class LabelFound:
    """What looks like the label of a speaker: the line of its first occurrence, and how many there are."""

    label: str
    line: int
    occurrences: int


def label_candidates(text: str, openings: Sequence[Span] = ()) -> list[LabelPlace]:
    """Return the places that look like labels, in order; `openings` are lines that open in bold.

    Bold words are emphasis, not names, where more labels are written in another way.
    """
    found = [place for place in places_like_labels(text) if _counts_as_label(place, text)]
    found = _without_ends_of_speech(found)
    taken = {place.start for place in found} | {place.label_start for place in found}
    for start, end in openings:
        opening = _bare_name(text[start:end])
        if start not in taken and _could_be_name(opening) and opening.casefold() not in _HEADINGS:
            found.append(LabelPlace(opening, start, end, "bold", start))
    bold = sum(place.notation == "bold" for place in found)
    if 2 * bold < len(found):
        found = [place for place in found if place.notation != "bold"]
    return sorted(found, key=lambda place: place.start)


def drafted_places(text: str, openings: Sequence[Span] = ()) -> list[LabelPlace]:
    """Return the places that a draft takes for labels: those set off; else those alone on their lines."""
    bare = list(places_like_bare_labels(text))
    stamped = _first_words_after_times(bare)
    if stamped:
        return stamped
    found = label_candidates(text, openings)
    if labels_found(text, found):
        return found
    alone = [
        place
        for place in bare
        if _could_be_name(place.label) and place.label.casefold() not in _HEADINGS and _is_marked(place)
    ]
    return [place for place in alone if not place.label.endswith(".") and _line_follows(text, place.end)]


def _first_words_after_times(bare: Sequence[LabelPlace]) -> list[LabelPlace]:
    """Return the words after times at the start of lines, where they are always the same few: names."""
    stamped = [place for place in bare if place.notation == "stamped" and _could_be_name(place.label)]
    counts = Counter(place.label for place in stamped)
    often = {label for label, count in counts.items() if count >= _FEWEST_TIMED}
    covered = sum(counts[label] for label in often)
    is_few = 2 <= len(often) <= _MOST_SPEAKING and covered >= _SHARE_NAMED * len(stamped)
    return [place for place in stamped if place.label in often] if is_few else []


def _is_marked(place: LabelPlace) -> bool:
    """Tell P01 and INT after a time from the first word of a sentence, such as I."""
    is_short_form = any(one.isdigit() for one in place.label) or place.label.isupper()
    return place.notation != "stamped" or (is_short_form and len(place.label) > 1)


def _without_ends_of_speech(places: list[LabelPlace]) -> list[LabelPlace]:
    """Return places without lines before a time, where names stand after times more often."""
    notations = Counter(place.notation for place in places)
    if notations["time_below"] > notations["time_above"]:
        return [place for place in places if place.notation != "time_above"]
    return [place for place in places if place.notation != "time_below"]


def _bare_name(opening: str) -> str:
    """Return a name set in bold without the colon and time that may be bold with it."""
    return STAMP.sub("", opening).strip(" \t:.[]{}*_#@\u00a0-–—")


def _counts_as_label(place: LabelPlace, text: str) -> bool:
    """Tell a label from what only has its form: headings, remarks, sentences that end in a time."""
    label = place.label
    if not label.replace("\u00a0", " ").isprintable():
        return False
    if label.casefold() in _HEADINGS or label.split(maxsplit=1)[0].casefold() in ("http", "https"):
        return False
    if place.notation in ("square", "curly"):  # such as [Laughs]
        return label[0].isupper() and label.split(maxsplit=1)[0].casefold() not in _REMARKS
    if place.notation == "colon":
        return True
    speaks = place.notation != "time_above" or _line_follows(text, place.end)
    return _could_be_name(label) and speaks


def _could_be_name(label: str) -> bool:
    """One to five words, each with a capital or a digit, and no end of a sentence."""
    words = re.findall(r"[^\W_][\w'’.\-]*", label)
    capital = all(not word[0].islower() or word in ("de", "van", "von", "der", "of", "and") for word in words)
    is_short = 0 < len(words) <= 5 and len(label) <= 60 and label.replace("\u00a0", " ").isprintable()
    return is_short and capital and not label.endswith(("?", "!", "…", ","))


def _line_follows(text: str, position: int) -> bool:
    """Tell whether the next line is speech: a name is followed by some, a word between two times is not."""
    rest = text[position : position + 200].splitlines()
    following = next((line.strip() for line in rest if line.strip()), "")
    return bool(following) and STAMP.fullmatch(following) is None


def labels_found(
    text: str, places: Iterable[LabelPlace], named: frozenset[str] = frozenset()
) -> tuple[LabelFound, ...]:
    """Count labels by how they are written, in order of appearance.

    Words before a colon are common in speech. Seen once, a label counts only where the file names it,
    where it is such as P07 or Nurse, or where times set off labels in this transcript.
    """
    places = list(places)
    timed = Counter(place.notation for place in places if place.notation.startswith("time_"))
    sure = named | {place.label for place in places if timed[place.notation] >= _FEWEST_TIMED}
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    first: dict[str, int] = {}
    occurrences: dict[str, int] = defaultdict(int)
    for place in places:
        first.setdefault(place.label, place.label_start)
        occurrences[place.label] += 1
    return tuple(
        LabelFound(label, bisect_right(starts, first[label]), count)
        for label, count in occurrences.items()
        if count > 1 or label in sure or _SURE_LABEL.match(label)
    )
