"""The rows that an analysis of change uses, and the columns of its design.

Decides which rows are left out (and says so) and how timepoints, covariates and groups become columns.
Fits nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.statistics.arrays import BoolArray, FloatArray, LabelArray
from impl_eval.statistics.mixed_model.rows import STRUCTURES, Structure

Covariates = Mapping[str, ArrayLike]
"""Name to n numbers (NaN where missing) or n texts (empty where missing; indicator columns, the first in
alphabetical order is the reference)."""


@dataclass(frozen=True, eq=False)
class Cases:
    """The rows used.

    scores, later (1 at follow-up, else 0), timepoint, site, respondent : n each. others : n x t, an
    indicator column per timepoint that is neither baseline nor follow-up. covariates : n x c.
    group : n labels, or None. notes : sentences on rows left out. problem : why nothing can be fitted.
    """

    scores: FloatArray
    later: FloatArray
    timepoint: LabelArray
    site: LabelArray
    respondent: LabelArray
    others: FloatArray
    covariates: FloatArray
    group: LabelArray | None
    notes: tuple[str, ...]
    problem: str

    @property
    def n(self) -> int:
        """Rows used."""
        return self.scores.size

    @property
    def at_baseline(self) -> BoolArray:
        """True for rows of the baseline."""
        return np.asarray((self.later == 0) & ~self.others.any(axis=1))

    def with_problem(self, problem: str) -> "Cases":
        """Return these rows with a further reason why nothing can be fitted; an earlier one stays."""
        return replace(self, problem=self.problem or problem)

    def random_timepoint(self, structure: Structure) -> LabelArray:
        """Return the numbers that a site slope multiplies, or the labels of site by timepoint."""
        return self.timepoint if structure == "site_by_timepoint" else self.later


def cases(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    *,
    baseline: object,
    follow_up: object,
    structure: Structure,
    covariates: Covariates | None = None,
    group: ArrayLike | None = None,
) -> Cases:
    """Leave out rows without score, covariate or group, and code the rest.

    Raises
    ------
    ValueError : unequal lengths, an infinite number, an unknown structure, or with a structure other than
        "site_by_timepoint" a timepoint that is neither baseline nor follow-up.
    """
    values = np.asarray(scores, dtype=np.float64)
    labels = [np.asarray(part) for part in (timepoint, site, respondent)]
    named = {name: np.asarray(column) for name, column in (covariates or {}).items()}
    groups = None if group is None else np.asarray(group)
    every = [*labels, *named.values(), *([] if groups is None else [groups])]
    if values.ndim != 1 or any(part.shape != values.shape for part in every):
        raise ValueError(f"need equal lengths; got {values.shape} and {[part.shape for part in every]}")
    if structure not in STRUCTURES:
        raise ValueError(f"structure is one of {', '.join(STRUCTURES)}; got {structure!r}")
    if np.isinf(values).any():
        raise ValueError("a score is infinite")
    when = labels[0]
    is_baseline, is_follow_up = _equals(when, baseline), _equals(when, follow_up)
    if structure != "site_by_timepoint" and not (is_baseline | is_follow_up).all():
        raise ValueError("a row belongs to neither timepoint; three or more need site_by_timepoint")
    present, notes = _complete(values, named, groups)
    kept_columns = {name: column[present] for name, column in named.items()}
    matrix, problem = _covariate_columns(kept_columns, int(present.sum()))
    problem = _nobody(is_baseline[present], is_follow_up[present]) or problem
    further = (~is_baseline & ~is_follow_up)[present]
    when, sites, persons = (part[present] for part in labels)
    later, others = is_follow_up[present].astype(np.float64), _indicators(when, further)
    kept_groups = None if groups is None else groups[present]
    return Cases(values[present], later, when, sites, persons, others, matrix, kept_groups, notes, problem)


def _equals(labels: LabelArray, label: object) -> BoolArray:
    return np.array([value == label for value in labels.tolist()], dtype=np.bool_)


def _complete(
    values: FloatArray, named: dict[str, LabelArray], groups: LabelArray | None
) -> tuple[BoolArray, tuple[str, ...]]:
    present, notes = ~np.isnan(values), []
    columns = {f"covariate {name}": column for name, column in named.items()}
    if groups is not None:
        columns["subgroup"] = groups
    for what, column in columns.items():
        lost = present & _missing(column)
        if lost.any():
            count = int(lost.sum())
            notes.append(f"{count} {'row' if count == 1 else 'rows'} left out: {what} is missing")
        present = present & ~lost
    return present, tuple(notes)


def _missing(column: LabelArray) -> BoolArray:
    if column.dtype.kind in "fiub":
        numbers = column.astype(np.float64)
        if np.isinf(numbers).any():
            raise ValueError("a covariate is infinite")
        return np.isnan(numbers)
    return np.array([value in (None, "") for value in column.tolist()], dtype=np.bool_)


def _covariate_columns(named: dict[str, LabelArray], rows: int) -> tuple[FloatArray, str]:
    parts, problem = [], ""
    for name, column in named.items():
        values = np.unique(column)
        if values.size < 2:
            problem = problem or f"covariate {name} has one value only"
        elif column.dtype.kind in "fiub":
            parts.append(column.astype(np.float64)[:, None])
        else:
            parts.append((column[:, None] == values[1:]).astype(np.float64))
    return (np.column_stack(parts) if parts else np.empty((rows, 0))), problem


def _indicators(timepoint: LabelArray, further: BoolArray) -> FloatArray:
    return np.asarray(timepoint[:, None] == np.unique(timepoint[further]), dtype=np.float64)


def _nobody(is_baseline: BoolArray, is_follow_up: BoolArray) -> str:
    if not (is_baseline.any() or is_follow_up.any()):
        return "nobody answered"
    if not is_baseline.any():
        return "nobody answered at baseline"
    return "" if is_follow_up.any() else "nobody answered at follow-up"
