import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics.mcnemar import mcnemar, mcnemar_from_counts
from tests.statistics.known import PROPERTY, expected


def test_approval() -> None:
    """R 4.2.2, base binom.test, block mcnemar_approval; there the first row and column are yes."""
    known = expected("mcnemar_approval")
    (_, lost), (gained, _) = known["table_rows_first"]
    result = mcnemar_from_counts(lost, gained, pairs=1600)
    assert result.exact_p_value.value == pytest.approx(known["p_exact"], rel=1e-8)
    assert result.mid_p_value.value == pytest.approx(known["midp"], rel=1e-8)
    assert result.odds_ratio.value == pytest.approx(known["or"], rel=1e-10)
    assert (result.odds_ratio.low, result.odds_ratio.high) == pytest.approx(known["or_exact_ci"], rel=1e-8)
    assert (result.odds_ratio.n, result.discordant.value) == (1600, 236)


@pytest.mark.parametrize(
    ("gained", "lost", "p", "mid", "ratio", "low", "high"),
    [
        (20, 7, 0.0191572904587, 0.0125409513712, 2.8571428571429, 1.160533039546, 7.9972912250382),
        (4, 4, 1.0, 0.86328125, 1.0, 0.186257590851, 5.368908700216),
        (0, 6, 0.03125, 0.015625, 0.0, 0.0, 0.849311194297),
    ],
)
def test_small_counts(
    gained: int, lost: int, p: float, mid: float, ratio: float, low: float, high: float
) -> None:
    """R 4.2.2: b <- binom.test(gained, gained + lost), ci / (1 - ci); mid-p from pbinom and dbinom.

    With equal counts mid-p is 1 - 0.5 dbinom(4, 8, 0.5), by the supplement of Fagerland et al. (2013).
    """
    result = mcnemar_from_counts(gained, lost, pairs=40)
    assert result.exact_p_value.value == pytest.approx(p, rel=1e-10)
    assert result.mid_p_value.value == pytest.approx(mid, rel=1e-10)
    assert result.odds_ratio.value == pytest.approx(ratio, rel=1e-10)
    assert (result.odds_ratio.low, result.odds_ratio.high) == pytest.approx((low, high), rel=1e-10)


@PROPERTY
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=80))
def test_the_other_direction_is_the_other_way_round(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array(pairs).T
    forth, back = mcnemar(before, after), mcnemar(after, before)
    assert forth.exact_p_value.value == back.exact_p_value.value
    assert forth.mid_p_value.value == back.mid_p_value.value
    if forth.odds_ratio.value and back.odds_ratio.value:
        assert forth.odds_ratio.value == pytest.approx(1 / back.odds_ratio.value)
        assert back.odds_ratio.high is not None
        assert forth.odds_ratio.low == pytest.approx(1 / back.odds_ratio.high)
    if forth.mid_p_value.value is not None:
        assert forth.exact_p_value.value is not None
        assert 0 < forth.mid_p_value.value <= forth.exact_p_value.value <= 1


def test_odd_cases_have_reasons() -> None:
    """Lower limit where nobody lost: R 4.2.2 binom.test(5, 5), .916355857315."""
    nobody = mcnemar_from_counts(0, 0, pairs=12)
    for estimate in (nobody.exact_p_value, nobody.mid_p_value, nobody.odds_ratio):
        assert (estimate.value, estimate.reason, estimate.n) == (None, "nobody's answer changed", 12)
    assert nobody.discordant.value == 0
    assert mcnemar([], []).exact_p_value.reason == "there are no pairs"
    gained = mcnemar_from_counts(5, 0, pairs=12)
    assert gained.exact_p_value.value == 0.0625
    assert gained.odds_ratio.value is None
    assert gained.odds_ratio.reason.endswith("(95 % from 0.916)")


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="counts do not fit"):
        mcnemar_from_counts(3, 3, pairs=5)
    with pytest.raises(ValueError, match="counts do not fit"):
        mcnemar_from_counts(-1, 3, pairs=5)
    with pytest.raises(ValueError, match="need pairs"):
        mcnemar([True], [True, False])
    with pytest.raises(ValueError, match="neither true nor false"):
        mcnemar([1.0], [math.nan])


def test_mid_p_where_as_many_gained_as_lost() -> None:
    """Fagerland, Lydersen and Laake (2013), supplement: 1 - 0.5 x binompdf(n12, n, 0.5).

    By hand: 3 gained, 3 lost: 20 / 64 = .3125, so .84375. The exact p is 1.
    """
    result = mcnemar_from_counts(3, 3, pairs=10)
    assert result.mid_p_value.value == pytest.approx(0.84375, rel=1e-12)
    assert result.exact_p_value.value == 1
