"""Who said what about which mechanism, counted from people's decisions.

Participants are counted once, however many coders read them. Segments come from one coder's layer per
transcript, so that double coding does not double the evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion, ReportedChange
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
    """The segments of one mechanism in their layer, and who spoke them."""

    mechanism_id: str
    segments: tuple[CodedSegment, ...]
    speakers: tuple[str | None, ...]

    @property
    def participants(self) -> frozenset[str]:
        """Participants with at least one segment."""
        return frozenset(person for person in self.speakers if person is not None)

    def segments_of(self, people: frozenset[str]) -> int:
        """Count the segments that these participants spoke."""
        return sum(person in people for person in self.speakers)

    def with_valence(self, valence: str) -> int:
        """Count the segments of a valence."""
        return sum(segment.valence == valence for segment in self.segments)

    def participants_by_change(self) -> dict[ParticipantChange, int]:
        """Count participants by the change they report, each of them once."""
        reported: dict[str, list[ReportedChange]] = {}
        for segment, person in zip(self.segments, self.speakers, strict=True):
            if person is not None:
                reported.setdefault(person, []).append(segment.reported_change)
        words = [participant_change(changes) for changes in reported.values()]
        return {change: words.count(change) for change in PARTICIPANT_CHANGES}


def talk_about(
    mechanism_id: str, layer: Sequence[CodedSegment], transcripts: Mapping[str, Transcript]
) -> MechanismTalk:
    """Gather the segments of one mechanism and their speakers."""
    segments = tuple(segment for segment in layer if segment.mechanism_id == mechanism_id)
    return MechanismTalk(
        mechanism_id, segments, tuple(participant_of(segment, transcripts) for segment in segments)
    )
