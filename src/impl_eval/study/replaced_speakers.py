"""speakers.csv after a replacement: new files and labels; pseudonyms that open a line are no speakers."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from impl_eval.outputs.csv_text import csv_bytes
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript
from impl_eval.readers.tables import read_table
from impl_eval.study.speaker_rows import NOT_A_SPEAKER

Replaced = Mapping[str, ReplacedTranscript]


def original_files(path: Path, name: str, replaced: Replaced) -> dict[str, tuple[str, ...]]:
    """Return the files of each replaced transcript as the speakers file names them."""
    rows = _rows(path, name)
    return {
        transcript_id: tuple(
            dict.fromkeys(row["file"] for row in rows if row["transcript_id"] == transcript_id)
        )
        for transcript_id in sorted(replaced)
    }


def replaced_file_names(path: Path, name: str, replaced: Replaced) -> dict[str, str]:
    """Return the file of each replaced transcript: its id and .txt, for a file's name may name somebody."""
    others = {
        PurePosixPath(row["file"]).as_posix().casefold(): row["transcript_id"] for row in _rows(path, name)
    }
    names = {}
    for transcript_id in sorted(replaced):
        wanted = f"{transcript_id}.txt"
        taken = others.get(wanted.casefold(), transcript_id) != transcript_id
        names[transcript_id] = f"{transcript_id}.replaced.txt" if taken else wanted
    return names


def speakers_bytes(path: Path, name: str, replaced: Replaced, new_files: Mapping[str, str]) -> bytes:
    """Return the speakers file with the new files and labels; other rows and columns stay as they are."""
    table = read_table(path, name)
    rows: list[dict[str, str]] = []
    for record in table.records():
        row = dict(record.cells)
        new = replaced.get(row["transcript_id"].strip())
        if new is not None:
            label = row["speaker"].strip()
            row["file"] = new_files[row["transcript_id"].strip()]
            row["speaker"] = new.new_labels.get(label, label)
        rows.append(row)
    blank = dict.fromkeys(table.columns, "")
    for transcript_id, new in sorted(replaced.items()):
        known = {row["speaker"] for row in rows if row["transcript_id"].strip() == transcript_id}
        template = next(row for row in rows if row["transcript_id"].strip() == transcript_id)
        rows += [
            blank
            | {key: template[key] for key in ("transcript_id", "file", "simulated") if key in template}
            | {"speaker": label, "role": NOT_A_SPEAKER}
            for label in new.not_speakers
            if label not in known
        ]
    return csv_bytes(table.columns, ([row[column] for column in table.columns] for row in rows), mark=False)


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    return [
        {column: cell.strip() for column, cell in record.cells.items()}
        for record in read_table(path, name).records()
    ]
