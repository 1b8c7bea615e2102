"""All that a mixed model needs to know of its rows: sums of products per site, within and between persons.

With D = I + ratio * PP' (P: rows to persons) every function of D and PP' acts on a person's rows by two
numbers: one on deviations from the person's mean, one on the mean itself. So the matrices M'f(D)M of
M = [design, outcome, site columns] follow from sums computed once, and no matrix has rows times rows
cells. What stands here is true for any ratios; estimating them is the business of reml.py.
"""

from dataclasses import dataclass

import numpy as np

from impl_eval.statistics.arrays import FloatArray
from impl_eval.statistics.mixed_model.rows import IntArray, RandomEffects


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums of products of M = [X, y, U] (K = p + 1 + k columns).

    within : sites x K x K, from deviations from person means (everything, without a respondent term).
    between : sizes x sites x K x K, from person means; one slice per number of rows of a person.
    size, size_count : the numbers of rows of a person that occur, and how many persons have so many.
    rows, predictors : n and p.
    owner : for each site column the number of its variance component.
    component_count : variance components without the residual, the respondents' last.
    """

    within: FloatArray
    between: FloatArray
    size: FloatArray
    size_count: FloatArray
    rows: int
    predictors: int
    owner: IntArray
    component_count: int

    @property
    def fixed(self) -> slice:
        """Columns of the design and the outcome."""
        return slice(0, self.predictors + 1)

    @property
    def site_columns(self) -> slice:
        """Columns of the site effects."""
        return slice(self.predictors + 1, self.within.shape[-1])

    def products(self, within: float | FloatArray, means: FloatArray) -> FloatArray:
        """Return M'fM by site, for f acting as `within` on deviations and as `means[size]` on means."""
        result: FloatArray = within * self.within
        if self.size.size:
            result = result + np.einsum("m,mgij->gij", means, self.between)
        return result

    def trace(self, within: float, means: FloatArray) -> float:
        """Return the trace of f, over all rows."""
        return float(within * (self.rows - self.size_count.sum()) + (means * self.size_count).sum())


def moments(design: FloatArray, outcome: FloatArray, effects: RandomEffects) -> Moments:
    """Sum the products of design (n x p), outcome (n) and site columns, by site."""
    matrix = np.column_stack([design, outcome, effects.columns])
    sites, columns = effects.site_count, matrix.shape[1]
    within = _sums_of_products(matrix, effects.site, sites)
    if not effects.has_person_term:
        size, count = np.empty(0), np.empty(0)
        between = np.empty((0, sites, columns, columns))
    else:
        rows_of_person = np.bincount(effects.person)
        site_of_person = np.zeros(rows_of_person.size, dtype=np.intp)
        site_of_person[effects.person] = effects.site
        totals = np.zeros((rows_of_person.size, columns))
        np.add.at(totals, effects.person, matrix)
        size, count = (part.astype(np.float64) for part in np.unique(rows_of_person, return_counts=True))
        between = np.empty((size.size, sites, columns, columns))
        for index, rows in enumerate(size):
            chosen = rows_of_person == rows
            between[index] = _sums_of_products(totals[chosen], site_of_person[chosen], sites) / rows
        within = within - between.sum(axis=0)
    return Moments(
        within, between, size, count, outcome.size, design.shape[1], effects.column_component,
        len(effects.components),
    )  # fmt: skip


def _sums_of_products(matrix: FloatArray, group: IntArray, groups: int) -> FloatArray:
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(np.bincount(group, minlength=groups))
    parts = np.split(matrix[order], ends[:-1])
    return np.array([part.T @ part for part in parts])
