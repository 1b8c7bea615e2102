"""Which openings of lines look like labels of speakers, and whom they may stand for: drafts for a person.

Nothing here decides who speaks. What looks like a label is counted and shown; the analyst confirms
each speaker, role and participant in the speakers file.
"""

import difflib
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
from impl_eval.qualitative.transcript import Role

Span = tuple[int, int]

_LINE_END = re.compile(r"\r\n|\r|\n")
_PARTICIPANT_NUMBER = re.compile(r"P\d+\Z")
_ASKS = re.compile(
    r"(interviewer|moderator|facilitator|researcher|chair|host|int|mod|fac|iv|i|q)[\s.\-]*\d*\Z",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"(transcriber|observer|note[\s-]?taker|interpreter|translator|unknown|unidentified|several|multiple|all"
    r"|group|everyone|background)\b",
    re.IGNORECASE,
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
_FEWEST_TIMED = 3
_LEAST_ALIKE = 0.85
_SHORTEST_MISTYPED = 5
_FEWEST_TURNS_ASKING, _SHARE_ASKING, _SHARE_OTHERS = 3, 0.5, 0.25


@dataclass(frozen=True)
class LabelFound:
    """What looks like the label of a speaker: the line of its first occurrence, and how many there are."""

    label: str
    line: int
    occurrences: int


@dataclass(frozen=True)
class ProposedSpeaker:
    """Whom a label may stand for, and why. `participant_id` is proposed only for labels spelt two ways."""

    label: str
    occurrences: int
    role: Role
    participant_id: str = ""
    why: str = ""


def label_candidates(text: str, openings: Sequence[Span] = ()) -> list[LabelPlace]:
    """Return the places that look like labels, in order; `openings` are lines that open in bold.

    Bold words are emphasis, not names, where more labels are written in another way.
    """
    found = [place for place in places_like_labels(text) if _counts_as_label(place, text)]
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
    found = label_candidates(text, openings)
    if labels_found(text, found):
        return found
    alone = [
        place
        for place in places_like_bare_labels(text)
        if _could_be_name(place.label) and place.label.casefold() not in _HEADINGS and _is_marked(place)
    ]
    return [place for place in alone if not place.label.endswith(".") and _line_follows(text, place.end)]


def _is_marked(place: LabelPlace) -> bool:
    """Tell P01 and INT after a time from the first word of a sentence."""
    return place.notation != "stamped" or any(one.isdigit() for one in place.label) or place.label.isupper()


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
    where it looks like P07, or where times set off labels in this transcript.
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
        if count > 1 or label in sure or _PARTICIPANT_NUMBER.match(label)
    )


def same_label(label: str, other: str) -> bool:
    """Tell whether two labels are probably one, spelt two ways: P07 and P7, Interviewer and Interviwer."""
    one, two = _letters_and_number(label), _letters_and_number(other)
    if one == two:
        return True
    if one[1] != two[1] or min(len(one[0]), len(two[0])) < _SHORTEST_MISTYPED:
        return False
    # The ratio can depend on which of the two comes first.
    ways = ((one[0], two[0]), (two[0], one[0]))
    return max(difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in ways) >= _LEAST_ALIKE


def _letters_and_number(label: str) -> tuple[str, str]:
    """Return a label's letters, in lower case, and its numbers, without zeros in front."""
    letters = "".join(character for character in label.casefold() if character.isalpha())
    return letters, " ".join(number.lstrip("0") or "0" for number in re.findall(r"\d+", label))


def propose_speakers(
    text: str, places: Sequence[LabelPlace], known: Sequence[str] = ()
) -> tuple[ProposedSpeaker, ...]:
    """Propose a role for each label, one id for labels spelt two ways; all for a person to confirm.

    `known` names the speakers where the file itself says who they are; else labels count as in
    `labels_found`.
    """
    counts = Counter(place.label for place in places)
    given = tuple(LabelFound(label, 1, counts[label]) for label in known)
    found = given or labels_found(text, places)
    asking = _who_asks(text, places, [one.label for one in found])
    main: dict[str, str] = {}
    for one in sorted(found, key=lambda one: (-one.occurrences, one.line, one.label)):
        main[one.label] = next((label for label in main if same_label(one.label, label)), one.label)
    spelt_twice = {name for label, name in main.items() if label != name}
    return tuple(_proposal(one, main[one.label], asking, main[one.label] in spelt_twice) for one in found)


def _proposal(found: LabelFound, main: str, asking: str, spelt_twice: bool) -> ProposedSpeaker:
    why = "" if main == found.label else f"may be {main}, spelt another way"
    if _ASKS.match(main):
        return ProposedSpeaker(found.label, found.occurrences, "interviewer", "", why)
    if _NEITHER.match(main):
        return ProposedSpeaker(found.label, found.occurrences, "other", "", why)
    if main == asking:
        why = why or "most of the turns end in a question mark: may be the interviewer"
        return ProposedSpeaker(found.label, found.occurrences, "interviewer", "", why)
    # A number stands for a person without naming them; a name is no id to draft.
    participant = main if spelt_twice and re.fullmatch(r"[A-Za-z][A-Za-z_\-]{0,20}\d+", main) else ""
    return ProposedSpeaker(found.label, found.occurrences, "participant", participant, why)


def _who_asks(text: str, places: Sequence[LabelPlace], labels: Sequence[str]) -> str:
    """Return the one label whose turns mostly end in a question mark, where nobody is named interviewer."""
    if any(_ASKS.match(label) for label in labels) or len(labels) < 2:
        return ""
    asked: dict[str, list[bool]] = defaultdict(list)
    ends = [place.start for place in places[1:]] + [len(text)]
    for place, end in zip(places, ends, strict=False):
        asked[place.label].append(text[max(place.end, end - 40) : end].rstrip().endswith("?"))
    shares = {label: sum(asked[label]) / len(asked[label]) for label in labels if asked[label]}
    if not shares:
        return ""
    first, *others = sorted(shares, key=lambda label: (-shares[label], label))
    is_clear = shares[first] >= _SHARE_ASKING and all(shares[label] < _SHARE_OTHERS for label in others)
    return first if is_clear and len(asked[first]) >= _FEWEST_TURNS_ASKING else ""
