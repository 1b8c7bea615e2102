"""Files that an import adds to a study: transcripts with drafted speakers, and codes of the codebook."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.exchange import NewTranscript
from impl_eval.readers.files import file_kind
from impl_eval.readers.tables import read_table
from impl_eval.study.group_not_stated import NOT_STATED, with_group_not_stated
from impl_eval.study.imported_speakers import DraftedSpeakers, draft_speakers_of
from impl_eval.study.model import Study
from impl_eval.study.speaker_rows import OPTIONAL_SPEAKER_COLUMNS, SPEAKER_COLUMNS
from impl_eval.study.study_file import Interviews

STUDY_FILE = "study.yaml"
_BOM = "\ufeff"
Files = dict[Path, tuple[bytes, bool]]


@dataclass(frozen=True)
class AddedTranscripts:
    """Transcripts as they will stand in the study, by id, and the files to write for them."""

    drafted: Mapping[str, DraftedSpeakers]
    files: Files
    group: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was added, and what an analyst has to look at."""
        if not self.drafted:
            return ()
        number, whole = len(self.drafted), sum(one.is_whole for one in self.drafted.values())
        texts = "1 transcript" if number == 1 else f"{number} transcripts"
        said = [f"{texts}, with a draft of who speaks in the speakers file: check it."]
        if whole:
            said.append(
                f"In {whole} of them no participant was found: the whole document counts as one person's "
                "words until you say in the speakers file who speaks."
            )
        if self.group == NOT_STATED:
            said.append(
                f"Their participants have the stakeholder group {NOT_STATED}: write the right one into the "
                "speakers file."
            )
        return tuple(said)


def add_transcripts(
    study: Study,
    new: Sequence[NewTranscript],
    group: str = "",
) -> AddedTranscripts:
    """Return new transcripts with their speakers drafted, and the files to write; writes nothing.

    Parameters
    ----------
    group : stakeholder group of the participants. Without one it is that of the study, if it has only one.

    Raises
    ------
    StudyProblems : the group is none of the study, or the speakers file is no CSV.
    """
    declared = study.declared.interviews
    if declared is None:
        raise ValueError("a study without interviews takes no transcripts")
    if not new:
        return AddedTranscripts({}, {}, "")
    group = _group(study, group)
    drafted = {one.id: draft_speakers_of(one.id, one.text, group) for one in new}
    names = _file_names(study.root / declared.transcripts, list(drafted))
    files: Files = {
        study.root / declared.transcripts / names[one.id]: (_text_bytes(one.text), True) for one in new
    }
    rows = [row for identity, one in drafted.items() for row in one.rows(names[identity])]
    files[study.root / declared.speakers] = (_speakers_bytes(study.root, declared, rows), True)
    if group not in {one.id for one in study.declared.stakeholder_groups}:
        path = study.root / STUDY_FILE
        text = path.read_bytes().decode("utf-8")
        files[path] = (with_group_not_stated(text).encode("utf-8"), not path.stat().st_mode & 0o077)
    return AddedTranscripts(drafted, files, group)


def _group(study: Study, wanted: str) -> str:
    groups = [one.id for one in study.declared.stakeholder_groups]
    if wanted and wanted not in groups:
        near = did_you_mean(wanted, groups)
        raise StudyProblems([Problem(STUDY_FILE, None, "--group", f'"{wanted}"', ", ".join(groups), near)])
    return wanted or (groups[0] if len(groups) == 1 else NOT_STATED)


def _file_names(folder: Path, transcript_ids: Sequence[str]) -> dict[str, str]:
    """Return a name for the file of each new transcript: none that is there already, in any case."""
    taken = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    names = {}
    for transcript_id in transcript_ids:
        name, number = f"{transcript_id}.txt", 2
        while name.casefold() in taken:
            name, number = f"{transcript_id}_{number}.txt", number + 1
        taken.add(name.casefold())
        names[transcript_id] = name
    return names


def _text_bytes(text: str) -> bytes:
    """Return a text as its file: in UTF-16 where it would be taken for something else in UTF-8."""
    plain = text.encode("utf-8")
    is_clear = file_kind(plain) == "text" and not text.startswith(_BOM)
    return plain if is_clear else text.encode("utf-16")


def _speakers_bytes(root: Path, declared: Interviews, rows: Sequence[Mapping[str, str]]) -> bytes:
    if PurePosixPath(declared.speakers).suffix.lower() != ".csv":
        remedy = "Save the table as CSV, and name that in study.yaml."
        raise StudyProblems([Problem(declared.speakers, None, "", "a speakers file", "a .csv file", remedy)])
    table = read_table(root / declared.speakers, declared.speakers)
    columns = list(table.columns)
    columns += [name for name in (*SPEAKER_COLUMNS, *OPTIONAL_SPEAKER_COLUMNS) if name not in columns]
    before = [dict(record.cells) for record in table.records()]
    return csv_bytes(
        columns, ([row.get(column, "") for column in columns] for row in (*before, *rows)), mark=False
    )


@contextmanager
def files_in_place(files: Files) -> Iterator["FilesInPlace"]:
    """Write files of a study; where what follows fails, everything is put back as it was before."""
    placed = FilesInPlace()
    before: dict[Path, tuple[bytes, bool] | None] = {
        path: (path.read_bytes(), not path.stat().st_mode & 0o077) if path.exists() else None
        for path in files
    }
    write_all(files)
    try:
        yield placed
    except BaseException:
        if not placed.to_stay:
            write_all({path: content for path, content in before.items() if content is not None})
            for path in (path for path, content in before.items() if content is None):
                path.unlink(missing_ok=True)
        raise


@dataclass
class FilesInPlace:
    """Whether files stay where they are, whatever happens now: something refers to them."""

    to_stay: bool = False
