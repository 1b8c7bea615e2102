"""Guids of what a study has, always the same for the same thing, and ids for what comes from elsewhere."""

import re
import unicodedata
from collections.abc import Collection

from impl_eval.readers.refi.guids import stable_guid

ORIGIN = "impl-eval"
"""What our exports say they come from."""
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_\-]+")
_LONGEST = 56
_FILE_ENDING = re.compile(r"\.(docx?|txt|rtf|odt|pdf|html?|md|vtt|srt|mp3|mp4|wav|m4a)\Z", re.IGNORECASE)


def code_guid(codebook_id: str, code_id: str) -> str:
    """Return the guid of a code, or of a mechanism without one."""
    return stable_guid("code", codebook_id, code_id)


def source_guid(transcript_id: str, text_sha256: str) -> str:
    """Return the guid of one version of a transcript."""
    return stable_guid("transcript", transcript_id, text_sha256)


def coder_guid(coder: str) -> str:
    """Return the guid of a coder."""
    return stable_guid("coder", coder)


def without_ending(name: str) -> str:
    """Return the name of a document without the ending of a file."""
    return _FILE_ENDING.sub("", name.strip())


def spelling(name: str) -> str:
    """Return a name as it is compared with others: without case, underscores as spaces."""
    return " ".join(name.replace("_", " ").split()).casefold()


def free_id(name: str, taken: Collection[str], otherwise: str, *, keep_case: bool = False) -> str:
    """Return an id made of a name that nothing has yet; `otherwise` is the id of a name without letters.

    Ids that differ in case only count as one: files are named after them.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = _NOT_IN_ID.sub("_", letters).strip("_-")[:_LONGEST].strip("_-") or otherwise
    made = made if keep_case else made.lower()
    if not made[0].isalpha():
        made = f"{otherwise.partition('_')[0]}_{made}"[:_LONGEST]
    used = {one.casefold() for one in taken}
    number, found = 2, made
    while found.casefold() in used:
        found = f"{made}_{number}"
        number += 1
    return found
