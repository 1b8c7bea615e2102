"""PDF documents that hold text. Nothing is dropped: what looks like a page's furniture is pointed out.

A PDF keeps characters and places, not paragraphs: each line of the page is a line of the text, and a
word that is hyphenated at the end of a line stays so.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from impl_eval.readers.faults import damaged, fault, locked
from impl_eval.readers.transcripts.text import TranscriptText

MOST_PAGES = 5_000
_SHARE_FURNITURE = 0.6
_FEWEST_PAGES, _FEWEST_LINES = 3, 20
_NUMBER = re.compile(r"\d+")
_LINE_NUMBER = re.compile(r"\s*(\d{1,5})\s")
_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s*)?[-–]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–]?\s*\Z", re.IGNORECASE
)
_HYPHENATED = re.compile(r"\w-[^\S\n]*\n[^\S\n]*[a-z]")


def read_pdf(content: bytes, name: str) -> TranscriptText:
    """Read a .pdf whose kind was already checked: the pages in order, a line end between them.

    Raises StudyProblems where it is damaged, locked by a password, or holds pictures of pages only.
    """
    pages = _pages(content, name)
    without = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(without) == len(pages):
        remedy = (
            "Have its text recognised (OCR) and read against the recording, or get the original, "
            "and save it as .docx or .txt."
        )
        raise fault(name, "a PDF without text: pictures of pages, as from a scanner", "text", remedy)
    notes = []
    if without:
        notes.append(f"Pages without text (pictures?), which are missing here: {_listed(without)}.")
    notes += _furniture_notes(pages)
    return TranscriptText("\n".join(pages), "PDF document", "", tuple(notes))


def _pages(content: bytes, name: str) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    with _quiet():
        try:
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                raise locked(name)
            if len(reader.pages) > MOST_PAGES:
                raise fault(name, f"{len(reader.pages):,} pages", f"up to {MOST_PAGES:,} pages")
            pages = [page.extract_text().strip("\r\n") for page in reader.pages]
        except (DependencyError, NotImplementedError):  # an encryption that needs a library we do not have
            raise locked(name) from None
        except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise damaged(name) from None
        except (OSError, EOFError, AssertionError, OverflowError, ZeroDivisionError):
            raise damaged(name) from None
    if not pages:
        raise damaged(name)
    return pages


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's messages, which can quote the file, out of the terminal and of any log."""
    logger, nowhere = logging.getLogger("pypdf"), logging.NullHandler()
    before, logger.propagate = logger.propagate, False
    logger.addHandler(nowhere)
    try:
        yield
    finally:
        logger.removeHandler(nowhere)
        logger.propagate = before


def _listed(numbers: Sequence[int], most: int = 20) -> str:
    shown = ", ".join(str(number) for number in numbers[:most])
    return shown if len(numbers) <= most else f"{shown} and {len(numbers) - most} more"


def _furniture_notes(pages: Sequence[str]) -> list[str]:
    """Point out headers, footers, page and line numbers, and hyphenated words that stand in the text."""
    lines_of = [[line for line in page.split("\n") if line.strip()] for page in pages]
    lines_of = [lines for lines in lines_of if lines]
    notes = []
    for what, place in (("header", 0), ("footer", -1)):
        common = Counter(_NUMBER.sub("#", lines[place].strip()) for lines in lines_of)
        line, count = common.most_common(1)[0]
        if len(lines_of) >= _FEWEST_PAGES and count >= _SHARE_FURNITURE * len(lines_of) and line != "#":
            notes.append(f"{count} of {len(lines_of)} pages have the same {what}: it is part of the text.")
    numbered = sum(any(_PAGE_NUMBER.match(lines[place]) for place in (0, -1)) for lines in lines_of)
    if len(lines_of) >= _FEWEST_PAGES and numbered >= _SHARE_FURNITURE * len(lines_of):
        notes.append(f"{numbered} pages have a page number: it is part of the text.")
    every = [line for lines in lines_of for line in lines]
    counted = _numbered_lines(every)
    if len(every) >= _FEWEST_LINES and counted >= _SHARE_FURNITURE * len(every):
        notes.append(f"{counted} of {len(every)} lines begin with a line number: it is part of the text.")
    hyphens = len(_HYPHENATED.findall("\n".join(pages)))
    notes += [f"Words hyphenated at the end of a line, kept as they stand: {hyphens}."] if hyphens else []
    if notes:
        notes.append("Cleaner quotes come from the original as .docx or .txt.")
    return notes


def _numbered_lines(lines: Sequence[str]) -> int:
    """Count lines that begin with the number after that of the line before, or start again at 1."""
    count, last = 0, 0
    for line in lines:
        match = _LINE_NUMBER.match(line)
        number = int(match[1]) if match else None
        if number is not None and (number == last + 1 or number == 1):
            count += 1
        last = number if number is not None else last
    return count
