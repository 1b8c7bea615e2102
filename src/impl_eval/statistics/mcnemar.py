"""Change of a yes-or-no answer in the same respondents: only those who changed say something.

`gained` counts no before and yes after, `lost` yes before and no after. Shares and their difference are
in threshold_share.py.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, BoolArray, check_level

METHOD = "McNemar's test on the respondents whose answer changed, binomial"
SOURCE = "McNemar (1947)"
NOBODY_CHANGED = "nobody's answer changed"


@dataclass(frozen=True)
class McNemarTest:
    """Exact and mid-p p-values, and the odds of gaining over losing with the exact interval.

    `n` counts pairs; `discordant` those whose answer changed.
    """

    exact_p_value: Estimate
    mid_p_value: Estimate
    odds_ratio: Estimate
    discordant: Estimate


def mcnemar(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> McNemarTest:
    """Test n pairs of booleans for a change of the share of yes. ValueError on unequal lengths.

    See mcnemar_from_counts for what is returned.
    """
    earlier, later = paired_answers(before, after)
    gained, lost = int((~earlier & later).sum()), int((earlier & ~later).sum())
    return mcnemar_from_counts(gained, lost, pairs=earlier.size, level=level)


def mcnemar_from_counts(gained: int, lost: int, *, pairs: int, level: float = 0.95) -> McNemarTest:
    """Test whether as many respondents gained a yes as lost it.

    Parameters
    ----------
    gained, lost : respondents with no before and yes after, and the other way round.
    pairs : respondents in all, also those who did not change.
    level : confidence level of the interval of the odds ratio.

    Returns
    -------
    McNemarTest. The exact p-value is the two-sided binomial one, mid-p counts half of the probability
    of what was observed, once where as many gained as lost. The odds ratio is gained / lost with the
    interval of Clopper and Pearson, transformed. Where nobody changed all three are not estimable; where
    nobody lost, the odds ratio is not, and its reason gives the lower limit.

    Raises
    ------
    ValueError : negative counts, or more changes than pairs.

    Sources: McNemar (1947), Psychometrika 12, 153-157; Fagerland, Lydersen and Laake (2013), BMC Medical
    Research Methodology 13, 91 (mid-p); Clopper and Pearson (1934), Biometrika 26, 404-413.
    """
    from scipy import stats

    check_level(level)
    changed = gained + lost
    if min(gained, lost) < 0 or changed > pairs:
        raise ValueError(f"counts do not fit: {gained} gained, {lost} lost, {pairs} pairs")
    count = _plain("discordant_pairs", changed, pairs)
    if changed == 0:
        reason = NOBODY_CHANGED if pairs else "there are no pairs"
        missing = [
            Estimate.not_estimable(name, reason, n=pairs, method=METHOD)
            for name in ("exact_p_value", "mid_p_value", "odds_ratio")
        ]
        return McNemarTest(missing[0], missing[1], missing[2], count)
    fewer = min(gained, lost)
    below = float(stats.binom.cdf(fewer, changed, 0.5))
    here = float(stats.binom.pmf(fewer, changed, 0.5))
    # Both tails meet in the middle where as many gained as lost: half of its probability counts once.
    mid_p = 1 - here / 2 if gained == lost else 2 * below - here
    return McNemarTest(
        _plain("exact_p_value", min(1.0, 2 * below), pairs),
        _plain("mid_p_value", mid_p, pairs),
        _odds_ratio(gained, lost, pairs, level),
        count,
    )


def paired_answers(before: ArrayLike, after: ArrayLike) -> tuple[BoolArray, BoolArray]:
    """Return both occasions as booleans; ValueError unless equally long and each true or false."""
    earlier, later = np.asarray(before), np.asarray(after)
    if earlier.ndim != 1 or earlier.shape != later.shape:
        raise ValueError(f"need pairs; got shapes {earlier.shape} and {later.shape}")
    if not (np.isin(earlier, (False, True)).all() and np.isin(later, (False, True)).all()):
        raise ValueError("an answer is neither true nor false")
    return earlier.astype(np.bool_), later.astype(np.bool_)


def _odds_ratio(gained: int, lost: int, pairs: int, level: float) -> Estimate:
    from scipy import stats

    method = "respondents who gained over respondents who lost, exact (Clopper-Pearson) interval"
    interval = stats.binomtest(gained, gained + lost).proportion_ci(confidence_level=level, method="exact")
    low, high = float(interval.low), float(interval.high)
    if lost == 0:
        percent = f"{100 * level:g} %"
        lower = f"{percent} from {low / (1 - low):.3g}"
        reason = f"nobody lost the answer: the odds ratio has no upper limit ({lower})"
        return Estimate.not_estimable("odds_ratio", reason, n=pairs, method=method)
    return Estimate(
        "odds_ratio",
        gained / lost,
        low / (1 - low),
        high / (1 - high),
        level,
        pairs,
        method=method,
        source="Clopper and Pearson (1934)",
    )


def _plain(statistic: str, value: float, n: int) -> Estimate:
    number = float(value)
    assert math.isfinite(number)
    return Estimate(statistic, number, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
