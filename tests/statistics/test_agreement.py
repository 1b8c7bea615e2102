import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import cohens_kappa, percent_agreement
from tests.statistics.known import PROPERTY

LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


def _from_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Turn counts (rows coder a, columns coder b) into two label sequences."""
    labels = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [a for a, _ in labels], [b for _, b in labels]


@pytest.mark.parametrize(
    ("table", "kappa", "percent"),
    [
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 29 / 59, 70),
        ([[20, 5], [10, 15]], 0.4, 70),
        ([[45, 15], [25, 15]], 6 / 46, 60),
        ([[25, 35], [5, 35]], 14 / 54, 60),
        ([[40, 9], [6, 45]], 3492 / 4992, 85),
        ([[80, 10], [5, 5]], 7 / 22, 85),
    ],
)
def test_published_tables(table: list[list[int]], kappa: float, percent: float) -> None:
    """Published kappas, derived again by hand: (observed - chance) / (1 - chance).

    Cohen (1960), n 200: observed 140/200 = .70; margins 120 60 20 and 100 60 40, chance
    (12000 + 3600 + 800) / 40000 = .41; .29 / .59 = .4915.
    [[20,5],[10,15]], n 50: observed .70; margins 25 25 and 30 20, chance 1250 / 2500 = .5; .4.
    [[45,15],[25,15]], n 100: observed .60; 60 40 and 70 30, chance (4200 + 1200) / 10000 = .54;
    .06 / .46 = .1304.
    [[25,35],[5,35]], n 100: observed .60; 60 40 and 30 70, chance (1800 + 2800) / 10000 = .46;
    .14 / .54 = .2593.
    Feinstein and Cicchetti (1990), n 100, observed .85 in both: 49 51 and 46 54, chance
    (2254 + 2754) / 10000 = .5008, .3492 / .4992 = .700; 90 10 and 85 15, chance (7650 + 150) / 10000 = .78,
    .07 / .22 = .318.
    """
    a, b = _from_table(table)
    assert cohens_kappa(a, b).value == pytest.approx(kappa, rel=1e-12)
    assert percent_agreement(a, b).value == pytest.approx(percent, rel=1e-12)
    assert cohens_kappa(a, b).n == percent_agreement(a, b).n == sum(map(sum, table))


def test_no_interval_says_why() -> None:
    for estimate in (cohens_kappa("ab", "aa"), percent_agreement("ab", "aa")):
        assert estimate.low is None
        assert estimate.reason == "no interval: intervals need at least five double-coded transcripts"
    assert percent_agreement("ab", "aa").unit == "%"


@PROPERTY
@given(LABELS)
def test_symmetric_and_blind_to_order_and_names(labels: list[tuple[str, str]]) -> None:
    a, b = [one for one, _ in labels], [other for _, other in labels]
    kappa = cohens_kappa(a, b)
    assert cohens_kappa(b, a) == kappa
    assert cohens_kappa(a[::-1], b[::-1]) == kappa
    renamed = {"a": True, "b": False, "c": None}
    assert cohens_kappa([renamed[x] for x in a], [renamed[x] for x in b]) == kappa
    assert kappa.value is None or -1 <= kappa.value <= 1
    assert percent_agreement(a, b).value == 100 * sum(x == y for x, y in labels) / len(labels)
    if a == b:
        assert kappa.value in (None, 1.0)


def test_one_label_throughout_has_no_kappa() -> None:
    kappa = cohens_kappa("aaaa", "aaaa")
    assert (kappa.value, kappa.n, kappa.reason) == (None, 4, "both coders used a single label")
    assert percent_agreement("aaaa", "aaaa").value == 100
    assert cohens_kappa("aaaa", "bbbb").value == 0


def test_wrong_input_is_refused() -> None:
    for a, b in (("", ""), ("ab", "a")):
        with pytest.raises(ValueError, match="equal, non-zero lengths"):
            cohens_kappa(a, b)
        with pytest.raises(ValueError, match="equal, non-zero lengths"):
            percent_agreement(a, b)
