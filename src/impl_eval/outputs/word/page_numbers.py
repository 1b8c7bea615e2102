"""On which page things stand, asked of LibreOffice: it lays the report out and says where bookmarks are.

Word may break a page elsewhere; its own update of the lists (F9) then puts it right. Without LibreOffice
there are no page numbers. Nothing leaves the machine.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from impl_eval.outputs.canonical_zip import member_of
from impl_eval.outputs.kept_work import KeptWork, key_of

SETTING = "IMPL_EVAL_LIBREOFFICE"
"""Environment variable: the path of LibreOffice's program, or "none" to do without it."""
WITHOUT = "none"
LONGEST_WAIT = 120
_PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_BOOKMARK = re.compile(r'<w:bookmarkStart [^>]*w:name="(\w+)"')
_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'


def office_program() -> str | None:
    """Return the path of LibreOffice's program, or None where it is not there or not wanted."""
    wanted = os.environ.get(SETTING, "")
    if wanted == WITHOUT:
        return None
    found = [shutil.which(name) for name in ((wanted,) if wanted else (*_PROGRAMS, *_ELSEWHERE))]
    return next((path for path in found if path), None)


def page_numbers(docx: bytes, kept: KeptWork | None = None) -> Mapping[str, int]:
    """Return the page of each bookmark of a document; empty where nobody can say.

    The layout of a document that was laid out before is taken from `kept`.
    """
    program = office_program()
    if program is None:
        return {}
    key = key_of("pages", docx, program)
    known = kept.find(key) if kept else None
    if known is not None:
        return dict(json.loads(known))
    with tempfile.TemporaryDirectory(prefix="impl-eval-", ignore_cleanup_errors=True) as folder:
        pages = _laid_out(program, docx, Path(folder))
    if kept and pages:
        kept.keep(key, json.dumps(pages, sort_keys=True).encode("utf-8"))
    return pages


def _laid_out(program: str, docx: bytes, folder: Path) -> dict[str, int]:
    """Have the document made a PDF whose bookmarks are named places, in a profile of its own."""
    (folder / "report.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", _FILTER]
    bookmarks = _BOOKMARK.findall(member_of(docx, "word/document.xml").decode("utf-8"))
    try:
        _run([*command, "--outdir", str(folder), str(folder / "report.docx")])
        return _pages_of_places(folder / "report.pdf", bookmarks)
    except (OSError, subprocess.SubprocessError):
        return {}


def _run(command: list[str]) -> None:
    """Run LibreOffice; where it takes too long, end it with the processes that it started."""
    process = subprocess.Popen(  # noqa: S603  (the user's own LibreOffice, and files that we wrote)
        command,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        code = process.wait(LONGEST_WAIT)
    except BaseException:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        raise
    if code:
        raise subprocess.CalledProcessError(code, command[0])


def _pages_of_places(pdf: Path, bookmarks: Iterable[str]) -> dict[str, int]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(pdf)
        places = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
        pages = {
            bookmark: reader.get_destination_page_number(places[_place_name(bookmark)])
            for bookmark in bookmarks
            if _place_name(bookmark) in places
        }
    except PyPdfError:
        return {}
    return {bookmark: page + 1 for bookmark, page in sorted(pages.items()) if page is not None and page >= 0}


def _place_name(bookmark: str) -> str:
    """Return what LibreOffice calls a bookmark in a PDF: what is no letter or digit as two hex digits."""
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"{ord(found[0]):02X}", bookmark)
