"""An estimate from sums by transcript, with an interval by resampling whole transcripts.

Every statistic of agreement is a function of sums over units. A resample of transcripts is then a sum
of their sums, and two thousand of them cost next to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import FloatArray

RESAMPLES = 4000
SEED = 1
# Segments of one transcript resemble each other, so an interval has to treat transcripts, not segments,
# as the units; from fewer than five of them it would be a guess.
FEWEST_TRANSCRIPTS = 5
NO_INTERVAL = "no interval: intervals need at least five double-coded transcripts"
# Resamples without a value are left out of the interval; where there are more, it would describe a choice.
MOST_WITHOUT_VALUE = 0.05


@dataclass(frozen=True)
class Described:
    """What an estimate says of itself: name, method and source, and why it may have no value."""

    statistic: str
    method: str
    undefined: str
    source: str = ""
    unit: str = ""


def estimate_over_transcripts(
    about: Described,
    sums: FloatArray,
    value_of: Callable[[FloatArray], FloatArray],
    *,
    n: int,
    level: float = 0.95,
) -> Estimate:
    """Return the value over all transcripts, with the percentile interval of resampled transcripts.

    Parameters
    ----------
    sums : (t, p) sums over the units of each of t transcripts.
    value_of : from sums (..., p) to values (...); NaN where the statistic is undefined.
    n : units of observation.

    Returns
    -------
    Estimate; without interval, and with the reason, from fewer than five transcripts, where all
    resamples have one value, or where more than one in twenty has none. The order of the transcripts
    does not matter, nor does the clock: the seed is fixed.

    Percentiles of so few transcripts are too narrow: they are those of the expanded interval, which for
    a mean is about as wide as that of Student's t.

    Source: Efron & Tibshirani (1993), An introduction to the bootstrap, chapter 13; Hesterberg (2015),
    American Statistician 69(4), 371-386, on the expanded interval; Field & Welsh (2007),
    Journal of the Royal Statistical Society B 69(3), 369-390, on resampling clusters.
    """
    value = float(value_of(sums.sum(axis=0))) if len(sums) else np.nan
    if np.isnan(value):
        return Estimate.not_estimable(
            about.statistic, about.undefined, n=n, unit=about.unit, method=about.method
        )
    low, high, note = _interval(sums, value_of, level)
    has_interval = low is not None
    return Estimate(
        about.statistic,
        value,
        low,
        high,
        level if has_interval else None,
        n=n,
        unit=about.unit,
        method=f"{about.method}; {note}" if has_interval else about.method,
        source=about.source,
        reason="" if has_interval else note,
    )


def _interval(
    sums: FloatArray, value_of: Callable[[FloatArray], FloatArray], level: float
) -> tuple[float | None, float | None, str]:
    """Return low, high and how they were made, or None twice and the reason."""
    count = len(sums)
    if count < FEWEST_TRANSCRIPTS:
        return None, None, NO_INTERVAL
    ordered = sums[np.lexsort(sums.T[::-1])]
    values = value_of(_times_drawn(count) @ ordered)
    defined = values[~np.isnan(values)]
    if defined.size < (1 - MOST_WITHOUT_VALUE) * RESAMPLES:
        without = RESAMPLES - defined.size
        return None, None, f"no interval: {without:,} of {RESAMPLES:,} resamples of transcripts have no value"
    low, high = np.quantile(defined, _expanded(level, count))
    if np.isclose(low, high, rtol=0, atol=1e-12):
        return None, None, "no interval: every resample of transcripts gives the same value"
    note = f"interval: expanded percentiles of {RESAMPLES:,} resamples of the {count} transcripts"
    left_out = RESAMPLES - defined.size
    return float(low), float(high), note + (f", {left_out} without a value left out" if left_out else "")


def _expanded(level: float, count: int) -> tuple[float, float]:
    """Return the two parts of the resamples between which an interval of so many transcripts lies."""
    from scipy.special import ndtr, stdtrit

    below = float(ndtr(np.sqrt(count / (count - 1)) * stdtrit(count - 1, (1 - level) / 2)))
    return below, 1 - below


@lru_cache(maxsize=8)
def _times_drawn(count: int) -> FloatArray:
    """(resamples, count): how often each transcript is drawn in each resample."""
    random = np.random.default_rng(SEED)
    drawn = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES).astype(np.float64)
    drawn.setflags(write=False)
    return drawn
