"""From `reading` in a column map to the choices that the readers take, with its file names resolved."""

import os.path
from pathlib import PurePosixPath

from impl_eval.readers.survey import ReadingChoices
from impl_eval.study.declared_files import Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.study_file import Reading


def reading_choices(
    reading: Reading, export: str, dictionary_place: Place, files: StudyFiles
) -> ReadingChoices | None:
    """Return the choices as the readers take them; None after noting a dictionary that cannot be used.

    `export` is the survey file as the study names it. A dictionary is looked for beside it first, as the
    readers' own advice names it, then from the root of the study; it has to lie inside the study.
    """
    dictionary = ""
    if reading.dictionary is not None:
        beside = (PurePosixPath(export).parent / reading.dictionary).as_posix()
        is_beside = (files.root / beside).is_file()
        path = files.existing(beside if is_beside else reading.dictionary, dictionary_place)
        if path is None:
            return None
        dictionary = PurePosixPath(os.path.relpath(path, (files.root / export).parent)).as_posix()
    return ReadingChoices(
        encoding=reading.encoding or "",
        delimiter=reading.delimiter or "",
        decimal=reading.decimal or "",
        sheet=reading.sheet or "",
        header_rows=reading.header_rows or 0,
        date_order=reading.date_order or "",
        keep_personal_columns=reading.keep_personal_columns,
        keep_unfinished=reading.keep_unfinished,
        keep_previews=reading.keep_previews,
        dictionary=dictionary,
        platform=reading.platform or "",
    )


def companion_name(export: str, companion: str) -> str:
    """Return how the study names a companion file that a reader names from beside the export."""
    return PurePosixPath(os.path.normpath(PurePosixPath(export).parent / companion)).as_posix()
