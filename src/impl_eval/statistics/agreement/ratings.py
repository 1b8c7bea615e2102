"""What coders said of the same units, as numbers.

Units that follow each other and got the same labels may be given as one run with its length: a
transcript of 40,000 characters is then a few hundred rows.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from impl_eval.statistics.arrays import BoolArray, FloatArray

IntArray = NDArray[np.int64]
NO_LABEL = -1


@dataclass(frozen=True, eq=False)
class Ratings:
    """Labels of c coders for r runs of units.

    Parameters
    ----------
    labels : (r, c) numbers from 0 to label_count - 1; -1 where a coder did not look at the unit.
    lengths : (r,) how many units a run has, from 1.
    transcripts : (r,) number of the transcript that a run lies in. Units of one transcript resemble each
        other: intervals resample transcripts.
    label_count : how many labels the coders could choose from, used or not; at least 1.
    unit : what is counted, in the plural, as a reader calls it.

    Raises
    ------
    ValueError : shapes that do not fit, a label out of range, a run without length, no run at all.
    """

    labels: IntArray
    lengths: IntArray
    transcripts: IntArray
    label_count: int
    unit: str = "units"

    def __post_init__(self) -> None:
        runs = self.labels.shape[0]
        if self.labels.ndim != 2 or self.lengths.shape != (runs,) or self.transcripts.shape != (runs,):
            raise ValueError("labels, lengths and transcripts do not have the same number of runs")
        if runs == 0 or self.labels.shape[1] < 2:
            raise ValueError("need at least one unit and two coders")
        if self.labels.min() < NO_LABEL or self.labels.max() >= self.label_count:
            raise ValueError(f"labels go from -1 to {self.label_count - 1}")
        if self.lengths.min() < 1 or self.transcripts.min() < 0:
            raise ValueError("lengths start at 1 and transcripts at 0")

    @classmethod
    def of_labels(
        cls,
        *coders: Sequence[Hashable],
        transcripts: Sequence[int] | None = None,
        label_count: int | None = None,
    ) -> "Ratings":
        """Make ratings from one sequence of labels per coder; None stands for a unit not looked at.

        Raises ValueError where the sequences differ in length or are empty: they were aligned wrongly.
        """
        sizes = [len(labels) for labels in coders]
        if len(set(sizes)) != 1 or not sizes[0]:
            raise ValueError(f"need equal, non-zero lengths; got {' and '.join(map(str, sizes))}")
        numbers: dict[Hashable, int] = {}
        table = [
            [NO_LABEL if label is None else numbers.setdefault(label, len(numbers)) for label in labels]
            for labels in coders
        ]
        return cls(
            np.array(table, dtype=np.int64).T,
            np.ones(sizes[0], dtype=np.int64),
            np.zeros(sizes[0], dtype=np.int64)
            if transcripts is None
            else np.asarray(transcripts, dtype=np.int64),
            max(len(numbers), label_count or 1),
        )

    @property
    def is_rated(self) -> BoolArray:
        """(r, c): whether the coder gave a label."""
        is_rated: BoolArray = self.labels != NO_LABEL
        return is_rated

    @property
    def coders_per_unit(self) -> FloatArray:
        """(r,): how many coders gave a label."""
        coders: FloatArray = self.is_rated.sum(axis=1).astype(np.float64)
        return coders

    @property
    def pairable_units(self) -> int:
        """How many units at least two coders gave a label."""
        return int(self.lengths[self.coders_per_unit >= 2].sum())

    def label_counts(self) -> FloatArray:
        """(r, label_count): how many coders gave a unit of the run each label."""
        counts = np.zeros((self.labels.shape[0], self.label_count))
        for coder in range(self.labels.shape[1]):
            rated = np.flatnonzero(self.labels[:, coder] != NO_LABEL)
            counts[rated, self.labels[rated, coder]] += 1
        return counts

    def sums(self, values: FloatArray, used: BoolArray) -> FloatArray:
        """Add up values of units (r, p) over the used runs (r,) of each transcript: (transcripts, p).

        A run counts as often as it has units. Transcripts without a used run are left out.
        """
        _, numbers = np.unique(self.transcripts[used], return_inverse=True)
        weighted = values[used] * self.lengths[used, np.newaxis]
        size = int(numbers.max()) + 1 if numbers.size else 0
        return np.column_stack(
            [np.bincount(numbers, weights=column, minlength=size) for column in weighted.T]
        )
