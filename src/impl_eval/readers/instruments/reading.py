"""Tells what a questionnaire's file is, by its content, and reads it as a draft."""

import csv
import io
import re
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.delimited import detect_delimiter, parse_delimited
from impl_eval.readers.encodings import decode_text
from impl_eval.readers.files import read_content, require_kind
from impl_eval.readers.instruments.draft import InstrumentDraft
from impl_eval.readers.instruments.jisc import is_jisc_key, jisc_draft
from impl_eval.readers.instruments.qualtrics import qualtrics_draft
from impl_eval.readers.instruments.redcap import is_redcap_dictionary, redcap_draft
from impl_eval.readers.instruments.spss import spss_draft
from impl_eval.readers.instruments.xlsform import xlsform_draft
from impl_eval.readers.tables import table_from_delimited

ENDINGS = {".csv": "text", ".qsf": "text", ".xlsx": "excel", ".sav": "spss", ".zsav": "spss"}
ALLOWED = (
    "a REDCap data dictionary (.csv), an XLSForm (.xlsx), a Qualtrics survey (.qsf), an SPSS file (.sav) "
    "or the key of a Jisc export (.csv)"
)


def read_instrument_draft(path: Path, name: str) -> InstrumentDraft:
    """Read the questionnaire of another program; `name` is how people know the file.

    Raises StudyProblems with all faults of the file, or where it holds no question with one answer.
    """
    content = read_content(path, name)
    kind = require_kind(path, name, content, ENDINGS)
    stem = path.stem.replace("_", " ")
    if kind == "excel":
        draft = xlsform_draft(content, name, stem)
    elif kind == "spss":
        draft = spss_draft(path, name, stem)
    elif path.suffix.lower() == ".qsf":
        draft = qualtrics_draft(content, name, stem)
    else:
        draft = _delimited_draft(path, content, name, stem)
    if not draft.items:
        found = f"{draft.kind}: no question to which people give one answer from a list"
        raise StudyProblems([Problem(name, None, "", found, "at least one such question")])
    return draft


def _delimited_draft(path: Path, content: bytes, name: str, stem: str) -> InstrumentDraft:
    rows = _raw_rows(content, name)
    if is_jisc_key(rows):
        return jisc_draft(rows, stem, _columns_beside(path))
    table = table_from_delimited(parse_delimited(content, name))
    if is_redcap_dictionary(table.columns):
        return redcap_draft(table, stem)
    found = "a table that is neither a data dictionary nor a key"
    raise StudyProblems([Problem(name, 1, "", found, ALLOWED)])


def _raw_rows(content: bytes, name: str) -> list[list[str]]:
    """Return the rows of a text that may have no header; a key has none."""
    text = decode_text(content, name).text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=detect_delimiter(text))
    try:
        return [row for row in reader if "".join(row).strip()]
    except csv.Error:
        return []


def _columns_beside(key: Path) -> frozenset[str]:
    """Return the columns of the coded answers whose key this is, none where they are not beside it."""
    data = key.with_name(re.sub(r"-key(?=[.\-_ ])", "", key.name, count=1))
    if data == key or not data.is_file():
        return frozenset()
    rows = _raw_rows(read_content(data, data.name), data.name)
    return frozenset(cell.strip() for cell in rows[0]) if rows else frozenset()
