"""The report as pages, laid out by LibreOffice: what must stand alone stands alone."""

import shutil
import subprocess
from pathlib import Path

import pytest

from impl_eval.outputs.word import render_report
from tests.outputs.report_fixture import full_evaluation

LONGEST_WAIT = 120


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the text of each page."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("pages are not checked: LibreOffice (soffice) or pdftotext is not installed")
    folder: Path = tmp_path_factory.mktemp("pages")
    (folder / "report.docx").write_bytes(render_report(full_evaluation()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "report.docx")], check=True, capture_output=True, timeout=LONGEST_WAIT
    )
    text = subprocess.run(
        [reader, "-layout", str(folder / "report.pdf"), "-"],
        check=True,
        capture_output=True,
        timeout=LONGEST_WAIT,
    )
    return text.stdout.decode().rstrip("\f").split("\f")


def test_the_title_stands_alone_on_the_first_page(pages: list[str]):
    assert "Evaluation of a tapering toolkit" in pages[0]
    assert "SIMULATED DATA" in pages[0]
    assert "Did prescribers become more confident?" not in pages[0]


def test_the_answer_stands_on_one_page(pages: list[str]):
    assert "Did prescribers become more confident?" in pages[1]
    assert "What should happen next" in pages[1]
    assert "Limits. No comparison group" in pages[1]
    assert "About this document" in pages[2]


def test_pages_are_numbered_and_no_field_is_broken(pages: list[str]):
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Error!" not in page


def test_no_page_is_all_but_empty(pages: list[str]):
    for page in pages:
        assert len([line for line in page.splitlines() if line.strip()]) > 3
