"""Checks of the numbers before a statistic is computed from them.

Shapes, missing values and "do these values vary at all" are decided here once, so that every
statistic refuses the same input and none mistakes the rounding of floats for variation.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
LabelArray = NDArray[np.generic]

# Scale scores are means and sums of small whole numbers: their rounding error is some 1e-16 of their
# size, real differences between them are far above 1e-12 of it.
RELATIVE_ROUNDING = 1e-12

WITHOUT_INTERVAL = "reported without an interval"


def answered(values: ArrayLike) -> FloatArray:
    """Return the values that are not NaN, as one flat array; ValueError on infinity or another shape."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"need one row of values; got {array.ndim} dimensions")
    present = array[~np.isnan(array)]
    if not np.isfinite(present).all():
        raise ValueError("a value is infinite")
    return present


def paired(baseline: ArrayLike, follow_up: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return both occasions as arrays; ValueError unless they are equally long and complete.

    Pairs are made before a statistic is asked for. Unequal lengths are a mistake of the caller, never
    a reason to compare the groups as if they were independent.
    """
    before, after = answered(baseline), answered(follow_up)
    if np.size(baseline) != np.size(follow_up):
        raise ValueError(f"need pairs; got {np.size(baseline)} and {np.size(follow_up)} values")
    if before.size != np.size(baseline) or after.size != np.size(follow_up):
        raise ValueError("a pair is incomplete: leave it out before")
    return before, after


def largest_magnitude(*arrays: FloatArray) -> float:
    """Return the largest absolute value of all arrays, 0 where they hold none."""
    return max((float(np.abs(array).max()) for array in arrays if array.size), default=0.0)


def is_constant(values: FloatArray, magnitude: float) -> bool:
    """Tell whether the values differ by no more than rounding, for numbers of this magnitude."""
    return values.size == 0 or float(np.ptp(values)) <= RELATIVE_ROUNDING * magnitude


def check_level(level: float) -> None:
    """Raise ValueError unless the confidence level lies above 0 and is at most 0.9999."""
    if not 0 < level <= 0.9999:
        raise ValueError(f"a confidence level lies above 0 and is at most 0.9999; got {level}")
