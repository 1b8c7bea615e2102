"""Single items within their scale: item-rest correlation, and the share at the ends of the range.

Takes moments and counts of scored items, returns Estimate.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, check_level
from impl_eval.statistics.item_moments import ItemMoments
from impl_eval.statistics.reliability import why_without_reliability

_REST_SOURCE = "Nunnally and Bernstein (1994)"
_REST_METHOD = "Pearson correlation of the item with the sum of the other items, on complete cases"
_SHARE_METHOD = "count divided by n, Wilson score interval"


def item_rest_correlations(moments: ItemMoments) -> tuple[Estimate, ...]:
    """Corrected item-total correlation of each of k items: with the sum of the others, not of all.

    Returns
    -------
    k estimates without interval; `n` counts the complete cases of the scale. A negative value is
    returned as it is: most often the item was not reverse scored. Not estimable where the item, or
    the sum of the others, does not vary.

    Source: Nunnally & Bernstein (1994), Psychometric theory, 3rd edition.
    """
    n, k, name = moments.n, moments.items, "item_rest_correlation"
    shared = why_without_reliability(n, k)
    if shared:
        return (Estimate.not_estimable(name, shared, n=n, method=_REST_METHOD),) * k
    variances = moments.variances.tolist()
    with_rest = (moments.covariance.sum(axis=1) - moments.variances).tolist()
    estimates = []
    for variance, rest, shared_part in zip(
        variances, moments.rest_variances.tolist(), with_rest, strict=True
    ):
        if variance <= 0 or rest <= 0:
            what = "the item does" if variance <= 0 else "the other items together do"
            estimates.append(Estimate.not_estimable(name, f"{what} not vary", n=n, method=_REST_METHOD))
            continue
        value = min(1.0, max(-1.0, shared_part / math.sqrt(variance * rest)))
        estimates.append(
            Estimate(
                name,
                value,
                n=n,
                method=_REST_METHOD,
                source=_REST_SOURCE,
                reason=WITHOUT_INTERVAL,
            )
        )
    return tuple(estimates)


def shares(
    statistic: str,
    counts: Sequence[int] | NDArray[np.int64],
    ns: Sequence[int] | NDArray[np.int64],
    *,
    level: float = 0.95,
) -> tuple[Estimate, ...]:
    """Shares counts of ns, from 0 to 1, each with Wilson's score interval, in one pass.

    Parameters
    ----------
    statistic : the name all of them have: "floor", "ceiling" or another share.
    counts, ns : as many counts as groups they are counted among.

    Raises
    ------
    ValueError : different lengths, a negative count, a count above its n, or a level that is none.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    from scipy import special

    check_level(level)
    if len(counts) != len(ns) or any(not 0 <= int(c) <= int(n) for c, n in zip(counts, ns, strict=True)):
        raise ValueError("each count lies between 0 and its n")
    z2 = float(special.ndtri((1 + level) / 2)) ** 2
    return tuple(
        _share(statistic, int(count), int(n), z2, level) for count, n in zip(counts, ns, strict=True)
    )


def _share(statistic: str, count: int, n: int, z2: float, level: float) -> Estimate:
    if n == 0:
        reason = "there is nobody to count"
        return Estimate.not_estimable(statistic, reason, n=0, unit="proportion", method=_SHARE_METHOD)
    middle = (count + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (count * (n - count) / n + z2 / 4)) / (n + z2)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == n else min(1.0, middle + half)
    return Estimate(statistic, count / n, low, high, level, n, "proportion", _SHARE_METHOD, "Wilson (1927)")
