"""`impl-eval instrument ...`, as its users call it."""

import json
from pathlib import Path

import pytest

from tests.command_line import impl_eval_here as impl_eval
from tests.shared import ROOT

FILES = ROOT / "tests" / "readers" / "instruments" / "files"


def test_import_says_what_it_lost_and_what_it_asks(tmp_path: Path) -> None:
    done = impl_eval("instrument", "import", FILES / "demo.csv", "--into", tmp_path / "demo")
    assert done.returncode == 0
    assert [Path(line).name for line in done.stdout.split("\n")[:3]] == [
        "instrument.yaml", "items.csv", "LOSSES.txt",
    ]  # fmt: skip
    assert "Not carried over:" in done.stderr
    assert "Fields marked as identifiers: they name people: email." in done.stderr
    assert "question marks, in instrument.yaml and items.csv." in done.stderr
    losses = (tmp_path / "demo" / "LOSSES.txt").read_text(encoding="utf-8")
    assert "- Fields that allow several answers: tick." in losses
    again = impl_eval("instrument", "import", FILES / "demo.csv", "--into", tmp_path / "demo")
    assert again.returncode == 3
    assert "a draft never replaces an instrument" in again.stderr


@pytest.mark.parametrize(
    ("folder", "then"),
    [
        ("study/instruments/demo", "impl-eval instrument check demo --study study"),
        ("instruments/demo", "impl-eval instrument check demo"),
        ("demo", "move demo into instruments/ of a study, and there: impl-eval instrument check demo"),
    ],
)
def test_import_says_how_to_check_the_draft_from_where_the_user_stands(
    tmp_path: Path, folder: str, then: str
) -> None:
    (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
    done = impl_eval("instrument", "import", FILES / "demo.csv", "--into", folder, folder=tmp_path)
    assert done.stderr.splitlines()[-1] == f"Then: {then}"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("redcap", "staff_survey.redcap.csv"),
        ("xlsform", "staff_survey.xlsform.xlsx"),
        ("spss", "staff_survey.shell.sav"),
        ("word", "staff_survey.questionnaire.docx"),
    ],
)
def test_export_writes_the_form_and_prints_its_losses(small_study: Path, kind: str, name: str) -> None:
    done = impl_eval("instrument", "export", "staff_survey", "--as", kind, "--study", small_study)
    assert done.returncode == 0
    assert done.stdout.strip() == str(small_study / "outputs" / "instruments" / name)
    assert (small_study / "outputs" / "instruments" / name).stat().st_size > 500
    assert "Not carried over:" in done.stderr
    assert "know3" in done.stderr


def test_export_of_an_unknown_instrument(small_study: Path) -> None:
    done = impl_eval("instrument", "export", "staff_survy", "--as", "word", "--study", small_study)
    assert done.returncode == 3
    assert "Did you mean staff_survey?" in done.stderr


def test_check_lists_advice_and_problems(small_study: Path) -> None:
    done = impl_eval("instrument", "check", "--study", small_study)
    assert done.returncode == 0
    assert "the scale sureness with one item" in done.stdout
    items = small_study / "instruments" / "staff_survey" / "items.csv"
    items.write_text(items.read_text(encoding="utf-8").replace(",yes,", ",?,"), encoding="utf-8")
    done = impl_eval("instrument", "check", "--study", small_study, "--json")
    assert done.returncode == 3
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["line"], problem["where"]) == (4, "know3 > column reverse_scored")


def test_the_library_is_listed_checked_and_added(small_study: Path) -> None:
    listed = impl_eval("instrument", "library", "list", "--json")
    assert [one["id"] for one in json.loads(listed.stdout)] == ["aim_iam_fim", "dibq", "nomad", "oric"]
    assert impl_eval("instrument", "check", "--library").returncode == 0
    assert impl_eval("instrument", "library", "add", "oric", "--study", small_study).returncode == 0
    assert impl_eval("instrument", "library", "add", "oric", "--study", small_study).returncode == 3


def test_fingerprint_and_lock(small_study: Path) -> None:
    printed = impl_eval("instrument", "fingerprint", "staff_survey", "--study", small_study)
    sha256 = printed.stdout.split()[0]
    done = impl_eval("instrument", "lock", "staff_survey", "--study", small_study)
    assert done.returncode == 0
    assert sha256 in done.stdout
    again = impl_eval("instrument", "lock", "staff_survey", "--study", small_study)
    assert again.returncode == 3
    assert "--amend" in again.stderr


def test_study_check_shows_advice_and_stays_sound(small_study: Path) -> None:
    done = impl_eval("check", small_study)
    assert done.returncode == 0
    assert "Worth a look (none of this stops a run):" in done.stdout
    assert "No problems found." in done.stdout
