"""Two people code a transcript blind and use the tagger: neither is led by what the other decided."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.coding_desk.interviews import T2, enlarge, row_of, rows, write_rows
from tests.coding_desk.test_coding_desk import decide, segment
from tests.command_line import impl_eval_here as impl_eval

KNOWS, TRUST = "I know what to do when it goes wrong.", "We trust each other"
# Words of no phrase of the codebook: who suggests anything near them has learned from somebody.
AB_ONLY, CD_ONLY = "Nobody showed us that before.", "mostly 🙂 and the list helps"


@pytest.fixture
def blind(small_study: Path) -> Path:
    """AB and CD have coded t2, each on their own; nothing is locked."""
    enlarge(small_study, double_coded="t2")
    for coder, words in (("AB", (KNOWS, AB_ONLY)), ("CD", (TRUST, CD_ONLY))):
        decide(small_study, *(segment(each, coder) for each in words), coder=coder)
    assert {one["transcript_id"] for one in rows(small_study)} == {"t1"}
    return small_study


def tagged(study: Path, *options: str) -> dict[str, Any]:
    done = impl_eval("tag", study, "--json", *options)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def learned_from(study: Path, *options: str) -> tuple[int, int]:
    """Return how many turns and how many coded turns the model of knowledge learned from."""
    done = impl_eval("tag", study, *options)
    assert done.returncode == 0, done.stderr
    name = f"tagger_model_{options[1]}.json" if options else "tagger_model.json"
    model = json.loads((study / "outputs" / "internal" / name).read_text(encoding="utf-8"))
    (code,) = [one for one in model["codes"] if one["code_id"] == "knowledge"]
    return code["labels"], code["positives"]


def test_each_learns_from_the_own_hidden_layer_and_nobody_from_the_others(blind: Path) -> None:
    """AB has coded t1 too (one turn of one), and both turns of t2 are decided by AB, one by CD."""
    everybody, ab, cd = learned_from(blind), learned_from(blind, "--coder", "AB"), learned_from(
        blind, "--coder", "CD"
    )  # fmt: skip
    nobody = learned_from(blind, "--coder", "EF")
    (of_t1, coded_in_t1) = everybody
    assert ab == (of_t1 + 1, coded_in_t1 + 1), "the turn of P02, which holds both passages of AB"
    assert cd == (2, 1), "the two turns of t2 up to the last passage of CD, which is in the second"
    assert nobody == (0, 0)


def test_what_is_decided_is_the_own_business(blind: Path) -> None:
    def undecided_in_t2(*options: str) -> set[str]:
        return {one for one in tagged(blind, *options)["undecided"] if one.startswith("t2:")}

    everything = {one["id"] for one in tagged(blind)["suggestions"] if one["transcript_id"] == "t2"}
    assert everything
    assert undecided_in_t2() == everything, "what is hidden is not decided for anybody else"
    assert undecided_in_t2("--coder", "EF") == everything
    assert undecided_in_t2("--coder", "AB") < everything


def test_files_of_a_coder_bear_the_name_and_those_of_all_hold_nothing_hidden(blind: Path) -> None:
    done = impl_eval("tag", blind, "--coder", "AB")
    assert (done.returncode, "coding_review_AB.xlsx" in done.stdout) == (0, True)
    assert "--coder AB" in done.stdout
    internal = blind / "outputs" / "internal"
    assert sorted(path.name for path in internal.iterdir()) == [
        "coding_review_AB.xlsx", "suggestions_AB.csv", "tagger_model_AB.json",
    ]  # fmt: skip
    done = impl_eval("tag", blind)
    assert "coded blind and not shown yet" in done.stderr
    with (internal / "coded_segments.csv").open(encoding="utf-8-sig") as file:
        assert {row["transcript_id"] for row in csv.DictReader(file)} == {"t1"}


def test_a_coder_whose_initials_are_a_path_is_refused(blind: Path) -> None:
    done = impl_eval("tag", blind, "--coder", "../AB")
    assert (done.returncode, "initials" in done.stderr) == (2, True)


def decide_all(workbook: Path, decision: str) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["Review"]
    header = [cell.value for cell in sheet[1]]
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, header.index("decision") + 1, decision)
    book.save(workbook)


@pytest.mark.parametrize("options", [(), ("--coder", "AB")])
def test_a_workbook_that_was_imported_into_a_hidden_layer_can_be_made_anew(
    blind: Path, options: tuple[str, ...]
) -> None:
    assert impl_eval("tag", blind, *options).returncode == 0
    name = "coding_review_AB.xlsx" if options else "coding_review.xlsx"
    workbook = blind / "outputs" / "internal" / name
    decide_all(workbook, "reject")
    refused = impl_eval("tag", blind, *options)
    assert (refused.returncode, "nobody has imported" in refused.stderr) == (4, True)
    done = impl_eval("coding", "import", workbook, blind, "--coder", "AB")
    assert done.returncode == 0, done.stderr
    again = impl_eval("tag", blind, *options)
    assert again.returncode == 0, again.stderr


def test_an_audit_leaves_out_what_the_coder_knows_though_it_is_hidden(blind: Path) -> None:
    def transcripts(coder: str) -> set[str]:
        done = impl_eval("tag", blind, "--audit", "50", "--coder", coder)
        if done.returncode == 4:
            return set()
        assert done.returncode == 0, done.stderr
        path = blind / "outputs" / "internal" / f"audit_sample_{coder}.csv"
        with path.open(encoding="utf-8-sig") as file:
            return {row["transcript_id"] for row in csv.DictReader(file)}

    assert (transcripts("AB"), transcripts("CD"), transcripts("EF")) == (set(), {"t1"}, {"t1", "t2"})


def test_a_file_that_says_something_else_than_the_store_stops_the_tagger(blind: Path) -> None:
    """A hidden layer that was written into the file by hand would train a model for everybody."""
    file = blind / "qualitative" / "coded_segments.csv"
    write_rows(file, [*rows(blind), row_of(KNOWS, mechanism_id="knowledge", coder="AB")])
    done = impl_eval("tag", blind)
    assert (done.returncode, "coding/coding.sqlite" in done.stderr) == (3, True)
    assert T2.splitlines()[1] not in done.stderr
