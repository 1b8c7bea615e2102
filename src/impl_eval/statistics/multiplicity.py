"""Adjustment of p-values for the number of tests in a family declared beforehand."""

from collections.abc import Sequence

from impl_eval.statistics.pingouin_adapter import holm_adjusted


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Holm's step-down adjustment, in the given order.

    Parameters
    ----------
    p_values : one p-value per test of the family, None where it was not estimable. None stays None
        and does not count in the family.

    Returns
    -------
    Adjusted p-values, each at least as large as its own p-value and at most 1.

    Raises
    ------
    ValueError : a p-value outside 0 to 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    adjusted = iter(holm_adjusted([p for p in p_values if p is not None]))
    return tuple(None if p is None else next(adjusted) for p in p_values)
