import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.separation import binary_inequalities, is_separated
from tests.statistics.known import PROPERTY


def _separated(x: list[list[float]], y: list[int]) -> bool:
    design = np.column_stack([np.ones(len(x)), np.array(x, dtype=float)])
    return is_separated(binary_inequalities(np.array(y, dtype=float), design))


@pytest.mark.parametrize(
    ("x", "y", "separated"),
    [
        ([[1], [2], [3], [4]], [0, 0, 1, 1], True),
        ([[1], [2], [2], [3]], [0, 0, 1, 1], True),  # quasi-complete: both answers at 2 only
        ([[1], [2], [3], [4]], [0, 1, 0, 1], False),
        ([[0], [0], [1], [1]], [0, 1, 1, 1], True),  # an empty cell
        ([[1], [2]], [1, 1], True),  # one answer only
        ([[0, 0], [1, 0], [0, 1], [1, 1]], [0, 1, 1, 0], False),
        ([[0, 0], [2, 1], [1, 2], [3, 3.5], [3.5, 3]], [0, 0, 1, 1, 0], True),  # only the difference tells
    ],
)
def test_by_hand(x: list[list[float]], y: list[int], separated: bool) -> None:
    assert _separated(x, y) is separated


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), min_size=1, max_size=20))
def test_one_predictor_separates_where_the_ranges_do_not_overlap(rows: list[tuple[int, int]]) -> None:
    """One predictor: a maximum exists exactly where each group reaches strictly into the other's range."""
    low = [x for x, y in rows if not y]
    high = [x for x, y in rows if y]
    if low and high and len({x for x, _ in rows}) > 1:
        overlap = min(low) < max(high) and min(high) < max(low)
        assert _separated([[x] for x, _ in rows], [y for _, y in rows]) is not overlap


def test_nothing_separates_nothing() -> None:
    assert not is_separated(np.empty((0, 2)))
