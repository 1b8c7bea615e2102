"""Two one-sided tests: is a change small enough not to matter?

"No significant change" is not "no change that matters". The second can be shown only against a margin that
somebody set and can defend: without margin and source there is no such test.
"""

import math
from dataclasses import dataclass

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, check_level

SOURCE = "Schuirmann (1987)"


@dataclass(frozen=True)
class Equivalence:
    """The change with the interval that decides, the two one-sided p values, and the larger of them.

    Equivalence is shown at 1 - level where `p_value` lies below it, which is where the interval lies
    wholly within the margin.
    """

    mean_change: Estimate
    p_value_above_low: Estimate
    p_value_below_high: Estimate
    p_value: Estimate


def equivalence(
    change: float,
    standard_error: float,
    degrees_of_freedom: float,
    *,
    low_margin: float,
    high_margin: float,
    margin_source: str,
    n: int | None = None,
    level: float = 0.95,
) -> Equivalence:
    """Test that a change lies between two margins, from its estimate, standard error and t distribution.

    Parameters
    ----------
    change, standard_error : in the unit of the margins.
    degrees_of_freedom : of t; infinity stands for the normal distribution.
    low_margin, high_margin : the smallest and largest change that would not matter, below and above zero.
    margin_source : who set the margin and where; printed with every number.
    n : what the change was estimated from.
    level : 1 minus the level of each one-sided test.

    Returns
    -------
    Equivalence. The interval of the change has the level 1 - 2 (1 - level): 90% for tests at 5%. Nothing
    but the change is estimable where the standard error is zero.

    Raises
    ------
    ValueError : no source, margins that do not enclose zero, a number that is not finite, a negative
        standard error, degrees of freedom that are not positive, or a level of one half or less.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    """
    from scipy import stats

    _check(change, standard_error, degrees_of_freedom, (low_margin, high_margin), margin_source, level)
    method = (
        f"two one-sided t tests against margins of {low_margin:g} and {high_margin:g} points "
        f"({margin_source.strip()})"
    )
    if standard_error == 0:
        reason = "the change has no standard error"
        only = Estimate(
            "mean_change", change, n=n, method=method, source=SOURCE, reason=f"no interval: {reason}"
        )
        names = ("p_value_above_low_margin", "p_value_below_high_margin", "p_value_equivalence")
        return Equivalence(
            only, *(Estimate.not_estimable(name, reason, n=n, method=method) for name in names)
        )

    def given(statistic: str, value: float) -> Estimate:
        return Estimate(statistic, value, n=n, method=method, source=SOURCE, reason=WITHOUT_INTERVAL)

    above = float(stats.t.sf((change - low_margin) / standard_error, degrees_of_freedom))
    below = float(stats.t.cdf((change - high_margin) / standard_error, degrees_of_freedom))
    half = float(stats.t.ppf(level, degrees_of_freedom)) * standard_error
    low, high, inner = change - half, change + half, round(2 * level - 1, 12)
    return Equivalence(
        Estimate("mean_change", change, low, high, inner, n, method=method, source=SOURCE),
        given("p_value_above_low_margin", above),
        given("p_value_below_high_margin", below),
        given("p_value_equivalence", max(above, below)),
    )


def _check(
    change: float,
    standard_error: float,
    degrees_of_freedom: float,
    margins: tuple[float, float],
    margin_source: str,
    level: float,
) -> None:
    check_level(level)
    if level <= 0.5:
        raise ValueError(f"a one-sided test needs a level above 0.5; got {level}")
    if not margin_source.strip():
        raise ValueError("a margin needs its source")
    if not all(math.isfinite(number) for number in (change, standard_error, *margins)):
        raise ValueError("change, standard error and margins are finite numbers")
    if standard_error < 0 or not degrees_of_freedom > 0:
        raise ValueError("standard error and degrees of freedom are not negative")
    if not margins[0] < 0 < margins[1]:
        raise ValueError(f"margins lie below and above zero; got {margins[0]:g} and {margins[1]:g}")
