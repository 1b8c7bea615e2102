import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import cronbachs_alpha
from tests.statistics.known import PROPERTY, expected, numbers, table

MATRICES = st.tuples(st.integers(3, 12), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 5).map(float), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@pytest.mark.parametrize("scale", ["agree", "conscientious"])
def test_bfi_with_missing_items(scale: str) -> None:
    """R 4.2.2, psych 2.2.9: alpha of complete cases of bfi, Feldt interval; `-` is reversed on 1-6."""
    known, columns = expected("reliability_bfi")[scale], table("bfi")
    items = [
        7 - numbers(columns[key[1:]]) if key.startswith("-") else numbers(columns[key])
        for key in known["keys"]
    ]
    alpha = cronbachs_alpha(np.column_stack(items))
    assert alpha.n == known["n_complete"]
    assert alpha.value == pytest.approx(known["alpha_listwise"], rel=1e-8)
    assert (alpha.low, alpha.high) == pytest.approx(tuple(known["alpha_listwise_feldt95"]), rel=1e-8)


def test_attitude() -> None:
    """R 4.2.2, psych 2.2.9: alpha of the data set `attitude` (30 x 7), Feldt interval."""
    known = expected("alpha_attitude")
    alpha = cronbachs_alpha(np.column_stack([numbers(column) for column in table("attitude").values()]))
    assert alpha.value == pytest.approx(known["alpha"], rel=1e-8)
    assert (alpha.low, alpha.high) == pytest.approx(tuple(known["feldt95"]), rel=1e-8)


def test_by_hand() -> None:
    """Items (1,2,3) and (1,3,2): variances 1 and 1, totals 2,5,5 with variance 3: 2 (1 - 2/3) = 2/3."""
    assert cronbachs_alpha([[1, 1], [2, 3], [3, 2]]).value == pytest.approx(2 / 3, rel=1e-12)


@PROPERTY
@given(MATRICES, st.floats(-10, 10), st.floats(0.5, 4))
def test_order_shift_and_scale_do_not_matter(rows: list[list[float]], shift: float, scale: float) -> None:
    matrix = np.array(rows)
    alpha = cronbachs_alpha(matrix)
    for other in (matrix[::-1], matrix[:, ::-1], matrix * scale + shift):
        again = cronbachs_alpha(other)
        assert again.reason == alpha.reason
        if alpha.value is not None:
            assert again.value == pytest.approx(alpha.value, rel=1e-7, abs=1e-7)
    if alpha.value is not None:
        assert alpha.value <= 1
    if alpha.low is not None and alpha.high is not None and alpha.value is not None:
        assert alpha.low < alpha.value < alpha.high <= 1


def test_negative_alpha_is_shown() -> None:
    """By hand: items (1,2,3,4) and (4,3,2,2), one of them not reverse scored.

    Variances 5/3 and 11/12, totals 5,5,5,6 with variance 1/4: 2 (1 - (31/12) / (1/4)) = -56/3.
    """
    alpha = cronbachs_alpha([[1, 4], [2, 3], [3, 2], [4, 2]])
    assert alpha.value == pytest.approx(-56 / 3, rel=1e-12)
    assert alpha.low is not None


def test_odd_cases_have_reasons() -> None:
    assert cronbachs_alpha([[1.0], [2.0]]).reason == "the scale has fewer than two items"
    assert cronbachs_alpha(np.empty((0, 3))).reason.startswith("nobody answered every item")
    holes = [[1.0, math.nan], [2.0, 3.0]]
    assert cronbachs_alpha(holes).reason.startswith("only one respondent answered every item")
    assert cronbachs_alpha(holes).n == 1
    assert cronbachs_alpha([[1, 5], [2, 4], [3, 3]]).reason == "the total scores do not vary"
    assert cronbachs_alpha([[0.1, 0.2], [0.2, 0.1], [0.3, 0.0]]).reason == "the total scores do not vary"
    same = cronbachs_alpha([[1, 1], [2, 2], [4, 4]])
    assert (same.value, same.low) == (1.0, None)
    assert same.reason.startswith("no interval")
    with pytest.raises(ValueError, match="respondents x items"):
        cronbachs_alpha([1.0, 2.0])
    with pytest.raises(ValueError, match="infinite"):
        cronbachs_alpha([[1.0, math.inf]])
