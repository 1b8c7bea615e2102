"""Codings of a file as they arrive, one after the other, and why others do not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from impl_eval.qualitative.code_names import one_line
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.exchange.descriptions import PassageFacts, parse_passage_description
from impl_eval.qualitative.exchange.matching_sources import MatchedSource
from impl_eval.qualitative.exchange.memos import ExchangedMemo
from impl_eval.readers.refi import QdaArea, QdaCoding, QdaProject, QdaSelection, QdaSource

Place = tuple[int, int]
Key = tuple[str, int, int, str, str]
EMPTY = "of a passage without a character"
NO_TEXT = "of a text without a word"
NO_WORDS_HERE = "of passages whose words the transcript here does not have"
WHOLE_MEDIA = "of whole pictures, pages or recordings without text"
_AREA = "of a {what} without words that the text has"


@dataclass
class Arrivals:
    """What arrives. `columns` gives mechanism and code by guid, `coders` the coder by guid.

    `exact` gives places, by source and coding, that are known better than the file says.
    """

    project: QdaProject
    matched: Mapping[str, MatchedSource]
    columns: Mapping[str, tuple[str, str]]
    coders: Mapping[str, str]
    nobody: str
    exact: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    segments: dict[Key, CodedSegment] = field(default_factory=dict)
    times: Counter[Key] = field(default_factory=Counter)
    coded_at: dict[CodedSegment, str] = field(default_factory=dict)
    noted: list[tuple[tuple[str, ...], CodedSegment]] = field(default_factory=list)
    noted_places: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    annotations: list[ExchangedMemo] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    how: Counter[str] = field(default_factory=Counter)
    reworded: list[str] = field(default_factory=list)
    arrived: int = 0
    same_words: int = 0
    repeated: int = 0
    whole: int = 0
    by_words: int = 0
    uncoded: int = 0
    notes_on_one_line: int = 0
    unknown_users: set[str] = field(default_factory=set)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def take_all(self) -> None:
        """Take every coding of the project: passages, then areas by their words, then whole sources."""
        by_source: dict[str, list[QdaSelection]] = {}
        for selection in self.project.selections:
            by_source.setdefault(selection.source_guid, []).append(selection)
        for guid, selections in by_source.items():
            self._passages(self.matched.get(guid), selections)
        for area in self.project.areas:
            self._area(area)
        for source in self.project.sources:
            self._whole(source)

    def _passages(self, matched: MatchedSource | None, selections: Iterable[QdaSelection]) -> None:
        kept = []
        for selection in selections:
            if matched is None or selection.start == selection.end:
                self.lost[EMPTY if matched is not None else NO_TEXT] += len(selection.codings)
                self._annotate(matched, selection)
            else:
                kept.append(selection)
        if matched is None:
            return
        spans = [(one.start, one.end) for one in kept]
        for selection, span, placed in zip(kept, spans, matched.place(spans), strict=True):
            if placed.outcome == "orphaned":
                self.lost[NO_WORDS_HERE] += len(selection.codings)
                self._annotate(matched, selection)
                continue
            place = (placed.start, placed.end)
            self.places[selection.source_guid, selection.guid] = place
            if not selection.codings:
                self._annotate(matched, selection, place)
                continue
            self.how[placed.outcome] += len(selection.codings)
            self.same_words += len(selection.codings) * matched.is_same(span, placed)
            if placed.outcome == "reworded":
                self.reworded.append(f"{matched.transcript_id}:{place[0]}-{place[1]}")
            facts = self._facts(selection.description)
            dated = (replace(one, created=one.created or selection.created) for one in selection.codings)
            found = [self._add(matched, place, coding, facts) for coding in dated]
            self._note(selection.note_guids, found)

    def _area(self, area: QdaArea) -> None:
        matched = self.matched.get(area.source_guid)
        place = self.places.get((area.source_guid, area.guid))
        if matched is not None and place is None and area.words.strip():
            placed = matched.placer.place(area.words)
            place = (placed.start, placed.end) if placed and placed.certainty != "fuzzy" else None
            self.by_words += len(area.codings) if place is not None else 0
        if matched is None or place is None:
            self.lost[_AREA.format(what=area.what)] += len(area.codings)
            if matched is not None and area.description.strip():
                self._memo(matched, area.description)
            if matched is not None and area.note_guids:
                self.noted_places.append((area.note_guids, matched.transcript_id))
            return
        facts = self._facts(area.description)
        self._note(area.note_guids, [self._add(matched, place, coding, facts) for coding in area.codings])

    def _whole(self, source: QdaSource) -> None:
        matched = self.matched.get(source.guid)
        if matched is None:
            self.lost[WHOLE_MEDIA if source.text is None else NO_TEXT] += len(source.codings)
            return
        facts = self._facts("")
        for coding in source.codings:
            self.whole += 1
            self._add(matched, (0, len(matched.text)), coding, facts)

    def _facts(self, description: str) -> PassageFacts:
        facts = parse_passage_description(description)
        note = one_line(facts.note)
        self.notes_on_one_line += note != facts.note.strip()
        return replace(facts, note=note)

    def _add(
        self, matched: MatchedSource, place: Place, coding: QdaCoding, facts: PassageFacts
    ) -> CodedSegment:
        """Keep a coding; one that the coder gave before is the same, its note goes with the other's."""
        exact = self.exact.get((matched.source.guid, coding.guid))
        if exact is not None and matched.is_one_place(place, exact):
            place = exact
        mechanism_id, code_id = self.columns[coding.code_guid]
        segment = CodedSegment(
            matched.transcript_id, *place, mechanism_id, self._coder(coding.user_guid),
            matched.text[place[0] : place[1]], facts.valence, facts.reported_change, facts.origin,
            facts.note, code_id,
        )  # fmt: skip
        self.arrived += 1
        key = (segment.transcript_id, *place, segment.applied_code, segment.coder)
        before = self.segments.get(key)
        if before is not None:
            self.repeated += 1
            segment = self._united(before, segment)
        self.segments[key] = segment
        self.times[key] += 1
        if coding.created:
            self.coded_at.setdefault(segment, coding.created)
        if coding.note_guids:
            self.noted.append((coding.note_guids, segment))
        return segment

    def _united(self, before: CodedSegment, again: CodedSegment) -> CodedSegment:
        if not again.note or again.note in before.note:
            return before
        united = replace(before, note=f"{before.note}; {again.note}" if before.note else again.note)
        if before in self.coded_at:
            self.coded_at[united] = self.coded_at.pop(before)
        self.noted = [(guids, united if one == before else one) for guids, one in self.noted]
        return united

    def _coder(self, user_guid: str) -> str:
        if user_guid and user_guid not in self.coders:
            self.unknown_users.add(user_guid)
        return self.coders.get(user_guid, self.nobody)

    def _note(self, note_guids: tuple[str, ...], segments: list[CodedSegment]) -> None:
        if note_guids and segments:
            self.noted.append((note_guids, segments[0]))

    def _annotate(
        self, matched: MatchedSource | None, selection: QdaSelection, place: Place | None = None
    ) -> None:
        """Keep what was written on a passage that has no code here as a memo on its transcript."""
        if not selection.codings and not selection.case_guids:
            self.uncoded += not (selection.description.strip() or selection.note_guids)
        if matched is None:
            return
        if selection.description.strip():
            self._memo(matched, selection.description, place, selection)
        if selection.note_guids:
            self.noted_places.append((selection.note_guids, matched.transcript_id))

    def _memo(
        self,
        matched: MatchedSource,
        text: str,
        place: Place | None = None,
        selection: QdaSelection | None = None,
    ) -> None:
        where = f"On {matched.transcript_id}:{place[0]}-{place[1]}: " if place is not None else ""
        coder = self.coders.get(selection.user_guid, "") if selection is not None else ""
        at = selection.created if selection is not None else ""
        memo = ExchangedMemo("transcript", where + text.strip(), matched.transcript_id, coder=coder, at=at)
        self.annotations.append(memo)
