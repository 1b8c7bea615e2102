import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.tipping_point import tipping_point
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP


def test_sleep_with_ten_unmatched() -> None:
    """By hand from R 4.2.2 t.test: change 1.58 [.700114236723, 2.459885763277], SE .388958723888.

    Half unmatched: delta -.700114236723 / .5 and -1.58 / .5. p at delta -2 is
    2 * pt(-.58 / SE, 9), at -4 2 * pt(-.42 / SE, 9).
    """
    result = tipping_point(SLEEP_BASELINE, SLEEP_FOLLOW_UP, unmatched=10, deltas=[0, -2, -4])
    assert result.share_unmatched.value == 0.5
    assert result.interval_delta.value == pytest.approx(-1.400228473446, rel=1e-8)
    assert result.unmatched_change.value == pytest.approx(1.58 - 1.400228473446, rel=1e-8)
    assert result.zero_delta.value == pytest.approx(-3.16, rel=1e-12)
    assert [row.mean_change.value for row in result.table] == pytest.approx([1.58, 0.58, -0.42])
    assert [row.p_value.value for row in result.table] == pytest.approx(
        [0.00283289, 0.170111770897, 0.308314471338], rel=1e-5
    )
    assert result.table[1].mean_change.low == pytest.approx(0.700114236723 - 1, rel=1e-8)
    assert result.table[0].mean_change.n == 20


CHANGES = st.lists(st.integers(-3, 9), min_size=3, max_size=30)


@PROPERTY
@given(CHANGES, st.integers(1, 60), st.sampled_from([0.8, 0.9, 0.95]))
def test_at_the_tipping_point_the_interval_ends_at_zero(
    changes: list[int], unmatched: int, level: float
) -> None:
    before, after = np.zeros(len(changes)), np.array(changes, dtype=float)
    delta = tipping_point(before, after, unmatched=unmatched, level=level).interval_delta.value
    if delta is None:
        return
    moved = tipping_point(before, after, unmatched=unmatched, deltas=[delta], level=level).table[0]
    assert moved.mean_change.low is not None
    assert moved.mean_change.high is not None
    assert min(abs(moved.mean_change.low), abs(moved.mean_change.high)) == pytest.approx(0, abs=1e-9)
    assert moved.p_value.value == pytest.approx(1 - level, rel=1e-6)
    mirrored = tipping_point(after, before, unmatched=unmatched, level=level).interval_delta.value
    assert mirrored == pytest.approx(-delta)


def test_not_reached_within_the_scale() -> None:
    result = tipping_point(SLEEP_BASELINE, SLEEP_FOLLOW_UP, unmatched=1, score_width=4)
    reason = "not reached: the unmatched would have to change by more than the scale's 4 points"
    assert result.interval_delta.reason == reason
    assert result.unmatched_change.value is None
    assert result.zero_delta.reason == reason
    near = tipping_point(SLEEP_BASELINE, SLEEP_FOLLOW_UP, unmatched=10, score_width=4)
    assert near.interval_delta.value is not None


def test_odd_cases_have_reasons() -> None:
    everybody = tipping_point(SLEEP_BASELINE, SLEEP_FOLLOW_UP, unmatched=0)
    assert everybody.interval_delta.reason == "all baseline respondents are matched: nobody is missing"
    assert everybody.share_unmatched.value == 0
    unclear = tipping_point([1.0, 2.0, 3.0], [1.0, 3.0, 2.0], unmatched=3, deltas=[1.0])
    assert unclear.interval_delta.reason.startswith("the interval includes 0 already")
    assert unclear.zero_delta.value == 0
    assert len(unclear.table) == 1
    same = tipping_point([1.0, 2.0], [2.0, 3.0], unmatched=3)
    assert same.interval_delta.reason == "no interval: every respondent changed by the same amount"
    assert tipping_point([1.0], [2.0], unmatched=3).zero_delta.reason.startswith("only 1 matched")
    assert tipping_point([], [], unmatched=0).share_unmatched.reason == "nobody answered at baseline"


def test_mistakes_of_the_caller() -> None:
    for unmatched, deltas in ((-1, ()), (1, (math.nan,))):
        with pytest.raises(ValueError, match="counted"):
            tipping_point([1.0, 2.0], [2.0, 4.0], unmatched=unmatched, deltas=deltas)
    with pytest.raises(ValueError, match="width"):
        tipping_point([1.0, 2.0], [2.0, 4.0], unmatched=1, score_width=0)
