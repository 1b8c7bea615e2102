"""An edited report through the real command line: refreshed, kept, checked."""

import json
import shutil
from pathlib import Path

import pytest
from lxml import etree

from impl_eval.outputs.refresh.names import w
from tests.command_line import impl_eval_here as impl_eval
from tests.conftest import SMALL_STUDY
from tests.outputs.refresh.word_files import control, edited, element, own, part, words

PREFACE, CHANGED = "We wrote this ourselves.", "Our own words: "


def edit(body: etree._Element) -> None:
    """A preface of the lead's own, words before a number, and one paragraph deleted."""
    body.insert(3, element(own(PREFACE)))
    first = next(control(body, "answer.claim").iter(w("t")))
    first.text = CHANGED + (first.text or "")
    gone = control(body, "answer.cause")
    body.remove(gone)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study whose report somebody edited, and whose data changed since."""
    folder = Path(shutil.copytree(SMALL_STUDY, tmp_path_factory.mktemp("edited") / "study"))
    done = impl_eval("report", folder)
    assert done.returncode == 0, done.stderr
    (report,) = (folder / "outputs").glob("*.docx")
    mine = folder / "my report.docx"
    mine.write_bytes(edited(report.read_bytes(), edit))
    survey = sorted((folder / "quantitative").rglob("*survey*.csv"))[0]
    lines = survey.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    survey.write_text("".join(lines[:-2]), encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def refreshed(study: Path) -> Path:
    before = (study / "my report.docx").read_bytes()
    done = impl_eval("report", study, "--refresh", study / "my report.docx")
    assert done.returncode == 0, done.stderr
    assert (study / "my report.docx").read_bytes() == before, "the edited file is never touched"
    assert "Refreshed report: " in done.stdout
    assert "stays deleted" in done.stdout
    return study / "my report-refreshed.docx"


def test_what_was_written_stays_and_what_was_deleted_stays_deleted(refreshed: Path) -> None:
    lines = words(refreshed.read_bytes())
    assert PREFACE in lines
    assert any(line.startswith(CHANGED) for line in lines)
    assert 'w:val="ie:answer.cause"' not in part(refreshed.read_bytes())


def test_numbers_are_new_and_told_in_the_log(refreshed: Path) -> None:
    log = json.loads(refreshed.with_name("my report-refreshed-log.json").read_text(encoding="utf-8"))
    assert log["changes"]
    text = refreshed.with_name("my report-refreshed-log.txt").read_text(encoding="utf-8")
    assert f"What changed since the last version ({len(log['changes'])})" in text


def test_a_run_keeps_an_edited_report_and_says_what_the_refreshed_one_says(
    study: Path, refreshed: Path
) -> None:
    (report,) = (study / "outputs").glob("*.docx")
    mine = (study / "my report.docx").read_bytes()
    report.write_bytes(mine)
    done = impl_eval("report", study)
    assert done.returncode == 0, done.stderr
    copy = report.with_name(f"{report.stem}-edited.docx")
    assert copy.read_bytes() == mine
    assert str(copy) in done.stderr
    new = set(words(report.read_bytes()))
    other = [line for line in words(refreshed.read_bytes()) if line not in new]
    assert all(PREFACE in line or CHANGED in line for line in other)


def test_refreshing_the_refreshed_report_writes_nothing(refreshed: Path, study: Path) -> None:
    before = sorted(study.glob("*.docx"))
    done = impl_eval("report", study, "--refresh", refreshed)
    assert done.returncode == 0, done.stderr
    assert "is up to date" in done.stderr
    assert sorted(study.glob("*.docx")) == before


def test_what_is_no_report_of_this_study_is_refused(study: Path, tmp_path: Path) -> None:
    other = tmp_path / "notes.docx"
    other.write_bytes(b"no Word file")
    done = impl_eval("report", study, "--refresh", other)
    assert done.returncode == 3
    assert "notes.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_gate_names_what_is_open_and_says_so_in_its_exit_code(study: Path, refreshed: Path) -> None:
    done = impl_eval("report", "--check", refreshed)
    assert done.returncode == 4, done.stderr
    assert "a question to you is still open" in done.stdout
    assert "openxml-audit" in done.stdout
    asked = impl_eval("report", "--check", refreshed, "--json")
    assert asked.returncode == 4
    rules = {finding["rule"] for finding in json.loads(asked.stdout)["findings"]}
    assert rules <= {"open question", "comments left", "place for a logo"}


def test_options_that_do_not_go_together_are_wrong_usage(study: Path) -> None:
    for arguments in (("--json",), ("--refresh", study / "my report.docx", "--format", "html")):
        assert impl_eval("report", study, *arguments).returncode == 2
