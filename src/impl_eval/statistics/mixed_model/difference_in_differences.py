"""Change in programme sites beyond that in comparison sites: the only analysis here that may say effect.

It does so under the assumption that both kinds of sites would have changed alike without the programme.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import BoolArray, LabelArray, check_level
from impl_eval.statistics.mixed_model.cases import Cases, Covariates, cases
from impl_eval.statistics.mixed_model.change import counts, variance_estimates
from impl_eval.statistics.mixed_model.inference import (
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    ChangeInference,
    Rules,
    fitted,
)
from impl_eval.statistics.mixed_model.interaction import empty_cell, grouped_design
from impl_eval.statistics.mixed_model.rows import Structure

COMPARISON, PROGRAMME = "comparison sites", "programme sites"
MINIMUM_SITES_PER_ARM = 2
"""One site of a kind cannot tell the difference between the kinds from the difference between sites."""


@dataclass(frozen=True)
class MixedModelDifferenceInDifferences:
    """Changes by kind of site and their difference ("difference_in_differences"); n counts rows.

    cluster_robust : the difference with CR2 by site on the same fit.
    """

    programme: ChangeInference
    comparison: ChangeInference
    effect: ChangeInference
    cluster_robust: ChangeInference
    variance_components: tuple[Estimate, ...]
    persons: int
    programme_sites: int
    comparison_sites: int
    notes: tuple[str, ...]


def mixed_model_difference_in_differences(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    is_comparison: ArrayLike,
    *,
    covariates: Covariates | None = None,
    structure: Structure = "site_slopes",
    baseline: object = 0,
    follow_up: object = 1,
    level: float = 0.95,
    minimum_sites: int = MINIMUM_SITES,
    minimum_degrees_of_freedom: float = MINIMUM_DEGREES_OF_FREEDOM,
) -> MixedModelDifferenceInDifferences:
    """Compare the change of programme sites with that of comparison sites in one model.

    Parameters
    ----------
    is_comparison : n booleans, true for rows of comparison sites; one value per site.
    Everything else is as in mixed_model_change, with the same random effects.

    Returns
    -------
    MixedModelDifferenceInDifferences. With fewer than MINIMUM_SITES_PER_ARM sites of a kind there is no
    inference over sites; without rows of a kind at a timepoint nothing is estimable.

    Raises
    ------
    ValueError : as in mixed_model_change, or a site that is both kinds.

    Source: Kenward and Roger (1997), Biometrics 53, 983-997.
    """
    check_level(level)
    arm = np.where(np.asarray(is_comparison, dtype=np.bool_), COMPARISON, PROGRAMME)
    _check_arms(np.asarray(site), arm == COMPARISON)
    used = cases(
        scores, timepoint, site, respondent, baseline=baseline, follow_up=follow_up,
        structure=structure, covariates=covariates, group=arm,
    )  # fmt: skip
    arms = arm[:0] if used.group is None else used.group
    used = used.with_problem(empty_cell(used, arms, [COMPARISON, PROGRAMME]))
    design = grouped_design(used, arms, [COMPARISON, PROGRAMME])
    rules = Rules(level, minimum_sites, minimum_degrees_of_freedom)
    model = fitted(used, design, structure, rules, also=_too_few_of_a_kind(used, arms))
    comparison, programme = np.eye(design.shape[1])[2:4]
    persons, _ = counts(model)
    return MixedModelDifferenceInDifferences(
        model.model_based("mean_change", programme),
        model.model_based("mean_change", comparison),
        model.model_based("difference_in_differences", programme - comparison),
        model.cluster_robust("difference_in_differences", programme - comparison),
        variance_estimates(model, structure), persons,
        np.unique(used.site[arms == PROGRAMME]).size, np.unique(used.site[arms == COMPARISON]).size,
        model.notes,
    )  # fmt: skip


def _check_arms(site: LabelArray, is_comparison: BoolArray) -> None:
    if site.shape != is_comparison.shape:
        raise ValueError(f"need equal lengths; got {site.shape} and {is_comparison.shape}")
    if np.intersect1d(site[is_comparison], site[~is_comparison]).size:
        raise ValueError("a site is both a programme and a comparison site")


def _too_few_of_a_kind(used: Cases, arms: LabelArray) -> str:
    for name in (COMPARISON, PROGRAMME):
        for when, rows in (("baseline", used.at_baseline), ("follow-up", used.later == 1)):
            count = np.unique(used.site[rows & (arms == name)]).size
            if count < MINIMUM_SITES_PER_ARM:
                kind = name.removesuffix("s")
                return f"only {count} {kind} at {when}: at least {MINIMUM_SITES_PER_ARM} are needed"
    return ""
