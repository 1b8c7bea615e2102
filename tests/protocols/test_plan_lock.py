"""The lock of a plan: what counts as the same plan, and every difference said."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.protocols import AnalysisPlan, deviations, lock_of, plan_fingerprint
from impl_eval.protocols.plan_lock import is_intact, settings_of
from tests.statistics.known import PROPERTY


def plan(**changes: object) -> AnalysisPlan:
    declared = {"schema": "impl-eval/analysis-plan/1", "baseline": "before", "follow_up": "after"}
    return AnalysisPlan.model_validate({**declared, **changes})


def locked(**changes: object):
    return lock_of(plan(**changes), "2024-01-31", instruments={"staff": "1.0.0"}, answers_present=0)


def test_the_fingerprint_is_the_sha256_of_the_settings_written_out_by_hand() -> None:
    settings = settings_of(plan())
    text = "{" + ",".join(f'"{key}":"{value}"' for key, value in sorted(settings.items())) + "}"
    assert plan_fingerprint(plan()) == hashlib.sha256(text.encode()).hexdigest()


def test_a_default_written_out_is_the_same_plan() -> None:
    assert plan_fingerprint(plan(family_adjustment="holm", minimum_pairs="2")) == plan_fingerprint(plan())


def test_every_difference_is_said_with_both_values() -> None:
    lock = locked(headline="trust", family=["trust", "skill"])
    now = plan(headline="trust", family=["trust"], subgroups=["stakeholder_group"], confidence_level="0.9")
    assert deviations(lock, now, {"staff": "2.0.0", "other": "1.0.0"}) == (
        "confidence_level: locked as 0.95, carried out as 0.9.",
        "family: locked as trust, skill, carried out as trust.",
        "subgroups: locked as nothing, carried out as stakeholder_group.",
        "Instrument other: version not in the study when the plan was locked, now 1.0.0.",
        "Instrument staff: version 1.0.0 when the plan was locked, now 2.0.0.",
    )


def test_an_entry_taken_out_or_added_inside_a_list_is_said() -> None:
    margin = {"scale": "trust", "margin": "0.3", "source": "A panel"}
    found = deviations(locked(equivalence=[margin]), plan(), {"staff": "1.0.0"})
    assert "equivalence > entry 1 > margin: locked as 0.3, carried out as nothing." in found


@PROPERTY
@given(st.sampled_from(["paired", "all_rows", "mixed_model"]), st.integers(2, 40), st.booleans())
def test_a_plan_never_deviates_from_its_own_lock(change: str, pairs: int, linked: bool) -> None:
    changes = {"primary_change": change, "minimum_pairs": str(pairs)}
    changes["matching"] = "distance_1" if linked else "exact"
    assert deviations(locked(**changes), plan(**changes), {"staff": "1.0.0"}) == ()
    assert is_intact(locked(**changes))


def test_an_amendment_keeps_what_it_replaced() -> None:
    first = locked()
    second = lock_of(
        plan(minimum_pairs="9"), "2024-02-01", instruments={}, answers_present=4, previous=first, reason="few"
    )
    assert [(one.sha256, one.reason) for one in second.amendments] == [(first.sha256, "few")]


def test_a_lock_is_not_replaced_without_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        lock_of(plan(), "2024-02-01", instruments={}, answers_present=0, previous=locked())


def test_an_edited_lock_is_not_intact() -> None:
    lock = locked()
    edited = lock.model_copy(update={"settings": {**lock.settings, "minimum_pairs": "9"}})
    assert not is_intact(edited)
