"""How many of the matched and listed pairs are expected to be chance: estimated from the same data.

Two rows of one survey that stand under different codes are certainly different people. How often such
codes lie one or two slips apart, in one site and stakeholder group, says how often the codes of any two
different people do.
"""

from dataclasses import dataclass

import numpy as np

from impl_eval.quantitative.coded_respondents import GROUP, CodedRespondents
from impl_eval.quantitative.matching import agreeing, of_each_site
from impl_eval.quantitative.near_codes import MOST_SLIPS, slips_between
from impl_eval.results import Estimate

STATISTIC = "expected_false_matches"


@dataclass(frozen=True)
class PairCounts:
    """Pairs of respondents of one site and stakeholder group.

    `different`: pairs certainly of different people, as they stand in one of the two surveys together;
    `different_near`: how many of them lie one slip, and two slips, apart. `compared`: pairs that could be
    one person, one of them in the first survey only and the other in the second only; `compared_near`
    how many of these lie one slip, and two slips, apart.
    """

    different: int
    different_near: tuple[int, int]
    compared: int
    compared_near: tuple[int, int]


def count_pairs(respondents: CodedRespondents, first: int, second: int) -> PairCounts:
    """Count pairs for two timepoints, given as their bits.

    A pair of people who both answered both times counts once: its second row tells nothing new.
    """
    different = np.zeros(MOST_SLIPS + 1, dtype=np.int64)
    compared = np.zeros(MOST_SLIPS + 1, dtype=np.int64)
    for members in of_each_site(respondents):
        keys, times = respondents.keys[members].tolist(), respondents.timepoints[members]
        groups = respondents.facts[members][:, [GROUP]]
        for start, slips in slips_between(keys):
            rows = np.arange(start, start + len(slips))
            pair = (np.arange(len(members))[None, :] > rows[:, None]) & agreeing(groups[rows], groups)
            own, other = times[rows][:, None], times[None, :]
            together = pair & ((own & other & (first | second)) != 0)
            across = ((own & first) != 0) & ((other & second) != 0)
            across |= ((own & second) != 0) & ((other & first) != 0)
            apart = pair & across & ((own & other) == 0)
            for slip in (1, 2):
                different[slip] += np.count_nonzero(together & (slips == slip))
                compared[slip] += np.count_nonzero(apart & (slips == slip))
            different[0] += np.count_nonzero(together)
            compared[0] += np.count_nonzero(apart)
    return PairCounts(
        int(different[0]),
        (int(different[1]), int(different[2])),
        int(compared[0]),
        (int(compared[1]), int(compared[2])),
    )


def expected_false_matches(near: int, different: int, compared: int, *, level: float = 0.95) -> Estimate:
    """Expected number of pairs of different people among those compared whose codes lie that near.

    Parameters
    ----------
    near : pairs, of those certainly different, whose codes lie at the distance in question.
    different : pairs certainly of different people.
    compared : pairs that could be one person.

    Returns
    -------
    Estimate in pairs: compared x near / different, with the exact Poisson interval of `near`; `n` is
    `different`. It errs on the high side: pairs compared that are in truth one person count as if they
    were not, and pairs later left unmatched for a second candidate count too. The interval treats the
    pairs as independent. Not estimable where no two people are certainly different.

    Raises
    ------
    ValueError : a negative number, or more near pairs than pairs.

    Source: the u-probability of Fellegi and Sunter (1969), Journal of the American Statistical
    Association 64, 1183-1210, taken from pairs known to differ; limits of Garwood (1936), Biometrika
    28(3/4), 437-442.
    """
    from impl_eval.statistics.poisson import exact_poisson_limits

    if not 0 <= near <= different or compared < 0:
        raise ValueError(f"impossible counts of pairs: {near} of {different} near, {compared} compared")
    unit = "pairs"
    method = "pairs compared times the share of near codes among pairs of different people, exact Poisson"
    if different == 0:
        reason = "no survey holds two people of one site and group: nothing shows what chance does"
        return Estimate.not_estimable(STATISTIC, reason, n=0, unit=unit, method=method)
    if compared == 0:
        reason = "no interval: nobody was left to compare"
        return Estimate(STATISTIC, 0.0, n=different, unit=unit, method=method, reason=reason)
    low, high = (compared * limit / different for limit in exact_poisson_limits(near, level=level))
    value = compared * near / different
    # No more pairs can be false than were compared.
    high = min(high, float(compared))
    return Estimate(STATISTIC, value, low, high, level, different, unit, method, "Garwood (1936)")
