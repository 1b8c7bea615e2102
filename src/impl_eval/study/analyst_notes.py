"""notes.csv: what analysts note beside the coding. The file is written by hand; absent means no notes."""

from collections.abc import Collection

from impl_eval.declared import DeclaredModel, IsoDate, Text, YesNo
from impl_eval.errors import did_you_mean
from impl_eval.qualitative.analyst_notes import NOTE_KINDS, AnalystNote
from impl_eval.study.declared_files import shown
from impl_eval.study.files import StudyFiles
from impl_eval.study.rows import Row, parse_row, read_rows

NOTES_FILE = "qualitative/notes.csv"
COLUMNS = ("kind", "coder", "note", "in_report")
OPTIONAL_COLUMNS = ("code_id", "transcript_id", "date")


class NoteRow(DeclaredModel):
    """One row of notes.csv. A note on a deviant case says on which code."""

    kind: Text
    coder: Text
    note: Text
    in_report: YesNo
    code_id: Text | None = None
    transcript_id: Text | None = None
    date: IsoDate | None = None


def read_notes(
    codes: Collection[str] | None, transcripts: Collection[str] | None, files: StudyFiles
) -> tuple[AnalystNote, ...]:
    """Read notes.csv; faults are noted, never raised. What is None could not be read and is not checked."""
    path = files.inside(NOTES_FILE, (NOTES_FILE, None, ""))
    if path is None or not path.is_file():
        return ()
    rows = read_rows(files, path, NOTES_FILE, COLUMNS, OPTIONAL_COLUMNS).rows
    notes = (_note(row, codes, transcripts, files) for row in rows)
    return tuple(sorted(note for note in notes if note is not None))


def _note(
    row: Row, codes: Collection[str] | None, transcripts: Collection[str] | None, files: StudyFiles
) -> AnalystNote | None:
    noted = len(files.gathering.problems)
    parsed = parse_row(NoteRow, row, files)
    if parsed is None:
        return None
    kind = next((one for one in NOTE_KINDS if one == parsed.kind.replace(" ", "_")), None)
    if kind is None:
        near = did_you_mean(parsed.kind, NOTE_KINDS)
        files.gathering.add(row.place("kind"), shown(parsed.kind), ", ".join(NOTE_KINDS), near)
        return None
    if kind == "deviant_case" and parsed.code_id is None:
        files.gathering.add(row.place("code_id"), "nothing", "the code whose pattern the case goes against")
    checks = (
        ("code_id", parsed.code_id, codes, "a mechanism, or a code of the codebook"),
        ("transcript_id", parsed.transcript_id, transcripts, "a transcript of the study"),
    )
    for column, name, known, allowed in checks:
        if name is not None and known is not None and name not in known:
            files.gathering.add(row.place(column), shown(name), allowed, did_you_mean(name, known))
    if len(files.gathering.problems) > noted:
        return None
    return AnalystNote(
        kind=kind,
        coder=parsed.coder,
        text=parsed.note,
        code_id=parsed.code_id or "",
        transcript_id=parsed.transcript_id or "",
        date="" if parsed.date is None else parsed.date.isoformat(),
        in_report=parsed.in_report,
    )
