"""From scores to probabilities, and where to cut: learned only from scores of turns held out.

Probabilities are shown from fifty decided turns and ten positives on: with fewer, the measured error of
calibration was .04 to .16, and bands say as much as is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
FEWEST_LABELS, FEWEST_CALIBRATED_POSITIVES = 50, 10
LEAST_GAIN = 0.05
"""By how much kappa of a learned cut must be above that of suggesting without it, on held-out turns.

Codes that words tell badly get cuts that suggest nearly everything or nearly nothing. On conversations
coded by others, cuts that always decided brought kappa from .40 down to .29, and from .25 to .10.
"""


@dataclass(frozen=True)
class Calibration:
    """probability = 1 / (1 + exp(-(slope x score + intercept))); `cut` is the least score suggested.

    The cut counts only where it `decides`: where it was better on held-out turns than doing without.
    """

    slope: float
    intercept: float
    cut: float
    decides: bool = True

    def probabilities(self, scores: Floats) -> Floats:
        """Return the probability (n) that a person would give the code."""
        from scipy.special import expit

        found: Floats = expit(self.slope * scores + self.intercept)
        return found


def calibrate(scores: Floats, positive: Flags, otherwise: Flags) -> Calibration | None:
    """Fit Platt's sigmoid to scores (n) of held-out turns, choose the cut, and say whether it decides.

    `otherwise` (n) is what would be suggested without a cut.

    Returns None below FEWEST_LABELS turns or FEWEST_CALIBRATED_POSITIVES positives, and where higher
    scores did not go with the code at all.

    Source: Platt (1999), Probabilistic outputs for support vector machines, with its targets
    (N+ + 1) / (N+ + 2) and 1 / (N- + 2).
    """
    positives = int(positive.sum())
    negatives = len(scores) - positives
    if len(scores) < FEWEST_LABELS or positives < FEWEST_CALIBRATED_POSITIVES or not negatives:
        return None
    targets = np.where(positive, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    slope, intercept = _sigmoid(scores, targets)
    if slope <= 0:
        return None
    uncut = Calibration(slope, intercept, 0.0)
    cut = best_cut(scores, uncut.probabilities(scores))
    gain = kappa_of_choice(scores >= cut, positive) - kappa_of_choice(otherwise, positive)
    return Calibration(slope, intercept, cut, decides=gain > LEAST_GAIN)


def _sigmoid(scores: Floats, targets: Floats) -> tuple[float, float]:
    """Return slope and intercept of the logistic curve through soft targets: maximum likelihood."""
    from scipy.optimize import minimize
    from scipy.special import expit

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = parameters[0] * scores + parameters[1]
        residual = expit(margin) - targets
        value = float(np.sum(np.logaddexp(0, margin) - targets * margin))
        return value, np.array([residual @ scores, residual.sum()])

    share = float(targets.mean())
    start = np.array([0.0, np.log(share / (1 - share))])
    found = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-8})
    return float(found.x[0]), float(found.x[1])


def best_cut(scores: Floats, probabilities: Floats) -> float:
    """Return the score from which on suggesting gives the best expected kappa; of equal ones the highest.

    Expected from the probabilities rather than counted: with few positives the counted optimum jumps
    about. Kappa rather than F1: where words tell a code badly, F1 is best when everything is suggested.

    Source: Lewis (1995), Evaluating and optimizing autonomous text classification systems, SIGIR 18, of
    cuts by expected values; kappa as in Cohen (1960).
    """
    order = np.argsort(-scores, kind="stable")
    agreed = np.cumsum(probabilities[order])
    kappa = _kappa(agreed, np.arange(1, len(scores) + 1), float(agreed[-1]), len(scores))
    # A cut can only lie where the next score differs.
    kappa[:-1][np.diff(scores[order]) == 0] = -np.inf
    return float(scores[order][int(np.argmax(kappa))])


def kappa_of_choice(chosen: Flags, positive: Flags) -> float:
    """Return Cohen's kappa of a choice (n) and the truth (n), 0 where it is not defined."""
    agreed, suggested = np.array([(chosen & positive).sum()]), np.array([chosen.sum()])
    return float(_kappa(agreed, suggested, float(positive.sum()), len(positive))[0])


def _kappa(agreed: npt.ArrayLike, suggested: npt.ArrayLike, positive: float, n: int) -> Floats:
    """Return kappa of several choices, each known by how many turns it suggests and how many rightly."""
    both, said = np.asarray(agreed, dtype=float), np.asarray(suggested, dtype=float)
    neither = n - said - positive + both
    chance = said * (n - positive) + positive * (n - said)
    found = np.zeros(both.shape)
    np.divide(2 * (both * neither - (said - both) * (positive - both)), chance, out=found, where=chance > 0)
    return found


def expected_calibration_error(
    probabilities: Sequence[float], positive: Sequence[bool], bins: int = 10
) -> float:
    """Return the mean gap between promised and observed shares, in bins of equal width, weighted by size.

    Source: Naeini, Cooper and Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian
    binning, AAAI 29.
    """
    promised, observed = np.asarray(probabilities, dtype=float), np.asarray(positive, dtype=float)
    if promised.size == 0:
        raise ValueError("need at least one probability")
    number = np.minimum((promised * bins).astype(int), bins - 1)
    gap = np.bincount(number, weights=promised - observed, minlength=bins)
    return float(np.abs(gap).sum() / promised.size)
