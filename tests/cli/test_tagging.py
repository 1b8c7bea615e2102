"""tag through the real command line: the workbook, the model, judging, and the blind audit."""

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.command_line import impl_eval as impl_eval_apart
from tests.command_line import impl_eval_here as impl_eval


@pytest.fixture(scope="module")
def tagged(reference_copy: Callable[[], Path]) -> tuple[Path, str]:
    folder = reference_copy()
    done = impl_eval("tag", folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_it_leaves_a_workbook_that_says_why_and_a_model(tagged: tuple[Path, str]) -> None:
    internal = tagged[0] / "outputs" / "internal"
    assert "strong" in tagged[1] and "already decided" in tagged[1]
    sheet = openpyxl.load_workbook(internal / "coding_review.xlsx")["Review"]
    header, *lines = sheet.iter_rows(values_only=True)
    band, why = header.index("band"), header.index("why")
    assert {line[band] for line in lines} <= {"strong", "possible", "weak"}
    assert all("codebook" in line[why] for line in lines)
    model = json.loads((internal / "tagger_model.json").read_text(encoding="utf-8"))
    assert model["schema"] == "impl-eval/tagger-model/1"
    assert [code["calibration"] is not None for code in model["codes"]] == [True] * 6
    for path in internal.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_again_gives_the_same_bytes(tagged: tuple[Path, str]) -> None:
    internal = tagged[0] / "outputs" / "internal"
    before = {path.name: path.read_bytes() for path in internal.iterdir()}
    done = impl_eval_apart("tag", tagged[0], PYTHONHASHSEED="7", OMP_NUM_THREADS="1")
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in internal.iterdir()} == before


@pytest.fixture(scope="module")
def document(tagged: tuple[Path, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(impl_eval("tag", tagged[0], "--json").stdout)
    return found


def test_json_holds_explanations_that_add_up(document: dict[str, Any]) -> None:
    assert len({one["id"] for one in document["suggestions"]}) == len(document["suggestions"])
    for one in document["suggestions"]:
        told = one["explanation"]
        assert sum(part["value"] for part in told["contributions"]) == pytest.approx(told["score"], abs=1e-9)
        assert 0 <= one["probability"] <= 1


def test_a_second_coder_is_not_led_by_the_first(tagged: tuple[Path, str]) -> None:
    """CD has coded two transcripts: no code has ten positives of theirs, so there are no probabilities."""
    document = json.loads(impl_eval("tag", tagged[0], "--json", "--coder", "CD").stdout)
    assert {one["probability"] for one in document["suggestions"]} == {None}
    assert max(one["explanation"]["positives"] for one in document["suggestions"]) < 10


def test_an_audit_sheet_is_drawn_once_and_judged_without_a_word_of_speech(tagged: tuple[Path, str]) -> None:
    done = impl_eval("tag", tagged[0], "--audit", "30")
    assert done.returncode == 0, done.stderr
    sheet = tagged[0] / "outputs" / "internal" / "audit_sample.csv"
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    again = impl_eval("tag", tagged[0], "--audit", "30")
    assert (again.returncode, "half coded" in again.stderr) == (4, True)
    judged = impl_eval("tag", tagged[0], "--evaluate", "--audited", sheet)
    sheet.unlink()
    assert judged.returncode == 0, judged.stderr
    assert "tagger without decisions" in judged.stdout and "Blind audit" in judged.stdout
    assert "Each transcript that people coded by hand is held out" in judged.stderr
    with (tagged[0] / "qualitative/coded_segments.csv").open(encoding="utf-8") as file:
        quotes = [row["quote"] for row in csv.DictReader(file)]
    assert not [quote for quote in quotes if quote in judged.stdout + judged.stderr]


def test_options_that_do_not_go_together(tagged: tuple[Path, str]) -> None:
    for options in (["--evaluate", "--audit", "3"], ["--audited", tagged[0] / "study.yaml"]):
        assert impl_eval("tag", tagged[0], *options).returncode == 2


def test_one_transcript_cannot_be_judged(small_study: Path) -> None:
    done = impl_eval("tag", small_study, "--evaluate", "--json")
    assert (done.returncode, json.loads(done.stdout)["estimates"]) == (0, [])


def test_interviewers_can_be_unmasked(tagged: tuple[Path, str], document: dict[str, Any]) -> None:
    unmasked = json.loads(impl_eval("tag", tagged[0], "--json", "--include-interviewers").stdout)
    assert len(unmasked["suggestions"]) > len(document["suggestions"])
