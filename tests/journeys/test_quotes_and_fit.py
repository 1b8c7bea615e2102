"""Two journeys through the real command line: quotes that a person releases, and fits that people decide."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.errors import StudyProblems

KNOWS, TRUSTS = "I know what to do now", "We trust each other a bit more"


def said(*arguments: str | Path) -> str:
    done = CliRunner().invoke(cli, [*map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def report_text(study: Path) -> str:
    said("report", study, "--format", "markdown")
    text = (study / "outputs" / "small-ics-evaluation-report.md").read_text(encoding="utf-8")
    return text.replace("\\", "")  # Markdown escapes brackets


def decide(path: Path, decisions: dict[str, tuple[str, str]]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Quotes"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        passage = sheet.cell(row, at["passage"]).value
        if passage in decisions:
            sheet.cell(row, at["released"]).value, sheet.cell(row, at["shortened"]).value = decisions[passage]
    book.save(path)


def test_nothing_is_quoted_until_somebody_releases_it(small_study: Path) -> None:
    before = report_text(small_study)
    assert KNOWS not in before and TRUSTS not in before
    assert "Please decide which words of participants may be quoted" in before
    workbook = small_study / "outputs" / "internal" / "quotes.xlsx"
    assert said("quotes", "export", small_study).endswith("quotes.xlsx: 2 passages, 2 to decide on\n")
    assert workbook.stat().st_mode & 0o777 == 0o600
    decide(workbook, {KNOWS: ("no", ""), TRUSTS: ("yes", "We trust [...] more")})
    assert "1 passages released, 1 not" in said("quotes", "import", workbook, small_study, "--coder", "AB")
    after = report_text(small_study)
    assert "We trust [...] more" in after
    assert KNOWS not in after and TRUSTS not in after
    assert "2 passages, 0 to decide on" in said("quotes", "export", small_study)


def test_who_decided_stays_when_the_workbook_comes_back_unchanged(small_study: Path) -> None:
    workbook = small_study / "outputs" / "internal" / "quotes.xlsx"
    said("quotes", "export", small_study)
    decide(workbook, {KNOWS: ("yes", "")})
    said("quotes", "import", workbook, small_study, "--coder", "AB")
    said("quotes", "export", small_study)
    decide(workbook, {TRUSTS: ("yes", "")})
    said("quotes", "import", workbook, small_study, "--coder", "CD")
    with (small_study / "qualitative" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["place"], row["by"]) for row in csv.DictReader(file)] == [
            ("t1:60-81", "AB"),
            ("t1:107-137", "CD"),
        ]


def test_a_workbook_with_reworded_quotes_is_refused_without_a_word_of_it(small_study: Path) -> None:
    workbook = small_study / "outputs" / "internal" / "quotes.xlsx"
    said("quotes", "export", small_study)
    decide(workbook, {KNOWS: ("yes", "I knew it all"), TRUSTS: ("perhaps", "")})
    done = CliRunner().invoke(cli, ["quotes", "import", str(workbook), str(small_study), "--coder", "AB"])
    assert isinstance(done.exception, StudyProblems)
    told = [(one.where, one.found) for one in done.exception.problems]
    assert told == [
        ('sheet "Quotes", row 2, column shortened', "a text that is not part of the passage"),
        ('sheet "Quotes", row 3, column released', "another word"),
    ]
    assert not (small_study / "qualitative" / "quotes.csv").exists()


def test_a_fit_that_people_decide_holds_until_the_results_change(small_study: Path) -> None:
    rows = {row["mechanism"]: row for row in json.loads(said("joint", "show", small_study, "--json"))["rows"]}
    assert {row["state"] for row in rows.values()} == {"proposed"}
    decided = small_study / "protocols" / "integration.yaml"
    entry = (
        "schema: impl-eval/integration/1\ndecisions:\n"
        "  - {{mechanism: trust, fit: dissonance, decided_by: AB, date: 2024-05-01, reason: Too few asked,\n"
        "     explained_by: difference of samples, seen: {seen}}}\n"
    )
    decided.write_text(entry.format(seen=rows["trust"]["seen"]), encoding="utf-8")
    told = said("joint", "show", small_study)
    assert "trust (Trust): dissonance, decided" in told
    assert "Possible reason: difference of samples." in told
    text = report_text(small_study)
    assert "Too few asked" in text
    assert rows["trust"]["seen"] not in text
    decided.write_text(entry.format(seen="0" * 12), encoding="utf-8")
    assert "results changed since" in said("joint", "show", small_study)
    said("run", small_study)
    with zipfile.ZipFile(small_study / "outputs" / "small-ics-evaluation-report.docx") as document:
        assert "on other results than these" in document.read("word/document.xml").decode("utf-8")


def test_the_reference_study_s_decisions_are_about_its_results_of_today(
    reference_copy: Callable[[], Path],
) -> None:
    """A decision that had become old would stand in the example report as one to take again."""
    rows = json.loads(said("joint", "show", reference_copy(), "--json"))["rows"]
    assert {row["state"] for row in rows} == {"decided"}
    assert {row["fit"] for row in rows if row["fit"] != row["proposed"]} == {"partial agreement"}
