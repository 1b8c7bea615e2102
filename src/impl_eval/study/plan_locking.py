"""The lock of a study's analysis plan: read with the study, written by `impl-eval plan lock` only."""

import datetime
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.atomic import write_all
from impl_eval.protocols import PlanLock, lock_of
from impl_eval.protocols.plan_lock import is_intact
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles
from impl_eval.study.model import Study

HEAD = """# The lock of the analysis plan, written by 'impl-eval plan lock'. Do not edit it: a run compares
# the plan with it and prints what differs. To change a locked plan: impl-eval plan lock --amend "reason".
"""


def lock_name(plan_name: str) -> str:
    """Return the name of the lock of a plan: analysis_plan.yaml has analysis_plan.lock.yaml beside it."""
    stem = plan_name.removesuffix(".yaml").removesuffix(".yml")
    return f"{stem}.lock.yaml"


def read_plan_lock(plan_name: str, files: StudyFiles) -> PlanLock | None:
    """Read the lock of a plan, None where the plan was never locked; a changed lock is a problem."""
    name = lock_name(plan_name)
    path = files.inside(name, (name, None, ""))
    if path is None or not path.is_file():
        return None
    lock, source = read_declared(PlanLock, name, (name, None, ""), files)
    if lock is not None and source is not None and not is_intact(lock):
        remedy = "Restore the file as 'impl-eval plan lock' wrote it: a lock that was edited proves nothing."
        found = "settings that do not have this fingerprint"
        files.gathering.add(source.place(("sha256",)), found, "the lock as it was written", remedy)
    return lock


def lock_plan(study: Study, today: datetime.date, reason: str = "") -> tuple[Path, PlanLock]:
    """Write the lock of the study's plan; returns its path and what it says.

    Raises
    ------
    StudyProblems : the plan is locked already and no reason is given to replace the lock, or nothing
        in plan and instruments has changed since.
    """
    name = lock_name(study.declared.analysis_plan)
    previous = study.plan_lock
    if previous is not None and not reason:
        found = f"a plan locked on {previous.locked_on.isoformat()}"
        remedy = 'To replace the lock, say why: impl-eval plan lock --amend "reason".'
        raise StudyProblems([Problem(name, None, "", found, "a plan that is not locked yet", remedy)])
    lock = lock_of(
        study.plan,
        today.isoformat(),
        instruments={one.id: one.version for one in study.instruments},
        answers_present=sum(map(len, study.responses)),
        previous=previous,
        reason=reason,
    )
    path = study.root / name
    write_all({path: (_lock_text(lock).encode("utf-8"), False)})
    return path, lock


def _lock_text(lock: PlanLock) -> str:
    import yaml

    document = lock.model_dump(mode="json", by_alias=True, exclude_defaults=False)
    as_text = {key: value for key, value in document.items() if value not in ({}, [])}
    return HEAD + str(yaml.safe_dump(as_text, sort_keys=False, allow_unicode=True, width=100))
