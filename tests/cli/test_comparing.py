"""compare-coders on the command line: what is printed, what is written, and what is refused."""

import json
import stat
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from impl_eval.cli.comparing import LEVELS, UNITS, WORKBOOK
from impl_eval.cli.main import cli
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.qualitative import agreement
from impl_eval.readers.adjudication_workbook import read_adjudication_workbook
from impl_eval.study.load import load_study

SEGMENTS = Path("qualitative/coded_segments.csv")
SPEECH = "We trust each other"


def compare(study: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["compare-coders", str(study), *map(str, arguments)])


@pytest.fixture
def double_coded(small_study: Path) -> Path:
    """The small study with a second coder, who has the first of two passages only."""
    rows = (small_study / SEGMENTS).read_text(encoding="utf-8")
    extra = "t1,60,81,I know what to do now,knowledge,barrier,better,CD,human,\n"
    (small_study / SEGMENTS).write_text(rows + extra, encoding="utf-8")
    return small_study


def test_the_words_of_the_options_are_those_of_the_comparison() -> None:
    assert UNITS == agreement.UNITS
    assert LEVELS == agreement.LEVELS


def test_tables_on_stdout_and_explanations_on_stderr(double_coded: Path) -> None:
    done = compare(double_coded)
    assert done.exit_code == 0, done.output
    assert "Agreement between coders by mechanism" in done.stdout
    assert "No interval: intervals need at least five double-coded transcripts." in done.stdout
    assert "Turns on which coders differ" in done.stdout
    assert "does not declare which transcripts were coded twice" in done.stderr
    assert "Gwet's AC1 and PABAK are not pulled down" in done.stderr
    assert SPEECH not in done.output


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("level", LEVELS)
def test_json_for_every_unit_and_level(double_coded: Path, unit: str, level: str) -> None:
    done = compare(double_coded, "--unit", unit, "--level", level, "--json", "--by-transcript")
    document = json.loads(done.stdout)
    assert (document["schema"], document["unit"], document["level"]) == ("impl-eval/agreement/1", unit, level)
    ids = [one["id"] for one in document["estimates"]]
    assert len(set(ids)) == len(ids) > 5
    (differing,) = document["disagreements"]
    assert (differing["transcript"], differing["coded_by"], differing["not_coded_by"]) == ("t1", "AB", "CD")
    assert SPEECH not in done.output


def test_with_and_without_text_that_nobody_coded(double_coded: Path) -> None:
    of_all, of_coded = "by mechanism\n", "without text that nobody coded"
    assert all(title in compare(double_coded).stdout for title in (of_all, of_coded))
    with_it, without = (compare(double_coded, f"--{word}-uncoded").stdout for word in ("with", "without"))
    assert of_all in with_it and of_coded not in with_it
    assert of_coded in without and of_all not in without
    assert compare(double_coded, "--unit", "overlap", "--with-uncoded").exit_code == 2


def test_the_workbook_is_private_and_decisions_in_it_are_safe(double_coded: Path) -> None:
    assert compare(double_coded, "--workbook").exit_code == 0
    path = double_coded / WORKBOOK
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    assert compare(double_coded, "--workbook").exit_code == 0
    assert path.read_bytes() == first
    rows = read_adjudication_workbook(path, path.name)
    assert [(row.code_id, row.valence) for row in rows] == [("knowledge", ""), ("trust", "enabler")]

    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Adjudication"]
    column = {str(cell.value): cell.column for cell in sheet[1]}
    assert (sheet.cell(2, column["coder AB"]).value, sheet.cell(2, column["coder CD"]).value) == (
        "enabler", "barrier",
    )  # fmt: skip
    assert sheet.cell(3, column["coder CD"]).value == "not coded"
    sheet.cell(3, column["decision"]).value = "drop"
    sheet.cell(3, column["reason"]).value = "about money"
    workbook.save(path)
    refused = compare(double_coded, "--workbook")
    assert isinstance(refused.exception, AnalysisRefused)
    assert "holds decisions" in str(refused.exception)
    study = load_study(double_coded)
    assert study.interviews is not None
    read = read_adjudication_workbook(path, path.name)
    made = agreement.adjudications_of(
        read, path.name, study.interviews.transcripts, study.framework.mechanism_ids
    )
    assert made.undecided == 1
    assert [(one.decision, one.code_id, one.reason) for one in made.settled] == [
        ("drop", "trust", "about money")
    ]


def test_one_coder_at_two_times(double_coded: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "last_year.csv"
    rows = (double_coded / SEGMENTS).read_text(encoding="utf-8").splitlines()
    earlier.write_text("\n".join(rows[:2]) + "\n", encoding="utf-8")
    done = compare(double_coded, "--earlier", earlier)
    assert "AB and AB (earlier)" in done.stdout
    assert "CD" not in done.stdout
    chosen = compare(double_coded, "--earlier", earlier, "--coders", "CD")
    assert "CD has no segments both now and earlier" in str(chosen.exception)
    earlier.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "choose one with --coders" in str(compare(double_coded, "--earlier", earlier).exception)
    assert "CD and CD (earlier)" in compare(double_coded, "--earlier", earlier, "--coders", "CD").stdout
    earlier.write_text(
        "\n".join([rows[0], rows[1].replace("know what", "knew what")]) + "\n", encoding="utf-8"
    )
    wrong = compare(double_coded, "--earlier", earlier)
    assert isinstance(wrong.exception, StudyProblems)
    (problem,) = wrong.exception.problems
    assert (problem.file, problem.line) == ("last_year.csv", 2)
    assert compare(double_coded, "--earlier", earlier, "--workbook").exit_code == 2


def test_chosen_coders(double_coded: Path) -> None:
    assert "AB and CD" in compare(double_coded, "--coders", "CD, AB").stdout
    assert compare(double_coded, "--coders", "AB").exit_code == 2
    unknown = compare(double_coded, "--coders", "AB,EF")
    assert (
        str(unknown.exception) == "EF has no coded segments in this study. The study has segments of: AB, CD."
    )


def test_what_adjudication_settled_is_no_coder(double_coded: Path) -> None:
    path = double_coded / SEGMENTS
    consensus = "t1,60,81,I know what to do now,knowledge,barrier,better,consensus,human,\n"
    path.write_text(path.read_text(encoding="utf-8") + consensus, encoding="utf-8")
    assert "consensus" not in compare(double_coded).stdout
    assert compare(double_coded, "--workbook").exit_code == 0
    (header,) = openpyxl.load_workbook(double_coded / WORKBOOK)["Adjudication"].iter_rows(
        max_row=1, values_only=True
    )
    assert "coder consensus" not in header


def test_one_coder_alone_is_a_caution_and_no_table(small_study: Path) -> None:
    done = compare(small_study)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no transcript was coded by two coders" in done.stderr
