"""Each folder of fixtures/broken_studies is a change to the small study, with the message it must give.

A folder holds the files that differ, and expected.txt: all problems, to the letter.
"""

import shutil
from pathlib import Path

import pytest

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.study.load import load_study
from tests.shared import ROOT

BROKEN = sorted((ROOT / "tests" / "fixtures" / "broken_studies").iterdir())


def broken_study(fixture: Path, small_study: Path) -> Path:
    for path in fixture.rglob("*"):
        if path.is_file() and path.name != "expected.txt":
            target = small_study / path.relative_to(fixture)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    return small_study


@pytest.mark.parametrize("fixture", BROKEN, ids=lambda fixture: fixture.name)
def test_broken_study_is_refused_with_its_message(fixture: Path, small_study: Path) -> None:
    with pytest.raises(StudyProblems) as refusal:
        load_study(broken_study(fixture, small_study))
    expected = (fixture / "expected.txt").read_text(encoding="utf-8")
    assert describe_problems(refusal.value.problems) + "\n" == expected


def test_there_are_enough_broken_studies() -> None:
    assert len(BROKEN) >= 25


def test_the_small_study_itself_is_sound(small_study: Path) -> None:
    study = load_study(small_study)
    assert len(study.responses[0]) == 12
    assert [transcript.id for transcript in study.interviews.transcripts] == ["t1"]


def test_problems_of_all_files_come_at_once(small_study: Path) -> None:
    for name in ("unknown_valence", "value_outside_scale", "site_twice", "plan_names_unknown_scale"):
        broken_study(ROOT / "tests" / "fixtures" / "broken_studies" / name, small_study)
    with pytest.raises(StudyProblems) as refusal:
        load_study(small_study)
    files = {problem.file for problem in refusal.value.problems}
    assert {
        "qualitative/coded_segments.csv",
        "quantitative/survey.csv",
        "quantitative/sites.csv",
        "protocols/analysis_plan.yaml",
    } <= files
