"""plan lock, plan show and power through the real command line."""

import json
from pathlib import Path

import pytest

from tests.command_line import impl_eval_here as impl_eval
from tests.outputs.word_text import paragraphs_of

POWER = """\
power:
  scale: trust
  sites: 6
  respondents_per_site: 4
  match_share: 0.5
  standard_deviation: 0.7
  site_share: 0.1
  correlation: 0.6
  changes: [0, 2]
  replicates: 20
"""


@pytest.fixture
def with_power(small_study: Path) -> Path:
    plan = small_study / "protocols" / "analysis_plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + POWER, encoding="utf-8")
    return small_study


def test_a_lock_says_that_it_came_after_the_data_and_the_report_tells(small_study: Path) -> None:
    done = impl_eval("plan", "lock", small_study)
    assert done.returncode == 0, done.stderr
    assert "the study already held 12 rows of answers" in done.stderr
    plan = small_study / "protocols" / "analysis_plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "minimum_pairs: 4\n", encoding="utf-8")
    assert impl_eval("run", small_study).returncode == 0
    results = json.loads((small_study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    assert results["plan"]["deviations"] == ["minimum_pairs: locked as 2, carried out as 4."]
    (report,) = (small_study / "outputs").glob("*.docx")
    import docx

    text = "\n".join(paragraph.text for paragraph in paragraphs_of(docx.Document(str(report))))
    assert "This analysis deviates from the locked plan in 1 matter:" in text
    assert "minimum_pairs: locked as 2, carried out as 4." in text


def test_a_second_lock_needs_a_reason(small_study: Path) -> None:
    impl_eval("plan", "lock", small_study)
    again = impl_eval("plan", "lock", small_study)
    assert (again.returncode, again.stdout) == (3, "")
    assert "--amend" in again.stderr
    assert impl_eval("plan", "lock", small_study, "--amend", "thought again").returncode == 0


def test_show_for_a_machine(small_study: Path) -> None:
    shown = json.loads(impl_eval("plan", "show", small_study, "--json").stdout)
    assert shown["settings"]["primary_change"] == "mixed_model"
    assert len(shown["fingerprint"]) == 64
    assert shown["deviations"] == []


def test_power_leaves_a_table_and_a_figure_that_a_run_does_not_take_away(with_power: Path) -> None:
    done = impl_eval("power", with_power)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "Assumed: 6 sites, 48 rows, 12 respondents linked" in done.stdout
    folder = with_power / "outputs" / "power"
    assert {path.name for path in folder.iterdir()} == {"power.csv", "power.png", "power.svg"}
    assert impl_eval("run", with_power).returncode == 0
    assert (folder / "power.csv").is_file()


def test_power_is_the_same_twice_and_another_with_another_seed(with_power: Path) -> None:
    first, second = impl_eval("power", with_power), impl_eval("power", with_power)
    assert first.stdout == second.stdout
    assert impl_eval("power", with_power, "--seed", "9").stdout != first.stdout


def test_power_without_assumptions_says_what_to_add(small_study: Path) -> None:
    done = impl_eval("power", small_study)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "The plan says nothing about power: add a block 'power' to protocols/analysis_plan.yaml "
        "(docs/reference/study-files.md lists its keys).\n"
    )


def test_too_few_replicates_are_wrong_usage(with_power: Path) -> None:
    assert impl_eval("power", with_power, "--replicates", "3").returncode == 2
