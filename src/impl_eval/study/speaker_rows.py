"""speakers.csv: who speaks in which transcript, in which role, as the analyst confirmed it."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Literal

from impl_eval.declared import DeclaredModel, Identifier, Text
from impl_eval.errors import did_you_mean
from impl_eval.qualitative.transcript import Role, Speaker
from impl_eval.readers.transcripts import TIMED_ENDINGS
from impl_eval.study.declared_files import Gathering
from impl_eval.study.rows import Row

SPEAKER_COLUMNS = ("transcript_id", "file", "speaker", "role")
OPTIONAL_SPEAKER_COLUMNS = ("participant_id", "stakeholder_group")
NOT_A_SPEAKER = "not_a_speaker"


class SpeakerRow(DeclaredModel):
    """One row of speakers.csv. The role not_a_speaker says that what looks like a label is none."""

    transcript_id: Identifier
    file: Text
    speaker: Text
    role: Role | Literal["not_a_speaker"]
    participant_id: Text | None = None
    stakeholder_group: Text | None = None


Registered = Sequence[tuple[Row, SpeakerRow]]
"""The rows of one transcript, each with where it stands."""


def speakers_of(rows: Registered) -> tuple[Speaker, ...]:
    """Return who speaks, in the order of the rows."""
    return tuple(
        Speaker(row.speaker, row.role, row.participant_id or "", row.stakeholder_group or "")
        for _, row in rows
        if row.role != "not_a_speaker"
    )


def not_speakers_of(rows: Registered) -> tuple[str, ...]:
    """Return what looks like a label and is none."""
    return tuple(row.speaker for _, row in rows if row.role == NOT_A_SPEAKER)


def is_recording(file: str) -> bool:
    """Tell whether a file holds speech with times, perhaps one speaker's side of a recording."""
    return PurePosixPath(file).suffix.lower() in TIMED_ENDINGS


def speaker_is_sound(row: Row, speaker: SpeakerRow, groups: Sequence[str], gathering: Gathering) -> bool:
    """Note what a row lacks for its role; returns whether it lacks nothing."""
    noted = len(gathering.problems)
    if speaker.role == "participant" and not speaker.participant_id:
        gathering.add(
            row.place("participant_id"), "nothing", "an id such as P07", "Every participant needs one."
        )
    group = speaker.stakeholder_group
    if speaker.role == "participant" and group not in groups:
        found = f'"{group}"' if group else "nothing"
        allowed = ", ".join(groups) or "a group that study.yaml declares"
        gathering.add(row.place("stakeholder_group"), found, allowed, did_you_mean(group or "", groups))
    return len(gathering.problems) == noted


def contradictions(rows_of: Mapping[str, Registered], gathering: Gathering) -> set[str]:
    """Note what two rows say differently of one speaker, participant or file; returns the transcripts hit."""
    hit: set[str] = set()
    group_of: dict[str, tuple[str, str]] = {}
    transcript_of: dict[str, str] = {}
    for transcript_id, rows in rows_of.items():
        labels: dict[str, str] = {}
        for row, speaker in rows:
            # What is no speaker is known exactly as it is written: "Time" and "TIME" are two rows.
            label = speaker.speaker if speaker.role == NOT_A_SPEAKER else speaker.speaker.casefold()
            key = label + ("" if not is_recording(speaker.file) else f"|{speaker.file}")
            file = PurePosixPath(speaker.file).as_posix()
            person, group = speaker.participant_id or "", speaker.stakeholder_group or ""
            if key in labels:
                found = f'the speaker "{speaker.speaker}" a second time (first in {labels[key]})'
                gathering.add(row.place("speaker"), found, "one row for each speaker of a transcript")
                hit.add(transcript_id)
            if transcript_of.setdefault(file, transcript_id) != transcript_id:
                found = f'"{speaker.file}", which is also transcript {transcript_of[file]}'
                gathering.add(row.place("file"), found, "each file in one transcript")
                hit.add(transcript_id)
            if person and group_of.setdefault(person, (group, row.label))[0] != group:
                found = f'"{group}" for {person}, who is "{group_of[person][0]}" in {group_of[person][1]}'
                gathering.add(row.place("stakeholder_group"), found, "one group for each participant")
                hit.add(transcript_id)
            labels.setdefault(key, row.label)
    return hit
