"""The report through the real command line: editions, formats, words of people.

Where every number comes from is read back in test_numbers_read_back.py.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.command_line import impl_eval_here as impl_eval

NAME = "norfolk-and-waveney-evaluation-report"


@pytest.fixture(scope="module")
def study(reference_copy: Callable[[], Path]) -> Path:
    """A copy of the reference study with its report and results."""
    folder = reference_copy()
    assert impl_eval("run", folder).returncode == 0
    assert impl_eval("report", folder, "--edition", "board").returncode == 0
    return folder


def opened(study: Path, edition: str = "") -> Document:
    return docx.Document(str(study / "outputs" / f"{NAME}{edition}-SIMULATED.docx"))


def headings(document: Document) -> list[str]:
    return [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]


def words_of(study: Path, edition: str = "") -> str:
    """Return all text of the body, also inside content controls."""
    with zipfile.ZipFile(study / "outputs" / f"{NAME}{edition}-SIMULATED.docx") as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL)
    return "\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", one)) for one in paragraphs)


def test_each_edition_is_a_file_of_its_own_and_says_simulated(study: Path) -> None:
    names = {path.name for path in (study / "outputs").glob("*.docx")}
    assert names == {f"{NAME}{edition}-SIMULATED.docx" for edition in ("", "-board")}


def test_what_people_wrote_reaches_the_report(study: Path) -> None:
    words = words_of(study)
    assert "Agree who may be referred to care other than medicines" in words
    assert "A local campaign on opioids began in December 2018" in words
    assert "Opioid deprescribing toolkit" in words
    assert "Costs were not part of this evaluation." in words
    board = words_of(study, "-board")
    assert "Record harms during tapering in one way at every site" in board
    assert "Appendix" not in board


def test_a_web_page_has_the_same_chapters(study: Path) -> None:
    done = impl_eval("report", study, "--format", "html")
    assert done.returncode == 0, done.stderr
    path = study / "outputs" / f"{NAME}-SIMULATED.html"
    assert done.stdout.splitlines()[0] == f"Report: {path}"
    text = path.read_text(encoding="utf-8")
    for heading in headings(opened(study)):
        assert heading in text
    pictures = set(re.findall(r"figures/[\w.\-]+\.(?:png|svg)", text))
    assert pictures
    assert all((study / "outputs" / picture).is_file() for picture in pictures)


def test_an_unknown_edition_is_wrong_usage(study: Path) -> None:
    done = impl_eval("report", study, "--edition", "short")
    assert done.returncode == 2
    assert "'board', 'full', 'technical'" in done.stderr


def test_a_study_without_words_asks_for_them(small_study: Path) -> None:
    done = impl_eval("report", small_study, "--edition", "technical", "--format", "markdown")
    assert done.returncode == 0, done.stderr
    (path,) = (small_study / "outputs").glob("*.md")
    assert path.stem.endswith("-technical")
    text = path.read_text(encoding="utf-8")
    assert "For the project lead: Which problem does the programme answer?" in text
    assert "No outcome on harms was supplied." in text or "Supplied on harms" in text
    assert "## Recommendations" in text
