import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.signed_rank import SignedRankTest, signed_rank_test
from impl_eval.statistics.signed_ranks import (
    EXACT_UP_TO,
    Zeros,
    lower_critical_value,
    probability_at_most,
    signed_ranks,
)
from tests.statistics.known import PROPERTY, SLEEP_BASELINE, SLEEP_FOLLOW_UP, expected

# Answers from 1 to 5 with ties and four pairs without change.
BEFORE = np.array([3, 5, 2, 4, 4, 1, 3, 2, 5, 4, 3, 2, 1, 4, 3, 2.0])
AFTER = np.array([4, 5, 4, 3, 5, 3, 3, 4, 4, 5, 5, 2, 4, 4, 5, 1.0])
BOTH: tuple[Zeros, ...] = ("pratt", "dropped")
PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9)


def values(test: SignedRankTest) -> tuple[float | None, ...]:
    return test.rank_sum.value, test.z.value, test.asymptotic_p_value.value, test.p_value.value


def test_sleep() -> None:
    """R 4.2.2: coin 1.4.2 wilcoxsign_test (both zero methods), exactRankTests 0.8.35 wilcox.exact."""
    known = expected("paired_sleep")
    pratt = signed_rank_test(SLEEP_BASELINE, SLEEP_FOLLOW_UP)
    dropped = signed_rank_test(SLEEP_BASELINE, SLEEP_FOLLOW_UP, zeros="dropped")
    assert pratt.z.value == pytest.approx(known["coin_pratt"]["z"], rel=1e-11)
    assert pratt.asymptotic_p_value.value == pytest.approx(known["coin_pratt"]["p"], rel=1e-10)
    assert dropped.z.value == pytest.approx(known["coin_wilcoxon"]["z"], rel=1e-11)
    assert dropped.asymptotic_p_value.value == pytest.approx(known["coin_wilcoxon"]["p"], rel=1e-10)
    assert dropped.p_value.value == known["wilcoxon_exact_ties"]["p"]
    assert dropped.rank_sum.value == known["wilcoxon_uncorrected"]["V"]
    assert (pratt.p_value.n, dropped.p_value.n) == (10, 9)


def test_ties_and_zeros() -> None:
    """R 4.2.2, coin 1.4.2: wilcoxsign_test(after ~ before, zero.method), also with distribution = "exact".

    V of zeros dropped and its exact p value also from exactRankTests 0.8.35.
    """
    pratt = signed_rank_test(BEFORE, AFTER)
    dropped = signed_rank_test(BEFORE, AFTER, zeros="dropped")
    assert values(pratt)[1:] == pytest.approx((2.135650028153692, 0.032707950409239, 0.0380859375), rel=1e-12)
    assert values(dropped) == pytest.approx(
        (67.5, 2.284573725760176, 0.022337835017306, 0.02294921875), rel=1e-12
    )
    assert [e.statistic for e in (dropped.rank_sum, dropped.z, dropped.p_value)] == [
        "signed_rank_sum_zeros_dropped",
        "signed_rank_z_zeros_dropped",
        "signed_rank_p_value_zeros_dropped",
    ]
    assert "exact permutation" in pratt.p_value.method
    assert "(Pratt)" in pratt.p_value.method
    assert "normal approximation" in pratt.asymptotic_p_value.method


def test_without_ties() -> None:
    """R 4.2.2: wilcox.test(v, u, paired = TRUE), depression scores of Hollander and Wolfe (1973)."""
    u = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
    v = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    for zeros in BOTH:
        test = signed_rank_test(u, v, zeros=zeros)
        assert (test.rank_sum.value, test.p_value.value) == (5.0, 0.0390625)


def test_many_changes_have_the_normal_approximation_and_say_so() -> None:
    """R 4.2.2, coin 1.4.2 on whole numbers: wilcoxsign_test(round(10 * y) ~ round(10 * x), "Pratt").

    In tenths R compares differences to the last bit and finds z = 2.0571 for the same data.
    """
    i = np.arange(1, EXACT_UP_TO + 101)
    before, after = (i * 37 % 101) / 10, (i * 53 % 97) / 10 + 0.6
    test = signed_rank_test(before, after)
    assert test.z.value == pytest.approx(2.11107606838730, rel=1e-12)
    assert test.p_value.value == pytest.approx(0.03476577406284, rel=1e-11)
    assert "normal approximation" in test.p_value.method
    exact = signed_rank_test(before[:500], after[:500]).p_value
    assert "exact" in exact.method
    assert exact.value == pytest.approx(
        signed_rank_test(before[:500], after[:500]).asymptotic_p_value.value, abs=1e-3
    )


@PROPERTY
@given(PAIRS, st.sampled_from(BOTH))
def test_exact_is_the_share_of_all_signs(pairs: list[tuple[int, int]], zeros: Zeros) -> None:
    """The definition, by listing every assignment of signs to the ranks."""
    before, after = np.array(pairs, dtype=float).T
    test, turned = signed_rank_test(before, after, zeros=zeros), signed_rank_test(after, before, zeros=zeros)
    assert (test.p_value.value, test.p_value.reason) == (turned.p_value.value, turned.p_value.reason)
    if test.p_value.value is None:
        assert (before == after).all()
        return
    doubled = signed_ranks(before, after, zeros).doubled
    sums = [sum(s * r for s, r in zip(signs, doubled, strict=True))
            for signs in itertools.product((-1, 1), repeat=doubled.size)]  # fmt: skip
    assert test.rank_sum.value is not None
    observed = abs(4 * test.rank_sum.value - doubled.sum())
    assert test.p_value.value == pytest.approx(np.mean([abs(s) >= observed for s in sums]), rel=1e-12)
    assert test.z.value == pytest.approx(-float(turned.z.value or 0.0), abs=1e-12)


@PROPERTY
@given(PAIRS, st.sampled_from([0.1, 1 / 3, 7.0]), st.sampled_from(BOTH))
def test_rounding_of_floats_breaks_no_tie(pairs: list[tuple[int, int]], unit: float, zeros: Zeros) -> None:
    before, after = np.array(pairs, dtype=float).T
    plain = signed_rank_test(before, after, zeros=zeros)
    moved = signed_rank_test(before * unit + 0.7, after * unit + 0.7, zeros=zeros)
    assert values(plain) == values(moved)


def test_null_distribution_of_untied_ranks() -> None:
    """R 4.2.2: qsignrank(.025, n), psignrank(8, 10) and psignrank(5000, 200)."""
    sizes = (6, 7, 10, 25, 50, 200, 500)
    assert [lower_critical_value(n, 0.025) for n in sizes] == [1, 3, 9, 90, 435, 8445, 56291]
    assert lower_critical_value(5, 0.025) == 0
    assert probability_at_most(np.arange(1, 11), 8) == 25 / 1024
    assert probability_at_most(np.arange(1, 11), -1) == 0
    # Half of all outcomes lie on either side of the mean, 10050, which itself has some probability.
    assert 0.5 < probability_at_most(np.arange(1, 201), 10050) < 0.501


def test_odd_cases_have_reasons() -> None:
    for zeros in BOTH:
        nobody = signed_rank_test([1.0, 0.1 + 0.2, 3.0], [1.0, 0.3, 3.0], zeros=zeros)
        assert (nobody.p_value.value, nobody.p_value.reason, nobody.p_value.n) == (None, "nobody changed", 3)
        for n in (0, 1):
            few = signed_rank_test(np.ones(n), np.zeros(n), zeros=zeros)
            assert few.z.reason.endswith("at least 2 are needed")
        with pytest.raises(ValueError, match="need pairs; got 2 and 3"):
            signed_rank_test([1.0, 2.0], [1.0, 2.0, 3.0], zeros=zeros)
        with pytest.raises(ValueError, match="incomplete"):
            signed_rank_test([1.0, math.nan], [1.0, 2.0], zeros=zeros)
    with pytest.raises(ValueError, match='treated as "pratt" or "dropped"'):
        signed_rank_test([1.0, 2.0], [2.0, 2.0], zeros="split")  # type: ignore[arg-type]
    assert signed_rank_test([1.0, 1.0], [2.0, 1.0]).p_value.value == 1.0
