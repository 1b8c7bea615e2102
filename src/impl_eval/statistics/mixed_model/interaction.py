"""Whether subgroups of respondents changed differently: timepoint by subgroup in the mixed model.

A difference of changes between subgroups of respondents is no effect of belonging to one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import WITHOUT_INTERVAL, FloatArray, LabelArray, check_level
from impl_eval.statistics.mixed_model.cases import Cases, Covariates, cases
from impl_eval.statistics.mixed_model.fit import MixedModelFit, NotFitted
from impl_eval.statistics.mixed_model.inference import (
    METHOD,
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    NO_ADJUSTMENT,
    SOURCE,
    ChangeInference,
    Fitted,
    Rules,
    fitted,
)
from impl_eval.statistics.mixed_model.kenward_roger import joint_test
from impl_eval.statistics.mixed_model.rows import Structure

ONE_SUBGROUP = "all rows belong to one subgroup"
_JOINT = ("f_value", "numerator_degrees_of_freedom", "denominator_degrees_of_freedom", "p_value")


@dataclass(frozen=True)
class SubgroupChange:
    """Change of one subgroup, and its difference from the first one (None for the first); n rows of it."""

    subgroup: str
    rows: int
    change: ChangeInference
    difference: ChangeInference | None


@dataclass(frozen=True)
class MixedModelInteraction:
    """Change by subgroup (in alphabetical order) and one joint test that all changed alike.

    f_value, numerator_df, denominator_df, p_value : scaled F test of Kenward and Roger.
    """

    subgroups: tuple[SubgroupChange, ...]
    f_value: Estimate
    numerator_df: Estimate
    denominator_df: Estimate
    p_value: Estimate
    notes: tuple[str, ...]


def mixed_model_interaction(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    subgroup: ArrayLike,
    *,
    covariates: Covariates | None = None,
    structure: Structure = "site_slopes",
    baseline: object = 0,
    follow_up: object = 1,
    level: float = 0.95,
    minimum_sites: int = MINIMUM_SITES,
    minimum_degrees_of_freedom: float = MINIMUM_DEGREES_OF_FREEDOM,
) -> MixedModelInteraction:
    """Compare the change of subgroups of respondents in one model with a mean per subgroup and timepoint.

    Parameters
    ----------
    subgroup : n texts, "" where not known (the row is left out, and `notes` says so).
    Everything else is as in mixed_model_change, with the same random effects.

    Returns
    -------
    MixedModelInteraction. Not estimable where all rows belong to one subgroup, or where nobody of a
    subgroup answered at a timepoint.

    Raises
    ------
    ValueError : as in mixed_model_change.

    Sources: Kenward and Roger (1997), Biometrics 53, 983-997; Halekoh and Hojsgaard (2014), Journal of
    Statistical Software 59(9).
    """
    check_level(level)
    used = cases(
        scores, timepoint, site, respondent, baseline=baseline, follow_up=follow_up,
        structure=structure, covariates=covariates, group=np.asarray(subgroup, dtype=np.str_),
    )  # fmt: skip
    groups = np.asarray([]) if used.group is None else used.group
    labels = [str(label) for label in np.unique(groups)]
    used = used.with_problem(ONE_SUBGROUP if len(labels) == 1 else empty_cell(used, groups, labels))
    design = grouped_design(used, groups, labels)
    model = fitted(used, design, structure, Rules(level, minimum_sites, minimum_degrees_of_freedom))
    return _results(model, groups, labels, design.shape[1])


def _results(model: Fitted, groups: LabelArray, labels: list[str], width: int) -> MixedModelInteraction:
    unit = np.eye(width)
    changes = [unit[len(labels) + number] for number in range(len(labels))]
    subgroups = tuple(
        SubgroupChange(
            label,
            int((groups == label).sum()),
            model.model_based("mean_change", change),
            model.model_based("difference_of_changes", change - changes[0]) if number else None,
        )
        for number, (label, change) in enumerate(zip(labels, changes, strict=True))
    )
    contrasts = [change - changes[0] for change in changes[1:]]
    return MixedModelInteraction(subgroups, *_joint(model, contrasts), model.notes)


def grouped_design(used: Cases, groups: LabelArray, labels: list[str]) -> FloatArray:
    """Return a mean at baseline and changes per group: 1, other groups, change per group, the rest."""
    member = np.asarray(groups[:, None] == np.asarray(labels, dtype=np.str_), dtype=np.float64)
    further = [member * column[:, None] for column in used.others.T]
    changes = member * used.later[:, None]
    return np.column_stack([np.ones(used.n), member[:, 1:], changes, *further, used.covariates])


def empty_cell(used: Cases, groups: LabelArray, labels: list[str]) -> str:
    """Return which group has nobody at baseline or follow-up, "" where each has somebody at both."""
    for label in labels:
        for name, rows in (("baseline", used.at_baseline), ("follow-up", used.later == 1)):
            if not (rows & (groups == label)).any():
                return f"nobody of {label} answered at {name}"
    return ""


def _joint(model: Fitted, contrasts: list[FloatArray]) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    n, reason = model.cases.n, model.no_inference
    numbers: tuple[float, ...] = ()
    if isinstance(model.fit, NotFitted):
        reason = model.fit.reason
    if isinstance(model.fit, MixedModelFit) and not reason:
        test = joint_test(model.fit, np.array(contrasts))
        reason = model.too_few(test.denominator_df) if test else NO_ADJUSTMENT
        if test:
            numbers = (test.f_value, float(test.numerator_df), test.denominator_df, test.p_value)
    if reason:
        none = [Estimate.not_estimable(name, reason, n=n, method=METHOD) for name in _JOINT]
        return none[0], none[1], none[2], none[3]
    some = [
        Estimate(name, number, n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
        for name, number in zip(_JOINT, numbers, strict=True)
    ]
    return some[0], some[1], some[2], some[3]
