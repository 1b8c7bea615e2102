"""From a declared mean to response options: the latent mean that survives rounding and clipping.

A respondent's latent value is rounded to the nearest response option, and values beyond the ends
become the end options. Near an end this pulls the mean inwards, so the latent mean is not the mean of
the answers. It is solved for here, per item, so that the expected answer IS the declared mean.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def expected_answer(latent_mean: Floats, latent_sd: Floats, minimum: Floats, maximum: Floats) -> Floats:
    """Return the mean of the rounded and clipped answer, for k items with whole-number options.

    E = minimum + the sum, over the borders between options, of P(latent value above the border).
    """
    from scipy.special import ndtr

    steps = int(np.max(maximum - minimum)) if len(minimum) else 0
    step = np.arange(steps, dtype=np.float64)
    border = minimum[:, None] + step + 0.5
    above = ndtr((latent_mean[:, None] - border) / latent_sd[:, None])
    is_border = step < (maximum - minimum)[:, None]
    return np.asarray(minimum + np.where(is_border, above, 0.0).sum(axis=1))


def latent_means(target: Floats, latent_sd: Floats, minimum: Floats, maximum: Floats) -> Floats:
    """Return, for k items, the latent means whose expected answers are `target`, by bisection.

    `latent_sd` is the total standard deviation of the latent values: random effects and residual.

    Raises
    ------
    ValueError : a target is not inside its item's range; no latent mean reaches the ends.
    """
    if bool(np.any((target <= minimum) | (target >= maximum))):
        raise ValueError("a declared item mean is not inside the range of its response options")
    low, high = minimum - 40 * latent_sd, maximum + 40 * latent_sd
    for _ in range(80):
        middle = (low + high) / 2
        too_low = expected_answer(middle, latent_sd, minimum, maximum) < target
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    return (low + high) / 2


def to_options(latent: Floats, minimum: Floats, maximum: Floats) -> Floats:
    """Return n x k latent values as the response options that would be ticked."""
    return np.clip(np.floor(latent + 0.5), minimum, maximum)
