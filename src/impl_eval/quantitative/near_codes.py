"""Pairs of codes that lie within two slips of each other.

A slip is one sign left out, put in, exchanged for another, or swapped with its neighbour (optimal string
alignment). Knows no site and no survey: whoever calls it hands over the codes to be compared.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

MOST_SLIPS = 2
ROWS_AT_ONCE = 512  # keeps the table of distances of one large site small in memory

Indices = npt.NDArray[np.int64]


def slips_between(keys: Sequence[str]) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
    """Yield the distances of all keys to all others, some rows of the square table at a time.

    Yields
    ------
    The number of the first row, and rows x n distances; above two every distance counts as three.

    Source: optimal string alignment, a restricted form of Damerau (1964), Communications of the ACM
    7(3), 171-176.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    for start in range(0, len(keys), ROWS_AT_ONCE):
        rows = keys[start : start + ROWS_AT_ONCE]
        distances = cdist(rows, keys, scorer=OSA.distance, score_cutoff=MOST_SLIPS, dtype=np.uint8)
        yield start, np.asarray(distances, dtype=np.uint8)
