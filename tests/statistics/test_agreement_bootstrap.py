"""Intervals by resampling transcripts: against the binomial distribution, and when there is none."""

import numpy as np
import pytest
from hypothesis import given

from impl_eval.statistics import (
    NO_INTERVAL,
    Ratings,
    cohens_kappa_of,
    gwets_ac1,
    krippendorffs_alpha,
    percent_agreement_of,
)
from impl_eval.statistics.agreement.bootstrap import RESAMPLES
from tests.statistics.known import PROPERTY
from tests.statistics.ratings import FOUR_OBSERVERS, any_ratings, observers


def _agreeing(transcripts: int, agreeing: int, units: int = 10) -> Ratings:
    """Transcripts of which some agree on every unit, half coded, and the others on none."""
    number = np.repeat(np.arange(transcripts), units)
    first = np.tile(np.arange(units) % 2, transcripts)
    second = np.where(number < agreeing, first, 1 - first)
    return Ratings(np.column_stack([first, second]), np.ones(len(number), dtype=int), number, 2)


def test_the_interval_is_that_of_the_binomial_distribution() -> None:
    """12 transcripts, 6 of which agree wholly: how many of a resample agree is binomial (12, 1/2).

    At 90% the expanded interval (Hesterberg 2015) reaches from the share Phi(-sqrt(12/11) * 1.796) = .030
    to .970 (1.796 is Student's t, 11 df). The distribution function is .019 at 2, .073 at 3, .927 at 8
    and .981 at 9: the points are 3 and 9 of 12, from 25% to 75%. Kappa of k is 2k/12 - 1: -.5 to .5.
    """
    ratings = _agreeing(12, 6)
    percent = percent_agreement_of(ratings, level=0.9)
    assert (percent.value, percent.low, percent.high, percent.level) == pytest.approx((50, 25, 75, 0.9))
    kappa = cohens_kappa_of(ratings, level=0.9)
    assert (kappa.value, kappa.low, kappa.high) == pytest.approx((0, -0.5, 0.5))
    assert "4,000 resamples of the 12 transcripts" in kappa.method
    assert not kappa.reason


def test_the_spread_of_ac1_is_about_its_published_standard_error() -> None:
    """irrCAC, raw_4raters: standard error .14295 over units; here every unit is a transcript of its own.

    A bootstrap of twelve units is near that, not equal to it. At 68.27% the half width of a normal
    distribution is one standard error; the expanded one sqrt(12/11) * 1.048 = 1.094 of them.
    """
    four = observers(FOUR_OBSERVERS)
    ratings = Ratings(four.labels, four.lengths, np.arange(12), four.label_count)
    ac1 = gwets_ac1(ratings, level=0.6827)
    assert ac1.low is not None and ac1.high is not None
    assert (ac1.high - ac1.low) / 2 / 1.094 == pytest.approx(0.14295, rel=0.2)


def test_four_transcripts_give_no_interval_and_five_do() -> None:
    four, five = (percent_agreement_of(_agreeing(count, 2)) for count in (4, 5))
    assert (four.low, four.level, four.reason) == (None, None, NO_INTERVAL)
    assert five.low is not None and not five.reason


def test_transcripts_that_do_not_differ_give_no_interval() -> None:
    perfect = cohens_kappa_of(_agreeing(8, 8))
    assert (perfect.value, perfect.low) == (1, None)
    assert perfect.reason == "no interval: every resample of transcripts gives the same value"


def test_a_code_of_one_transcript_has_a_kappa_and_no_interval() -> None:
    """A resample without the one transcript, (5/6)^6 = .33 of all, has a single label: no kappa."""
    number = np.repeat(np.arange(6), 5)
    labels = np.zeros((30, 2), dtype=int)
    labels[0] = 1
    ratings = Ratings(labels, np.ones(30, dtype=int), number, 2)
    kappa = cohens_kappa_of(ratings)
    assert kappa.value == 1
    assert kappa.low is None
    without = int(kappa.reason.split()[2].replace(",", ""))
    assert without / RESAMPLES == pytest.approx((5 / 6) ** 6, abs=0.04)
    assert "resamples of transcripts have no value" in kappa.reason


@PROPERTY
@given(any_ratings())
def test_the_order_and_names_of_transcripts_do_not_matter(ratings: Ratings) -> None:
    renamed = Ratings(ratings.labels, ratings.lengths, 9 - ratings.transcripts, 2)
    for statistic in (percent_agreement_of, krippendorffs_alpha):
        here, there = statistic(ratings), statistic(renamed)
        assert (here.low, here.high, here.reason) == (there.low, there.high, there.reason)
        assert here == statistic(ratings)
        if here.low is not None:
            assert here.high is not None and here.low <= here.high
