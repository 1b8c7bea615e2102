"""Who speaks under which code: participants, segments, valence and reported change, sub-codes included.

A code counts with what lies under it. A passage counts once for a code, however many of its sub-codes it
has, and a participant counts once. Codes beside the framework get a table of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import VALENCES, CodedSegment
from impl_eval.qualitative.framework_matrix import MatrixCode, matrix_codes
from impl_eval.qualitative.interview_counts import (
    PARTICIPANT_CHANGES,
    Group,
    Interviews,
    MechanismTalk,
    gather_talk,
)
from impl_eval.qualitative.interview_evidence import count_estimate
from impl_eval.results import Cell, Reported, Table

INDENT = "› "
_COUNTED = (
    "Participants",
    "Segments",
    *(f"Segments: {valence}" for valence in VALENCES),
    *(f"Participants: {change}" for change in PARTICIPANT_CHANGES),
)
NOTE = (
    "A code counts with its sub-codes. A passage counts once for a code, and a participant once. The change "
    "a participant reports is mixed where both better and worse are said."
)


@dataclass(frozen=True)
class CodeTalk:
    """A code and what is said under it. `label` shows by signs how deep the code lies."""

    code: MatrixCode
    talk: MechanismTalk

    @property
    def label(self) -> str:
        """The label, with a sign for each level above it."""
        return INDENT * self.code.depth + self.code.label


def talk_by_code(
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
    layer: Sequence[CodedSegment],
    interviews: Interviews,
) -> tuple[CodeTalk, ...]:
    """Gather what is said under every mechanism and code, in the order of the codebook.

    `mechanisms` are (id, label) in report order; `layer` is one coder's segments per transcript.
    """
    codes = matrix_codes(codebook, [(one, label, "") for one, label in mechanisms])
    by_id = interviews.by_id
    return tuple(
        CodeTalk(
            code, gather_talk(code.code_id, [one for one in layer if one.applied_code in code.family], by_id)
        )
        for code in codes
    )


def counts_of(entry: CodeTalk, interviews: Interviews, group: Group | None = None) -> tuple[Reported, ...]:
    """Return participants, segments, segments by valence and participants by change, as _COUNTED has them.

    n of the participants is everyone in analysed transcripts (of the group); n of segments all of the code;
    n of the changes those who speak of it.
    """
    talk = entry.talk
    people = talk.participants if group is None else talk.participants & group.participants
    everyone = interviews.analysed_participants if group is None else group.participants
    said = len(talk.segments) if group is None else talk.segments_of(group.participants)
    of_group = None if group is None else group.participants
    changes = talk.participants_by_change(of_group)
    counted = [
        ("participants", len(people), "participants", len(everyone)),
        ("segments", said, "segments", len(talk.segments)),
        *((f"segments.{one}", talk.with_valence(one, of_group), "segments", said) for one in VALENCES),
        *((f"participants.{one}", changes[one], "participants", len(people)) for one in PARTICIPANT_CHANGES),
    ]
    return tuple(
        _reported(entry.code, detail, value, unit, n, group, bool(interviews.analysed))
        for detail, value, unit, n in counted
    )


def _reported(
    code: MatrixCode, detail: str, value: int, unit: str, n: int, group: Group | None, analysed: bool
) -> Reported:
    place = "" if group is None else f".group.{group.id}"
    words = detail.replace(".", ", ") + ("" if group is None else f", {group.label}")
    return Reported(
        f"interviews.code.{code.code_id}.{detail.replace(' ', '_')}{place}",
        "interviews",
        f"{code.label}: {words}",
        count_estimate(value, unit, n=n, analysed=analysed),
        mechanism_id=code.mechanism_id,
        group="" if group is None else group.label,
    )


def code_tables(entries: Sequence[CodeTalk], interviews: Interviews) -> Iterator[Table]:
    """Yield the tables of codes, of codes beside the framework, and of all codes by stakeholder group.

    A codebook without sub-codes has no table of codes: the table of mechanisms says the same.
    """
    under = [entry for entry in entries if entry.code.mechanism_id]
    beside = [entry for entry in entries if not entry.code.mechanism_id]
    if any(entry.code.depth for entry in under):
        yield _codes_table("interviews.codes", "Mechanisms and their sub-codes", under, interviews)
    if beside:
        yield _codes_table("interviews.codes_beside", "Codes beside the framework", beside, interviews)
    if interviews.groups and interviews.analysed:
        yield _groups_table(entries, interviews)


def _codes_table(table_id: str, title: str, entries: Sequence[CodeTalk], interviews: Interviews) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (entry.label, _origin(entry.code), *counts_of(entry, interviews)) for entry in entries
    )
    return Table(table_id, title, ("Code", "Origin", *_COUNTED), rows, NOTE)


def _origin(code: MatrixCode) -> str:
    return "inductive" if code.inductive else "deductive"


def _groups_table(entries: Sequence[CodeTalk], interviews: Interviews) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (entry.label, group.label, *counts_of(entry, interviews, group))
        for entry in entries
        if entry.talk.segments
        for group in interviews.groups
    )
    title = "Valence and reported change by code and stakeholder group"
    note = f"{NOTE} Codes without segments are not listed."
    return Table("interviews.codes_by_group", title, ("Code", "Stakeholder group", *_COUNTED), rows, note)


def speaks_of(entries: Sequence[CodeTalk]) -> Mapping[str, frozenset[str]]:
    """Return the participants who speak under each code, by its id."""
    return {entry.code.code_id: entry.talk.participants for entry in entries}
