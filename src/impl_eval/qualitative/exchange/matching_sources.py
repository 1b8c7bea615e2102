"""Which transcript of the study each source of a file is, and where its passages lie there.

The same text, but for byte order mark and line ends, is the same transcript: places are exact. A text of
the same name that differs is compared, and passages are looked for. Anything else is a new transcript.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from impl_eval.qualitative.exchange.companion import Companion
from impl_eval.qualitative.exchange.line_ends import PlainLines
from impl_eval.qualitative.exchange.naming import free_id, source_guid, spelling, without_ending
from impl_eval.qualitative.placing import Placer
from impl_eval.qualitative.reanchoring import Outcome, re_anchor
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaSource

How = Literal["same text", "same name", "new"]
ALIKE_SHARE = 0.5
"""A text of the same name is a version of the same transcript if it shares this part of its runs of words."""
_RUN = 5


@dataclass(frozen=True)
class NewTranscript:
    """A text that the study does not have: to be added under this id. `name` is what the file calls it."""

    id: str
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class PlacedPassage:
    """Where a passage of a source lies in a transcript, and how that was found."""

    start: int
    end: int
    outcome: Outcome


class MatchedSource:
    """A source and the transcript that it is."""

    def __init__(self, source: QdaSource, transcript_id: str, text: str, how: How) -> None:
        self.source, self.transcript_id, self.text, self.how = source, transcript_id, text, how
        self._there = PlainLines(text)
        self._here = PlainLines(source.text or "")

    @cached_property
    def placer(self) -> Placer:
        """Finds words in the transcript."""
        return Placer(self.text)

    def place(self, spans: Sequence[tuple[int, int]]) -> list[PlacedPassage]:
        """Return where passages of the source lie in the transcript, in the same order."""
        if self.how != "same name":
            return [PlacedPassage(*self._moved(start, end), "unchanged") for start, end in spans]
        return [
            PlacedPassage(one.start, one.end, one.outcome)
            for one in re_anchor(self._here.original, self.text, spans)
        ]

    def is_one_place(self, place: tuple[int, int], other: tuple[int, int]) -> bool:
        """Tell whether two places of the transcript differ within a line end at most."""
        inside = 0 <= other[0] < other[1] <= len(self.text)
        return inside and [*map(self._there.to_plain, place)] == [*map(self._there.to_plain, other)]

    def from_plain(self, start: int, end: int) -> tuple[int, int]:
        """Return where a passage of the text with LF line ends lies in the transcript."""
        return self._there.to_original(start), self._there.to_original(end)

    def _moved(self, start: int, end: int) -> tuple[int, int]:
        if self._here.original == self._there.original:
            return start, end
        return self.from_plain(self._here.to_plain(start), self._here.to_plain(end))

    def is_same(self, span: tuple[int, int], placed: PlacedPassage) -> bool:
        """Tell whether the same words stand at both places, line ends aside."""
        here, there = self._here.original[span[0] : span[1]], self.text[placed.start : placed.end]
        return _plain(here) == _plain(there)


def _plain(text: str) -> str:
    return PlainLines(text).text


def match_sources(
    sources: Iterable[QdaSource],
    transcripts: Sequence[Transcript],
    names: Mapping[str, str],
    companion: Companion | None = None,
) -> tuple[dict[str, MatchedSource], tuple[NewTranscript, ...]]:
    """Return the transcript of each source with words, by source guid, and the transcripts to be added.

    `names` gives the file names of transcripts by id, under which other programs may know them.
    """
    matching = _Matching(transcripts, names, companion)
    with_words = [source for source in sources if source.text and source.text.strip()]
    # What is certain goes first, so that a like text does not take the place of the very one.
    for source in sorted(with_words, key=lambda one: not matching.is_certain(one)):
        matching.take(source)
    found = {source.guid: matching.found[source.guid] for source in with_words}
    return found, tuple(matching.new)


@dataclass
class _Matching:
    transcripts: Sequence[Transcript]
    names: Mapping[str, str]
    companion: Companion | None
    found: dict[str, MatchedSource] = field(default_factory=dict)
    new: list[NewTranscript] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_id = {one.id: one for one in self.transcripts}
        self._by_guid = {source_guid(one.id, one.text_sha256): one for one in self.transcripts}
        self._by_text: dict[str, list[Transcript]] = {}
        for one in self.transcripts:
            self._by_text.setdefault(_plain(one.text), []).append(one)
        self._claimed: dict[str, tuple[str, str]] = {}
        self._new_by_text: dict[tuple[str, str], NewTranscript] = {}

    def _wanted_id(self, source: QdaSource) -> str:
        said = self.companion.transcripts.get(source.guid) if self.companion is not None else None
        return said[0] if said is not None else without_ending(source.name)

    def _is_named(self, source: QdaSource, transcript: Transcript) -> bool:
        called = {spelling(self._wanted_id(source)), spelling(without_ending(source.name))}
        file_name = self.names.get(transcript.id, "").replace("\\", "/").rpartition("/")[2]
        known = {spelling(transcript.id), spelling(without_ending(file_name))} - {""}
        return bool(called & known) or self._own_id(source, ()) == transcript.id

    def _own_id(self, source: QdaSource, taken: Collection[str]) -> str:
        return free_id(self._wanted_id(source), taken, f"text_{source.guid[:8]}", keep_case=True)

    def is_certain(self, source: QdaSource) -> bool:
        """Tell whether a source is by text and guid or name the same as a transcript."""
        alike = self._by_text.get(_plain(source.text or ""), ())
        return source.guid in self._by_guid or any(self._is_named(source, one) for one in alike)

    def take(self, source: QdaSource) -> None:
        """Find the transcript of one source."""
        transcript = self._same_text(source)
        if transcript is not None:
            self._put(source, transcript.id, transcript.text, "same text")
            return
        transcript = self._same_name(source)
        if transcript is not None:
            self._put(source, transcript.id, transcript.text, "same name")
            return
        key = (_plain(source.text or ""), spelling(source.name))
        made = self._new_by_text.get(key)
        if made is None:
            taken = {*self._by_id, *(one.id for one in self.new)}
            made = NewTranscript(self._own_id(source, taken), source.name, source.text or "")
            self._new_by_text[key] = made
            self.new.append(made)
        self._put(source, made.id, made.text, "new")

    def _put(self, source: QdaSource, transcript_id: str, text: str, how: How) -> None:
        self._claimed.setdefault(transcript_id, (source.guid, spelling(source.name)))
        self.found[source.guid] = MatchedSource(source, transcript_id, text, how)

    def _same_text(self, source: QdaSource) -> Transcript | None:
        """Return a transcript of the same text that no other source has taken.

        Two sources of one name and text are one document that somebody keeps twice.
        """
        alike = self._by_text.get(_plain(source.text or ""), [])
        by_guid = self._by_guid.get(source.guid)
        ranked = sorted(alike, key=lambda one: (one is not by_guid, not self._is_named(source, one)))
        for one in ranked:
            claimed = self._claimed.get(one.id)
            if claimed is None or claimed[1] == spelling(source.name):
                return one
        return None

    def _same_name(self, source: QdaSource) -> Transcript | None:
        for one in self.transcripts:
            if one.id not in self._claimed and self._is_named(source, one):
                return one if _share_of_runs(source.text or "", one.text) >= ALIKE_SHARE else None
        return None


def _share_of_runs(text: str, other: str) -> float:
    """Return how many runs of five words two texts share, as part of those of the smaller one."""
    here, there = _runs(text), _runs(other)
    return len(here & there) / max(1, min(len(here), len(there)))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
