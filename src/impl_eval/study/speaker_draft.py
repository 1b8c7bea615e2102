"""A draft of speakers.csv from transcripts, for the analyst to check, complete and confirm.

Labels, roles and labels spelt two ways are proposed. What nothing in the file tells is a question mark,
which `check` refuses: nobody is coded before a person has said who they are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.label_notations import LabelPlace, places_of
from impl_eval.qualitative.speaker_labels import drafted_places, label_candidates
from impl_eval.qualitative.speaker_proposals import ProposedSpeaker, propose_speakers
from impl_eval.readers.transcripts import TIMED_ENDINGS, TranscriptText, read_transcript
from impl_eval.readers.visible import visible
from impl_eval.study.speaker_rows import OPTIONAL_SPEAKER_COLUMNS, SPEAKER_COLUMNS

_TO_FILL_IN = "?"
_MOST_LINES = 10
_SAYS_NOTHING = re.compile(r"(speaker|channel|track|mic|tier|audio)?[\s_]*\d*\Z", re.IGNORECASE)
_FEWEST_BOLD, _FEWEST_WORDS_SAID = 3, 4


def draft_speaker_rows(paths: Sequence[Path]) -> tuple[str, str]:
    """Return how the transcripts were read, for a person, and rows of speakers.csv to complete.

    Raises StudyProblems where a file cannot be read.
    """
    told: list[str] = []
    rows: list[tuple[str, ...]] = []
    stems = Counter(_recording_and_side(path)[0] for path in paths)
    for path in paths:
        transcript = read_transcript(path, path.name)
        proposed, places = _proposed(transcript)
        recording, side = _recording_and_side(path)
        if stems[recording] > 1 and len(proposed) == 1 and _is_recording(path):
            # The files of one recording: what tells them apart is who speaks, whatever the tier is called.
            proposed = (replace(proposed[0], label=_side_label(proposed[0].label, side)),)
            transcript_id = _identifier(recording)
        else:
            transcript_id = _identifier(path.stem)
        told += [*_reading(path, transcript, several=len(paths) > 1), *_remarks(transcript, proposed, places)]
        rows += [_row(transcript_id, path.name, one) for one in proposed] or [
            (transcript_id, path.name, _TO_FILL_IN, "participant", _TO_FILL_IN, _TO_FILL_IN)
        ]
    header = (*SPEAKER_COLUMNS, *OPTIONAL_SPEAKER_COLUMNS)
    return "\n".join(told), csv_bytes(header, rows, mark=False).decode()


def _proposed(transcript: TranscriptText) -> tuple[tuple[ProposedSpeaker, ...], list[LabelPlace]]:
    """Propose speakers by what the file itself says, or else by what looks like labels."""
    text = transcript.text
    if transcript.speakers:
        places = list(places_of(text, transcript.speakers))
    else:
        places = drafted_places(text, transcript.openings)
    return propose_speakers(text, places, transcript.speakers), places


def _row(transcript_id: str, file: str, one: ProposedSpeaker) -> tuple[str, ...]:
    if one.role != "participant":
        return (transcript_id, visible(file), visible(one.label), one.role, "", "")
    participant = one.participant_id or _TO_FILL_IN
    return (transcript_id, visible(file), visible(one.label), one.role, participant, _TO_FILL_IN)


def _recording_and_side(path: Path) -> tuple[str, str]:
    """Split visit1_doctor into visit1 and doctor; a name of one part has no side."""
    parts = re.split(r"[\s_\-]+(?=[^\s_\-]+\Z)", path.stem)
    return (parts[0], parts[1]) if len(parts) == 2 else (path.stem, "")


def _is_recording(path: Path) -> bool:
    return path.suffix.lower() in TIMED_ENDINGS


def _side_label(label: str, side: str) -> str:
    """Return the file's own name for its speaker in place of one that says nothing."""
    return side.title() if _SAYS_NOTHING.match(label) and not side.isdigit() else label


def _identifier(stem: str) -> str:
    """Return an id made of a file's name, of what an id may hold."""
    identifier = re.sub(r"[^A-Za-z0-9_\-]+", "_", stem).strip("_")[:60]
    return identifier if re.match(r"[A-Za-z]", identifier) else f"t_{identifier}"


def _reading(path: Path, transcript: TranscriptText, *, several: bool) -> list[str]:
    words = len(transcript.text.split())
    encoding = f" ({transcript.encoding})" if transcript.encoding else ""
    what = f"{path.name}: read as" if several else "Read as"
    first = f"{what} {transcript.kind}{encoding}, {words:,} words"
    return [first, *(f"  note: {note}" for note in transcript.notes)]


def _remarks(
    transcript: TranscriptText, proposed: Sequence[ProposedSpeaker], places: Sequence[LabelPlace]
) -> list[str]:
    """Return what to look at: turns of each label, doubts, and labels that were not drafted."""
    if not proposed:
        return [
            "  No labels of speakers were found. If one person speaks in this file, write who into the row.",
            "  If several do, begin each turn on a new line with a name and a colon, as in 'P01: ...'.",
            *_bold_remark(transcript),
        ]
    remarks = [f"  {visible(one.label)}: {_counted(one.occurrences)}, {one.role}" for one in proposed]
    remarks += [f"  check {visible(one.label)}: {visible(one.why)}." for one in proposed if one.why]
    lines = _lines_seen_once(transcript, proposed) if places else []
    if lines:
        shown = ", ".join(map(str, lines[:_MOST_LINES])) + (" ..." if len(lines) > _MOST_LINES else "")
        remarks.append(
            f"  check: words before a colon that stand there once, in line {shown}: speakers need a row."
        )
    return remarks


def _bold_remark(transcript: TranscriptText) -> list[str]:
    """Say that whole lines are bold: some transcribers set the interviewer's words so, without a name."""
    text = transcript.text
    whole = sum(
        text[end : end + 1] in ("", "\n") and len(text[start:end].split()) >= _FEWEST_WORDS_SAID
        for start, end in transcript.openings
    )
    if whole < _FEWEST_BOLD:
        return []
    return [
        f"  {whole} lines are bold throughout. If bold stands for the interviewer, write a name before each."
    ]


def _counted(turns: int) -> str:
    return "1 turn" if turns == 1 else f"{turns} turns"


def _lines_seen_once(transcript: TranscriptText, proposed: Sequence[ProposedSpeaker]) -> list[int]:
    """Return where words before a colon were seen once: their lines only, as the words may be speech."""
    known = {one.label for one in proposed}
    once = [place for place in label_candidates(transcript.text) if place.label not in known]
    before = (transcript.text[: place.label_start] for place in once[: _MOST_LINES + 1])
    return [len(re.findall(r"\r\n|\r|\n", text)) + 1 for text in before]
