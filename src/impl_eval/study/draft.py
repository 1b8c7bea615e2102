"""`impl-eval preview`: how a file was read, and a draft of what the study needs to use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from impl_eval.errors import StudyProblems
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import file_kind, read_content
from impl_eval.readers.transcripts import TRANSCRIPT_ENDINGS
from impl_eval.study.column_map_draft import Known, draft_column_map
from impl_eval.study.declared_files import Gathering
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.instrument_files import read_instrument
from impl_eval.study.reading_draft import describe_report, read_for_draft
from impl_eval.study.small_tables import read_sites
from impl_eval.study.speaker_draft import draft_speaker_rows
from impl_eval.study.study_file import StudyFile

_LINES_LOOKED_AT = 5
_FEWEST_LINES, _FEWEST_TABS = 2, 2


@dataclass(frozen=True)
class Draft:
    """How the file was read, for a person; and text to save in the study and complete."""

    reading: str
    text: str


def draft_for(path: Path, study: Path | None) -> Draft:
    """Read a survey export or a transcript and draft its column map or its rows of speakers.csv."""
    if is_transcript(path):
        return draft_for_transcripts([path])
    table, taken = read_for_draft(path)
    known = _known(study) if study is not None else Known()
    return Draft(describe_report(path.name, table.report, taken), draft_column_map(table, taken, known))


def draft_for_transcripts(paths: Sequence[Path]) -> Draft:
    """Read transcripts and draft the rows of speakers.csv for all of them."""
    return Draft(*draft_speaker_rows(paths))


def is_transcript(path: Path) -> bool:
    """Tell whether a file is taken for a transcript, by its ending and, for a .txt, by its first lines."""
    return path.suffix.lower() in TRANSCRIPT_ENDINGS and not _is_table(path)


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
