"""The lock of an analysis plan: what it said on the day it was locked, and what differs since.

A lock proves nothing about when the data were seen; it makes every later change of the plan visible.
Reads no clock and no file: the date and the lock file come from the edge.
"""

import hashlib
import json
from typing import Any, Literal

from pydantic import Field

from impl_eval.declared import DeclaredModel, IsoDate, Text, WholeNumber
from impl_eval.protocols.plan import AnalysisPlan

SCHEMA: Literal["impl-eval/plan-lock/1"] = "impl-eval/plan-lock/1"
NOTHING = "nothing"
ABSENT = "not in the study"


class Amendment(DeclaredModel):
    """An earlier lock that was replaced: its date, its fingerprint, and why the plan was changed."""

    locked_on: IsoDate
    sha256: Text
    reason: Text


class PlanLock(DeclaredModel):
    """A locked plan: `settings` holds every decision of it as text, by its path of keys.

    `instruments` are the versions of the instruments on that day, `answers_present` the survey rows
    that the study held already: a plan locked after its data says so itself.
    """

    schema_: Literal["impl-eval/plan-lock/1"] = Field(alias="schema")
    locked_on: IsoDate
    sha256: Text
    answers_present: WholeNumber = Field(ge=0)
    instruments: dict[str, Text] = Field(default_factory=dict)
    settings: dict[str, Text]
    amendments: tuple[Amendment, ...] = ()


def settings_of(plan: AnalysisPlan) -> dict[str, str]:
    """Return every decision of a plan as text, by its path of keys, defaults included, sorted."""
    flat: dict[str, str] = {}
    _flatten(plan.model_dump(mode="json", by_alias=True), "", flat)
    return dict(sorted(flat.items()))


def plan_fingerprint(plan: AnalysisPlan) -> str:
    """Return the SHA-256 of what a plan decides: comments, order of keys and layout do not count."""
    return _sha256(settings_of(plan))


def lock_of(
    plan: AnalysisPlan,
    locked_on: str,
    *,
    instruments: dict[str, str],
    answers_present: int,
    previous: PlanLock | None = None,
    reason: str = "",
) -> PlanLock:
    """Return the lock of a plan on a date (ISO text).

    Raises
    ------
    ValueError : there is a previous lock and no reason to replace it.
    """
    amendments: tuple[Amendment, ...] = ()
    if previous is not None:
        if not reason:
            raise ValueError("a locked plan is replaced with a reason only")
        replaced = Amendment(locked_on=previous.locked_on, sha256=previous.sha256, reason=reason)
        amendments = (*previous.amendments, replaced)
    return PlanLock.model_validate(
        {
            "schema": SCHEMA,
            "locked_on": locked_on,
            "sha256": plan_fingerprint(plan),
            "answers_present": answers_present,
            "instruments": dict(sorted(instruments.items())),
            "settings": settings_of(plan),
            "amendments": amendments,
        }
    )


def is_intact(lock: PlanLock) -> bool:
    """Tell whether the lock still holds what was locked: its settings have its fingerprint."""
    return _sha256(lock.settings) == lock.sha256


def deviations(lock: PlanLock, plan: AnalysisPlan, instruments: dict[str, str]) -> tuple[str, ...]:
    """Return a sentence for everything in which plan and instruments differ from the lock, sorted."""
    found = []
    now = settings_of(plan)
    for key in sorted({*lock.settings, *now}):
        before, after = lock.settings.get(key, NOTHING), now.get(key, NOTHING)
        if before != after:
            found.append(f"{key}: locked as {before}, carried out as {after}.")
    for name in sorted({*lock.instruments, *instruments}):
        before, after = (
            lock.instruments.get(name, "not in the study"),
            instruments.get(name, "not in the study"),
        )
        if before != after:
            found.append(f"Instrument {name}: version {before} when the plan was locked, now {after}.")
    return tuple(found)


def _sha256(settings: dict[str, str]) -> str:
    text = json.dumps(dict(sorted(settings.items())), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _flatten(value: Any, path: str, flat: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, entry in value.items():
            _flatten(entry, f"{path} > {key}" if path else str(key), flat)
        return
    if isinstance(value, (list, tuple)) and any(isinstance(entry, dict) for entry in value):
        for index, entry in enumerate(value, start=1):
            _flatten(entry, f"{path} > entry {index}", flat)
        return
    if value is None or value in ([], ()):
        flat[path] = NOTHING
    elif isinstance(value, list):
        flat[path] = ", ".join(map(str, value))
    else:
        flat[path] = ("no", "yes")[value] if isinstance(value, bool) else str(value)
