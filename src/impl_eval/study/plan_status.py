"""What a report says of a study's plan: whether and when it was locked, and every deviation from it."""

from dataclasses import dataclass

from impl_eval.protocols import deviations
from impl_eval.study.model import Study

NEVER_LOCKED = (
    "The analysis plan was never locked: the files do not show that it was decided before the data were seen."
)


@dataclass(frozen=True)
class PlanStatus:
    """Sentences for readers: the standing of the plan, and one sentence for each deviation."""

    sentences: tuple[str, ...]
    deviations: tuple[str, ...]


def plan_status(study: Study) -> PlanStatus:
    """Return what the lock of the plan says, compared with the plan and instruments of this run."""
    lock = study.plan_lock
    if lock is None:
        return PlanStatus((NEVER_LOCKED,), ())
    found = deviations(lock, study.plan, {one.id: one.version for one in study.instruments})
    when = lock.locked_on.isoformat()
    before = (
        "before the study held any survey answers."
        if not lock.answers_present
        else f"when the study already held {lock.answers_present} rows of survey answers."
    )
    sentences = [
        f"The analysis plan was locked on {when}, {before}",
        f"Its fingerprint begins {lock.sha256[:12]}.",
    ]
    sentences += [
        f"It replaced the plan locked on {earlier.locked_on.isoformat()}: {earlier.reason.rstrip('.')}."
        for earlier in lock.amendments
    ]
    sentences.append(
        f"This analysis deviates from the locked plan in {len(found)} "
        f"{'matter' if len(found) == 1 else 'matters'}:"
        if found
        else "This analysis does not deviate from the locked plan."
    )
    return PlanStatus(tuple(sentences), found)
