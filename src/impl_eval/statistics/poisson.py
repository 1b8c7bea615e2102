"""Counts of rare events: the exact interval of their expected number.

Takes a count, returns limits. What was counted, and in how many chances, is known to the caller.
"""

from impl_eval.statistics.arrays import check_level


def exact_poisson_limits(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact (central) limits of a Poisson mean, from one observed count.

    The lower limit of a count of zero is 0, and its upper limit still leaves (1 - level) / 2 above it.

    Raises
    ------
    ValueError : a negative count, or a level that is none.

    Source: Garwood (1936), Biometrika 28(3/4), 437-442.
    """
    from scipy import stats

    check_level(level)
    if count < 0:
        raise ValueError(f"a count is at least 0; got {count}")
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(stats.chi2.isf(tail, 2 * (count + 1))) / 2
