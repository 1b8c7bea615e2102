import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.results import Estimate
from impl_eval.statistics import (
    Ratings,
    fleiss_kappa,
    gwets_ac1,
    krippendorffs_alpha,
    percent_agreement_of,
    prevalence,
)
from tests.statistics.known import PROPERTY
from tests.statistics.ratings import (
    FLEISS_1971,
    FLEISS_1971_SUMS,
    FOUR_OBSERVERS,
    any_ratings,
    from_counts,
    observers,
    unit_by_unit,
)

ALL: tuple[Callable[[Ratings], Estimate], ...] = (
    percent_agreement_of,
    fleiss_kappa,
    gwets_ac1,
    krippendorffs_alpha,
)


@pytest.mark.parametrize(
    ("rows", "alpha", "tolerance"),
    [
        (("0100000010", "1110010000"), 0.095, 5e-4),
        (("aabbdcccedda", "babbbccceddd"), 0.692, 5e-4),
        (FOUR_OBSERVERS, 0.743, 5e-4),
        (("*****34121133*3", "1*213343*******", "**21344*21133*4"), 0.691, 5e-4),
    ],
)
def test_published_alphas(rows: tuple[str, ...], alpha: float, tolerance: float) -> None:
    """Krippendorff (2011), sections A, B, C; the last, three coders and 15 units: Wikipedia's example."""
    assert krippendorffs_alpha(observers(rows)).value == pytest.approx(alpha, abs=tolerance)


def test_published_coefficients_of_four_raters_with_gaps() -> None:
    """irrCAC (R), data set raw_4raters: AC1 .77544, Fleiss .76117, Krippendorff .74342; 12 units, 4 raters.

    Unit 12 has one rater: it counts for the frequencies of labels and not for the observed agreement.
    """
    ratings = observers(FOUR_OBSERVERS)
    assert gwets_ac1(ratings).value == pytest.approx(0.77544, abs=5e-6)
    assert fleiss_kappa(ratings).value == pytest.approx(0.76117, abs=5e-6)
    assert krippendorffs_alpha(ratings).value == pytest.approx(0.74342, abs=5e-6)
    assert gwets_ac1(ratings).n == 11


def test_fleiss_1971() -> None:
    """Fleiss (1971): 30 patients, 6 psychiatrists, kappa .430."""
    counts = [[int(count) for count in row] for row in FLEISS_1971]
    assert np.sum(counts, axis=0).tolist() == FLEISS_1971_SUMS
    assert {sum(row) for row in counts} == {6}
    assert fleiss_kappa(from_counts(counts)).value == pytest.approx(0.430, abs=5e-4)


def test_the_worked_example_of_fleiss_kappa() -> None:
    """Wikipedia, "Fleiss' kappa": 10 subjects, 14 raters; mean agreement .378, chance .213, kappa .210."""
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    ratings = from_counts(counts)
    assert fleiss_kappa(ratings).value == pytest.approx(0.210, abs=5e-4)
    assert percent_agreement_of(ratings).value == pytest.approx(37.8, abs=0.05)


def test_three_coders_by_hand() -> None:
    """Two labels, three coders: 000 and 111 agree wholly, 001 in one pair of three: observed 7/9.

    Share of label 1: (0 + 1 + 1/3) / 3 = 4/9. Fleiss: chance (16 + 25)/81 = 41/81, (63 - 41)/(81 - 41)
    = 22/40. AC1: chance 2 * 20/81 = 40/81, (63 - 40)/(81 - 40) = 23/41. Alpha: 9 labels, 4 and 5;
    disagreement in unit 3 is 2 * 2 * 1 / 2 = 2; 1 - 8 * 2/(2 * 20) = 24/40.
    """
    ratings = Ratings.of_labels("010", "010", "011")
    assert percent_agreement_of(ratings).value == pytest.approx(700 / 9)
    assert fleiss_kappa(ratings).value == pytest.approx(22 / 40)
    assert gwets_ac1(ratings).value == pytest.approx(23 / 41)
    assert krippendorffs_alpha(ratings).value == pytest.approx(24 / 40)


@PROPERTY
@given(any_ratings(labels=3))
def test_alpha_is_that_of_krippendorff_and_nltk(ratings: Ratings) -> None:
    import krippendorff
    from nltk.metrics.agreement import AnnotationTask

    ours = krippendorffs_alpha(ratings)
    units = unit_by_unit(ratings).labels
    paired = units[(units >= 0).sum(axis=1) >= 2]
    if np.unique(paired[paired >= 0]).size < 2:
        assert ours.value is None
        assert ours.reason == "all coders used a single label"
        return
    data = np.where(paired >= 0, paired, np.nan).T
    library = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert ours.value == pytest.approx(library, abs=1e-12)
    triples = [
        (f"coder {coder}", f"unit {unit}", str(label))
        for unit, row in enumerate(paired)
        for coder, label in enumerate(row)
        if label >= 0
    ]
    assert ours.value == pytest.approx(AnnotationTask(data=triples).alpha(), abs=1e-12)


@PROPERTY
@given(any_ratings(labels=3, complete=True))
def test_fleiss_is_that_of_statsmodels_where_all_looked_at_all(ratings: Ratings) -> None:
    from statsmodels.stats.inter_rater import aggregate_raters
    from statsmodels.stats.inter_rater import fleiss_kappa as of_statsmodels

    counts, _ = aggregate_raters(unit_by_unit(ratings).labels)
    ours = fleiss_kappa(ratings)
    if counts.shape[1] == 1:
        assert ours.reason == "all coders used a single label"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ours.value == pytest.approx(of_statsmodels(counts), abs=1e-10)


@PROPERTY
@given(any_ratings(labels=3), st.randoms(use_true_random=False))
def test_runs_coders_labels_and_order_do_not_matter(ratings: Ratings, random) -> None:  # type: ignore[no-untyped-def]
    coders = list(range(ratings.labels.shape[1]))
    rows = list(range(ratings.labels.shape[0]))
    random.shuffle(coders)
    random.shuffle(rows)
    names = np.array([2, 0, 1, -1])  # -1, not looked at, keeps its number
    other = Ratings(
        names[ratings.labels[rows][:, coders]], ratings.lengths[rows], ratings.transcripts[rows], 3
    )
    for statistic in ALL:
        here = statistic(ratings)
        for there in (statistic(other), statistic(unit_by_unit(ratings))):
            assert there.n == here.n
            assert there.value == (here.value if here.value is None else pytest.approx(here.value, abs=1e-12))
        if statistic is not percent_agreement_of and here.value is not None:
            assert here.value <= 1 + 1e-12


@PROPERTY
@given(st.lists(st.integers(0, 1), min_size=1, max_size=20), st.integers(2, 4))
def test_coders_who_say_the_same_agree_wholly(labels: list[int], coders: int) -> None:
    ratings = Ratings.of_labels(*[labels] * coders, label_count=2)
    assert percent_agreement_of(ratings).value == 100
    assert gwets_ac1(ratings).value == 1
    single = len(set(labels)) == 1
    for statistic in (fleiss_kappa, krippendorffs_alpha):
        assert statistic(ratings).value == (None if single else pytest.approx(1))


def test_units_that_one_coder_looked_at_alone() -> None:
    alone = Ratings.of_labels([1, 0, None], [None, None, 1], label_count=2)
    for statistic in ALL:
        estimate = statistic(alone)
        assert (estimate.value, estimate.n) == (None, 0)
    assert prevalence(alone).value is None


def test_prevalence_is_the_mean_share_of_the_coders() -> None:
    """Units 11, 10, 00, and one that a coder did not look at: (1 + 1/2 + 0) / 3."""
    ratings = Ratings.of_labels([0, 1, 1, 1], [0, 0, 1, None])
    assert prevalence(ratings).value == pytest.approx(0.5)
    assert prevalence(ratings).n == 3
    with pytest.raises(ValueError, match="not coded and coded"):
        prevalence(Ratings.of_labels("a", "a"))
    with pytest.raises(ValueError, match="two labels"):
        gwets_ac1(Ratings.of_labels("a", "a"))
