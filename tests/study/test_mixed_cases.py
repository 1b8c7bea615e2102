"""Sites and participants with both strands: numbers worked out by hand, and why there are none."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.evaluation import evaluate
from impl_eval.study.load import load_study
from impl_eval.study.mixed_cases import (
    AMBIGUOUS,
    COLUMNS,
    NO_BOTH,
    NO_ROWS,
    ONE_TIMEPOINT,
    mixed_cases_csv,
)
from impl_eval.study.participant_sites import SITES_FILE

HEADER = "participant_id,site_id,respondent_id\n"


def cases(study: Path, *links: str) -> dict[tuple[str, str, str], dict[str, str]]:
    (study / SITES_FILE).write_text(HEADER + "".join(f"{link}\n" for link in links), encoding="utf-8")
    loaded = load_study(study)
    content, _, _ = mixed_cases_csv(loaded, evaluate(loaded, ()).joint_display)
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {(row["case_kind"], row["case"], row["mechanism"]): row for row in rows}


def test_a_participant_and_their_site_by_hand(small_study: Path) -> None:
    """Knowledge is the mean of know1, know2 and know3 turned round (6 minus the answer).

    a1: before (2, 3, 6-4=2) = 7/3, after (4, 4, 6-2=4) = 4. a2: (3, 3, 3) = 3, after (4, 3, 4) = 11/3.
    a3: (1, 2, 1) = 4/3, after (3, 3, 3) = 3. Site A: 20/9 = 2.2222 and 32/9 = 3.5556.
    """
    found = cases(small_study, "P01,A,A-1")
    numbers = COLUMNS[4:11]
    person, site = found["participant", "P01", "Knowledge"], found["site", "A", "Knowledge"]
    assert [person[name] for name in numbers] == ["1", "2.3333", "1", "4.0000", "1", "1.6667", ""]
    assert [site[name] for name in numbers] == ["3", "2.2222", "3", "3.5556", "3", "1.3333", ""]
    assert (person["participants"], person["reported_change"]) == ("1", "1 better")
    assert person["passages"] == "I know what to do now (enabler, better)" == site["passages"]
    assert len(found) == 4


def test_a_site_s_change_is_the_mean_of_its_people_s(small_study: Path) -> None:
    changes = []
    for respondent in ("a1", "A 2", "a-3"):
        found = cases(small_study, f"P01,A,{respondent}")
        person, site = found["participant", "P01", "Trust"], found["site", "A", "Trust"]
        changes.append(float(person["change"]))
        assert changes[-1] == pytest.approx(float(person["mean_after"]) - float(person["mean_before"]))
    assert sum(changes) / 3 == pytest.approx(float(site["change"]), abs=1e-4)


@pytest.mark.parametrize(
    ("link", "reason"), [("P01,B,b3", NO_BOTH), ("P01,A,b1", NO_ROWS), ("P01,A,none", NO_ROWS)]
)
def test_why_a_participant_has_no_change(small_study: Path, link: str, reason: str) -> None:
    row = cases(small_study, link)["participant", "P01", "Knowledge"]
    assert (row["no_change_because"], row["change"]) == (reason, "")


def test_a_code_that_stands_twice_is_nobody_s(small_study: Path) -> None:
    survey = small_study / "quantitative" / "survey.csv"
    survey.write_text(survey.read_text(encoding="utf-8") + "A1,A,gp,2,1,1,1,1,1,1\n", encoding="utf-8")
    columns = small_study / "quantitative" / "columns.yaml"
    columns.write_text(columns.read_text(encoding="utf-8") + "duplicates: quarantine\n", encoding="utf-8")
    row = cases(small_study, "P01,A,a1")["participant", "P01", "Knowledge"]
    assert (row["no_change_because"], row["n_before"], row["change"]) == (AMBIGUOUS, "0", "")


def test_one_timepoint(small_study: Path) -> None:
    plan = small_study / "protocols" / "analysis_plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("follow_up: follow_up\n", ""), encoding="utf-8")
    row = cases(small_study, "P01,A,a1")["participant", "P01", "Knowledge"]
    assert (row["no_change_because"], row["n_after"]) == (ONE_TIMEPOINT, "0")


def test_without_a_link_only_sites_are_cases_and_without_sites_nothing(small_study: Path) -> None:
    assert {kind for kind, _, _ in cases(small_study, "P01,A,")} == {"site"}
    with pytest.raises(AnalysisRefused, match=r"participant_sites\.csv"):
        cases(small_study)


def test_faults_show_no_respondent_code(small_study: Path) -> None:
    with pytest.raises(StudyProblems) as refusal:
        cases(small_study, "P01,A,a1", "P01,A,a2", "P09,A,a1", "P01,B,a1")
    assert [(one.line, one.found) for one in refusal.value.problems] == [
        (3, '"P01" with two entries'),
        (4, '"P09"'),
        (4, 'the respondent of "P01" for "P09" too'),
        (5, '"P01" at two sites'),
    ]
    assert not any("a1" in str(one) or "a2" in str(one) for one in refusal.value.problems)


def test_the_table_is_private_and_nothing_of_it_leaves(small_study: Path) -> None:
    """What leaves the team is the same, to the byte, whether or not anybody linked participants."""
    (small_study / SITES_FILE).write_text(HEADER + "P01,A,a1\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["joint", "cases", str(small_study)])
    path = small_study / "outputs" / "internal" / "mixed_methods_matrix.csv"
    assert done.stdout == f"{path}: sites 1, linked participants 1\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert ",a1" not in path.read_text(encoding="utf-8-sig")  # the code itself is not needed even there
    before = reports(small_study)
    (small_study / SITES_FILE).unlink()
    assert before and reports(small_study) == before


def reports(study: Path) -> dict[str, bytes]:
    """Return what leaves the team, after a run; provenance names the files that were read."""
    done = CliRunner().invoke(cli, ["run", str(study)])
    assert done.exit_code == 0, done.exception
    outputs = study / "outputs"
    return {
        str(file.relative_to(outputs)): file.read_bytes()
        for file in outputs.rglob("*")
        if file.is_file() and "internal" not in file.relative_to(outputs).parts
    }
