"""REDCap in several rows a record: repeated instruments, and facts that are asked once."""

from pathlib import Path

import pytest

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.report import ReadingReport
from impl_eval.study.draft import draft_for
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from tests.journeys.export_study import write_export_study
from tests.readers.files import write_file

EXPORT = """record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,\
redcap_data_access_group,role,q1,q2,length
1,baseline_arm_1,,,A,gp,4,5,
1,baseline_arm_1,visits,1,A,,,,20
1,baseline_arm_1,visits,2,A,,,,25
1,follow_up_arm_1,,,A,,5,5,
2,baseline_arm_1,,,A,gp,3,,
2,follow_up_arm_1,visits,1,A,,,,15
2,follow_up_arm_1,,,A,,,,
3,follow_up_arm_1,,,A,,2,2,
"""
COLUMNS = """respondent: record_id
site: redcap_data_access_group
timepoint: {column: redcap_event_name, values: {baseline_arm_1: baseline, follow_up_arm_1: follow_up}}
"""
ONCE = "stakeholder_group: {column: role, once_per_respondent: yes%s}\n"


def study_of(folder: Path, columns: str, export: str = EXPORT) -> Path:
    path = write_file(folder, "Opi_DATA_2024-05-02_1011.csv", export)
    return write_export_study(
        folder / "study", path, columns,
        choices={"agree": (1, 5, {})}, items={"q1": "agree", "q2": "agree"},
        plan="baseline: baseline\nfollow_up: follow_up\n",
    )  # fmt: skip


def problems_of(study: Path) -> tuple[Problem, ...]:
    with pytest.raises(StudyProblems) as refused:
        load_study(study)
    return refused.value.problems


def export_report(study: Study) -> ReadingReport:
    return next(file.report for file in study.files if "DATA" in file.file)


def test_rows_of_repeated_instruments_are_left_out_and_counted(tmp_path: Path) -> None:
    study = load_study(study_of(tmp_path, COLUMNS))
    responses = study.responses[0]
    assert responses.respondent_id.tolist() == ["1", "1", "2", "2", "3"]
    assert responses.timepoint.tolist() == ["baseline", "follow_up", "baseline", "follow_up", "follow_up"]
    why = "REDCap keeps a repeated instrument in rows of its own, and they hold no item"
    assert export_report(study).rows_dropped == (("3 rows", why),)


def test_a_fact_that_is_asked_once_is_taken_from_the_other_row(tmp_path: Path) -> None:
    (problem,) = problems_of(study_of(tmp_path, COLUMNS + "stakeholder_group: role\n"))
    assert problem.found == "no stakeholder group in 3 rows (line 5, line 8, line 9)"
    assert "write once_per_respondent: yes under its rule" in problem.remedy
    (problem,) = problems_of(study_of(tmp_path, COLUMNS + ONCE % ""))
    assert problem.found == "no stakeholder group in 1 row (line 9)"  # record 3 says it nowhere
    study = load_study(study_of(tmp_path, COLUMNS + ONCE % ', drop: [""]'))
    assert study.responses[0].stakeholder_group.tolist() == ["gp"] * 4
    notes = export_report(study).notes
    assert "role was taken from another row of the same respondent, in 2 rows." in notes


def test_rows_of_one_respondent_that_disagree_settle_nothing(tmp_path: Path) -> None:
    export = EXPORT.replace("1,follow_up_arm_1,,,A,,5", "1,follow_up_arm_1,,,A,nurse,5") + (
        "1,later_arm_1,,,A,,3,3,\n"
    )
    columns = COLUMNS.replace("follow_up}", "follow_up, later_arm_1: follow_up}")
    found = [one.found for one in problems_of(study_of(tmp_path, columns + ONCE % "", export))]
    assert "no stakeholder group in 2 rows (line 9, line 10)" in found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (COLUMNS.replace("respondent: record_id\n", "") + ONCE % "", "yes, and no respondent is named"),
        (COLUMNS + "stakeholder_group: {value: gp, once_per_respondent: yes}\n", "yes, without a column"),
    ],
)
def test_once_per_respondent_needs_a_column_and_a_respondent(
    tmp_path: Path, columns: str, found: str
) -> None:
    (problem,) = problems_of(study_of(tmp_path, columns))
    assert (problem.where, problem.found) == ("stakeholder_group > once_per_respondent", found)


def test_the_draft_says_what_is_stated_once(tmp_path: Path) -> None:
    export = EXPORT.replace("3,follow_up_arm_1,,,A,,2,2,\n", "")
    study = study_of(tmp_path, COLUMNS, export)
    text = draft_for(tmp_path / "Opi_DATA_2024-05-02_1011.csv", study).text
    assert "stakeholder_group:\n  column: role\n  once_per_respondent: yes\n" in text
    assert "site: redcap_data_access_group\n" in text


def test_a_column_with_the_wording_of_another_item_is_pointed_out(tmp_path: Path) -> None:
    export = write_file(tmp_path, "a.csv", "code,Wording of q1,Wording of q2\nc1,4,5\n")
    columns = (
        "site: {value: A}\ntimepoint: {value: baseline}\nitems: {q1: Wording of q2, q2: Wording of q1}\n"
    )
    study = write_export_study(
        tmp_path / "study", export, columns,
        choices={"agree": (1, 5, {})}, items={"q1": "agree", "q2": "agree"},
    )  # fmt: skip
    advice = [one for one in load_study(study).advice if one.where.startswith("items >")]
    assert [(one.line, one.found) for one in advice] == [
        (5, 'column "Wording of q2" for item q1, where the export has the wording of item q2'),
        (5, 'column "Wording of q1" for item q2, where the export has the wording of item q1'),
    ]
