"""Studies of other shapes: each runs, and says what it cannot say."""

import json
import re
from pathlib import Path

import docx
import pytest

from tests.command_line import impl_eval_here as impl_eval
from tests.outputs.word_text import paragraphs_of, tables_of


def edit(study: Path, name: str, pattern: str, replacement: str) -> None:
    path = study / name
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.DOTALL)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def run(study: Path) -> tuple[str, dict[str, dict[str, object]], str]:
    """Run a study; return what it printed, its estimates by id and the text of its report."""
    done = impl_eval("run", study)
    assert done.returncode == 0, done.stderr
    results = json.loads((study / "outputs/internal/results.json").read_text(encoding="utf-8"))
    (report,) = (study / "outputs").glob("*.docx")
    document = docx.Document(str(report))
    cells = [cell.text for table in tables_of(document) for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in paragraphs_of(document)), *cells])
    return done.stdout, {one["id"]: one for one in results["estimates"]}, text


def test_the_small_study_as_it_is(small_study: Path) -> None:
    printed, estimates, text = run(small_study)
    assert "SIMULATED" not in printed + text
    # By hand: sureness before 4, 5, 3, 6, 2 and after 6, 7, 6, 8, 5: differences 2, 2, 3, 2, 3.
    assert estimates["survey.sureness.mean_change.paired"]["value"] == pytest.approx(2.4)
    assert estimates["survey.respondents.matched"]["value"] == 5
    assert estimates["survey.sureness.mean_change.all_rows"]["low"] is None
    assert "only 2 sites" in str(estimates["survey.sureness.mean_change.all_rows"]["reason"])


def test_one_timepoint_only(small_study: Path) -> None:
    edit(small_study, "protocols/analysis_plan.yaml", "follow_up: follow_up\n", "")
    edit(small_study, "study.yaml", "  - id: follow_up\n    label: After\n", "")
    edit(small_study, "quantitative/columns.yaml", "    2: follow_up\n", '    2: x\n  drop: ["2"]\n')
    edit(small_study, "quantitative/invitations.csv", "A,follow_up.*", "")
    _, estimates, text = run(small_study)
    change = estimates["survey.sureness.mean_change.paired"]
    assert (change["value"], change["reason"]) == (None, "the study has one timepoint only")
    assert "one timepoint" in text


def test_no_interviews(small_study: Path) -> None:
    edit(small_study, "study.yaml", "interviews:.*(?=outcomes:)", "")
    _, estimates, text = run(small_study)
    assert not [name for name in estimates if name.startswith("interviews.")]
    assert "no interviews" in text.lower()
    assert not (small_study / "outputs/internal/coding_review.xlsx").exists()


def test_no_survey(small_study: Path) -> None:
    edit(small_study, "study.yaml", "instruments:.*(?=interviews:)", "")
    _, estimates, text = run(small_study)
    assert not [name for name in estimates if name.startswith("survey.")]
    assert "survey" in text.lower()
    assert not (small_study / "outputs/internal/scored_responses.csv").exists()


def test_a_study_without_any_data_is_not_reported_on(tmp_path: Path) -> None:
    assert impl_eval("init", tmp_path / "s", "--ics", "Exampleshire ICS", "--empty").returncode == 0
    done = impl_eval("run", tmp_path / "s")
    assert (done.returncode, done.stdout) == (4, "")
    assert "no data yet" in done.stderr
    assert not list((tmp_path / "s/outputs").glob("*.docx"))


def test_transcripts_that_nobody_coded_are_listed(small_study: Path) -> None:
    path = small_study / "qualitative/coded_segments.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    _, _, text = run(small_study)
    assert "t1" in text
    assert "not analysed" in text.lower()


def test_a_new_study_runs_and_holds_no_place_of_the_reference_study(tmp_path: Path) -> None:
    from tests.study.test_new_study import place_names, texts_of

    assert impl_eval("init", tmp_path / "s", "--ics", "Exampleshire ICS").returncode == 0
    printed, _, _ = run(tmp_path / "s")
    text = (printed + texts_of(tmp_path / "s")).lower()
    assert not [name for name in place_names() if name.lower() in text]
    assert "exampleshire-ics-evaluation-report-simulated.docx" in text


def test_four_mechanisms_need_no_python(tmp_path: Path) -> None:
    study = tmp_path / "s"
    assert impl_eval("init", study, "--ics", "Four ICS").returncode == 0
    edit(study, "study.yaml", "interviews:.*(?=outcomes:)", "")
    for mechanism in ("aligned_expectations", "team_consistency"):
        edit(study, "protocols/framework.yaml", rf"  - id: {mechanism}\n.*?(?=\n  - id:|\Z)", "")
    listed = impl_eval("check", study)
    assert listed.returncode == 3
    assert listed.stderr.count("the mechanism") == 2
    for mechanism in ("aligned_expectations", "team_consistency"):
        edit(study, "instruments/prescriber_survey/instrument.yaml", rf"    mechanism: {mechanism}\n", "")
        edit(study, "protocols/analysis_plan.yaml", rf"  - {mechanism}\n", "")
    printed, estimates, text = run(study)
    assert len([line for line in printed.splitlines() if "fit (proposed)" in line]) == 4
    assert "survey.team_consistency.mean.baseline" in estimates
    assert "Other scales of the survey" in text


def test_a_small_study_hides_small_numbers_in_what_leaves(small_study: Path) -> None:
    edit(small_study, "protocols/analysis_plan.yaml", "smallest_count_shown: 1", "smallest_count_shown: 10")
    _, estimates, text = run(small_study)
    change = estimates["survey.sureness.mean_change.paired"]
    assert change["value"] == pytest.approx(2.4)
    assert "2.40" not in text
    assert "fewer than 10" in text


def test_a_mechanism_that_only_the_headline_measures_is_measured(small_study: Path) -> None:
    edit(small_study, "protocols/analysis_plan.yaml", "headline: sureness", "headline: knowledge")
    edit(small_study, "protocols/analysis_plan.yaml", "  - knowledge\n", "")
    edit(
        small_study,
        "protocols/analysis_plan.yaml",
        "smallest_count",
        "primary_change: paired\nsmallest_count",
    )
    printed, _, text = run(small_study)
    (line,) = [line for line in printed.splitlines() if line.startswith("Knowledge:")]
    assert "Up (better) +1.13" in line
    assert "does not measure" not in text


def test_outcomes_alone_are_reported_as_such(small_study: Path) -> None:
    edit(small_study, "study.yaml", "instruments:.*(?=outcomes:)", "")
    _, _, text = run(small_study)
    assert "This report describes programme outcomes only." in text
    assert "There are figures on referrals, described as they were supplied." in text
    assert "1 October 2023" in text
    assert "There are no results" not in text


def test_one_site_and_nobody_matched_claim_no_allowance_for_either(small_study: Path) -> None:
    survey = small_study / "quantitative/survey.csv"
    header, *rows = survey.read_text(encoding="utf-8").splitlines()
    cells = [row.split(",") for row in rows]
    renamed = [",".join([f"z{at}", "A", *row[2:]]) for at, row in enumerate(cells)]
    survey.write_text("\n".join([header, *renamed]) + "\n", encoding="utf-8")
    _, _, text = run(small_study)
    assert "Over all answers, the estimated mean change was +2.33 points" in text
    assert "; nobody answered both times." in text
    assert "linking those" not in text
    assert "the plan foresaw no decision on it" not in text


def test_everything_hidden_is_not_called_unknown(small_study: Path) -> None:
    edit(small_study, "protocols/analysis_plan.yaml", "smallest_count_shown: 1", "smallest_count_shown: 50")
    _, estimates, text = run(small_study)
    assert estimates["survey.sureness.mean_change.paired"]["value"] == pytest.approx(2.4)
    assert "This report does not show whether sureness changed." in text
    assert "To protect those who answered, this report does not show how the survey came out on" in text
    assert "2.40" not in text


def test_names_of_any_script_and_with_signs_of_markup_stand_in_every_format(small_study: Path) -> None:
    arabic, hebrew, signs = "برنامج الألم", "ידע", "A & <b>b</b> \"c\" 'd' –"
    edit(small_study, "study.yaml", "name: Test programme", f"name: {arabic} & <i>co</i>")
    edit(small_study, "study.yaml", "title: A small study for tests", f"title: {signs}")
    edit(small_study, "protocols/framework.yaml", "short_label: Knowledge", f"short_label: {hebrew} & <k>")
    long_label = "Trust between all who meet a patient, " * 3 + "always"
    edit(small_study, "protocols/framework.yaml", "label: Trust between people", f"label: {long_label}")
    edit(
        small_study,
        "instruments/staff_survey/items.csv",
        "I trust my colleagues.",
        '"' + "I & <you>, " * 36 + '"',
    )
    _, _, text = run(small_study)
    for edition in ("board", "full", "technical"):
        for form in ("markdown", "html", "json"):
            done = impl_eval("report", small_study, "--edition", edition, "--format", form)
            assert done.returncode == 0, done.stderr
    assert f"“{arabic} & <i>co</i>”" in text
    assert f"{hebrew} & <k>" in text
    outputs = small_study / "outputs"
    web = next(outputs.glob("*report.html")).read_text(encoding="utf-8")
    assert "<i>co</i>" not in web
    assert "<k>" not in web
    assert f"{hebrew} &amp; &lt;k&gt;" in web
    assert json.loads(next(outputs.glob("*report.json")).read_text(encoding="utf-8"))


def test_a_study_without_stakeholder_groups_speaks_of_none(small_study: Path) -> None:
    edit(small_study, "study.yaml", "stakeholder_groups:.*(?=sites:)", "")
    edit(small_study, "study.yaml", "interviews:.*(?=outcomes:)", "")
    edit(small_study, "quantitative/columns.yaml", "stakeholder_group: role\n", "")
    survey = small_study / "quantitative/survey.csv"
    cells = [line.split(",") for line in survey.read_text(encoding="utf-8").splitlines()]
    survey.write_text("\n".join(",".join([*row[:2], *row[3:]]) for row in cells) + "\n", encoding="utf-8")
    _, _, text = run(small_study)
    assert "by stakeholder group" not in text
