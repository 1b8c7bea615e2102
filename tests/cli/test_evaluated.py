"""A second report of an unchanged study computes nothing anew; a changed study is computed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from impl_eval import evaluation
from impl_eval.results import Evaluation
from tests.command_line import impl_eval_here as impl_eval


def computing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that an evaluation is computed."""
    times: list[str] = []
    compute = evaluation.evaluate

    def noted(*given: Any) -> Evaluation:
        times.append("computed")
        return compute(*given)

    monkeypatch.setattr(evaluation, "evaluate", noted)
    return times


def headline(study: Path) -> object:
    """Return the sureness of the small study, matched, as its results hold it."""
    results = json.loads((study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    (found,) = (one for one in results["estimates"] if one["id"] == "survey.sureness.mean_change.paired")
    return found["value"]


def test_an_unchanged_study_is_not_computed_again(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = computing(monkeypatch)
    assert impl_eval("run", small_study).returncode == 0
    first = {path: path.read_bytes() for path in (small_study / "outputs").rglob("*") if path.is_file()}
    assert impl_eval("run", small_study).returncode == 0
    assert times == ["computed"]
    assert {path: path.read_bytes() for path in first} == first
    assert impl_eval("report", small_study, "--edition", "board").returncode == 0
    assert times == ["computed"]


def test_a_changed_answer_changes_the_numbers(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = computing(monkeypatch)
    assert impl_eval("run", small_study).returncode == 0
    # By hand: differences 2, 2, 3, 2, 3; the first respondent's answer before goes from 4 to 3.
    assert headline(small_study) == pytest.approx(2.4)
    answers = small_study / "quantitative/survey.csv"
    changed = re.sub(r"(?m)^(a1,A,gp,1,.*),4$", r"\1,3", answers.read_text(encoding="utf-8"), count=1)
    answers.write_text(changed, encoding="utf-8")
    assert impl_eval("run", small_study).returncode == 0
    assert headline(small_study) == pytest.approx(2.6)
    assert times == ["computed", "computed"]


def test_any_other_file_is_another_study(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = computing(monkeypatch)
    assert impl_eval("report", small_study, "--format", "markdown").returncode == 0
    plan = small_study / "protocols/analysis_plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "\n# looked at again\n", encoding="utf-8")
    assert impl_eval("report", small_study, "--format", "markdown").returncode == 0
    # The hash of every file stands in the report: it must be that of now.
    assert times == ["computed", "computed"]
