"""The only place that imports pingouin.

pingouin renames columns between releases and some of its defaults mislead (its alpha interval counts
respondents who answered nothing, its paired t test becomes an unpaired one when lengths differ). What
we take from it is narrow and listed here; tests/statistics/test_pingouin_adapter.py holds the traps.
It is imported inside the functions, because it brings pandas and matplotlib with it.
"""

from collections.abc import Sequence

import numpy as np


def holm_adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Holm-adjusted p-values in the given order. ValueError unless all lie from 0 to 1."""
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p-value lies between 0 and 1")
    if not p_values:
        return ()
    import pingouin

    _, adjusted = pingouin.multicomp(np.asarray(p_values, dtype=np.float64), method="holm")
    return tuple(float(p) for p in adjusted)
