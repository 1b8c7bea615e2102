import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import paired_mean_change, paired_p_value
from impl_eval.statistics.partially_overlapping import (
    PartiallyOverlappingChange,
    partially_overlapping_change,
)
from tests.statistics.known import MECHANISMS, PROPERTY, expected, mechanism_score, table

NAN = math.nan
SCORE = st.one_of(st.none(), st.integers(0, 6))
RESPONDENTS = st.lists(st.tuples(SCORE, SCORE), min_size=4, max_size=25)


def agrees(found: PartiallyOverlappingChange, known: dict[str, Any]) -> None:
    change = found.mean_change
    assert (change.low, change.high) == pytest.approx(tuple(known["ci95"]), rel=1e-9)
    assert found.standard_error.value == pytest.approx(known["se"], rel=1e-10)
    assert found.degrees_of_freedom.value == pytest.approx(known["df"], rel=1e-10)
    assert found.p_value.value == pytest.approx(known["p"], rel=1e-9)


def test_published_example() -> None:
    """Derrick et al. (2017), p = .026 in the paper; further digits by their formulas in R 4.2.2."""
    known = expected("partover_derrick2017")
    first = [*known["b_paired"], *[NAN] * len(known["a_unpaired"]), *known["b_unpaired"]]
    second = [*known["a_paired"], *known["a_unpaired"], *[NAN] * len(known["b_unpaired"])]
    for equal, key in ((True, "equal_var"), (False, "unequal_var")):
        found = partially_overlapping_change(first, second, equal_variances=equal)
        assert found.mean_change.value == pytest.approx(known["estimate"], rel=1e-12)
        assert found.correlation.value == pytest.approx(known["r"], rel=1e-11)
        assert (found.mean_change.n, found.correlation.n) == (24, 8)
        agrees(found, known[key])
        assert f"{'' if equal else 'un'}equal variances" in found.p_value.method


@pytest.mark.parametrize("scale", ["knowledge", "role", "total"])
def test_partially_matched_survey(scale: str) -> None:
    """R 4.2.2, formulas of Derrick et al. (2017): block synthetic_lmm, partover_post_minus_pre."""
    columns = table("synthetic_partially_matched")
    if scale == "total":
        scores = np.mean([mechanism_score(columns, name) for name in MECHANISMS], axis=0)
    else:
        scores = mechanism_score(columns, scale)
    timepoint = sorted(set(columns["wave"]))
    person = {name: row for row, name in enumerate(sorted(set(columns["person"])))}
    wide = np.full((len(person), 2), NAN)
    for name, when, score in zip(columns["person"], columns["wave"], scores, strict=True):
        wide[person[name], timepoint.index(when)] = score
    known = expected("synthetic_lmm")[scale]["partover_post_minus_pre"]
    for equal, key in ((True, "equal_var"), (False, "unequal_var")):
        found = partially_overlapping_change(wide[:, 0], wide[:, 1], equal_variances=equal)
        assert found.mean_change.value == pytest.approx(known["estimate"], rel=1e-10)
        agrees(found, known[key])


def test_everybody_matched_is_the_paired_t_test() -> None:
    rng = np.random.default_rng(8)
    before = rng.normal(3, 1, 15)
    after = before + rng.normal(0.4, 0.6, 15)
    found, paired = partially_overlapping_change(before, after), paired_mean_change(before, after)
    assert (found.mean_change.low, found.mean_change.high) == pytest.approx((paired.low, paired.high))
    assert found.p_value.value == pytest.approx(paired_p_value(before, after).value, rel=1e-9)


@PROPERTY
@given(RESPONDENTS, st.booleans())
def test_direction_order_and_those_who_never_answered(
    respondents: list[tuple[int | None, int | None]], equal: bool
) -> None:
    before, after = (
        np.array([NAN if row[k] is None else row[k] for row in respondents], dtype=float) for k in (0, 1)
    )
    found = partially_overlapping_change(before, after, equal_variances=equal)
    turned = partially_overlapping_change(after[::-1], before[::-1], equal_variances=equal)
    padded = partially_overlapping_change([NAN, *before], [NAN, *after], equal_variances=equal)
    assert padded == found
    assert found.p_value.reason == turned.p_value.reason
    for one, other in ((found.standard_error, turned.standard_error), (found.p_value, turned.p_value)):
        assert (one.value is None) == (other.value is None)
        assert one.value is None or one.value == pytest.approx(other.value, rel=1e-9)
    if found.mean_change.value is not None:
        assert turned.mean_change.value == pytest.approx(-found.mean_change.value, abs=1e-12)
    if found.p_value.value is not None and found.mean_change.low is not None:
        assert 0 <= found.p_value.value <= 1
        assert found.mean_change.high is not None
        if abs(found.p_value.value - 0.05) > 1e-9:
            outside = found.mean_change.low > 0 or found.mean_change.high < 0
            assert (found.p_value.value < 0.05) == outside


def test_odd_cases_have_reasons() -> None:
    empty = partially_overlapping_change([NAN, NAN], [1.0, 2.0])
    assert empty.mean_change.reason == "nobody answered on one of the two occasions"
    assert partially_overlapping_change([], []).p_value.reason == "nobody answered"
    none = partially_overlapping_change([1.0, 2.0, NAN, NAN], [NAN, NAN, 3.0, 5.0])
    assert (none.mean_change.value, none.mean_change.low) == (2.5, None)
    assert none.p_value.reason.startswith("only 0 matched respondents: at least 3")
    two = partially_overlapping_change([1.0, 2.0, 4.0, NAN], [2.0, 2.0, NAN, 3.0])
    assert two.correlation.reason == "only 2 matched respondents: at least 3 are needed for a correlation"
    flat = partially_overlapping_change([2.0, 2.0, 2.0, 5.0], [1.0, 2.0, 3.0, NAN])
    assert "do not vary on one occasion" in flat.p_value.reason
    assert flat.mean_change.value == pytest.approx(2 - 11 / 4)
    before = np.array([1.1, 2.3, 3.7, 4.9])
    same = partially_overlapping_change(before, before + 0.1)
    assert same.mean_change.reason == "no interval: the change does not vary between respondents"
    with pytest.raises(ValueError, match="one score or NaN"):
        partially_overlapping_change([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="infinite"):
        partially_overlapping_change([1.0, math.inf], [1.0, 2.0])
