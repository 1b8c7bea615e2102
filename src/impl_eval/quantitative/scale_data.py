"""What every analysis of one scale starts from, and what it gives: data in, an Alternative out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.mixed_changes import Values, covariate_of
from impl_eval.results import Estimate
from impl_eval.statistics.multiple_imputation import ImputedScores

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Alternative:
    """One analysis of one scale: `key` is its part of ids, `label` its name in tables, `short` in figures."""

    key: str
    label: str
    short: str
    change: Estimate
    p_value: Estimate


@dataclass(frozen=True, eq=False)
class ScaleData:
    """What an alternative starts from: the n scores of a scale on all rows, and what several need."""

    design: SurveyDesign
    scale_id: str
    scores: Values
    imputed: Callable[[], ImputedScores]

    @property
    def level(self) -> float:
        """Confidence level of the plan."""
        return self.design.plan.confidence_level

    def pairs(self) -> tuple[Values, Values, npt.NDArray[np.str_]]:
        """Return the scores before and after of matched respondents with both, and their sites."""
        pairing = self.design.pairing
        if pairing is None:
            return np.empty(0), np.empty(0), np.empty(0, dtype=np.str_)
        before, after = self.scores[pairing.baseline_rows], self.scores[pairing.follow_up_rows]
        both = ~np.isnan(before) & ~np.isnan(after)
        return before[both], after[both], self.design.responses.site[pairing.baseline_rows][both]

    def by_respondent(self) -> tuple[Values, Values]:
        """Return the scores before and after of every respondent, NaN where one has none."""
        pairing, at = self.design.pairing, self.design.at
        matched = np.empty(0, dtype=np.int64) if pairing is None else pairing.baseline_rows
        partners = np.empty(0, dtype=np.int64) if pairing is None else pairing.follow_up_rows
        only_before = np.setdiff1d(np.flatnonzero(at(self.design.compared[0])), matched)
        only_after = np.setdiff1d(np.flatnonzero(at(self.design.compared[-1])), partners)
        gaps = np.full(len(only_before), np.nan), np.full(len(only_after), np.nan)
        before = np.concatenate([self.scores[matched], self.scores[only_before], gaps[1]])
        after = np.concatenate([self.scores[partners], gaps[0], self.scores[only_after]])
        return before, after

    def compared(self) -> Mask:
        """Mark the rows of the two compared timepoints that have a score."""
        at = np.isin(self.design.responses.timepoint, self.design.compared)
        return np.asarray(at & ~np.isnan(self.scores))

    def is_follow_up(self) -> Mask:
        """Mark the rows of the follow-up."""
        return self.design.at(self.design.compared[-1])


def indicators(design: SurveyDesign, rows: npt.NDArray[np.int64]) -> tuple[Values | None, tuple[str, ...]]:
    """Return the plan's predictors of non-response as columns of 0 and 1, the first value left out."""
    columns, names = [], []
    for name in design.plan.sensitivity.nonresponse_predictors:
        stated = covariate_of(design, name)[rows]
        for value in np.unique(stated)[1:]:
            columns.append((stated == value).astype(np.float64))
            names.append(f"{name} {value}")
    return (np.column_stack(columns) if columns else None), tuple(names)
