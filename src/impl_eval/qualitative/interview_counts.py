"""Who said what about which mechanism, counted from people's decisions.

Participants are counted once, however many coders read them. Segments come from one coder's layer per
transcript, so that double coding does not double the evidence; and a passage with several sub-codes of one
mechanism is one segment of that mechanism, so that fine coding does not multiply it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion, ReportedChange, Valence
from impl_eval.qualitative.transcript import Transcript

ParticipantChange = Literal["better", "same", "worse", "mixed", "not said"]
PARTICIPANT_CHANGES: tuple[ParticipantChange, ...] = ("better", "same", "worse", "mixed", "not said")
OTHER_GROUPS = "other_groups"
OTHER_GROUPS_LABEL = "other groups"
UNNAMED_PARTICIPANT = "another participant"


def counted_coders(segments: Sequence[CodedSegment], preferred: str | None = None) -> dict[str, str]:
    """Return, by transcript, whose segments are the evidence.

    `preferred` wherever that coder has segments; else who coded most transcripts (then by name).
    """
    coded_by: dict[str, set[str]] = {}
    coders_of: dict[str, set[str]] = {}
    for segment in segments:
        coded_by.setdefault(segment.coder, set()).add(segment.transcript_id)
        coders_of.setdefault(segment.transcript_id, set()).add(segment.coder)
    return {
        transcript_id: min(coders, key=lambda coder: (coder != preferred, -len(coded_by[coder]), coder))
        for transcript_id, coders in sorted(coders_of.items())
    }


def one_layer_per_transcript(
    segments: Sequence[CodedSegment], preferred: str | None = None
) -> tuple[CodedSegment, ...]:
    """Keep one coder's segments per transcript, so that double coding does not double the evidence."""
    chosen = counted_coders(segments, preferred)
    return tuple(sorted(each for each in segments if each.coder == chosen[each.transcript_id]))


def joined_valence(valences: Iterable[Valence]) -> Valence:
    """Return the valence of a passage that was coded several times for one mechanism.

    Unclear gives way to what somebody could tell; valences that differ make it mixed.
    """
    told: set[Valence] = set(valences) - {"unclear"}
    if not told:
        return "unclear"
    return told.pop() if len(told) == 1 else "mixed"


def joined_change(changes: Iterable[ReportedChange]) -> ReportedChange:
    """Return the change that a passage reports which was coded several times; contradictions: not said.

    A passage has no word for "both better and worse". What a participant reports is therefore summed up from
    all codings of the passage (`participant_change`), where a contradiction is mixed.
    """
    change = participant_change(changes)
    return "not said" if change == "mixed" else change


def counted_once(layer: Sequence[CodedSegment]) -> tuple[CodedSegment, ...]:
    """Make one segment of each passage that a coder gave several codes of one mechanism.

    Its code is that of the mechanism, and it is human where any of the codings is. Codes beside the framework
    stay apart: each is a code of its own.
    """
    apart: dict[tuple[str, str], list[CodedSegment]] = {}
    for each in layer:
        apart.setdefault((each.mechanism_id, "" if each.mechanism_id else each.code_id), []).append(each)
    return tuple(sorted(one for codings in apart.values() for one in _by_passage(codings)))


def _by_passage(codings: Iterable[CodedSegment]) -> Iterator[CodedSegment]:
    """Yield one segment for each passage and coder, whatever the codes."""
    passages: dict[tuple[str, int, int, str], list[CodedSegment]] = {}
    for each in codings:
        passages.setdefault((each.transcript_id, each.start, each.end, each.coder), []).append(each)
    yield from map(_one_segment, passages.values())


def _one_segment(codings: Sequence[CodedSegment]) -> CodedSegment:
    if len(codings) == 1:
        return codings[0]
    return replace(
        min(codings),
        valence=joined_valence(each.valence for each in codings),
        reported_change=joined_change(each.reported_change for each in codings),
        origin="human" if any(each.origin == "human" for each in codings) else "accepted_suggestion",
        note="; ".join(dict.fromkeys(each.note for each in sorted(codings) if each.note)),
        code_id="" if codings[0].mechanism_id else min(each.code_id for each in codings),
    )


def participant_change(changes: Iterable[ReportedChange]) -> ParticipantChange:
    """Sum up what one participant reports over all segments about one mechanism."""
    said = set(changes)
    if {"better", "worse"} <= said:
        return "mixed"
    for change in ("better", "worse", "same"):
        if change in said:
            return change
    return "not said"


@dataclass(frozen=True)
class Group:
    """A stakeholder group as it is shown: small groups stand together as OTHER_GROUPS."""

    id: str
    label: str
    participants: frozenset[str]


@dataclass(frozen=True)
class Interviews:
    """The transcripts of a study, and who was analysed.

    `groups` hold the participants of analysed transcripts; `quote_names` say for every participant
    under which name words of theirs are quoted.
    """

    transcripts: tuple[Transcript, ...]
    analysed: frozenset[str]
    groups: tuple[Group, ...]
    quote_names: Mapping[str, str]
    has_small_groups: bool

    @property
    def by_id(self) -> dict[str, Transcript]:
        """Transcripts by id."""
        return {transcript.id: transcript for transcript in self.transcripts}

    @property
    def not_analysed(self) -> tuple[str, ...]:
        """Ids of the transcripts in which nobody decided anything."""
        return tuple(each.id for each in self.transcripts if each.id not in self.analysed)

    @property
    def participants(self) -> frozenset[str]:
        """Participants who speak in any transcript."""
        return frozenset(person for each in self.transcripts for person in participants_of(each))

    @property
    def analysed_participants(self) -> frozenset[str]:
        """Participants who speak in an analysed transcript."""
        return frozenset(person for group in self.groups for person in group.participants)


def participants_of(transcript: Transcript) -> frozenset[str]:
    """Return the ids of the participants who speak in a transcript."""
    return frozenset(turn.participant_id for turn in transcript.participant_turns)


def participant_of(segment: CodedSegment, transcripts: Mapping[str, Transcript]) -> str | None:
    """Return who speaks most of a segment, or None where no participant does."""
    turn = transcripts[segment.transcript_id].turn_of(segment.start, segment.end)
    return turn.participant_id if turn else None


def gather_interviews(
    transcripts: Sequence[Transcript],
    segments: Sequence[CodedSegment],
    rejected: Sequence[RejectedSuggestion],
    group_labels: Mapping[str, str],
    smallest_group_named: int,
) -> Interviews:
    """Say who took part, in which group, and which transcripts were analysed.

    A transcript is analysed once a person has coded a segment of it or rejected a suggestion in it.
    """
    ordered = tuple(sorted(transcripts, key=lambda each: each.id))
    coded = {segment.transcript_id for segment in segments}
    analysed = frozenset(coded | {suggestion.transcript_id for suggestion in rejected})
    group_of = {
        turn.participant_id: turn.stakeholder_group for each in ordered for turn in each.participant_turns
    }
    members: dict[str, set[str]] = {}
    for person, group_id in group_of.items():
        members.setdefault(group_id, set()).add(person)
    # The size of a group is that of the whole study: who was analysed so far must not change names.
    small = {group_id for group_id, people in members.items() if len(people) < smallest_group_named}
    heard = {person for each in ordered if each.id in analysed for person in participants_of(each)}
    order = [*group_labels, *sorted(set(members) - set(group_labels))]
    groups = [
        Group(group_id, group_labels.get(group_id, group_id), frozenset(members[group_id] & heard))
        for group_id in order
        if group_id in members and group_id not in small
    ]
    others = frozenset(person for person in heard if group_of[person] in small)
    if others:
        groups.append(Group(OTHER_GROUPS, OTHER_GROUPS_LABEL, others))
    names = {
        person: UNNAMED_PARTICIPANT if group_id in small else group_labels.get(group_id, group_id)
        for person, group_id in group_of.items()
    }
    return Interviews(ordered, analysed, tuple(groups), names, bool(small))


@dataclass(frozen=True)
class MechanismTalk:
    """The passages of one mechanism in their layer, who spoke them, and the changes they report.

    `changes` holds, for each participant, what every coding of theirs reports: a passage with two sub-codes
    counts once in `segments`, and both of its changes are heard.
    """

    mechanism_id: str
    segments: tuple[CodedSegment, ...]
    speakers: tuple[str | None, ...]
    changes: Mapping[str, tuple[ReportedChange, ...]]

    @property
    def participants(self) -> frozenset[str]:
        """Participants with at least one segment."""
        return frozenset(person for person in self.speakers if person is not None)

    def segments_of(self, people: frozenset[str]) -> int:
        """Count the segments that these participants spoke."""
        return sum(person in people for person in self.speakers)

    def with_valence(self, valence: str, people: frozenset[str] | None = None) -> int:
        """Count the segments of a valence; those of some participants alone where they are given."""
        return sum(
            segment.valence == valence and (people is None or person in people)
            for segment, person in zip(self.segments, self.speakers, strict=True)
        )

    def change_of(self, person: str) -> ParticipantChange:
        """Sum up the change that a participant reports."""
        return participant_change(self.changes.get(person, ()))

    def participants_by_change(self, people: frozenset[str] | None = None) -> dict[ParticipantChange, int]:
        """Count participants by the change they report, each of them once."""
        those = self.participants if people is None else self.participants & people
        words = [self.change_of(person) for person in those]
        return {change: words.count(change) for change in PARTICIPANT_CHANGES}


def talk_about(
    mechanism_id: str, layer: Sequence[CodedSegment], transcripts: Mapping[str, Transcript]
) -> MechanismTalk:
    """Gather the passages of one mechanism and their speakers. `layer` holds every coding, not joined."""
    codings = [segment for segment in layer if segment.mechanism_id == mechanism_id]
    return gather_talk(mechanism_id, codings, transcripts)


def gather_talk(
    name: str, codings: Sequence[CodedSegment], transcripts: Mapping[str, Transcript]
) -> MechanismTalk:
    """Gather codings that count as talk about one thing: a mechanism, or a code with its sub-codes."""
    segments = tuple(sorted(_by_passage(codings)))
    changes: dict[str, list[ReportedChange]] = {}
    for each in codings:
        person = participant_of(each, transcripts)
        if person is not None:
            changes.setdefault(person, []).append(each.reported_change)
    return MechanismTalk(
        name,
        segments,
        tuple(participant_of(segment, transcripts) for segment in segments),
        {person: tuple(said) for person, said in changes.items()},
    )
