"""Coding in and out through the real command line: what goes out comes back with the same codings."""

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from impl_eval.cli.main import cli
from tests.coding_desk.interviews import enlarge, row_of, rows, write_rows
from tests.command_line import impl_eval
from tests.readers.refi.building import (
    CODE,
    OTHER,
    USER,
    code,
    coding,
    element,
    guid,
    packed,
    passage,
    project,
    source,
)

TALK = (
    "\ufeffInterviewer: What changed? 😀\r\nAnn: I cut the dose slowly.\r\n"
    "Interviewer: And how?\r\nAnn: Nobody told us how.\r\n"
)
GROUP = "Mod: Who helped?\nP01: The list did.\nP02: Nobody.\n"
FULL = [
    row_of(
        "I know what to do when it goes wrong.", mechanism_id="knowledge", valence="enabler", note="a note"
    ),
    row_of("We trust each other, mostly 🙂", mechanism_id="trust", reported_change="better"),
    row_of("the list helps", mechanism_id="knowledge", code_id="list_helps", valence="barrier"),
]


def done(*arguments: str | Path) -> str:
    """Run a command that must succeed, within this process: starting one anew takes most of the time."""
    finished = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert finished.exit_code == 0, finished.stderr
    return finished.stdout


def typed(*arguments: str | Path) -> str:
    """Run a command that must succeed as its users do; returns what it printed."""
    finished = impl_eval(*arguments)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def of_nvivo(path: Path) -> None:
    """Write a project as NVivo for Windows does: byte order mark, CRLF, upper-case folder, no names."""
    texts = {1: TALK.removeprefix("\ufeff"), 2: GROUP}
    coded = [
        (1, "I cut the dose slowly", CODE), (1, "And how?\r\nAnn: Nobody told us how.", OTHER),
        (1, "Nobody told us how", CODE), (2, "The list did.", guid(901)), (2, "Nobody", OTHER),
    ]  # fmt: skip
    passages: dict[int, list[str]] = {1: [], 2: []}
    for number, (held, words, target) in enumerate(coded, start=10):
        start = texts[held].index(words)
        one = coding(number + 100, target, creatingUser=USER)
        passages[held].append(passage(number, start, start + len(words), one, name=""))
    tree = element(
        "CodeBook",
        element(
            "Codes",
            code(CODE, "Tapering", code(OTHER, "Support", color="#00ff00")),
            code(guid(901), "Support"),
        ),
    )
    qde = project(
        *(source(number, *held, name=f"Interview {number}") for number, held in passages.items()),
        codes=tree, origin="NVivo for Windows 14.23",
    )  # fmt: skip
    path.write_bytes(packed(qde, {f"Sources/{guid(1)}.txt": TALK, f"Sources/{guid(2)}.txt": GROUP}))


def test_two_commands_from_a_project_of_nvivo_to_coded_segments(tmp_path: Path) -> None:
    study, path = tmp_path / "study", tmp_path / "mine.qdpx"
    of_nvivo(path)
    typed("init", study, "--ics", "New Place ICS", "--empty")
    said = typed(
        "coding", "import", path, study, "--coder", "XX", "--add-codes", "--add-transcripts",
        "--author", "Ann Bell=AB",
    )  # fmt: skip
    assert "Segments: 5 added." in said
    assert "5 of 5 codings, as 5 segments." in said
    assert "Colours of 1 code." in said
    found = rows(study)
    assert [(one["quote"], one["code_id"], one["coder"]) for one in found] == [
        ("I cut the dose slowly", "tapering", "AB"),
        ("And how?\r\nAnn: Nobody told us how.", "support", "AB"),
        ("Nobody told us how", "tapering", "AB"),
        ("The list did.", "support_2", "AB"),
        ("Nobody", "support", "AB"),
    ]
    checked = typed("check", study)
    assert "2 transcripts" in checked
    assert "5 segments by AB" in checked


def without_codings(study: Path) -> Path:
    """Return a copy of a study in which nothing is coded."""
    bare = Path(shutil.copytree(study, study.with_name("bare")))
    shutil.rmtree(bare / "coding", ignore_errors=True)
    write_rows(bare / "qualitative" / "coded_segments.csv", [])
    return bare


@pytest.fixture
def coded_study(small_study: Path, request: pytest.FixtureRequest) -> Path:
    """The enlarged study with three codings of AB; with a coding store where the test asks for it."""
    enlarge(small_study)
    path = small_study / "qualitative" / "coded_segments.csv"
    write_rows(path, FULL)
    if request.param == "store":
        done("coding", "import", path, small_study, "--coder", "AB")
        assert (small_study / "coding" / "coding.sqlite").is_file()
    return small_study


BOTH = pytest.mark.parametrize("coded_study", ["store", "no store"], indirect=True)


@BOTH
def test_a_project_comes_back_into_its_study_and_into_a_new_one(coded_study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done("coding", "export", coded_study, "--format", "qdpx", "--to", out)
    bare = without_codings(coded_study)
    assert "Segments: 0 added." in done("coding", "import", out / "coding.qdpx", coded_study, "--coder", "AB")
    assert "Segments: 3 added." in done("coding", "import", out / "coding.qdpx", bare, "--coder", "AB")
    assert rows(coded_study) == rows(bare) == FULL


@BOTH
@pytest.mark.parametrize("kind", ["csv", "xlsx", "word"])
def test_tables_and_word_copies_come_back(coded_study: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    done("coding", "export", coded_study, "--format", kind, "--transcript", "t2", "--to", out)
    (path,) = out.iterdir()
    bare = without_codings(coded_study)
    assert "0 added, 0 changed" in done("coding", "import", path, coded_study, "--coder", "AB")
    assert "3 added" in done("coding", "import", path, bare, "--coder", "AB")
    assert rows(coded_study) == rows(bare) == FULL


def test_settled_differences_come_back_with_a_project(small_study: Path, tmp_path: Path) -> None:
    enlarge(small_study)
    path = small_study / "qualitative" / "coded_segments.csv"
    write_rows(path, [FULL[0], FULL[1], {**FULL[1], "coder": "CD"}])
    done("compare-coders", small_study, "--workbook")
    workbook = small_study / "outputs" / "internal" / "adjudication.xlsx"
    settle(workbook)
    assert "Settled: 1" in done("coding", "import", workbook, small_study, "--coder", "EF")
    consensus = [one["quote"] for one in rows(small_study) if one["coder"] == "consensus"]
    assert consensus == [FULL[0]["quote"], FULL[1]["quote"]]
    bare = without_codings(small_study)
    done("coding", "export", small_study, "--format", "qdpx", "--to", tmp_path)
    done("coding", "import", tmp_path / "coding.qdpx", bare, "--coder", "EF")
    assert rows(bare) == rows(small_study)


def settle(path: Path) -> None:
    workbook = load_workbook(path)
    sheet = workbook["Adjudication"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, column["passage"]).value:
            sheet.cell(row, column["decision"], "keep")
            sheet.cell(row, column["reason"], "both meant it")
    workbook.save(path)


def test_a_codebook_goes_out_and_comes_back(small_study: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(small_study, tmp_path / "other"))
    enlarge(small_study)
    out, again = tmp_path / "a.qdc", tmp_path / "b.qdc"
    done("codebook", "export", small_study, "--format", "qdc", "--to", out)
    assert "Codes: 2 added." in done("codebook", "import", out, other)
    assert "Codes: 0 added." in done("codebook", "import", out, other)
    done("codebook", "export", other, "--format", "qdc", "--to", again)
    assert again.read_bytes() == out.read_bytes()


def test_a_table_of_codes_is_drafted_completed_and_used(small_study: Path, tmp_path: Path) -> None:
    path, table = tmp_path / "mine.qdpx", tmp_path / "codes.csv"
    of_nvivo(path)
    done("coding", "import", path, small_study, "--coder", "XX", "--draft-map", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        drafted = list(csv.reader(file))
    assert [row[0] for row in drafted[1:]] == ["Tapering", "Tapering > Support", "Support"]
    drafted[1][2], drafted[2][1], drafted[3][1] = "knowledge", "trust", "trust"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(drafted)
    options = ("--add-codes", "--add-transcripts", "--group", "patient", "--map", table)
    done("coding", "import", path, small_study, "--coder", "XX", *options)
    found = [(one["mechanism_id"], one["code_id"]) for one in rows(small_study) if one["coder"] == "Ann Bell"]
    assert sorted(found) == [("knowledge", "tapering")] * 2 + [("trust", "")] * 3


def test_options_and_files_that_do_not_belong_together_are_refused(small_study: Path, tmp_path: Path) -> None:
    table, book = small_study / "qualitative" / "coded_segments.csv", tmp_path / "a.qdc"
    book.write_text("<CodeBook/>", encoding="utf-8")
    expected = {
        (table, "--add-codes"): "--add-codes: only for a REFI-QDA project (.qdpx)",
        (book, "--partial"): "impl-eval codebook import a.qdc",
    }
    for (path, option), said in expected.items():
        finished = impl_eval("coding", "import", path, small_study, "--coder", "AB", option)
        assert finished.returncode == 2
        assert said in " ".join(finished.stderr.split())
