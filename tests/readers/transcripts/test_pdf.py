"""PDF: nothing is dropped, what looks like a page's furniture is pointed out, pictures are said so."""

from pathlib import Path

import pytest

from impl_eval.readers.transcripts import TranscriptText, read_transcript
from tests.readers.files import faults, write_file
from tests.readers.transcripts.documents import locked_pdf, pdf


def _read(folder: Path, content: bytes) -> TranscriptText:
    return read_transcript(write_file(folder, "a.pdf", content), "a.pdf")


def test_lines_and_pages_in_order(tmp_path: Path) -> None:
    text = _read(tmp_path, pdf(["Ann: one (1)", "two"], ["Bob: three"]))
    assert text.text == "Ann: one (1)\ntwo\nBob: three"
    assert (text.kind, text.notes) == ("PDF document", ())


def test_headers_footers_page_numbers_and_hyphens_stay_and_are_pointed_out(tmp_path: Path) -> None:
    pages = [
        ["Interview 7", "Ann: the anal-", f"gesic {number}", f"Page {number} of 4"] for number in range(1, 5)
    ]
    text = _read(tmp_path, pdf(*pages))
    assert text.text.count("Interview 7") == 4
    assert "anal-\ngesic 1" in text.text
    assert text.notes == (
        "4 of 4 pages have the same header: it is part of the text.",
        "4 of 4 pages have the same footer: it is part of the text.",
        "4 pages have a page number: it is part of the text.",
        "Words hyphenated at the end of a line, kept as they stand: 4.",
        "Cleaner quotes come from the original as .docx or .txt.",
    )


def test_line_numbers_are_pointed_out(tmp_path: Path) -> None:
    pages = [[f"{line} said {line}" for line in range(first, first + 15)] for first in (1, 16)]
    assert (
        "30 of 30 lines begin with a line number: it is part of the text."
        in _read(tmp_path, pdf(*pages)).notes
    )


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    text = _read(tmp_path, pdf(["Ann: one"], [], ["Bob: two"], []))
    assert text.notes == ("Pages without text (pictures?), which are missing here: 2, 4.",)
    assert [line for line in text.text.split("\n") if line] == ["Ann: one", "Bob: two"]


def test_a_scan_says_what_to_do(tmp_path: Path) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.pdf", pdf([], [])))
    assert problem.found == "a PDF without text: pictures of pages, as from a scanner"
    assert "OCR" in problem.remedy


def test_passwords(tmp_path: Path) -> None:
    content = pdf(["Ann: one"])
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.pdf", locked_pdf(content, "open", "own")))
    assert problem.found == "a file that is locked by a password"
    assert _read(tmp_path, locked_pdf(content, "", "own")).text == "Ann: one"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 and no more", pdf(["Ann: one"])[:200], b"%PDF-1.4\n" + bytes(500)]
)
def test_damaged_files_say_so_and_nothing_else(
    tmp_path: Path,
    content: bytes,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (problem,) = faults(read_transcript, write_file(tmp_path, "a.pdf", content))
    assert "damaged" in problem.found
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
