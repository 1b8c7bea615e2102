"""Two releases of one study, with one respondent more or fewer, through the real command line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli
from tests.journeys.test_leaks import for_others
from tests.journeys.test_presets import run_with

WARNING = "can subtract them"
PEOPLE = re.compile(r"(?<![\d.,/])(\d+)\s+(?:respondents|people|matched pairs|pairs)\b")
RULES = re.compile(r"(?:fewer\s+than\s+8|(?:1|up)\s+to\s+7)\s+(?:respondents|people)")
"""The threshold itself, in what the report says of its rules and in place of small numbers."""


def run(study: Path) -> str:
    done = CliRunner().invoke(cli, ["run", str(study)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stderr


def leave_one_out(study: Path) -> None:
    survey = study / "quantitative" / "survey.csv"
    lines = survey.read_text(encoding="utf-8").splitlines()
    survey.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def with_preset(study: Path, preset: str) -> None:
    run_with(study, preset)


def test_a_second_release_with_one_respondent_fewer_is_warned_of(small_study: Path) -> None:
    with_preset(small_study, "less_than_five")
    assert WARNING not in run(small_study), "nothing came before"
    assert WARNING not in run(small_study), "nothing has changed"
    leave_one_out(small_study)
    done = CliRunner().invoke(cli, ["report", str(small_study)])
    assert done.exit_code == 0 and WARNING in done.stderr
    assert WARNING in run(small_study)
    assert WARNING not in run(small_study), "the last run is now the same"


def test_the_team_itself_is_not_warned(small_study: Path) -> None:
    with_preset(small_study, "internal")
    run(small_study)
    leave_one_out(small_study)
    assert WARNING not in run(small_study)


@pytest.mark.parametrize("preset", ["nhs_hes", "opensafely"])
def test_no_part_of_two_releases_holds_a_count_that_is_not_rounded(small_study: Path, preset: str) -> None:
    with_preset(small_study, preset)
    for release in (1, 2):
        for file_format in ("word", "markdown", "json"):
            options = ["--edition", "technical", "--format", file_format]
            assert CliRunner().invoke(cli, ["report", str(small_study), *options]).exit_code == 0
        found = for_others(small_study)
        exact = sorted(
            f"{name}: {match[0]}"
            for name, text in found.items()
            for match in PEOPLE.finditer(RULES.sub("", text))
            if int(match[1]) % 5
        )
        assert exact == [], release
        leave_one_out(small_study)
