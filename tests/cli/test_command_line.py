"""Exit codes, what goes to which stream, JSON, and what a fault of ours may show."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.cli.terminal import describe_bug, exit_code_of
from impl_eval.errors import AnalysisRefused, OutputNotWritten, Problem, StudyProblems
from tests.command_line import impl_eval


def test_check_prints_what_the_study_holds(small_study: Path) -> None:
    done = impl_eval("check", small_study)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Not asked     trust (no question of the topic guide)" in done.stdout
    assert done.stdout.rstrip().endswith("No problems found.")


def test_check_lists_problems_with_exit_code_3(small_study: Path) -> None:
    (small_study / "study.yaml").write_text("title: x\ntitel: y\n", encoding="utf-8")
    done = impl_eval("check", small_study)
    assert (done.returncode, done.stdout) == (3, "")
    assert 'the unknown key "titel"' in done.stderr
    assert "Did you mean title?" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_as_json_has_nothing_else_on_stdout(small_study: Path) -> None:
    good = impl_eval("check", small_study, "--json")
    assert json.loads(good.stdout)["study"]["coded_segments"] == 2
    (small_study / "qualitative/speakers.csv").unlink()
    bad = impl_eval("check", small_study, "--json")
    assert bad.returncode == 3
    assert json.loads(bad.stdout)["problems"][0]["found"].startswith('"qualitative/speakers.csv"')


def test_a_folder_without_study_says_how_to_make_one(tmp_path: Path) -> None:
    done = impl_eval("check", tmp_path)
    assert done.returncode == 3
    assert "impl-eval init" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check", "/no/such/folder"], ["init", "x"], ["coding", "import"]]
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    assert impl_eval(*arguments).returncode == 2


def test_score_and_analyse_without_answers_cannot_be_carried_out(tmp_path: Path) -> None:
    assert impl_eval("init", tmp_path / "s", "--ics", "Some ICS", "--empty").returncode == 0
    for verb in ("score", "analyse", "tag"):
        done = impl_eval(verb, tmp_path / "s")
        assert (done.returncode, done.stdout) == (4, "")
        assert "impl-eval check" in done.stderr


def test_score_and_analyse_as_json(small_study: Path) -> None:
    scored = json.loads(impl_eval("score", small_study, "--json").stdout)
    (instrument,) = scored["instruments"]
    assert instrument["columns"]["knowledge"][0] == pytest.approx((2 + 3 + (1 + 5 - 4)) / 3)
    assert instrument["columns"]["know2"][3] is None
    assert instrument["reasons"]["know2"][3] == "not applicable"
    analysed = json.loads(impl_eval("analyse", small_study, "--json").stdout)
    ids = {estimate["id"] for estimate in analysed["estimates"]}
    assert "survey.sureness.mean_change.paired" in ids


def test_preview_drafts_a_column_map_that_works(small_study: Path) -> None:
    """The draft, with its one gap filled, is a column map that check accepts."""
    done = impl_eval("preview", small_study / "quantitative/survey.csv", "--study", small_study)
    assert "delimiter  comma" in done.stderr
    draft = done.stdout.replace("respondent: ?", "respondent: code").replace(
        '"1": ?   # one of: baseline, follow_up', "1: baseline"
    )
    draft = draft.replace('"2": ?   # one of: baseline, follow_up', "2: follow_up").replace(
        "sure1: ?", "sure1: Q6"
    )
    (small_study / "quantitative/columns.yaml").write_text(draft, encoding="utf-8")
    checked = impl_eval("check", small_study)
    assert checked.returncode == 0, checked.stderr


def test_preview_of_a_transcript_drafts_its_speakers(small_study: Path) -> None:
    done = impl_eval("preview", small_study / "qualitative/transcripts/t1.txt")
    assert "t1,t1.txt,Interviewer,interviewer,," in done.stdout
    assert "t1,t1.txt,P01,participant,?,?" in done.stdout


def test_known_errors_have_their_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    problems = StudyProblems([Problem("study.yaml", 1, "x", "y")])
    errors = [
        problems,
        AnalysisRefused("no"),
        OutputNotWritten("disk"),
        KeyboardInterrupt(),
        ValueError("secret"),
    ]
    assert [exit_code_of(error) for error in errors] == [3, 4, 5, 130, 1]
    assert "secret" not in capsys.readouterr().err


def test_a_fault_of_ours_shows_frames_but_not_its_message() -> None:
    try:
        raise ValueError("respondent a1 said 4")
    except ValueError as error:
        quiet, loud = describe_bug(error, with_message=False), describe_bug(error, with_message=True)
    assert "ValueError" in quiet
    assert "respondent a1" not in quiet
    assert "respondent a1 said 4" in loud


def test_outputs_that_cannot_be_written_are_5(small_study: Path) -> None:
    (small_study / "outputs").write_text("a file where the folder should be", encoding="utf-8")
    done = impl_eval("score", small_study)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_a_narrow_encoding_gets_plain_signs_and_keeps_the_minus(small_study: Path) -> None:
    """A log file on Windows is cp1252: it has no minus sign, and a lost one would turn a result round."""
    import subprocess
    import sys

    program = "from impl_eval.cli.terminal import write_what_can_be_written\nwrite_what_can_be_written()\n"
    command = [sys.executable, "-c", program + "print('\u22120.42 \u2191 \u2018')"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii"})
    assert done.stdout.split() == [b"-0.42", b"^", b"?"]
    assert impl_eval("analyse", small_study, PYTHONIOENCODING="utf-8").returncode == 0


@pytest.mark.parametrize("coder", ["", "  ", "A,B", "=1+1", "x" * 40])
def test_initials_that_cannot_be_initials_are_wrong_usage(small_study: Path, coder: str) -> None:
    file = small_study / "qualitative/speakers.csv"
    assert impl_eval("coding", "import", file, small_study, "--coder", coder).returncode == 2


def test_every_verb_explains_itself() -> None:
    runner = CliRunner()
    for verb, command in cli.commands.items():
        shown = runner.invoke(cli, [verb, "--help"])
        assert shown.exit_code == 0
        assert command.help and command.help.split("\n")[0] in " ".join(shown.output.split())
