"""Effect sizes of matched respondents on ranks and signs: how far increases outweigh decreases.

The test on the same ranks is in signed_rank.py, the change in points in hodges_lehmann.py.
"""

import math

from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import check_level, paired
from impl_eval.statistics.paired_change import too_few_pairs
from impl_eval.statistics.signed_ranks import NOBODY_CHANGED, changes, signed_ranks

RANGE = "correlation from -1 to 1"


def rank_biserial(baseline: ArrayLike, follow_up: ArrayLike, *, level: float = 0.95) -> Estimate:
    """Matched-pairs rank-biserial correlation: rank sum of increases minus that of decreases, of all.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    level : confidence level of the interval.

    Returns
    -------
    Estimate from -1 to 1; pairs without change are dropped, and `n` counts the others. The interval is
    symmetric in Fisher's z, with the standard error of the signed rank sum when nothing changes; it is
    approximate. At -1 or 1, where z is infinite, there is none, and the reason says so. Not estimable from
    fewer than two pairs, or where nobody changed.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Source: Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1.
    """
    from scipy import stats

    check_level(level)
    before, after = paired(baseline, follow_up)
    statistic, source = "rank_biserial", "Kerby (2014)"
    method = "matched-pairs rank-biserial correlation, pairs without change dropped, Fisher z interval"
    ranks = signed_ranks(before, after, "dropped")
    reason = too_few_pairs(before.size) if before.size < 2 else "" if ranks.n else NOBODY_CHANGED
    if reason:
        return Estimate.not_estimable(statistic, reason, n=before.size, unit=RANGE, method=method)
    n, total = ranks.n, ranks.doubled_total
    decreases = total - ranks.doubled_sum_of_increases
    value = (ranks.doubled_sum_of_increases - decreases) / total
    if decreases in (0, total):
        way = "increased" if decreases == 0 else "decreased"
        reason = f"no interval: everybody who changed {way}, and Fisher's z is infinite there"
        return Estimate(statistic, value, n=n, unit=RANGE, method=method, source=source, reason=reason)
    error = math.sqrt(n * (n + 1) * (2 * n + 1) / 6) / (n * (n + 1) / 2)
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    low, high = math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half)
    return Estimate(statistic, value, low, high, level, n, RANGE, method, source)


def rank_biserial_pratt(baseline: ArrayLike, follow_up: ArrayLike) -> Estimate:
    """Rank-biserial correlation on Pratt's ranks: pairs without change count in the ranks and in the total.

    Arguments and errors as in rank_biserial; `n` counts all pairs. It is 1 only where every pair increased.
    No interval is published for it. Not estimable from fewer than two pairs, or where nobody changed.
    """
    before, after = paired(baseline, follow_up)
    statistic, n = "rank_biserial_pratt", before.size
    method = "matched-pairs rank-biserial correlation, pairs without change ranked, of all ranks"
    ranks = signed_ranks(before, after, "pratt")
    reason = too_few_pairs(n) if n < 2 else "" if ranks.doubled.size else NOBODY_CHANGED
    if reason:
        return Estimate.not_estimable(statistic, reason, n=n, unit=RANGE, method=method)
    value = (2 * ranks.doubled_sum_of_increases - ranks.doubled_total) / (n * (n + 1))
    reason = "no interval: none is published for it"
    return Estimate(statistic, value, n=n, unit=RANGE, method=method, source="Pratt (1959)", reason=reason)


def probability_of_improvement(
    baseline: ArrayLike, follow_up: ArrayLike, *, higher_is_better: bool = True, level: float = 0.95
) -> Estimate:
    """Share of pairs that improved plus half of those without change: .5 where nothing changes.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    higher_is_better : false where a lower score is the better one.
    level : confidence level of the interval.

    Returns
    -------
    Estimate as a proportion from 0 to 1; `n` counts pairs. It looks at each respondent's own two scores,
    not at one person's before beside another's after. It is (1 + share improved - share worsened) / 2, and
    its interval is that of the difference of these two paired shares, with one pseudo-pair added to each
    (adjusted Wald), cut at 0 and 1. Not estimable from fewer than two pairs.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or a level that is none.

    Sources: Grissom and Kim (2012), Effect sizes for research, 2nd edition, chapter 5; Bonett and Price
    (2012), Journal of Educational and Behavioral Statistics 37, 479-488.
    """
    from scipy import stats

    check_level(level)
    before, after = paired(baseline, follow_up)
    statistic, unit, n = "probability_of_improvement", "proportion", before.size
    method = "share of pairs improved plus half of those unchanged, Bonett-Price interval for paired shares"
    if n < 2:
        return Estimate.not_estimable(statistic, too_few_pairs(n), n=n, unit=unit, method=method)
    gains = changes(before, after) if higher_is_better else changes(after, before)
    improved, worsened = int((gains > 0).sum()), int((gains < 0).sum())
    up, down = (improved + 1) / (n + 2), (worsened + 1) / (n + 2)
    error = math.sqrt((up + down - (up - down) ** 2) / (n + 2))
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    value = (1 + (improved - worsened) / n) / 2
    low, high = max((1 + up - down - half) / 2, 0.0), min((1 + up - down + half) / 2, 1.0)
    return Estimate(statistic, value, low, high, level, n, unit, method, "Bonett and Price (2012)")
