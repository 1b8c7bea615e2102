"""The only place that imports pingouin.

pingouin renames columns between releases and some of its defaults mislead (its alpha interval counts
respondents who answered nothing, its paired t test becomes an unpaired one when lengths differ). What
we take from it is narrow and listed here; tests/statistics/test_pingouin_adapter.py holds the traps.
It is imported inside the functions, because it brings pandas and matplotlib with it.
"""

from collections.abc import Sequence

import numpy as np

from impl_eval.statistics.arrays import FloatArray


def holm_adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Holm-adjusted p-values in the given order. ValueError unless all lie from 0 to 1."""
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p-value lies between 0 and 1")
    if not p_values:
        return ()
    import pingouin

    _, adjusted = pingouin.multicomp(np.asarray(p_values, dtype=np.float64), method="holm")
    return tuple(float(p) for p in adjusted)


def cronbach_alpha_value(complete_item_scores: FloatArray) -> float:
    """Return alpha of a complete n x k matrix (n, k at least 2). ValueError where a cell is missing.

    The interval that pingouin gives beside it is left alone: it is rounded to three decimals.
    """
    if not np.isfinite(complete_item_scores).all():
        raise ValueError("leave respondents with missing items out before")
    import pandas as pd
    import pingouin

    value, _ = pingouin.cronbach_alpha(data=pd.DataFrame(complete_item_scores), nan_policy="listwise")
    return float(value)
