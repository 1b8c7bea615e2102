"""Wilcoxon's signed rank test of the changes in matched respondents, exact with ties.

Pairs are made in quantitative/ before they arrive here. The size of the change on the same ranks is in
hodges_lehmann.py and rank_biserial.py.
"""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, paired
from impl_eval.statistics.paired_change import too_few_pairs
from impl_eval.statistics.signed_ranks import (
    EXACT_UP_TO,
    NOBODY_CHANGED,
    SignedRanks,
    Zeros,
    probability_at_most,
    signed_ranks,
)

NAMES: dict[Zeros, tuple[str, str, str]] = {
    "pratt": ("_pratt", "pairs without change ranked, then left out (Pratt)", "Pratt (1959)"),
    "dropped": ("_zeros_dropped", "pairs without change dropped before ranking", "Wilcoxon (1945)"),
}
EXACT = "exact permutation distribution with mid-ranks for ties"
ASYMPTOTIC = "normal approximation with ties, no continuity correction"


@dataclass(frozen=True)
class SignedRankTest:
    """The test of one treatment of pairs without change; every name ends in `_pratt` or `_zeros_dropped`.

    `rank_sum` is the sum of the ranks of increases (V in R), `z` its standardised form. `p_value` is exact
    for up to EXACT_UP_TO changes and the asymptotic one beyond: its method says which.
    """

    rank_sum: Estimate
    z: Estimate
    p_value: Estimate
    asymptotic_p_value: Estimate


def signed_rank_test(baseline: ArrayLike, follow_up: ArrayLike, *, zeros: Zeros = "pratt") -> SignedRankTest:
    """Two-sided test that increases and decreases of the same size are equally likely.

    Parameters
    ----------
    baseline, follow_up : n scores each, of the same respondents in the same order; none missing.
    zeros : what happens to pairs without change. "pratt" ranks them with the others and leaves them out
        of the sum, "dropped" leaves them out before ranking.

    Returns
    -------
    SignedRankTest of estimates without unit and interval; `n` counts the pairs that were ranked (with
    zeros dropped: those that changed). Scores that are equal but for the rounding of floats count as
    equal. Not estimable from fewer than two pairs, or where nobody changed.

    Raises
    ------
    ValueError : unequal lengths, a missing or infinite value, or an unknown treatment of zeros.

    Sources: Wilcoxon (1945), Biometrics Bulletin 1, 80-83; Pratt (1959), Journal of the American
    Statistical Association 54, 655-667.
    """
    before, after = paired(baseline, follow_up)
    ranks = signed_ranks(before, after, zeros)
    exact = ranks.doubled.size <= EXACT_UP_TO
    described = _described(zeros, exact)
    reason = too_few_pairs(before.size) if before.size < 2 else "" if ranks.doubled.size else NOBODY_CHANGED
    if reason:
        n = before.size
        missing = (Estimate.not_estimable(name, reason, n=n, method=how) for name, how in described)
        return SignedRankTest(*missing)
    z, source = _standardised(ranks), NAMES[zeros][2]
    from_normal = math.erfc(abs(z) / math.sqrt(2))
    p_value = _exact_p_value(ranks) if exact else from_normal
    values = (ranks.doubled_sum_of_increases / 2, z, p_value, from_normal)
    found = (
        Estimate(name, value, n=ranks.n, method=how, source=source, reason=WITHOUT_INTERVAL)
        for (name, how), value in zip(described, values, strict=True)
    )
    return SignedRankTest(*found)


def _described(zeros: Zeros, exact: bool) -> tuple[tuple[str, str], ...]:
    """Return name and method of each estimate."""
    suffix, treatment, _ = NAMES[zeros]
    asymptotic = f"signed rank test, {treatment}, {ASYMPTOTIC}"
    return (
        (f"signed_rank_sum{suffix}", f"sum of the signed ranks of increases, {treatment}"),
        (f"signed_rank_z{suffix}", asymptotic),
        (f"signed_rank_p_value{suffix}", f"signed rank test, {treatment}, {EXACT}" if exact else asymptotic),
        (f"signed_rank_asymptotic_p_value{suffix}", asymptotic),
    )


def _exact_p_value(ranks: SignedRanks) -> float:
    """Twice the smaller tail, at most 1: the distribution is symmetric."""
    increases = ranks.doubled_sum_of_increases
    smaller = min(increases, ranks.doubled_total - increases)
    return min(1.0, 2 * probability_at_most(ranks.doubled, smaller))


def _standardised(ranks: SignedRanks) -> float:
    spread = math.sqrt(sum(rank**2 for rank in ranks.doubled.tolist()))
    return (2 * ranks.doubled_sum_of_increases - ranks.doubled_total) / spread
