"""The lock file of a study's plan, through load_study."""

import datetime

import pytest

from impl_eval.errors import StudyProblems, describe_problems
from impl_eval.study.load import load_study
from impl_eval.study.plan_locking import lock_name, lock_plan
from impl_eval.study.plan_status import NEVER_LOCKED, plan_status

DAY = datetime.date(2024, 1, 31)


def test_a_plan_that_was_never_locked_says_so(small_study) -> None:
    assert plan_status(load_study(small_study)).sentences == (NEVER_LOCKED,)


def test_a_locked_plan_comes_back_as_it_was_locked(small_study) -> None:
    path, lock = lock_plan(load_study(small_study), DAY)
    assert path == small_study / "protocols" / "analysis_plan.lock.yaml"
    again = load_study(small_study)
    assert again.plan_lock == lock
    assert lock.answers_present == 12
    status = plan_status(again)
    assert status.deviations == ()
    assert status.sentences[0] == (
        "The analysis plan was locked on 2024-01-31, when the study already held 12 rows of survey answers."
    )
    assert "protocols/analysis_plan.lock.yaml" in {read.file for read in again.files}


def test_a_changed_plan_deviates_and_is_still_carried_out(small_study) -> None:
    lock_plan(load_study(small_study), DAY)
    file = small_study / "protocols" / "analysis_plan.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "minimum_pairs: 3\n", encoding="utf-8")
    status = plan_status(load_study(small_study))
    assert status.deviations == ("minimum_pairs: locked as 2, carried out as 3.",)
    assert status.sentences[-1] == "This analysis deviates from the locked plan in 1 matter:"


def test_a_lock_is_replaced_with_a_reason_only(small_study) -> None:
    lock_plan(load_study(small_study), DAY)
    with pytest.raises(StudyProblems) as refusal:
        lock_plan(load_study(small_study), DAY)
    assert "--amend" in describe_problems(refusal.value.problems)
    _, lock = lock_plan(load_study(small_study), DAY, "a second thought")
    assert [one.reason for one in lock.amendments] == ["a second thought"]


def test_a_lock_edited_by_hand_is_refused(small_study) -> None:
    path, _ = lock_plan(load_study(small_study), DAY)
    edited = path.read_text(encoding="utf-8").replace("minimum_pairs: '2'", "minimum_pairs: '5'")
    path.write_text(edited, encoding="utf-8")
    with pytest.raises(StudyProblems) as refusal:
        load_study(small_study)
    assert describe_problems(refusal.value.problems) == (
        "The study has 1 problem.\n"
        "protocols/analysis_plan.lock.yaml, line 5: sha256: found settings that do not have this "
        "fingerprint; "
        "allowed: the lock as it was written.\n"
        "  Restore the file as 'impl-eval plan lock' wrote it: a lock that was edited proves nothing."
    )


def test_the_lock_stands_beside_its_plan() -> None:
    assert lock_name("protocols/plan.yml") == "protocols/plan.lock.yaml"
