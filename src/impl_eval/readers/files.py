"""What a given file really is, told from its content, and the faults every reader shares.

A file's ending is a promise; the content decides. Nothing here interprets rows, text or values.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.archive import DAMAGED_ZIP, check_archive
from impl_eval.readers.faults import damaged, shortened

__all__ = [
    "KIND_NAMES",
    "LARGEST_FILE",
    "check_archive",
    "damaged",
    "file_kind",
    "read_content",
    "require_kind",
    "shortened",
]

LARGEST_FILE = 1 << 30
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

KIND_NAMES: Mapping[str, str] = {
    "empty": "nothing: the file is empty",
    "text": "plain text (such as CSV)",
    "excel": "an Excel workbook",
    "word": "a Word document",
    "spss": "an SPSS data file",
    "textgrid": "a Praat TextGrid",
    "portable_spss": "an SPSS portable file",
    "stata": "a Stata data file",
    "old_office": "an old Office file (.xls or .doc), or one that is locked by a password",
    "locked_office": "an Office file that is locked by a password",
    "open_document": "an OpenDocument file",
    "rtf": "a Rich Text (RTF) document",
    "pdf": "a PDF document",
    "zip": "a zip archive",
    "damaged_zip": "a zip archive that is damaged or cut short",
    "binary": "binary data of an unknown kind",
}
_ENDING_OF_KIND = {
    "text": ".csv or .txt",
    "excel": ".xlsx",
    "word": ".docx",
    "spss": ".sav",
    "stata": ".dta",
    "textgrid": ".TextGrid",
    "open_document": ".odt",
    "rtf": ".rtf",
    "pdf": ".pdf",
}
_CONVERSION = {
    "empty": "Export or save the file again.",
    "portable_spss": "Open it in SPSS or PSPP and save it as .sav, or export it as CSV.",
    "old_office": "Open it in Word or Excel, remove any password, and use Save As: .docx or .xlsx.",
    "locked_office": "Open it in Word or Excel, remove the password and save it again.",
    "open_document": "Open it in LibreOffice and use Save As: .docx or .xlsx.",
    "rtf": "Open it in Word and use Save As: Word Document (.docx).",
    "pdf": "Export the original as .docx, .txt or CSV. A scanned page has to be typed or recognised first.",
    "zip": "Unpack the archive and give the file that is inside.",
    "damaged_zip": "Export it again, or copy it again from where it came from.",
    "binary": "Export the file again from the program it came from.",
}
_FIRST_BYTES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\$FL[23]"), "spss"),
    (re.compile(rb"<stata_dta>"), "stata"),
    # Stata 8 to 12: version 113 to 115, byte order 1 or 2, file type 1, then a zero.
    (re.compile(rb"[\x71-\x73][\x01\x02]\x01\x00"), "stata"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "old_office"),
    (re.compile(rb"\{\\rtf"), "rtf"),
    (re.compile(rb"%PDF"), "pdf"),
)
_MARKERS_IN_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "excel"),
    ("word/document.xml", "word"),
    ("content.xml", "open_document"),
)
_KINDS_IN_ZIP = frozenset({"excel", "word", "open_document"})
_HEAD = 4096
# Office keeps a locked document in a stream of this name, inside a file of the old format.
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_content(path: Path, name: str) -> bytes:
    """Return the bytes of a file; one that cannot be opened, or is too large, is a fault."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StudyProblems([Problem(name, None, "", "more than 1 GB", "a file of up to 1 GB")])
        return path.read_bytes()
    except FileNotFoundError:
        found, remedy = "no file of this name", "Put the file there, or correct its name."
    except IsADirectoryError:
        found, remedy = "a folder", "Name the file inside it."
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror})"
        remedy = "Close it in other programs and check that you may read it."
    raise StudyProblems([Problem(name, None, "", found, "a file that can be read", remedy)])


def file_kind(content: bytes) -> str:
    """Tell what a file is from its content: one of the keys of KIND_NAMES."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return "empty"
    for first_bytes, kind in _FIRST_BYTES:
        if first_bytes.match(content):
            return "locked_office" if kind == "old_office" and _LOCKED_STREAM in content else kind
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    head = content[:_HEAD]
    readable = head.replace(b"\0", b"")
    if b"ooTextFile" in readable[:200] and b"TextGrid" in readable[:200]:
        return "textgrid"
    if b"SPSS PORT FILE" in head:
        return "portable_spss"
    control = sum(byte < 9 or 13 < byte < 32 for byte in readable)
    marked = head.startswith(UTF16_MARKS)
    return "binary" if control > 0.02 * len(readable) and not marked else "text"


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except DAMAGED_ZIP:
        return "damaged_zip"
    return next((kind for member, kind in _MARKERS_IN_ZIP if member in members), "zip")


def require_kind(path: Path, name: str, content: bytes, endings: Mapping[str, str]) -> str:
    """Return the kind of a file whose ending and content agree; anything else is a fault.

    `endings` maps each ending the caller reads (lower case, with dot) to the kind it promises.
    """
    ending, found_kind = path.suffix.lower(), file_kind(content)
    if endings.get(ending) == found_kind:
        return found_kind
    allowed = ", ".join(sorted(endings))
    if found_kind == "empty":
        found = KIND_NAMES["empty"]
    elif found_kind == "damaged_zip" and endings.get(ending) in _KINDS_IN_ZIP:
        found, allowed = f"{KIND_NAMES[endings[ending]]} that is damaged or cut short", ""
    elif ending not in endings:
        found = f"{KIND_NAMES[found_kind]} with the ending {path.suffix or '(none)'}"
    else:
        found = f"{KIND_NAMES[found_kind]}, although the name ends in {path.suffix}"
        allowed = f"{KIND_NAMES[endings[ending]]} under this name"
    remedy = _CONVERSION.get(found_kind, "")
    if found_kind in endings.values() and found_kind in _ENDING_OF_KIND:
        remedy = f"Give the file its real ending ({_ENDING_OF_KIND[found_kind]})."
    remedy = remedy or f"Files that can be read here end in {', '.join(sorted(endings))}."
    raise StudyProblems([Problem(name, None, "", found, allowed, remedy)])
