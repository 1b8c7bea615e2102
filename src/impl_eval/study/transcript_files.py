"""Transcripts with their speakers: which file, who speaks, and in which role."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from impl_eval.errors import StudyProblems, did_you_mean
from impl_eval.qualitative.simulated_marker import is_simulated
from impl_eval.qualitative.speaker_proposals import same_label
from impl_eval.qualitative.transcript import Speaker, Transcript
from impl_eval.qualitative.turns import (
    TurnsFound,
    draft_speakers,
    find_turns,
    labels_inside_lines,
    whole_text_turn,
)
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.transcripts import TranscriptText, merge_utterances, read_transcript
from impl_eval.readers.visible import visible
from impl_eval.study.declared_files import Gathering, Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows
from impl_eval.study.speaker_rows import (
    OPTIONAL_SPEAKER_COLUMNS,
    SPEAKER_COLUMNS,
    Registered,
    SpeakerRow,
    contradictions,
    is_recording,
    not_speakers_of,
    speaker_is_sound,
    speakers_of,
)
from impl_eval.study.study_file import Interviews

__all__ = ["OPTIONAL_SPEAKER_COLUMNS", "SPEAKER_COLUMNS", "Transcripts", "is_recording", "read_transcripts"]

MOST_SHOWN = 6


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
        if speaker is None or not speaker_is_sound(row, speaker, groups, files.gathering):
            faulty.add(row.cells.get("transcript_id", ""))
        else:
            rows_of[speaker.transcript_id].append((row, speaker))
    faulty |= contradictions(rows_of, files.gathering)
    _unregistered(folder, declared, {row.cells.get("file", "") for row in rows}, files.gathering)
    transcripts = {}
    for transcript_id, speaker_rows in rows_of.items():
        if transcript_id not in faulty:
            transcript = _transcript(transcript_id, speaker_rows, declared.transcripts, files)
            if transcript is not None:
                transcripts[transcript_id] = transcript
    names = {transcript_id: rows_of[transcript_id][0][1].file for transcript_id in transcripts}
    return Transcripts(transcripts, names, frozenset(rows_of) | faulty)


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


def _transcript(transcript_id: str, rows: Registered, folder: str, files: StudyFiles) -> Transcript | None:
    read = _read_all(transcript_id, rows, folder, files)
    if not read:
        return None
    text = _merged(read)
    speakers = speakers_of(rows)
    openings = read[0].openings if text == read[0].text else ()
    named = tuple(name for one in read for name in one.speakers)
    found = find_turns(text, speakers, openings, not_speakers_of(rows), named)
    shown = f"{folder}/{rows[0][1].file}"
    if found.undeclared:
        _note_undeclared(found, transcript_id, speakers, shown, files.gathering)
        return None
    turns = found.turns
    like_labels = set(draft_speakers(text, openings)) - set(not_speakers_of(rows))
    if not turns and len(speakers) == 1 and not like_labels:
        turns = whole_text_turn(text, speakers[0])
        _add_note(files, shown, "It has no labels of speakers: all of it is taken for one person's words.")
    if not turns:
        _note_no_turns(text, speakers, like_labels, shown, files.gathering)
        return None
    inside = labels_inside_lines(text, speakers)
    if inside:
        said = f"Labels inside lines, which start no turn: {inside}. A turn begins on a line of its own."
        _add_note(files, shown, said)
    return Transcript(transcript_id, text, turns, speakers, is_simulated(text))


def _read_all(
    transcript_id: str, rows: Registered, folder: str, files: StudyFiles
) -> list[TranscriptText] | None:
    """Read all files of a transcript, each under its speakers' names; None after noting a fault."""
    names = tuple(dict.fromkeys(speaker.file for _, speaker in rows))
    texts = [_read_one(f"{folder}/{name}", rows[0][0].place("file"), files) for name in names]
    speakers_in = {
        name: [one.label for one in speakers_of([entry for entry in rows if entry[1].file == name])]
        for name in names
    }
    read = [
        _named(text, speakers_in[name]) for name, text in zip(names, texts, strict=True) if text is not None
    ]
    if len(read) != len(names):
        return None
    if len(read) > 1 and not all(_can_be_merged(text) for text in read):
        found = f"{len(read)} files for transcript {transcript_id}"
        allowed = "one file, or several .TextGrid, .vtt or .srt files that say who speaks"
        files.gathering.add(rows[0][0].place("file"), found, allowed)
        return None
    return read


def _can_be_merged(text: TranscriptText) -> bool:
    return bool(text.utterances) and all(spoken.speaker for spoken in text.utterances)


def _merged(read: Sequence[TranscriptText]) -> str:
    """Return the text of a transcript: that of its file, or of its files in order of time."""
    voices = {spoken.speaker for spoken in read[0].utterances}
    one_speaks = len(voices) == 1 and "" not in voices  # cues without a voice keep their lines and labels
    return merge_utterances(read) if len(read) > 1 or one_speaks else read[0].text


def _named(text: TranscriptText, speakers: Sequence[str]) -> TranscriptText:
    """Return a recording of one speaker under the name the speakers file gives: tiers are named anyhow."""
    tiers = {utterance.speaker for utterance in text.utterances}
    if len(tiers) != 1 or len(speakers) != 1:
        return text
    renamed = tuple(replace(utterance, speaker=speakers[0]) for utterance in text.utterances)
    return replace(text, utterances=renamed, speakers=tuple(speakers))


def _note_undeclared(
    found: TurnsFound, transcript_id: str, speakers: Sequence[Speaker], shown: str, gathering: Gathering
) -> None:
    known = [speaker.label for speaker in speakers]
    for label, line, occurrences in found.undeclared:
        allowed = f"the speakers of {transcript_id}: {', '.join(known)}"
        remedy = did_you_mean(label, known) or "Add a row for this speaker."
        twin = next((speaker for speaker in speakers if same_label(label, speaker.label)), None)
        if twin is not None:
            remedy = f"If this is {twin.label}, spelt another way, add a row that says so: {_same_as(twin)}."
        elif not label[-1].isdigit():
            remedy += " If nobody speaks there, give the row the role not_a_speaker."
        what = f'the speaker "{visible(label)}" ({occurrences} turns)'
        gathering.add((shown, line, ""), what, allowed, remedy)


def _same_as(twin: Speaker) -> str:
    return f"participant_id {twin.participant_id}" if twin.participant_id else f"role {twin.role}"


def _note_no_turns(
    text: str, speakers: Sequence[Speaker], like_labels: Iterable[str], shown: str, gathering: Gathering
) -> None:
    remedy = "Turns begin with a speaker's label and a colon, as in 'P01: ...'."
    if like_labels:
        remedy = f"What looks like labels: {', '.join(sorted(like_labels)[:MOST_SHOWN])}. {remedy}"
    inside = labels_inside_lines(text, speakers)
    if inside:
        remedy = f"Labels stand inside lines ({inside} times): begin each turn on a line of its own."
    gathering.add((shown, None, ""), "no turn of any declared speaker", "", remedy)


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


def _add_note(files: StudyFiles, name: str, note: str) -> None:
    """Add a sentence to what was said about a file when it was read."""
    noted = files.read[name]
    report = replace(noted.report, notes=(*noted.report.notes, note))
    files.read[name] = replace(noted, report=report)
