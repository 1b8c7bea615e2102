"""The report through the real command line: editions, formats, words of people, and every number's source."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.command_line import impl_eval_here as impl_eval

NAME = "norfolk-and-waveney-evaluation-report"
_NUMBER = re.compile(r"(?<![\w.])[+−]?\d[\d,]*(?:\.\d+)?")


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


def test_every_decimal_number_in_the_report_is_one_of_the_results(study: Path) -> None:
    """Numbers with a decimal, a percent sign or a sign of change are read back from the finished file.

    What is not a result is a declared fact of the study, listed here by name: versions, identifiers of
    publications, the words of people, settings of the plan, methods.
    """
    results = json.loads((study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    known: set[float] = set()
    for one in results["estimates"]:
        for key in ("value", "low", "high"):
            value = one[key]
            if value is not None:
                known |= {round(abs(value), digits) for digits in (0, 1, 2, 3)}
                known |= {round(abs(value) * 100, digits) for digits in (0, 1)}
    text = words_of(study)
    body = text[
        text.index("Executive summary", text.index("What does this mean?")) : text.rindex("Framework")
    ]
    body = re.sub(r"(?:doi|https?)[^\s]*|\d+\.\d+\.\d+|CC-BY-\d\.\d|Br J Clin[^.]*\.|95% CI", " ", body)
    shown = [number.replace(",", "").replace("−", "-") for number in _NUMBER.findall(body)]
    decimal = {number for number in shown if "." in number or number[0] in "+-"}
    assert len(decimal) > 80
    assert [number for number in sorted(decimal) if abs(float(number)) not in known] == []


def test_whole_numbers_in_sentences_are_results_or_facts_of_the_study(study: Path) -> None:
    model = json.loads(_model(study))
    results = json.loads((study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    ids = {one["id"] for one in results["estimates"]}
    counted = 0
    for block in model["blocks"]:
        words_of_people = re.search(r"\.fit\.text|\.quote_", block.get("id", ""))
        if words_of_people or block["kind"] not in ("Paragraph", "Callout"):
            continue
        if not re.match(r"answer|executive|mechanism", block["id"]):
            continue
        for span in block["spans"]:
            if span["result_id"]:
                counted += 1
                assert span["result_id"] in ids
            else:
                facts = r"95%|from \d+ to \d+|on \d+ \w+ \d{4}|^\d+\. $|of \d+| \(\d+ to \d+\)"
                assert not re.search(r"\d", re.sub(facts, "", span["text"])), (block["id"], span["text"])
    assert counted > 60


def _model(study: Path) -> str:
    done = impl_eval("report", study, "--format", "json")
    assert done.returncode == 0, done.stderr
    return (study / "outputs" / f"{NAME}-SIMULATED.json").read_text(encoding="utf-8")


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
