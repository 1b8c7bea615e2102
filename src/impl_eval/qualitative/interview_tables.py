"""The tables and the chart of the interview strand: the same Reported values, laid out for reading."""

from collections.abc import Mapping, Sequence

from impl_eval.qualitative.coding import VALENCES
from impl_eval.qualitative.interview_counts import PARTICIPANT_CHANGES, Interviews
from impl_eval.results import Chart, ChartPoint, InterviewEvidence, Reported, Table


def _transcripts_table(interviews: Interviews, overview: Mapping[str, Reported]) -> Table:
    rows = tuple(
        (
            each.id,
            *(
                overview[f"interviews.transcript.{each.id}.{what}"]
                for what in ("participants", "words", "segments")
            ),
            "yes" if each.id in interviews.analysed else "no",
        )
        for each in interviews.transcripts
    )
    return Table(
        "interviews.transcripts",
        "Interviews and focus groups",
        ("Transcript", "Participants", "Words", "Coded segments", "Analysed"),
        rows,
        note="Words of everyone who speaks, without labels and headings.",
    )


def _mechanisms_table(labels: Sequence[str], evidence: Sequence[InterviewEvidence]) -> Table:
    return Table(
        "interviews.mechanisms",
        "What the interviews say by mechanism",
        (
            "Mechanism",
            "Participants",
            "Segments",
            *(f"Segments: {valence}" for valence in VALENCES),
            *(f"Participants: {change}" for change in PARTICIPANT_CHANGES),
        ),
        tuple(
            (
                label,
                entry.participants,
                entry.segments,
                *(count for _, count in entry.valences),
                *(count for _, count in entry.changes),
            )
            for label, entry in zip(labels, evidence, strict=True)
        ),
        note="A participant counts once for a mechanism; a segment is a passage that a person coded.",
    )


def _groups_table(labels: Sequence[str], evidence: Sequence[InterviewEvidence]) -> Table:
    return Table(
        "interviews.groups",
        "Who speaks of each mechanism",
        ("Mechanism", "Stakeholder group", "Participants", "Segments"),
        tuple(
            (label, group, participants, segments)
            for label, entry in zip(labels, evidence, strict=True)
            for group, participants, segments in entry.groups
        ),
    )


def interview_tables(
    interviews: Interviews,
    overview: Mapping[str, Reported],
    labels: Sequence[str],
    evidence: Sequence[InterviewEvidence],
) -> tuple[Table, ...]:
    """Return the tables of interviews, of mechanisms and of stakeholder groups."""
    return (
        _transcripts_table(interviews, overview),
        _mechanisms_table(labels, evidence),
        _groups_table(labels, evidence),
    )


def segments_chart(labels: Sequence[str], evidence: Sequence[InterviewEvidence]) -> tuple[Chart, ...]:
    """Return the chart of coded segments by mechanism and valence."""
    points = tuple(
        ChartPoint(label, valence, count)
        for label, entry in zip(labels, evidence, strict=True)
        for valence, count in entry.valences
    )
    return (
        Chart(
            "interviews.segments",
            "segments",
            "Coded segments by mechanism and valence",
            "Coded segments",
            points,
        ),
    )
