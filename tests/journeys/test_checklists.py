"""Answers to reporting checklists through the command line: each column of StaRI has its own."""

from pathlib import Path

from tests.command_line import impl_eval
from tests.study.test_report_inputs import with_files

OLD = "checklist,item,status,reason,where\nstari,13,not applicable,No costs were asked for,\n"
NEW = (
    "checklist,item,column,status,reason,where\n"
    "stari,13,strategy,done,,Finance paper\n"
    "stari,13,intervention,not applicable,No costs were asked for,\n"
)


def rows_of_item_13(study: Path) -> list[str]:
    done = impl_eval("report", study, "--format", "markdown")
    assert done.returncode == 0, done.stderr
    (report,) = (study / "outputs").glob("*.md")
    return [line for line in report.read_text(encoding="utf-8").splitlines() if line.startswith("| 13 |")]


def test_each_column_is_answered_by_itself(small_study: Path) -> None:
    strategy, programme = rows_of_item_13(with_files(small_study, answers=NEW))
    assert "| Strategy |" in strategy and "| Done |" in strategy and "Finance paper" in strategy
    assert "| Programme |" in programme and "| Not applicable |" in programme


def test_an_older_file_counts_for_both_and_check_says_how_to_tell_them_apart(small_study: Path) -> None:
    study = with_files(small_study, answers=OLD)
    checked = impl_eval("check", study)
    assert checked.returncode == 0, checked.stderr
    assert "Worth a look" in checked.stdout
    assert "found one answer for item 13 of stari, which asks about strategy and intervention" in (
        " ".join(checked.stdout.split())
    )
    assert all("| Not applicable |" in row for row in rows_of_item_13(study))


def test_a_column_that_nobody_knows_is_refused(small_study: Path) -> None:
    study = with_files(small_study, answers=NEW.replace("intervention", "interventoin"))
    done = impl_eval("report", study)
    assert done.returncode == 3
    assert 'line 3: column column: found "interventoin"' in done.stderr
    assert "Did you mean intervention?" in done.stderr
