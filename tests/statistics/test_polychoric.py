"""Polychoric correlations and ordinal alpha: known answers from psych and lavaan, laws, odd cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.bivariate_normal import cell_probabilities, cell_slopes
from impl_eval.statistics.polychoric import ordinal_alpha, polychoric_correlation
from tests.statistics.known import PROPERTY, expected, numbers, table
from tests.statistics.test_omega import small_survey


@pytest.mark.parametrize("scale", ["agree", "conscientious"])
def test_bfi(scale: str) -> None:
    """R 4.2.2, psych 2.2.9: polychoric() on complete cases of bfi, and alpha of its matrix."""
    known, columns = expected("reliability_bfi")[scale], table("bfi")
    items = [
        7 - numbers(columns[key[1:]]) if key.startswith("-") else numbers(columns[key])
        for key in known["keys"]
    ]
    found = ordinal_alpha(np.column_stack(items))
    assert found.alpha.n == known["n_complete"]
    assert found.alpha.value == pytest.approx(known["ordinal_alpha"], abs=1e-4)
    assert np.array(found.correlations) == pytest.approx(np.array(known["polychoric_matrix"]), abs=1e-4)


def test_small_survey() -> None:
    """R 4.2.2, lavaan 0.6.14: lavCor(d, ordered = names(d)), two-step; alpha of it by 4/3 (1 - 4/sum)."""
    found = ordinal_alpha(small_survey())
    known = [0.8176010299, 0.6918830196, 0.8957159010, 0.6854837344, 0.6575246062, 0.8255827365]
    correlations = np.array(found.correlations)
    assert [correlations[i, j] for j in range(4) for i in range(j + 1, 4)] == pytest.approx(known, abs=1e-6)
    assert found.alpha.value == pytest.approx(0.9276820652, abs=1e-6)


def test_quadrants_by_hand() -> None:
    """Sheppard (1899): with thresholds at 0 the first quadrant has 1/4 + arcsin(r) / (2 pi)."""
    for correlation in (-0.95, -0.3, 0.0, 0.5, 0.99):
        cells = cell_probabilities((np.zeros(1), np.zeros(1)), correlation)
        assert cells[0, 0] == pytest.approx(0.25 + np.arcsin(correlation) / (2 * np.pi), abs=1e-12)
    """40 of 120 in each agreeing quadrant: r = sin(2 pi (1/3 - 1/4)) = 1/2."""
    assert polychoric_correlation(np.array([[40, 20], [20, 40]])) == pytest.approx(0.5, abs=1e-7)


@PROPERTY
@given(
    st.lists(st.floats(-2.5, 2.5), min_size=1, max_size=4, unique=True),
    st.lists(st.floats(-2.5, 2.5), min_size=1, max_size=4, unique=True),
    st.floats(-0.95, 0.95),
)
def test_cells_add_up_and_slopes_are_their_derivatives(
    rows: list[float], columns: list[float], correlation: float
) -> None:
    from scipy import special

    thresholds = (np.sort(rows), np.sort(columns))
    cells = cell_probabilities(thresholds, correlation)
    assert cells.sum() == pytest.approx(1, abs=1e-12)
    assert (cells > -1e-10).all()
    margin = np.diff(np.concatenate([[0.0], special.ndtr(thresholds[0]), [1.0]]))
    assert cells.sum(axis=1) == pytest.approx(margin, abs=1e-10)
    step = 1e-5
    difference = cell_probabilities(thresholds, correlation + step) - cell_probabilities(
        thresholds, correlation - step
    )
    assert difference / (2 * step) == pytest.approx(cell_slopes(thresholds, correlation), abs=1e-4)


@PROPERTY
@given(st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=2, max_size=4))
def test_transposing_and_reversing(rows: list[list[int]]) -> None:
    counts = np.array(rows)
    found = polychoric_correlation(counts)
    turned, mirrored = polychoric_correlation(counts.T), polychoric_correlation(counts[::-1])
    assert found is not None
    assert turned == pytest.approx(found, abs=1e-6)
    assert mirrored == pytest.approx(-found, abs=1e-6)


def test_odd_cases_have_reasons() -> None:
    assert polychoric_correlation(np.array([[5, 0], [0, 5]])) is None
    items = small_survey()
    same = np.column_stack([items[:, 0], items[:, 0], items[:, 1]])
    assert ordinal_alpha(same).alpha.reason == "the polychoric correlation of items 1 and 2 runs to its end"
    constant = np.column_stack([items[:, 0], np.full(60, 3.0)])
    assert ordinal_alpha(constant).alpha.reason.startswith("an item does not vary")
    sliders = np.column_stack([np.arange(60.0), np.arange(60.0)])
    assert ordinal_alpha(sliders).alpha.reason.startswith("an item has more than 15 different answers")
    assert ordinal_alpha(items[:, :1]).alpha.reason == "the scale has fewer than two items"
    assert ordinal_alpha(np.full((3, 2), np.nan)).alpha.reason.startswith("nobody answered every item")
    opposed = np.column_stack([items[:, 0], 6 - items[:, 1], items[:, 2]])
    assert ordinal_alpha(opposed).alpha.value < 0
