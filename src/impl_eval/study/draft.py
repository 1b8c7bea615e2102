"""`impl-eval preview`: how a file was read, and a draft of what the study needs to use it."""

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.qualitative.turns import draft_speakers
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import file_kind, read_content
from impl_eval.readers.transcripts import TranscriptText, read_transcript
from impl_eval.study.column_map_draft import Known, draft_column_map
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import read_instrument
from impl_eval.study.reading_draft import describe_report, read_for_draft
from impl_eval.study.small_tables import read_sites
from impl_eval.study.study_file import StudyFile

TRANSCRIPT_ENDINGS = frozenset({".txt", ".docx", ".textgrid"})
_LINES_LOOKED_AT = 5
_FEWEST_LINES, _FEWEST_TABS = 2, 2


@dataclass(frozen=True)
class Draft:
    """How the file was read, for a person; and text to save in the study and complete."""

    reading: str
    text: str


def draft_for(path: Path, study: Path | None) -> Draft:
    """Read a survey export or a transcript and draft its column map or its rows of speakers.csv."""
    if path.suffix.lower() in TRANSCRIPT_ENDINGS and not _is_table(path):
        transcript = read_transcript(path, path.name)
        return Draft(_reading_of_transcript(transcript), _speakers(path, transcript))
    table, taken = read_for_draft(path)
    known = _known(study) if study is not None else Known()
    return Draft(describe_report(path.name, table.report, taken), draft_column_map(table, taken, known))


def _is_table(path: Path) -> bool:
    """Tell whether a .txt is a table between tabs, as Excel's Unicode Text."""
    if path.suffix.lower() != ".txt":
        return False
    content = read_content(path, path.name)
    if file_kind(content) != "text":
        return False
    try:
        text = decode_text(content, path.name).text
    except StudyProblems:  # the reader of transcripts says what is wrong
        return False
    first = list(islice((line for line in text.splitlines() if line.strip()), _LINES_LOOKED_AT))
    tabs = {line.count("\t") for line in first}
    return len(first) >= _FEWEST_LINES and len(tabs) == 1 and min(tabs) >= _FEWEST_TABS


def _known(study: Path) -> Known:
    gathering = Gathering()
    files = StudyFiles(study, gathering)
    declared, source = read_declared(StudyFile, "study.yaml", ("study.yaml", None, ""), files)
    if declared is None or source is None:
        raise StudyProblems(gathering.problems)
    found = [
        read_instrument(name, ("study.yaml", None, "instruments"), files)[0] for name in declared.instruments
    ]
    sites = read_sites(declared.sites, ("study.yaml", None, "sites"), files)
    if gathering.problems:
        raise StudyProblems(gathering.problems)
    ids = {
        "site": [site.id for site in sites],
        "timepoint": [timepoint.id for timepoint in declared.timepoints],
        "stakeholder_group": [group.id for group in declared.stakeholder_groups],
    }
    return Known(tuple(instrument for instrument in found if instrument is not None), ids)


def _reading_of_transcript(transcript: TranscriptText) -> str:
    words = len(transcript.text.split())
    encoding = f" ({transcript.encoding})" if transcript.encoding else ""
    lines = [f"Read as {transcript.kind}{encoding}, {words:,} words"]
    return "\n".join([*lines, *(f"  note: {note}" for note in transcript.notes)])


def _speakers(path: Path, transcript: TranscriptText) -> str:
    labels = (
        tuple(dict.fromkeys(utterance.speaker for utterance in transcript.utterances))
        if transcript.utterances
        else draft_speakers(transcript.text)
    )
    lines = ["transcript_id,file,speaker,role,participant_id,stakeholder_group"]
    for label in labels:
        asks = re.match(r"(interviewer|moderator|facilitator|researcher|int|i)\d*\Z", label, re.IGNORECASE)
        lines.append(f"{path.stem},{path.name},{label}," + ("interviewer,," if asks else "participant,?,?"))
    return "\n".join(lines) + "\n"
