"""The passages that a summary rests on: their places, and how to tell later that they have changed.

A passage is a place of a transcript with everything that was coded there for the cell. Its digest covers
the words and the coding, not the place: words that have only moved in a corrected transcript are the same.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.coding import CodedSegment

_PLACE = re.compile(r"(?P<transcript>[A-Za-z][A-Za-z0-9_\-]{0,63}):(?P<start>\d{1,9})-(?P<end>\d{1,9})\Z")
_SEEN = re.compile(r"(?P<place>[^#\s]+)#(?P<digest>[0-9a-f]{12})\Z")
_DIGEST = 12
NOTHING_SEEN = "none"
"""Stands for a cell without segments in a fingerprint: that is known, and not the same as unknown."""


@dataclass(frozen=True, order=True)
class PassagePlace:
    """A place of a transcript; offsets in code points, end exclusive."""

    transcript_id: str
    start: int
    end: int

    def __str__(self) -> str:
        """Return the place as files have it: int01:935-1020."""
        return f"{self.transcript_id}:{self.start}-{self.end}"

    @classmethod
    def parse(cls, text: str) -> "PassagePlace | None":
        """Return the place that a text names, or None."""
        match = _PLACE.match(text.strip())
        if match is None or int(match["start"]) >= int(match["end"]):
            return None
        return cls(match["transcript"], int(match["start"]), int(match["end"]))


def parse_places(text: str) -> tuple[tuple[PassagePlace, ...], tuple[str, ...]]:
    """Return the places of a list such as "int01:935-1020; int02:5-60", sorted, and what is none."""
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    found = [(part, PassagePlace.parse(part)) for part in parts]
    places = tuple(sorted({place for _, place in found if place is not None}))
    return places, tuple(part for part, place in found if place is None)


def places_text(places: Iterable[PassagePlace]) -> str:
    """Return places as one text."""
    return "; ".join(map(str, sorted(places)))


@dataclass(frozen=True, order=True)
class SeenPassage:
    """A passage as it was when somebody looked: its place, and the digest of its words and coding."""

    place: PassagePlace
    digest: str


def passages_of(segments: Iterable[CodedSegment]) -> dict[PassagePlace, tuple[CodedSegment, ...]]:
    """Gather segments by their place, in order."""
    found: dict[PassagePlace, list[CodedSegment]] = {}
    for segment in sorted(segments):
        place = PassagePlace(segment.transcript_id, segment.start, segment.end)
        found.setdefault(place, []).append(segment)
    return {place: tuple(found[place]) for place in sorted(found)}


def seen_passages(segments: Iterable[CodedSegment]) -> tuple[SeenPassage, ...]:
    """Return every passage of a cell with its digest, in order of place."""
    return tuple(SeenPassage(place, _digest(coded)) for place, coded in passages_of(segments).items())


def _digest(coded: Sequence[CodedSegment]) -> str:
    """Digest the words and what was coded: who coded it does not matter."""
    said = sorted({(one.applied_code, one.valence, one.reported_change, one.quote) for one in coded})
    text = json.dumps([coded[0].transcript_id, said], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def fingerprint_text(seen: Sequence[SeenPassage]) -> str:
    """Return what was seen as one text for a file; a cell without segments is NOTHING_SEEN."""
    return " ".join(f"{one.place}#{one.digest}" for one in sorted(seen)) or NOTHING_SEEN


def parse_fingerprint(text: str) -> tuple[SeenPassage, ...] | None:
    """Return what a fingerprint says was seen.

    Raises
    ------
    ValueError : it is no fingerprint. An empty text is none either, and gives None: nobody knows.
    """
    if not text.strip():
        return None
    if text.strip() == NOTHING_SEEN:
        return ()
    seen = []
    for token in text.split():
        match = _SEEN.match(token)
        place = PassagePlace.parse(match["place"]) if match is not None else None
        if match is None or place is None:
            raise ValueError("not a fingerprint")
        seen.append(SeenPassage(place, match["digest"]))
    return tuple(sorted(seen))


@dataclass(frozen=True)
class PassageChanges:
    """What became of a cell's passages since somebody looked. `moved` is no change of words or coding."""

    added: tuple[PassagePlace, ...]
    removed: tuple[PassagePlace, ...]
    recoded: tuple[PassagePlace, ...]
    moved: tuple[tuple[PassagePlace, PassagePlace], ...]

    @property
    def nothing_changed(self) -> bool:
        """Whether words and coding are as they were."""
        return not (self.added or self.removed or self.recoded)

    @property
    def gone_or_recoded(self) -> frozenset[PassagePlace]:
        """Places, as they were, of passages that are not what they were."""
        return frozenset((*self.removed, *self.recoded))


def compare_passages(before: Sequence[SeenPassage], now: Sequence[SeenPassage]) -> PassageChanges:
    """Tell what was added, removed and coded anew; equal words and coding elsewhere have only moved."""
    same = set(before) & set(now)
    old, new = sorted(set(before) - same), sorted(set(now) - same)
    # What has moved first: words moved by their own length stand where the next passage stood before.
    moved = _moved(old, new)
    old_places = {one.place for one in old} - {one for one, _ in moved}
    new_places = {one.place for one in new} - {one for _, one in moved}
    return PassageChanges(
        added=tuple(sorted(new_places - old_places)),
        removed=tuple(sorted(old_places - new_places)),
        recoded=tuple(sorted(old_places & new_places)),
        moved=tuple(moved),
    )


def _moved(old: Sequence[SeenPassage], new: Sequence[SeenPassage]) -> list[tuple[PassagePlace, PassagePlace]]:
    """Pair passages of one transcript with the same digest, in the order of the text."""
    at_digest: dict[tuple[str, str], list[PassagePlace]] = {}
    for one in new:
        at_digest.setdefault((one.place.transcript_id, one.digest), []).append(one.place)
    taken: Counter[tuple[str, str]] = Counter()
    pairs = []
    for one in old:
        key = (one.place.transcript_id, one.digest)
        places = at_digest.get(key, [])
        if taken[key] < len(places):
            pairs.append((one.place, places[taken[key]]))
            taken[key] += 1
    return pairs
