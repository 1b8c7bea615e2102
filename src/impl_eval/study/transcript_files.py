"""Transcripts with their speakers: which file, who speaks, and in which role."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from impl_eval.declared import DeclaredModel, Identifier, Text
from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.transcript import Role, Speaker, Transcript
from impl_eval.qualitative.turns import find_turns
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.transcripts import TranscriptText, merge_utterances, read_transcript
from impl_eval.study.declared_files import Gathering, Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows
from impl_eval.study.study_file import Interviews

SPEAKER_COLUMNS = ("transcript_id", "file", "speaker", "role")
OPTIONAL_SPEAKER_COLUMNS = ("participant_id", "stakeholder_group")


class SpeakerRow(DeclaredModel):
    """One row of speakers.csv."""

    transcript_id: Identifier
    file: Text
    speaker: Text
    role: Role
    participant_id: Text | None = None
    stakeholder_group: Text | None = None


@dataclass(frozen=True)
class Transcripts:
    """Transcripts by id, the first file of each, and the ids that the speakers file registers.

    `registered` holds also those that could not be read; None where the register itself could not.
    """

    read: dict[str, Transcript]
    files: dict[str, str]
    registered: frozenset[str] | None


def read_transcripts(
    declared: Interviews, groups: Sequence[str], place: Mapping[str, Place], files: StudyFiles
) -> Transcripts:
    """Read all transcripts that the speakers file names, and note those in the folder that it does not."""
    folder = files.existing_folder(declared.transcripts, place["transcripts"])
    path = files.existing(declared.speakers, place["speakers"])
    if folder is None or path is None:
        return Transcripts({}, {}, None)
    rows = read_rows(files, path, declared.speakers, SPEAKER_COLUMNS, OPTIONAL_SPEAKER_COLUMNS).rows
    rows_of: dict[str, list[tuple[Row, SpeakerRow]]] = defaultdict(list)
    faulty: set[str] = set()
    for row in rows:
        speaker = parse_row(SpeakerRow, row, files)
        if speaker is None or not _speaker_is_sound(row, speaker, groups, files.gathering):
            faulty.add(row.cells.get("transcript_id", ""))
        else:
            rows_of[speaker.transcript_id].append((row, speaker))
    faulty |= _contradictions(rows_of, files.gathering)
    _unregistered(folder, declared, {row.cells.get("file", "") for row in rows}, files.gathering)
    transcripts = {}
    for transcript_id, speaker_rows in rows_of.items():
        if transcript_id not in faulty:
            transcript = _transcript(transcript_id, speaker_rows, declared.transcripts, files)
            if transcript is not None:
                transcripts[transcript_id] = transcript
    names = {transcript_id: rows_of[transcript_id][0][1].file for transcript_id in transcripts}
    return Transcripts(transcripts, names, frozenset(rows_of) | faulty)


def _contradictions(
    rows_of: Mapping[str, Sequence[tuple[Row, SpeakerRow]]], gathering: Gathering
) -> set[str]:
    """Note what two rows say differently of one speaker, participant or file; returns the transcripts hit."""
    hit: set[str] = set()
    group_of: dict[str, tuple[str, str]] = {}
    transcript_of: dict[str, str] = {}
    for transcript_id, rows in rows_of.items():
        labels: dict[str, str] = {}
        for row, speaker in rows:
            key = speaker.speaker.casefold() + ("" if not is_recording(speaker.file) else f"|{speaker.file}")
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


def is_recording(file: str) -> bool:
    """Tell whether a file holds one speaker's side of a recording: labels may then repeat between files."""
    return file.lower().endswith(".textgrid")


def _speaker_is_sound(row: Row, speaker: SpeakerRow, groups: Sequence[str], gathering: Gathering) -> bool:
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


def _unregistered(folder: Path, declared: Interviews, registered: set[str], gathering: Gathering) -> None:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~$")) and path.name not in registered:
            if path.stem.upper() == "README":
                continue
            remedy = f"Add one row for each speaker to {declared.speakers} (impl-eval preview drafts them)."
            where = f"{declared.transcripts}/{path.name}"
            gathering.add(
                (where, None, ""), f"a transcript that {declared.speakers} does not name", "", remedy
            )


def _transcript(
    transcript_id: str, rows: list[tuple[Row, SpeakerRow]], folder: str, files: StudyFiles
) -> Transcript | None:
    names = tuple(dict.fromkeys(speaker.file for _, speaker in rows))
    texts = [_read_one(f"{folder}/{name}", rows[0][0].place("file"), files) for name in names]
    speakers_of = {name: [speaker.speaker for _, speaker in rows if speaker.file == name] for name in names}
    read = [
        _named(text, speakers_of[name]) for name, text in zip(names, texts, strict=True) if text is not None
    ]
    if len(read) != len(names):
        return None
    if len(read) > 1 and not all(text.utterances for text in read):
        found = f"{len(read)} files for transcript {transcript_id}"
        files.gathering.add(rows[0][0].place("file"), found, "one file, or several .TextGrid files")
        return None
    text = merge_utterances(read) if read[0].utterances else read[0].text
    speakers = tuple(
        Speaker(row.speaker, row.role, row.participant_id or "", row.stakeholder_group or "")
        for _, row in rows
    )
    found_turns = find_turns(text, speakers)
    shown = f"{folder}/{names[0]}"
    for label, line, occurrences in found_turns.undeclared:
        found = f'the speaker "{label}" ({occurrences} turns)'
        known = ", ".join(speaker.label for speaker in speakers)
        remedy = did_you_mean(label, [speaker.label for speaker in speakers]) or "Add a row for this speaker."
        files.gathering.add((shown, line, ""), found, f"the speakers of {transcript_id}: {known}", remedy)
    if found_turns.undeclared:
        return None
    if not found_turns.turns:
        remedy = "Turns begin with a speaker's label and a colon, as in 'P01: ...'."
        files.gathering.add((shown, None, ""), "no turn of any declared speaker", "", remedy)
        return None
    return Transcript(transcript_id, text, found_turns.turns, speakers, is_simulated(text))


def _named(text: TranscriptText, speakers: Sequence[str]) -> TranscriptText:
    """Return a recording of one speaker under the name the speakers file gives: tiers are named anyhow."""
    tiers = {utterance.speaker for utterance in text.utterances}
    if len(tiers) != 1 or len(speakers) != 1:
        return text
    return replace(
        text, utterances=tuple(replace(utterance, speaker=speakers[0]) for utterance in text.utterances)
    )


def _read_one(name: str, place: Place, files: StudyFiles) -> TranscriptText | None:
    path = files.existing(name, place)
    if path is None:
        return None
    try:
        text = read_transcript(path, name)
    except StudyProblems as error:
        files.gathering.problems.extend(error.problems)
        return None
    files.note(name, path, ReadingReport(text.kind, text.encoding, notes=text.notes))
    return text
