"""Agreement on sets of codes: a unit may have several codes at once, and sets may agree in part."""

from collections.abc import Sequence

import numpy as np

from impl_eval.results import Estimate
from impl_eval.statistics.agreement.bootstrap import Described
from impl_eval.statistics.agreement.ratings import Ratings
from impl_eval.statistics.agreement.several_coders import alpha_of_distances
from impl_eval.statistics.arrays import FloatArray


def masi_alpha(ratings: Ratings, sets: Sequence[frozenset[str]], *, level: float = 0.95) -> Estimate:
    """Krippendorff's alpha of sets of codes, with the distance MASI.

    Parameters
    ----------
    ratings : label number i stands for sets[i].
    sets : all different; the empty set is that of a unit with no code.

    Returns
    -------
    Estimate, at most 1; not estimable when all coders gave every unit one and the same set.

    Raises
    ------
    ValueError : two sets are equal, or not one for each label.

    Source: Passonneau (2006), Proceedings of LREC, 831-836; Krippendorff (2011).
    """
    if len(set(sets)) != len(sets) or len(sets) != ratings.label_count:
        raise ValueError("need one set for each label, all different")
    about = Described(
        "masi_alpha",
        f"Krippendorff's alpha with the distance MASI between sets of codes, over all {ratings.unit}",
        "all coders gave every unit the same codes",
        "Passonneau (2006), Krippendorff (2011)",
    )
    return alpha_of_distances(ratings, _distances(sets), about, level=level)


def _distances(sets: Sequence[frozenset[str]]) -> FloatArray:
    """(s, s) MASI distances. NLTK's divides by zero for the empty set and itself: their distance is 0."""
    from nltk.metrics.distance import masi_distance

    distances = np.zeros((len(sets), len(sets)))
    for row, one in enumerate(sets):
        for column in range(row):
            distances[row, column] = distances[column, row] = masi_distance(one, sets[column])
    return distances
