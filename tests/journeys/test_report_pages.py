"""The report of the reference study as pages: what stands where, its tags, and no broken field."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command_line import impl_eval
from tests.shared import ROOT

LONGEST_WAIT = 180


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the reference study as a tagged PDF."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("pages are not checked: LibreOffice (soffice) or poppler-utils is not installed")
    folder = tmp_path_factory.mktemp("pages")
    for name in ("study.yaml", "instruments", "qualitative", "quantitative", "protocols"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    done = impl_eval("report", folder, IMPL_EVAL_LIBREOFFICE=office)
    assert done.returncode == 0, done.stderr
    (report,) = (folder / "outputs").glob("*.docx")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    tagged = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command = [office, profile, "--headless", "--convert-to", tagged, "--outdir", str(folder), str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_WAIT)
    return folder / f"{report.stem}.pdf"


def printed(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_WAIT).stdout.decode()


def test_the_answer_is_on_the_page_after_the_title(pdf: Path) -> None:
    pages = printed("pdftotext", "-layout", str(pdf), "-").rstrip("\f").split("\f")
    assert 20 <= len(pages) <= 40
    assert "SIMULATED DATA" in pages[0]
    answer = " ".join(pages[1].split())
    assert "Did prescribers become more confident?" in answer
    assert "not proof that the programme caused it" in answer
    assert "What to do next" in answer
    assert "Limits." in answer
    assert "About this document" in pages[2]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "SIMULATED DATA" in page
        assert not re.search(r"Error!|Right-click|\bnan\b|\bNone\b(?!\.)", page)


def test_tables_have_header_cells_and_figures_have_words(pdf: Path) -> None:
    structure = printed("pdfinfo", "-struct", str(pdf))
    assert structure.count("\n") > 500
    assert len(re.findall(r"^\s*TH\b", structure, re.MULTILINE)) > 50
    assert len(re.findall(r"^\s*H1\b", structure, re.MULTILINE)) >= 8
    assert len(re.findall(r"^\s*Figure\b", structure, re.MULTILINE)) >= 9


def test_the_contents_are_filled_and_their_pages_are_right(pdf: Path) -> None:
    pages = printed("pdftotext", "-layout", str(pdf), "-").rstrip("\f").split("\f")
    contents = next(
        number for number, page in enumerate(pages) if re.search(r"^ *Contents$", page, re.MULTILINE)
    )
    listed = re.findall(
        r"^ *(\S.*?\S) ?[. ]{4,} ?(\d+)$", "\n".join(pages[contents : contents + 4]), re.MULTILINE
    )
    assert len(listed) > 20
    found = [
        words for words, number in listed
        if " ".join(words.split()) in " ".join(pages[int(number) - 1].split())
    ]  # fmt: skip
    assert len(found) >= 0.9 * len(listed), "an entry stands on the page that the contents say"
    for words in ("Plain-English summary", "Table 1. ", "Figure 1. "):
        assert any(entry.startswith(words) for entry, _ in listed)


def test_no_instruction_of_a_field_is_printed(pdf: Path) -> None:
    text = printed("pdftotext", "-layout", str(pdf), "-")
    assert not re.search(r"SEQ (Table|Figure)|\bREF \w|PAGEREF|TOC \\|MERGEFORMAT|Error!|Right-click", text)
    numbers = [int(number) for number in re.findall(r"^ *Table (\d+)\. ", text, re.MULTILINE)]
    assert set(numbers) == set(range(1, max(numbers) + 1))
