"""What the interviews say of one mechanism, as Reported counts and quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.qualitative.coding import ORIGINS, VALENCES, CodedSegment
from impl_eval.qualitative.interview_counts import (
    PARTICIPANT_CHANGES,
    Group,
    Interviews,
    MechanismTalk,
    participants_of,
)
from impl_eval.qualitative.quotes import Quoting, choose_quotes
from impl_eval.qualitative.transcript import Transcript
from impl_eval.results import Estimate, InterviewEvidence, Reported


def count_estimate(value: int, unit: str, *, n: int | None = None, analysed: bool = True) -> Estimate:
    """Wrap a count; before anything was coded there is no count, which is not the same as none."""
    if not analysed:
        return Estimate.not_estimable("count", "nobody has coded it yet", unit=unit)
    return Estimate("count", float(value), n=n, unit=unit, reason="a count has no interval")


@dataclass(frozen=True)
class _Reporter:
    """Turns counts about one mechanism into Reported values with stable ids."""

    mechanism_id: str
    label: str
    analysed: bool

    def participants(
        self, value: int, n: int, detail: str = "", words: str = "", group: str = ""
    ) -> Reported:
        """Report a number of participants out of n."""
        estimate = count_estimate(value, "participants", n=n, analysed=self.analysed)
        return self._reported("participants", estimate, detail, words, group)

    def segments(self, value: int, n: int, detail: str = "", words: str = "", group: str = "") -> Reported:
        """Report a number of segments out of n."""
        estimate = count_estimate(value, "segments", n=n, analysed=self.analysed)
        return self._reported("segments", estimate, detail, words, group)

    def _reported(self, what: str, estimate: Estimate, detail: str, words: str, group: str) -> Reported:
        return Reported(
            ".".join(["interviews", self.mechanism_id, what, *([detail] if detail else [])]),
            "interviews",
            f"{self.label}: {what}" + (f", {words}" if words else ""),
            estimate,
            mechanism_id=self.mechanism_id,
            group=group,
        )


def _group_counts(
    report: _Reporter, talk: MechanismTalk, groups: tuple[Group, ...]
) -> tuple[tuple[str, Reported, Reported], ...]:
    counts = []
    for group in groups:
        speakers = len(talk.participants & group.participants)
        said = talk.segments_of(group.participants)
        place = {"detail": f"group.{group.id}", "words": group.label, "group": group.label}
        counts.append(
            (
                group.label,
                report.participants(speakers, len(group.participants), **place),
                report.segments(said, len(talk.segments), **place),
            )
        )
    return tuple(counts)


def interview_evidence(
    mechanism: tuple[str, str],
    talk: MechanismTalk,
    interviews: Interviews,
    *,
    asked: bool,
    quoting: Quoting,
) -> InterviewEvidence:
    """Report what the interviews say of a mechanism, given as (id, label).

    n of the participants is everyone in analysed transcripts (of their group); n of the changes those
    who speak of the mechanism; n of segments all segments of the mechanism.
    Of what is said, only what `quoting` allows is quoted.
    """
    report = _Reporter(*mechanism, bool(interviews.analysed))
    people, segments = len(talk.participants), len(talk.segments)
    changes = talk.participants_by_change()
    return InterviewEvidence(
        mechanism_id=talk.mechanism_id,
        asked=asked,
        coded_transcripts=len(interviews.analysed),
        participants=report.participants(people, len(interviews.analysed_participants)),
        segments=report.segments(segments, segments),
        groups=_group_counts(report, talk, interviews.groups),
        valences=tuple(
            (valence, report.segments(talk.with_valence(valence), segments, valence, valence))
            for valence in VALENCES
        ),
        changes=tuple(
            (
                change,
                report.participants(changes[change], people, change.replace(" ", "_"), f"change {change}"),
            )
            for change in PARTICIPANT_CHANGES
        ),
        quotes=choose_quotes(
            talk.segments, interviews.by_id, interviews.quote_names, quoting.naming, quoting.released
        ),
    )


def all_reported(evidence: InterviewEvidence) -> tuple[Reported, ...]:
    """Return every Reported value of the evidence, each once."""
    return (
        evidence.participants,
        evidence.segments,
        *(count for _, count in evidence.valences),
        *(count for _, count in evidence.changes),
        *(count for _, people, said in evidence.groups for count in (people, said)),
    )


def silence(label: str, evidence: InterviewEvidence) -> str:
    """Say what silence on a mechanism means: whether it was asked about decides. Empty where people speak."""
    if evidence.segments.estimate.value != 0:
        return ""
    if evidence.asked:
        return f"{label}: asked about, and no coded segment speaks of it."
    return (
        f"{label}: no question of the topic guide asks about it and no coded segment speaks of it. "
        "That says nothing about whether it matters."
    )


_Entry = tuple[str, str, Estimate, str]


def overview(interviews: Interviews, layer: Sequence[CodedSegment]) -> dict[str, Reported]:
    """Count transcripts, words, participants and segments, of all interviews and of each, by id."""
    n, people = len(interviews.transcripts), len(interviews.participants)
    heard = len(interviews.analysed_participants)
    words = sum(transcript.word_count for transcript in interviews.transcripts)
    analysed = count_estimate(len(interviews.analysed), "transcripts", n=n)
    entries: list[_Entry] = [
        ("transcripts", "Transcripts", count_estimate(n, "transcripts", n=n), ""),
        ("transcripts.analysed", "Analysed transcripts", analysed, ""),
        ("words", "Words spoken, interviewers included", count_estimate(words, "words"), ""),
        ("participants", "Participants", count_estimate(people, "participants", n=people), ""),
    ]
    of_all = count_estimate(heard, "participants", n=people)
    entries.append(("participants.analysed", "Participants in analysed transcripts", of_all, ""))
    for group in interviews.groups:
        size = count_estimate(len(group.participants), "participants", n=heard)
        entries.append((f"participants.group.{group.id}", f"Participants, {group.label}", size, group.label))
    entries += _segment_entries(layer, bool(interviews.analysed))
    for transcript in interviews.transcripts:
        entries += _transcript_entries(transcript, interviews, layer)
    return {
        f"interviews.{detail}": Reported(
            f"interviews.{detail}", "interviews", label, estimate, group=group_label
        )
        for detail, label, estimate, group_label in entries
    }


def _segment_entries(layer: Sequence[CodedSegment], analysed: bool) -> list[_Entry]:
    """Count segments, and how many began as a suggestion that a person accepted."""
    total = count_estimate(len(layer), "segments", n=len(layer), analysed=analysed)
    entries: list[_Entry] = [("segments", "Coded segments", total, "")]
    for origin in ORIGINS:
        count = sum(segment.origin == origin for segment in layer)
        estimate = count_estimate(count, "segments", n=len(layer), analysed=analysed)
        label = f"Coded segments, origin {origin.replace('_', ' ')}"
        entries.append((f"segments.origin.{origin}", label, estimate, ""))
    return entries


def _transcript_entries(
    transcript: Transcript, interviews: Interviews, layer: Sequence[CodedSegment]
) -> list[_Entry]:
    segments = sum(segment.transcript_id == transcript.id for segment in layer)
    counts = (
        ("participants", len(participants_of(transcript)), True),
        ("words", transcript.word_count, True),
        ("segments", segments, transcript.id in interviews.analysed),
    )
    return [
        (
            f"transcript.{transcript.id}.{what}",
            f"{transcript.id}: {what}",
            count_estimate(value, what, analysed=known),
            "",
        )
        for what, value, known in counts
    ]
