"""Platt's sigmoid against scikit-learn; cut and calibration error by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.tagger.calibration import best_cut, calibrate, expected_calibration_error


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
    """Expected F1 for one, two, three turns: 1.8/2.7, 3.0/3.7 and 3.4/4.7; two is best."""
    assert best_cut(np.array([3.0, 1.0, 2.0]), np.array([0.9, 0.2, 0.6])) == 2.0


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
