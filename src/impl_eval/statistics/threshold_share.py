"""Share of respondents at or above a threshold of one item, before and after.

The threshold is declared with its source; nothing here chooses one. The shares use everybody who answered,
the difference and the tests the same respondents at both times.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import answered, check_level, paired
from impl_eval.statistics.descriptive import share
from impl_eval.statistics.mcnemar import McNemarTest, mcnemar, paired_answers


@dataclass(frozen=True)
class ThresholdChange:
    """Shares of all who answered, and of the matched; the matched's difference and test of it."""

    share_before: Estimate
    share_after: Estimate
    matched_before: Estimate
    matched_after: Estimate
    difference: Estimate
    test: McNemarTest


def threshold_change(
    baseline: ArrayLike,
    follow_up: ArrayLike,
    matched_baseline: ArrayLike,
    matched_follow_up: ArrayLike,
    *,
    threshold: float,
    level: float = 0.95,
) -> ThresholdChange:
    """Compare the shares at or above a threshold before and after.

    Parameters
    ----------
    baseline, follow_up : answers of everybody at each timepoint, NaN where missing.
    matched_baseline, matched_follow_up : n answers each of the same respondents; none missing.
    threshold : the lowest answer that counts.
    level : confidence level of all intervals.

    Returns
    -------
    ThresholdChange: Wilson intervals of shares, Newcombe's interval of the paired difference, McNemar's test.

    Raises
    ------
    ValueError : unequal lengths of the matched, a pair with a missing answer, an infinite answer.
    """
    before, after = paired(matched_baseline, matched_follow_up)
    return ThresholdChange(
        share_at_or_above(baseline, threshold, level=level),
        share_at_or_above(follow_up, threshold, level=level),
        share_at_or_above(before, threshold, level=level),
        share_at_or_above(after, threshold, level=level),
        paired_share_difference(before >= threshold, after >= threshold, level=level),
        mcnemar(before >= threshold, after >= threshold, level=level),
    )


def share_at_or_above(answers: ArrayLike, threshold: float, *, level: float = 0.95) -> Estimate:
    """Share of the answers at or above the threshold, with Wilson's interval. NaN is left out."""
    if not math.isfinite(threshold):
        raise ValueError(f"a threshold is a finite number; got {threshold}")
    values = answered(answers)
    return share(int((values >= threshold).sum()), values.size, level=level)


def paired_share_difference(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Share of yes after minus share of yes before, of n pairs, with Newcombe's interval.

    Parameters
    ----------
    before, after : n booleans each, of the same respondents in the same order.

    Returns
    -------
    Estimate as a proportion from -1 to 1; not estimable without pairs.

    Raises
    ------
    ValueError : unequal lengths, an answer that is neither true nor false, or a level that is none.

    Source: Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10: the Wilson limits of both
    shares, squared and added, with their correlation (continuity corrected).
    """
    check_level(level)
    method = "difference of paired shares, square-and-add Wilson interval (Newcombe's method 10)"
    earlier, later = paired_answers(before, after)
    n, unit = earlier.size, "proportion"
    if n == 0:
        return Estimate.not_estimable("share_difference", "there are no pairs", n=0, unit=unit, method=method)
    p_before, p_after = share(int(earlier.sum()), n, level=level), share(int(later.sum()), n, level=level)
    phi = _correlation(
        int((earlier & later).sum()),
        int((earlier & ~later).sum()),
        int((~earlier & later).sum()),
        int((~earlier & ~later).sum()),
    )
    down_before, up_before = _arms(p_before)
    down_after, up_after = _arms(p_after)
    difference = (int(later.sum()) - int(earlier.sum())) / n
    below = down_after**2 - 2 * phi * down_after * up_before + up_before**2
    above = down_before**2 - 2 * phi * down_before * up_after + up_after**2
    low, high = difference - math.sqrt(max(below, 0)), difference + math.sqrt(max(above, 0))
    return Estimate(
        "share_difference", difference, low, high, level, n, unit, method, "Newcombe (1998), method 10"
    )


def _arms(proportion: Estimate) -> tuple[float, float]:
    """Return how far the Wilson limits lie below and above the share."""
    assert proportion.value is not None
    assert proportion.low is not None
    assert proportion.high is not None
    return proportion.value - proportion.low, proportion.high - proportion.value


def _correlation(both: int, lost: int, gained: int, neither: int) -> float:
    """Return phi, corrected for continuity where positive, and 0 where a margin is empty."""
    n = both + lost + gained + neither
    margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    if margins == 0:
        return 0.0
    product: float = both * neither - lost * gained
    if product > 0:
        product = max(product - n / 2, 0.0)
    return float(product / np.sqrt(float(margins)))
