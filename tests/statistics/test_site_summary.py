import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.site_summary import changes_of_sites, site_summary_change
from tests.statistics.known import PROPERTY

# Site, timepoint and score; the means of A to F are 3.5, 2.5, 4, 3, 2, 3.25 and 4, 3, 4.25, 3, 3, 3.5.
ROWS = [
    *[("A", 0, 3.0), ("A", 0, 4.0), ("A", 1, 4.0), ("B", 0, 2.5), ("B", 1, 2.0), ("B", 1, 4.0)],
    *[("C", 0, 4.0), ("C", 1, 4.5), ("C", 1, 4.0), ("D", 0, 3.0), ("D", 1, 3.0), ("E", 0, 2.0)],
    *[("E", 1, 3.0), ("F", 0, 3.0), ("F", 0, 3.5), ("F", 1, 3.5), ("G", 0, 5.0), ("H", 1, math.nan)],
]
SITE = [row[0] for row in ROWS]
LATER = [bool(row[1]) for row in ROWS]
SCORES = [row[2] for row in ROWS]


def test_six_sites() -> None:
    """R 4.2.2: t.test(c(4,3,4.25,3,3,3.5), c(3.5,2.5,4,3,2,3.25), paired = TRUE) on the sites' means."""
    found = site_summary_change(SCORES, LATER, SITE)
    change = found.mean_change
    assert change.value == pytest.approx(0.41666666666667, rel=1e-12)
    assert (change.low, change.high) == pytest.approx((0.058216155531418, 0.775117177801915), rel=1e-11)
    assert found.standard_error.value == pytest.approx(0.13944333775568, rel=1e-12)
    assert found.degrees_of_freedom.value == 5
    assert found.p_value.value == pytest.approx(0.030514977133586, rel=1e-11)
    assert {e.n for e in (change, found.standard_error, found.degrees_of_freedom, found.p_value)} == {6}


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 7), st.booleans(), st.integers(1, 5)), min_size=1, max_size=60))
def test_order_direction_and_repetition(rows: list[tuple[int, bool, int]]) -> None:
    """A site counts once: writing all its rows down twice changes nothing."""
    site, later, scores = (np.array(column) for column in zip(*rows, strict=True))
    found = site_summary_change(scores, later, site)
    doubled = site_summary_change(np.tile(scores, 2), np.tile(later, 2), np.tile(site, 2))
    turned = site_summary_change(scores[::-1], ~later[::-1], site[::-1])
    assert found.mean_change.reason == doubled.mean_change.reason == turned.mean_change.reason
    assert (found.p_value.value is None) == (doubled.p_value.value is None) == (turned.p_value.value is None)
    if found.p_value.value is not None:
        assert found.p_value.value == pytest.approx(doubled.p_value.value, rel=1e-9)
        assert found.p_value.value == pytest.approx(turned.p_value.value, rel=1e-9)
    if found.mean_change.value is not None:
        assert turned.mean_change.value == pytest.approx(-found.mean_change.value, abs=1e-12)


def test_few_sites_have_no_inference() -> None:
    keep = [i for i, name in enumerate(SITE) if name in "ABCDG"]
    four = site_summary_change(*([column[i] for i in keep] for column in (SCORES, LATER, SITE)))
    assert four.mean_change.value == pytest.approx((0.5 + 0.5 + 0.25 + 0) / 4)
    assert (four.mean_change.low, four.mean_change.n) == (None, 4)
    assert four.p_value.reason == (
        "only 4 sites have both timepoints: at least 5 are needed for inference over sites"
    )
    one = site_summary_change([1.0, 2.0], [False, True], ["A", "A"])
    assert one.p_value.reason.startswith("only 1 site has both timepoints")


def test_odd_cases_have_reasons() -> None:
    none = site_summary_change([1.0, 2.0], [False, True], ["A", "B"])
    assert none.mean_change.reason == "no site has answers from both timepoints"
    assert none.mean_change.n == 0
    assert site_summary_change([], [], []).p_value.value is None
    before = np.array([1.1, 2.3, 3.7, 4.9, 0.2, 0.7])
    sites, later = list("abcdef") * 2, [False] * 6 + [True] * 6
    same = site_summary_change([*before, *(before + 0.1)], later, sites)
    assert same.p_value.reason == "the change does not vary between sites"
    assert same.mean_change.value == pytest.approx(0.1)
    assert (changes_of_sites([*before, *((before + 0.1) - 0.1)], later, sites) == 0).all()
    with pytest.raises(ValueError, match="equal lengths"):
        site_summary_change([1.0], [True, False], ["A"])
    with pytest.raises(ValueError, match="infinite"):
        site_summary_change([math.inf], [True], ["A"])
    with pytest.raises(ValueError, match="neither timepoint"):
        site_summary_change([1.0], [2], ["A"])
