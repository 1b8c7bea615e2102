"""Platt's sigmoid against scikit-learn; cut and calibration error by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.tagger.calibration import (
    LEAST_GAIN,
    Calibration,
    best_cut,
    expected_calibration_error,
    kappa_of_choice,
)
from impl_eval.qualitative.tagger.calibration import calibrate as calibrate_against
from impl_eval.statistics.agreement import cohens_kappa


def calibrate(scores: np.ndarray, positive: np.ndarray) -> Calibration | None:
    return calibrate_against(scores, positive, np.zeros(len(scores), dtype=bool))


def scores_and_codes(n: int = 80, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    scores = random.normal(size=n)
    return scores, random.random(n) < 1 / (1 + np.exp(-2 * scores + 1))


def test_sigmoid_is_that_of_scikit_learn() -> None:
    """Each turn stands there twice: coded with Platt's target as its weight, not coded with the rest."""
    from sklearn.linear_model import LogisticRegression

    scores, positive = scores_and_codes()
    yes, no = positive.sum(), (~positive).sum()
    target = np.where(positive, (yes + 1) / (yes + 2), 1 / (no + 2))
    twice = np.concatenate([scores, scores])[:, None]
    theirs = LogisticRegression(C=1e9, tol=1e-10, max_iter=1000).fit(
        twice, np.repeat([1, 0], len(scores)), sample_weight=np.concatenate([target, 1 - target])
    )
    ours = calibrate(scores, positive)
    assert ours is not None
    assert ours.slope == pytest.approx(theirs.coef_[0, 0], abs=1e-4)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], abs=1e-4)


def test_too_little_is_not_calibrated() -> None:
    scores, positive = scores_and_codes()
    assert calibrate(scores[:49], positive[:49]) is None
    nine = np.zeros(80, dtype=bool)
    nine[np.argsort(scores)[-9:]] = True
    assert calibrate(scores, nine) is None
    nine[np.argsort(scores)[-10]] = True
    assert calibrate(scores, nine) is not None


def test_scores_that_go_the_wrong_way_are_not_calibrated() -> None:
    scores, positive = scores_and_codes()
    assert calibrate(-scores, positive) is None
    assert calibrate(np.zeros(80), positive) is None


def test_everything_coded_is_not_calibrated() -> None:
    assert calibrate(np.arange(60.0), np.ones(60, dtype=bool)) is None


def test_cut_by_hand() -> None:
    """Of three turns 1.7 carry the code. One suggested: .9 rightly, .1 wrongly, .8 missed, 1.2 rightly left:
    2 (.9 x 1.2 - .8 x .1) / (1 x 1.3 + 1.7 x 2) = .426. Two: 2 (1.5 x .8 - .2 x .5) / (2 x 1.3 + 1.7) = .512.
    All: 0. Two is best.
    """
    assert best_cut(np.array([3.0, 1.0, 2.0]), np.array([0.9, 0.2, 0.6])) == 2.0


def test_where_words_tell_next_to_nothing_not_everything_is_suggested() -> None:
    """Ten turns, 4.3 with the code: expected F1 is best at ten (.60). Kappa by hand: three turns 3.0 / 47.2,
    four 3.2 / 48.6, five 3.0 / 50.
    """
    probabilities = np.array([0.5, 0.48, 0.46, 0.44, 0.42, 0.4, 0.4, 0.4, 0.4, 0.4])
    assert best_cut(np.arange(10.0, 0.0, -1.0), probabilities) == 7.0


def test_kappa_of_a_choice_by_hand() -> None:
    """Cohen (1960) as in the style examples: 24 both, 6 and 4 by one alone, 16 neither: .288 / .488."""
    chosen = np.repeat([True, True, False, False], [24, 6, 4, 16])
    positive = np.repeat([True, False, True, False], [24, 6, 4, 16])
    assert kappa_of_choice(chosen, positive) == pytest.approx(0.288 / 0.488)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_kappa_of_a_choice_is_that_of_the_coders(pairs: list[tuple[bool, bool]]) -> None:
    chosen, positive = np.array(pairs).T
    theirs = cohens_kappa([str(one) for one in chosen], [str(one) for one in positive]).value
    assert kappa_of_choice(chosen, positive) == pytest.approx(0 if theirs is None else theirs)


@pytest.mark.parametrize(("mistakes", "decides"), [(0, False), (40, True)])
def test_a_cut_decides_only_where_it_beats_doing_without(mistakes: int, decides: bool) -> None:
    scores, positive = scores_and_codes()
    otherwise = positive.copy()
    otherwise[:mistakes] ^= True
    found = calibrate_against(scores, positive, otherwise)
    assert found is not None
    gain = kappa_of_choice(scores >= found.cut, positive) - kappa_of_choice(otherwise, positive)
    assert (found.decides, gain > LEAST_GAIN) == (decides, decides)


def test_equal_scores_are_suggested_together() -> None:
    assert best_cut(np.array([1.0, 1.0, 0.0]), np.array([0.5, 0.5, 0.1])) == 1.0


def test_calibration_error_by_hand() -> None:
    """Bins .9 (gap .1), .8 (gap .8) and .1 (gap .1), a third of the turns each."""
    assert expected_calibration_error([0.9, 0.8, 0.1], [True, False, False]) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="at least one"):
        expected_calibration_error([], [])


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=50, max_size=80))
def test_probabilities_rise_with_the_score(turns: list[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in turns])
    found = calibrate(scores, np.array([coded for _, coded in turns]))
    if found is not None:
        probabilities = found.probabilities(np.sort(scores))
        assert np.all((probabilities >= 0) & (probabilities <= 1))
        assert np.all(np.diff(probabilities) >= 0)
        assert scores.min() <= found.cut <= scores.max()
