"""The coding store through the command line: found again, taken back, and spared where it is locked."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.cli.terminal import DONE, NOT_AS_PLANNED, STUDY_HAS_PROBLEMS
from impl_eval.errors import AnalysisRefused, StudyProblems, describe_problems
from tests.coding_desk.interviews import all_content, enlarge, rows
from tests.coding_desk.test_coding_desk import KNOWS, LIST, TRUST, decide, segment
from tests.command_line import impl_eval
from tests.conftest import SMALL_STUDY


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run `impl-eval coding ARGUMENTS` within this process; returns exit code and everything it said."""
    finished = CliRunner().invoke(cli, ["coding", *map(str, arguments)])
    error = finished.exception
    if isinstance(error, StudyProblems):
        return STUDY_HAS_PROBLEMS, describe_problems(error.problems)
    if isinstance(error, AnalysisRefused):
        return NOT_AS_PLANNED, str(error)
    assert error is None, finished.output
    return DONE, finished.output


def actions(study: Path, coder: str) -> dict[str, str]:
    """Return the action of each kind of event of a coder; the newest where there are several."""
    _, said = run("log", study, "--coder", coder, "--json")
    return {line["kind"]: line["action"] for line in json.loads(said)["events"]}


@pytest.fixture
def double_coded(small_study: Path) -> Path:
    """A transcript that two people code blind; AB has found two passages, CD one."""
    enlarge(small_study, double_coded="t2")
    first = segment(KNOWS, "AB", valence="barrier", note="from experience")
    decide(small_study, first, segment(LIST, "AB", code_id="list_helps"))
    decide(small_study, segment(TRUST, "CD", "trust"), coder="CD")
    return small_study


def test_search_finds_what_may_be_shown(double_coded: Path) -> None:
    def found(*options: str) -> list[str]:
        code, said = run("search", double_coded, *options)
        assert code == DONE
        return [line for line in said.splitlines() if not line.endswith("found.")]

    assert {line.split(":")[0] for line in found()} == {"t1"}, "neither blind layer is shown"
    assert found("--text", "when it goes wrong") == []
    (line,) = found("--coder", "AB", "--text", "WHEN it goes wrong", "--quotes")
    assert line.startswith("t2:")
    assert line.endswith(f'  knowledge  AB  barrier  "{KNOWS}"')
    (line,) = found("--coder", "AB", "--code", "list_helps")
    assert LIST not in line, "words are printed on a terminal, or where they are asked for"
    assert found("--coder", "AB", "--memo", "experience", "--valence", "barrier", "--transcript", "t2")
    assert found("--coder", "CD", "--text", "when it goes wrong") == []


def test_search_as_its_users_type_it(double_coded: Path) -> None:
    asked = ("--coder", "AB", "--text", "list")
    done = impl_eval("coding", "search", double_coded, *asked)
    assert (done.returncode, done.stderr) == (0, "1 coding found.\n")
    assert LIST not in done.stdout
    done = impl_eval("coding", "search", double_coded, *asked, "--json", "--quotes")
    (row,) = json.loads(done.stdout)["codings"]
    assert (row["transcript_id"], row["code_id"], row["coder"], row["quote"]) == (
        "t2",
        "list_helps",
        "AB",
        LIST,
    )


def test_search_says_who_or_what_it_does_not_know(double_coded: Path) -> None:
    code, said = run("search", double_coded, "--transcript", "t22")
    assert (code, 'No transcript "t22" is on record.' in said) == (NOT_AS_PLANNED, True)
    assert run("search", double_coded, "--coder", "XY")[0] == NOT_AS_PLANNED
    (double_coded / "study.yaml").write_text("title: 3", encoding="utf-8")
    assert run("search", double_coded)[0] == STUDY_HAS_PROBLEMS


def test_search_needs_a_store(small_study: Path) -> None:
    code, said = run("search", small_study)
    assert code == NOT_AS_PLANNED
    assert "Nothing is on record yet" in said


def test_undo_spares_a_locked_layer_as_unlock_does(double_coded: Path) -> None:
    study = str(double_coded)
    coding = actions(double_coded, "AB")["coded"]
    assert run("lock", "t2", "--study", study, "--coder", "AB")[0] == 0
    code, said = run("undo", study, "--coder", "AB", "--action", coding)
    assert code == 3
    assert "a decision of AB, whose layer is locked" in said
    assert "impl-eval coding unlock t2 --coder AB" in said
    code, said = run("undo", study, "--coder", "AB")
    assert (code, said[:40]) == (0, "Taken back: locked the layer of AB in t2"), "what unlock does"
    assert run("redo", study, "--coder", "AB")[0] == 0
    assert run("lock", "t2", "--study", study, "--coder", "CD")[0] == 0
    before = rows(double_coded)
    _, unlock = run("unlock", "t2", "--study", study, "--coder", "AB")
    assert "t2 stays locked: the layers of both coders were shown." in unlock
    for chosen in ([], ["--action", coding]):
        assert run("undo", study, "--coder", "AB", *chosen) == (4, unlock)
    assert rows(double_coded) == before
    decide(double_coded, segment("Nobody showed us", "AB", "", code_id="workload"))
    assert run("undo", study, "--coder", "AB")[0] == 0, "made after the layers were shown"
    assert rows(double_coded) == before


def test_undo_of_one_of_many_and_twice(small_study: Path) -> None:
    enlarge(small_study)
    decide(small_study, segment(KNOWS, "AB"))
    action = actions(small_study, "AB")["coded"]
    decide(small_study, segment(TRUST, "AB", "trust"))
    undo = ("undo", small_study, "--coder", "AB", "--action", action)
    assert run(*undo)[1].startswith("Taken back: coded t2:")
    code, said = run(*undo)
    assert (code, "taken back already" in said) == (NOT_AS_PLANNED, True)
    assert run("verify", small_study)[0] == DONE


def test_a_log_that_is_blind_is_not_left_out_in_silence(double_coded: Path, tmp_path: Path) -> None:
    code, said = run("export", double_coded, "--to", tmp_path / "sent")
    assert code == NOT_AS_PLANNED
    assert said.startswith("Nothing was written.\nAB was left out: AB codes blind")
    assert "CD alone may send it: add --coder CD." in said
    assert not (tmp_path / "sent").exists()
    assert run("lock", "t2", "--study", double_coded, "--coder", "AB")[0] == DONE
    code, said = run("export", double_coded, "--coder", "AB", "--to", tmp_path / "sent")
    assert (code, said) == (DONE, f"{tmp_path / 'sent' / 'coding-AB.jsonl'}\n")


def test_names_that_make_one_file_name_make_two_files(small_study: Path, tmp_path: Path) -> None:
    for coder in ("A B", "A.B", "a-b"):
        assert run("memo", "A thought", small_study, "--coder", coder)[0] == DONE
    assert run("export", small_study, "--to", tmp_path / "sent")[0] == DONE
    written = "".join(path.read_text() for path in (tmp_path / "sent").iterdir())
    assert all(f'"coder":"{coder}"' in written for coder in ("A B", "A.B", "a-b"))


def test_a_store_that_was_emptied_is_refused_before_it_empties_the_files(double_coded: Path) -> None:
    store, table = double_coded / "coding" / "coding.sqlite", double_coded / "qualitative/coded_segments.csv"
    before = table.read_bytes()
    store.write_bytes(b"")
    for verb in (("log",), ("verify",), ("export", "--format", "study"), ("export",)):
        code, said = run(*verb, double_coded)
        assert (code, "an empty file" in said) == (STUDY_HAS_PROBLEMS, True), verb
    assert table.read_bytes() == before


def test_nobody_codes_as_the_consensus(double_coded: Path) -> None:
    """Else the codes of one person would count as settled, without a reason, and be shown to everybody."""
    done = impl_eval("coding", "memo", "mine", double_coded, "--coder", "Consensus")
    assert (done.returncode, "the program's own" in done.stderr) == (2, True)
    assert run("log", double_coded, "--coder", "consensus")[1].strip() in ("", "Nothing is on record yet.")


def test_coding_of_another_study_is_not_taken_in(double_coded: Path, tmp_path: Path) -> None:
    done = impl_eval("coding", "export", double_coded, "--coder", "AB", "--to", tmp_path / "sent")
    assert done.returncode == 0, done.stderr
    (file,) = (tmp_path / "sent").glob("coding-AB*.jsonl")
    other = tmp_path / "other"
    shutil.copytree(SMALL_STUDY, other)
    for name in ("speakers.csv", "coded_segments.csv"):
        path = other / "qualitative" / name
        path.write_text(path.read_text(encoding="utf-8").replace("t1,", "elsewhere,"), encoding="utf-8")
    before = all_content(other / "qualitative")
    refused = impl_eval("coding", "merge", file, "--study", other)
    assert refused.returncode == 3
    assert "found coding of other transcripts only" in refused.stderr
    assert all_content(other / "qualitative") == before
