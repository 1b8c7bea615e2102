"""Change where some respondents answered twice and others once: the partially overlapping samples t test.

It uses every score and the correlation of those who answered twice, but takes respondents of one site as
no more alike than others. Change over all rows with sites allowed for is in all_rows_change.py.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    WITHOUT_INTERVAL,
    FloatArray,
    check_level,
    is_constant,
    largest_magnitude,
)

SOURCE = "Derrick et al. (2017)"
MINIMUM_PAIRS = 3
"""The correlation of two pairs is 1 or -1 whatever the scores."""


@dataclass(frozen=True)
class PartiallyOverlappingChange:
    """Change over all scores; `n` counts who answered at least once, for the correlation pairs."""

    mean_change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    correlation: Estimate


@dataclass(frozen=True)
class _Samples:
    before: FloatArray
    after: FloatArray
    paired_before: FloatArray
    paired_after: FloatArray
    n: int

    @property
    def change(self) -> float:
        return float(self.after.mean() - self.before.mean())

    @property
    def only_once(self) -> int:
        return self.before.size + self.after.size - 2 * self.paired_before.size


def partially_overlapping_change(
    baseline: ArrayLike, follow_up: ArrayLike, *, equal_variances: bool = False, level: float = 0.95
) -> PartiallyOverlappingChange:
    """Mean of all scores at follow-up minus mean of all scores at baseline.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; NaN where a respondent
        did not answer. Who answered neither time is left out.
    equal_variances : whether both occasions are taken to have one variance.
    level : confidence level of the interval.

    Returns
    -------
    PartiallyOverlappingChange; the p value is two-sided. With everybody matched and variances unequal it
    is the paired t test. With fewer than three matched respondents, or matched scores that do not vary on
    an occasion, there is no correlation: the change keeps its value, has no interval, and the rest is not
    estimable. So too where the change has no variance. With an empty occasion nothing is estimable.

    Raises
    ------
    ValueError : unequal lengths, an infinite score, or a level that is none.

    Source: Derrick, Russ, Toher and White (2017), Journal of Modern Applied Statistical Methods 16(1),
    137-157.
    """
    check_level(level)
    samples = _samples(baseline, follow_up)
    kind = "equal variances" if equal_variances else "unequal variances"
    method = f"partially overlapping samples t test, {kind}; sites not allowed for"
    if min(samples.before.size, samples.after.size) == 0:
        who = "nobody answered" if samples.n == 0 else "nobody answered on one of the two occasions"
        change = Estimate.not_estimable("mean_change", who, n=samples.n, method=method)
        return PartiallyOverlappingChange(change, *_rest(who, samples, method))
    reason = _why_no_correlation(samples)
    if reason:
        return _change_only(samples, reason, method)
    correlation = float(np.corrcoef(samples.paired_before, samples.paired_after)[0, 1])
    variance, freedom = (_pooled if equal_variances else _separate)(samples, correlation)
    if variance is None:
        return _change_only(samples, "the change does not vary between respondents", method)
    return _inference(samples, correlation, math.sqrt(variance), freedom, level, method)


def _samples(baseline: ArrayLike, follow_up: ArrayLike) -> _Samples:
    before, after = np.asarray(baseline, dtype=np.float64), np.asarray(follow_up, dtype=np.float64)
    if before.ndim != 1 or before.shape != after.shape:
        raise ValueError(f"need one score or NaN per respondent; got {before.shape} and {after.shape}")
    if np.isinf(before).any() or np.isinf(after).any():
        raise ValueError("a score is infinite")
    first, second = ~np.isnan(before), ~np.isnan(after)
    both = first & second
    n = int(np.count_nonzero(first | second))
    return _Samples(before[first], after[second], before[both], after[both], n)


def _why_no_correlation(samples: _Samples) -> str:
    pairs = samples.paired_before.size
    if pairs < MINIMUM_PAIRS:
        noun = "respondent" if pairs == 1 else "respondents"
        return f"only {pairs} matched {noun}: at least {MINIMUM_PAIRS} are needed for a correlation"
    magnitude = largest_magnitude(samples.before, samples.after)
    if is_constant(samples.paired_before, magnitude) or is_constant(samples.paired_after, magnitude):
        return "the scores of matched respondents do not vary on one occasion: they have no correlation"
    return ""


def _pooled(samples: _Samples, correlation: float) -> tuple[float | None, float]:
    """Return the variance of the change, None where it is zero, and degrees of freedom (one variance)."""
    n1, n2, pairs = samples.before.size, samples.after.size, samples.paired_before.size
    squares = (n1 - 1) * samples.before.var(ddof=1) + (n2 - 1) * samples.after.var(ddof=1)
    shared = squares / (n1 + n2 - 2)
    apart = float(shared * (1 / n1 + 1 / n2))
    variance = apart - float(2 * correlation * shared * pairs / (n1 * n2))
    return _unless_zero(variance, apart), _interpolated(samples, n1 + n2 - 2)


def _separate(samples: _Samples, correlation: float) -> tuple[float | None, float]:
    """As _pooled, with a variance for each occasion and Welch's degrees of freedom as the other end."""
    n1, n2, pairs = samples.before.size, samples.after.size, samples.paired_before.size
    part1, part2 = float(samples.before.var(ddof=1)) / n1, float(samples.after.var(ddof=1)) / n2
    together = 2 * correlation * pairs * math.sqrt(part1 * part2 / (n1 * n2))
    welch = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    return _unless_zero(part1 + part2 - together, part1 + part2), _interpolated(samples, welch)


def _interpolated(samples: _Samples, unpaired: float) -> float:
    """Return degrees of freedom between those of pairs only and those of unpaired samples."""
    pairs, once = samples.paired_before.size, samples.only_once
    return (pairs - 1) + (unpaired - pairs + 1) / (once + 2 * pairs) * once


def _unless_zero(variance: float, apart: float) -> float | None:
    return variance if variance > RELATIVE_ROUNDING * apart else None


def _inference(
    samples: _Samples, correlation: float, error: float, freedom: float, level: float, method: str
) -> PartiallyOverlappingChange:
    from scipy import stats

    def given(statistic: str, value: float, n: int = samples.n) -> Estimate:
        return Estimate(statistic, value, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    change, half = samples.change, float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return PartiallyOverlappingChange(
        Estimate(
            "mean_change",
            change,
            change - half,
            change + half,
            level,
            samples.n,
            method=method,
            source=SOURCE,
        ),
        given("standard_error", error),
        given("degrees_of_freedom", freedom),
        given("p_value", 2 * float(stats.t.sf(abs(change) / error, freedom))),
        given("correlation", correlation, samples.paired_before.size),
    )


def _change_only(samples: _Samples, reason: str, method: str) -> PartiallyOverlappingChange:
    why = f"no interval: {reason}"
    change = Estimate("mean_change", samples.change, n=samples.n, method=method, source=SOURCE, reason=why)
    return PartiallyOverlappingChange(change, *_rest(reason, samples, method))


def _rest(reason: str, samples: _Samples, method: str) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    n, pairs = samples.n, samples.paired_before.size
    return (
        Estimate.not_estimable("standard_error", reason, n=n, method=method),
        Estimate.not_estimable("degrees_of_freedom", reason, n=n, method=method),
        Estimate.not_estimable("p_value", reason, n=n, method=method),
        Estimate.not_estimable("correlation", reason, n=pairs, method=method),
    )
