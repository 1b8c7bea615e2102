"""Which answers are missing together. Takes what is missing, returns counted patterns and Estimates.

Why an answer is missing is known to the responses; whether missing depends on the answers is the
matter of little_mcar.py.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.item_statistics import shares


@dataclass(frozen=True)
class MissingPattern:
    """One pattern: which of the k answers are missing, how many rows have it, and their share."""

    missing: tuple[bool, ...]
    count: int
    share: Estimate


@dataclass(frozen=True)
class MissingPatterns:
    """The patterns of n rows, most frequent first.

    `patterns` holds the first of them; `different` says how many there are, `not_listed` how many rows
    have another than those. `complete` and `empty` count rows with nothing and with everything missing.
    """

    n: int
    patterns: tuple[MissingPattern, ...]
    different: int
    not_listed: int
    complete: int
    empty: int


def missing_patterns(is_missing: ArrayLike, *, most: int = 10, level: float = 0.95) -> MissingPatterns:
    """Count the patterns of missing answers.

    Parameters
    ----------
    is_missing : n rows x k answers, true where there is none.
    most : how many patterns are listed. Equally frequent ones stand in the order of fewer missing
        answers, then of the first missing answer.
    level : confidence level of the shares.

    Raises
    ------
    ValueError : not a table of true and false, `most` below 1, or a level that is none.
    """
    marks = np.asarray(is_missing)
    if marks.ndim != 2 or marks.dtype != np.bool_ or most < 1:
        raise ValueError("need rows x answers of true and false, and at least one pattern to list")
    n, k = marks.shape
    found, counts = np.unique(marks, axis=0, return_counts=True) if n and k else (marks[:0], np.zeros(0, int))
    rows = zip(map(tuple, found.tolist()), counts.tolist(), strict=True)
    ordered = sorted(rows, key=lambda row: (-row[1], sum(row[0]), tuple(not mark for mark in row[0])))
    listed = ordered[:most]
    estimates = shares("share", [count for _, count in listed], [n] * len(listed), level=level)
    missing = marks.sum(axis=1)
    return MissingPatterns(
        n=n,
        patterns=tuple(
            MissingPattern(pattern, count, share)
            for (pattern, count), share in zip(listed, estimates, strict=True)
        ),
        different=len(ordered),
        not_listed=sum(count for _, count in ordered[most:]),
        complete=int(np.count_nonzero(missing == 0)),
        empty=int(np.count_nonzero(missing == k)),
    )
