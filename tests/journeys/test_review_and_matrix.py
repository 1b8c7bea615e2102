"""Two journeys through the real command line: suggestions reviewed in Excel, and the framework matrix."""

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.errors import AnalysisRefused
from tests.coding_desk.interviews import enlarge, rows
from tests.command_line import impl_eval

REVIEW = Path("outputs/internal/coding_review.xlsx")
MATRIX = Path("outputs/internal/framework_matrix_participants.xlsx")
ASKED, KNOWS = "And how to get started?", "I know how to get started these days."
WRONG, TRUST = "I know what to do when it goes wrong.", "We trust each other, mostly 🙂 and the list helps."


def said(*arguments: str | Path) -> str:
    """Return what a command printed on stdout; it has to succeed. In this process: that is quicker."""
    done = CliRunner().invoke(cli, [*map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def fill_in(
    path: Path, sheet: str, decisions: dict[str, dict[str, str]], more: tuple[dict[str, str], ...] = ()
) -> None:
    """Fill in the rows of a review workbook by their passage, and add rows below."""
    book = openpyxl.load_workbook(path)
    found = book[sheet]
    at = {cell.value: cell.column for cell in found[1]}
    for row in range(2, found.max_row + 1):
        for name, text in decisions.get(found.cell(row, at["passage"]).value, {}).items():
            found.cell(row, at[name], text)
    for cells in more:
        row = found.max_row + 1
        for name, text in cells.items():
            found.cell(row, at[name], text)
    book.save(path)


def test_a_review_workbook_of_two_coders_comes_back_as_decisions_on_record(small_study: Path) -> None:
    study = enlarge(small_study)
    assert "4 to decide on" in said("tag", study, "--include-interviewers")
    fill_in(
        study / REVIEW,
        "Review",
        {
            ASKED: {"decision": "accept", "memo": "asked about the start"},
            KNOWS: {"decision": "accept", "passage": "how to get started these days", "valence": "enabler"},
            WRONG: {"decision": "accept", "code": "list_helps", "coder": "CD", "memo": "of the list"},
            TRUST: {"decision": "reject", "coder": "CD", "memo": "a phrase"},
        },
        more=(
            {
                "transcript": "t2", "passage": "Nobody showed us that before.", "code": "workload",
                "decision": "accept", "reported change": "worse", "coder": "CD",
            },
        ),
    )  # fmt: skip
    stdout = said("coding", "import", study / REVIEW, study, "--coder", "EF")
    assert "Segments: 4 added, 0 changed" in stdout
    assert "1 newly rejected, 0 not yet decided" in stdout

    new = {one["quote"]: one for one in rows(study) if one["coder"] != "AB"}
    assert {
        quote: (one["coder"], one["code_id"], one["valence"], one["origin"]) for quote, one in new.items()
    } == {
        ASKED: ("EF", "", "unclear", "accepted_suggestion"),
        "how to get started these days": ("EF", "", "enabler", "accepted_suggestion"),
        WRONG: ("CD", "list_helps", "unclear", "accepted_suggestion"),
        "Nobody showed us that before.": ("CD", "workload", "unclear", "human"),
    }
    assert new[WRONG]["note"] == "of the list"
    assert [(one["coder"], one["note"]) for one in rows(study, "rejected_suggestions.csv")] == [
        ("CD", "a phrase")
    ]

    document = json.loads(said("coding", "log", study, "--json"))
    whats = [re.sub(r"t\d:\d+-\d+", "…", one["what"]) for one in document["events"]]
    assert [what for what in whats if "adopted" not in what and "taken over" not in what] == [
        *[what for what in whats if what.startswith("began to use")],
        "accepted the suggestion …: knowledge (unclear, not said) for EF",
        "accepted, after changing it, the suggestion …: knowledge (enabler, not said) for EF",
        "accepted, after changing it, the suggestion …: list_helps (unclear, not said) for CD",
        "coded …: workload (unclear, worse) for CD",
        "turned down the suggestion …: trust for CD",
    ]

    kinds = [one["kind"] for one in document["events"]]
    taken = ("suggestion_accepted", "suggestion_adjusted", "suggestion_rejected")
    assert [kinds.count(kind) for kind in taken] == [1, 2, 1]

    again = said("coding", "import", study / REVIEW, study, "--coder", "EF")
    assert "Segments: 0 added, 0 changed, 4 as before" in again
    assert "0 to decide on" in said("tag", study, "--include-interviewers")
    before = (study / "qualitative/coded_segments.csv").read_bytes()
    assert said("coding", "undo", study, "--coder", "EF").startswith("Taken back: accepted the suggestion")
    assert {one["coder"] for one in rows(study)} == {"AB"}
    assert said("coding", "redo", study, "--coder", "EF").startswith("Restored: ")
    assert (study / "qualitative/coded_segments.csv").read_bytes() == before
    (path,) = said("coding", "export", study, "--format", "csv").splitlines()
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 6


def test_the_framework_matrix_is_on_record(small_study: Path) -> None:
    study = enlarge(small_study)
    summaries = study / "qualitative/summaries.csv"
    said("matrix", "export", study)
    fill_in_cell(study / MATRIX, "P01", "knowledge", "Knows what to do since spring.")
    back = said("matrix", "import", study / MATRIX, study, "--coder", "AB")
    assert back == "Summaries: 1 written, 0 taken back. Cells as before: 7.\n"
    assert "wrote a summary of P01 on knowledge" in said("coding", "log", study)
    written = summaries.read_bytes()

    assert said("coding", "undo", study, "--coder", "AB").startswith("Taken back: wrote a summary of P01")
    assert b"since spring" not in summaries.read_bytes()
    said("coding", "redo", study, "--coder", "AB")
    assert summaries.read_bytes() == written

    summaries.write_bytes(written.replace(b"since spring", b"since May"))
    refused = impl_eval("run", study)
    assert refused.returncode == 3
    assert "1 summary that the coding store does not hold so, and 1 missing that it holds" in refused.stderr
    assert "impl-eval matrix import qualitative/summaries.csv --coder YOUR_INITIALS" in refused.stderr
    assert "since May" not in refused.stderr
    assert said("coding", "import", summaries, study, "--coder", "AB").startswith("Taken over from summaries")
    summaries.write_bytes(summaries.read_bytes().replace(b"since May", b"since June"))
    taken = said("matrix", "import", summaries, study, "--coder", "AB")
    assert taken == "Taken over from summaries.csv: 1 decision that was added, changed or removed.\n"
    status = json.loads(said("matrix", "status", study, "--json"))
    assert [(one["case"], one["state"]) for one in status["summaries"]] == [("P01", "current")]
    assert b"since June" in summaries.read_bytes()
    CliRunner().invoke(cli, ["withdraw", "P01", str(study)])  # it may leave something to a person
    everything = b"".join(path.read_bytes() for path in study.rglob("*") if path.is_file())
    assert not [words for words in (b"since spring", b"since May", b"since June") if words in everything]


def fill_in_cell(path: Path, case: str, code: str, text: str) -> None:
    """Write a summary into the sheet Matrix."""
    book = openpyxl.load_workbook(path)
    sheet = book["Matrix"]
    column = next(cell.column for cell in sheet[1] if cell.value == code)
    row = next(cell.row for cell in sheet["A"] if cell.value == f"participant:{case}")
    sheet.cell(row, column, text)
    book.save(path)


def written(study: Path, coder: str, text: str) -> None:
    """Export a workbook, write one summary into it, and bring it back."""
    said("matrix", "export", study)
    fill_in_cell(study / MATRIX, "P01", "knowledge", text)
    said("matrix", "import", study / MATRIX, study, "--coder", coder)


def test_summaries_written_on_two_machines_are_told_and_settled_by_a_person(small_study: Path) -> None:
    other = Path(shutil.copytree(small_study, small_study.parent / "other"))
    written(small_study, "AB", "Knows.")
    written(other, "CD", "Knows, and doubts.")
    exported = said("coding", "export", other, "--coder", "CD").splitlines()
    told = said("coding", "merge", *exported, "--study", small_study)
    assert "P01, knowledge: 2 different summaries, by AB and CD. Both are kept until somebody decides" in told
    status = CliRunner().invoke(cli, ["matrix", "status", str(small_study)])
    assert "AB and CD wrote different summaries; nobody has decided which one counts." in status.stdout
    assert "1 with a summary, 0 of them stale, 1 undecided." in status.stderr

    said("matrix", "export", small_study)
    book = openpyxl.load_workbook(small_study / MATRIX)
    assert [cell.value for cell in book["Matrix"][3]][3] == "AB: Knows.\n\nCD: Knows, and doubts."
    states = [[cell.value for cell in row][8:11] for row in book["Status"].iter_rows()]
    assert states[1][0] == "undecided"
    unchanged = said("matrix", "import", small_study / MATRIX, small_study, "--coder", "AB")
    assert unchanged == "Summaries: 0 written, 0 taken back. Cells as before: 2.\n"
    both = (small_study / "qualitative/summaries.csv").read_bytes()
    fill_in_cell(small_study / MATRIX, "P01", "knowledge", "Knows; CD hears doubts.")
    assert said("matrix", "import", small_study / MATRIX, small_study, "--coder", "AB").startswith(
        "Summaries: 1 written"
    )
    assert [(one["coder"], one["summary"]) for one in rows(small_study, "summaries.csv")] == [
        ("AB", "Knows; CD hears doubts.")
    ]
    said("coding", "undo", small_study, "--coder", "AB")
    assert (small_study / "qualitative/summaries.csv").read_bytes() == both

    assert (
        said("matrix", "settle", "P01", "knowledge", small_study, "--keep", "CD", "--coder", "EF")
        == "P01, knowledge: the summary of CD counts.\n"
    )
    assert [one["coder"] for one in rows(small_study, "summaries.csv")] == ["CD"]
    assert "took back the summary of P01 on knowledge" in said("coding", "log", small_study, "--coder", "EF")
    again = CliRunner().invoke(
        cli, ["matrix", "settle", "P01", "knowledge", str(small_study), "--keep", "CD", "--coder", "EF"]
    )
    assert isinstance(again.exception, AnalysisRefused)


def test_what_was_accepted_of_an_interviewer_stays_with_its_words(small_study: Path) -> None:
    said("tag", small_study, "--include-interviewers")
    fill_in(small_study / REVIEW, "Review", {ASKED: {"decision": "accept"}})
    said("coding", "import", small_study / REVIEW, small_study, "--coder", "AB")
    transcript = small_study / "qualitative/transcripts/t1.txt"
    transcript.write_text(
        transcript.read_text(encoding="utf-8").replace("Interview one", "The first interview"), "utf-8"
    )
    assert impl_eval("run", small_study).returncode == 3
    moved = said("coding", "reanchor", small_study, "--coder", "AB")
    assert "3 moved, 0 reworded, 0 orphaned" in moved
    assert ASKED in {one["quote"] for one in rows(small_study)}
    assert json.loads(said("matrix", "counts", small_study, "--json"))["estimates"]
