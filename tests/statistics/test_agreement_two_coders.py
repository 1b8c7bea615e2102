import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.statistics import (
    NO_INTERVAL,
    Ratings,
    agreement_where_either_coded,
    cohens_kappa,
    cohens_kappa_of,
    gwets_ac1,
    krippendorffs_alpha,
    pabak,
    percent_agreement,
    prevalence,
)
from tests.statistics.known import PROPERTY
from tests.statistics.ratings import any_ratings, from_table, unit_by_unit

LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


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
    a, b = from_table(table)
    assert cohens_kappa(a, b).value == pytest.approx(kappa, rel=1e-12)
    assert percent_agreement(a, b).value == pytest.approx(percent, rel=1e-12)
    assert cohens_kappa(a, b).n == percent_agreement(a, b).n == sum(map(sum, table))


def test_the_example_of_nvivo_on_characters() -> None:
    """NVivo's help: 1000 characters, 50 by both, 150 by one alone, 800 by neither: agreement 85%.

    With 75 and 75: its sums by chance are 125 * 125 / 1000 = 15.625 and 875 * 875 / 1000 = 765.625,
    kappa (850 - 781.25) / (1000 - 781.25) = .3143. A known error (chance as a product) gives .2064.
    """
    labels = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])
    ratings = Ratings(labels, np.array([50, 75, 75, 800]), np.zeros(4, dtype=int), 2, "characters")
    kappa = cohens_kappa_of(ratings)
    assert kappa.value == pytest.approx(68.75 / 218.75, rel=1e-12)
    assert kappa.value == pytest.approx(0.3143, abs=5e-5)
    assert kappa.n == 1000
    assert agreement_where_either_coded(ratings).value == pytest.approx(25)
    assert agreement_where_either_coded(ratings).n == 200
    assert prevalence(ratings).value == pytest.approx(0.125)


def test_the_paradox_of_a_rare_code_by_hand() -> None:
    """Feinstein and Cicchetti's two tables of one agreement, 85%: kappa .70 and .32.

    PABAK is 2 * .85 - 1 = .70 for both. AC1: the mean share of the first label is .475 and .875, chance
    2 * .475 * .525 = .49875 and 2 * .875 * .125 = .21875; .35125 / .50125 and .63125 / .78125.
    """
    even, rare = (Ratings.of_labels(*from_table(table)) for table in ([[40, 9], [6, 45]], [[80, 10], [5, 5]]))
    assert pabak(even).value == pytest.approx(0.7) == pabak(rare).value
    assert gwets_ac1(even).value == pytest.approx(0.35125 / 0.50125)
    assert gwets_ac1(rare).value == pytest.approx(0.63125 / 0.78125)


def test_no_interval_says_why() -> None:
    for estimate in (cohens_kappa("ab", "aa"), percent_agreement("ab", "aa")):
        assert estimate.low is None
        assert estimate.reason == NO_INTERVAL
    assert NO_INTERVAL == "no interval: intervals need at least five double-coded transcripts"
    assert percent_agreement("ab", "aa").unit == "%"


@PROPERTY
@given(LABELS)
def test_symmetric_and_blind_to_order_and_names(labels: list[tuple[str, str]]) -> None:
    a, b = [one for one, _ in labels], [other for _, other in labels]
    kappa = cohens_kappa(a, b)
    assert cohens_kappa(b, a) == kappa
    assert cohens_kappa(a[::-1], b[::-1]) == kappa
    renamed = {"a": True, "b": False, "c": "d"}
    assert cohens_kappa([renamed[x] for x in a], [renamed[x] for x in b]) == kappa
    assert kappa.value is None or -1 <= kappa.value <= 1
    percent = 100 * sum(x == y for x, y in labels) / len(labels)
    assert percent_agreement(a, b).value == pytest.approx(percent)
    if a == b:
        assert kappa.value in (None, 1.0)


@PROPERTY
@given(any_ratings(coders=(2, 2), labels=3, complete=True))
def test_kappa_is_that_of_statsmodels(ratings: Ratings) -> None:
    from statsmodels.stats.inter_rater import cohens_kappa as of_statsmodels

    table = np.zeros((3, 3))
    for (first, second), length in zip(ratings.labels, ratings.lengths, strict=True):
        table[first, second] += length
    ours = cohens_kappa_of(ratings)
    margins = (table.sum(axis=0) > 0) | (table.sum(axis=1) > 0)
    if margins.sum() == 1:
        assert ours.reason == "both coders used a single label"
    else:
        assert ours.value == pytest.approx(of_statsmodels(table, return_results=False), abs=1e-12)


@PROPERTY
@given(any_ratings(coders=(2, 2)))
def test_runs_are_units_and_the_coefficients_fit_together(ratings: Ratings) -> None:
    single = unit_by_unit(ratings)
    for statistic in (cohens_kappa_of, pabak, agreement_where_either_coded):
        assert statistic(ratings) == statistic(single)
    percent, adjusted = percent_agreement_of_two(ratings), pabak(ratings)
    if percent is not None:
        assert adjusted.value == pytest.approx(2 * percent / 100 - 1)
    else:
        assert adjusted.reason == "no unit was looked at by both coders"
    kappa, alpha = cohens_kappa_of(ratings).value, krippendorffs_alpha(ratings).value
    assert (kappa is None) == (alpha is None)


def percent_agreement_of_two(ratings: Ratings) -> float | None:
    from impl_eval.statistics import percent_agreement_of

    return percent_agreement_of(ratings).value


def test_one_label_throughout_has_no_kappa() -> None:
    kappa = cohens_kappa("aaaa", "aaaa")
    assert (kappa.value, kappa.n, kappa.reason) == (None, 4, "both coders used a single label")
    assert percent_agreement("aaaa", "aaaa").value == 100
    assert cohens_kappa("aaaa", "bbbb").value == 0


def test_a_code_that_nobody_gave_agrees_nowhere() -> None:
    nothing = Ratings(np.zeros((4, 2), dtype=int), np.ones(4, dtype=int), np.zeros(4, dtype=int), 2)
    where_coded = agreement_where_either_coded(nothing)
    assert (where_coded.value, where_coded.n, where_coded.reason) == (None, 0, "neither coder coded it")
    assert pabak(nothing).value == 1


def test_wrong_input_is_refused() -> None:
    for a, b in (("", ""), ("ab", "a")):
        with pytest.raises(ValueError, match="equal, non-zero lengths"):
            cohens_kappa(a, b)
        with pytest.raises(ValueError, match="equal, non-zero lengths"):
            percent_agreement(a, b)
    with pytest.raises(ValueError, match="two coders"):
        cohens_kappa_of(Ratings.of_labels("ab", "ab", "ab"))
    with pytest.raises(ValueError, match="3 labels"):
        pabak(Ratings.of_labels("abc", "abc"))
    with pytest.raises(ValueError, match="3 labels"):
        agreement_where_either_coded(Ratings.of_labels("abc", "abc"))
    one, ones = np.zeros((1, 2), dtype=int), np.ones(1, dtype=int)
    for labels, lengths in ((one, ones - 1), (one + 2, ones), (one[:, :1], ones), (one, np.ones(2, int))):
        with pytest.raises(ValueError):
            Ratings(labels, lengths, np.zeros(1, dtype=int), 2)
