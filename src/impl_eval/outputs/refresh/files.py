"""Edited reports as files: read, written beside the old one, and never written over.

A report that somebody edited is kept whatever happens: a refresh writes a new file, and a run that would put
a new report in the place of an edited one keeps a copy.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import OutputNotWritten
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.canonical_zip import canonical_zip
from impl_eval.outputs.json_text import json_text
from impl_eval.outputs.refresh.finding import BLOCK_TAG, control_tag
from impl_eval.outputs.refresh.log import RefreshLog
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.package import Package, UnreadablePackage
from impl_eval.outputs.refresh.reading import Reading, read_report
from impl_eval.outputs.refresh.record import ReportRecord, report_record
from impl_eval.outputs.refresh.refreshing import Refreshed
from impl_eval.outputs.refresh.words import plain_words

REFRESHED, EDITED = "refreshed", "edited"
_ENDING = re.compile(r"-(refreshed|edited)(-\d+)?\Z")


def read_word_file(path: Path) -> bytes:
    """Return the bytes of a file; OutputNotWritten with words for a person where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = f"{path} cannot be read ({error.strerror}). If it is open in Word, close it."
        raise OutputNotWritten(reason) from None


def edition_of(content: bytes) -> str:
    """Return the edition that a report says it is, or an empty text."""
    record = _record_of(content)
    return "" if record is None else record.attribute("edition")


def inputs_of(content: bytes) -> Mapping[str, str]:
    """Return the SHA-256 of each file of the study from which a report was made, as far as it says so."""
    record = _record_of(content)
    return {} if record is None else record.inputs


def _record_of(content: bytes) -> ReportRecord | None:
    try:
        return report_record(Package.opened(content))
    except UnreadablePackage:
        return None


def write_refreshed(edited: Path, refreshed: Refreshed, *, private: bool) -> Path:
    """Write a refreshed report and its log beside the edited one; returns where the report lies.

    Nothing that exists is replaced: where the name is taken, a number is added.
    """
    target = _free(edited, REFRESHED, refreshed.docx)
    log = {".txt": refreshed.log.as_text(), ".json": log_json(refreshed.log)}
    files = {target: (refreshed.docx, private)}
    for ending, text in log.items():
        files[target.with_name(f"{target.stem}-log{ending}")] = (text.encode("utf-8"), private)
    write_all(files)
    return target


def log_json(log: RefreshLog) -> str:
    """Return the log of a refresh as JSON."""
    return json_text(log.as_document())


def copies_of_edited(new: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Return what has to be kept before new reports are written: edited ones, each under a free name."""
    copies = {}
    for path, content in new.items():
        if path.suffix != ".docx" or not path.exists():
            continue
        old = read_word_file(path)
        if old != content and not is_as_written(old):
            copies[_free(path, EDITED, old)] = old
    return copies


def is_as_written(content: bytes) -> bool:
    """Say whether a report is as impl-eval wrote it: nobody edited, refreshed or saved it since."""
    try:
        package = Package.opened(content)
        record = report_record(package)
        if record is None or canonical_zip(content) != content:
            return False
        reading = read_report(package, record)
    except (UnreadablePackage, ValueError):
        return False
    bases = {one.id: one.base for one in record.blocks}
    hashes = {block_id: block.hash for block_id, block in reading.blocks.items()}
    return hashes == bases and not reading.copies and _in_order(reading) and not _has_words_outside(reading)


def _in_order(reading: Reading) -> bool:
    tags = [control_tag(each) for each in reading.body if each.tag == w("sdt")]
    return tags == [one.tag for one in reading.record.blocks]


def _has_words_outside(reading: Reading) -> bool:
    """Say whether there are words, tables or comments that the report was not written with."""
    if reading.package.related(reading.package.document_name, "comments"):
        return True
    outside = (each for each in reading.body if not control_tag(each).startswith(BLOCK_TAG))
    return any(each.tag == w("tbl") or plain_words(each) for each in outside)


def _free(path: Path, ending: str, content: bytes) -> Path:
    """Return a name beside a file that is free, or that holds this very content already."""
    stem = _ENDING.sub("", path.stem)
    number = 1
    while True:
        candidate = path.with_name(f"{stem}-{ending}{f'-{number}' if number > 1 else ''}{path.suffix}")
        if not candidate.exists() or (candidate != path and read_word_file(candidate) == content):
            return candidate
        number += 1
