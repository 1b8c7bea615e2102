"""Change from baseline to follow-up by the linear mixed model: the primary analysis of the survey.

All rows count, matched or not. Companion on the same fit: CR2 by site.
"""

from dataclasses import dataclass
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike

from impl_eval.results import Estimate
from impl_eval.statistics.arrays import (
    RELATIVE_ROUNDING,
    WITHOUT_INTERVAL,
    FloatArray,
    check_level,
    largest_magnitude,
)
from impl_eval.statistics.mixed_model.cases import Covariates, cases
from impl_eval.statistics.mixed_model.fit import MixedModelFit, NotFitted
from impl_eval.statistics.mixed_model.inference import (
    METHOD,
    MINIMUM_DEGREES_OF_FREEDOM,
    MINIMUM_SITES,
    SOURCE,
    ChangeInference,
    Fitted,
    Rules,
    fitted,
)
from impl_eval.statistics.mixed_model.rows import RESIDUAL, RESPONDENT, SITE, Structure, person_codes

CHANGE = "mean_change"
ALL_EQUAL = "all scores are equal"
COMPONENTS_OF: dict[Structure, tuple[str, ...]] = {
    "site_slopes": (SITE, "site_slope", RESPONDENT, RESIDUAL),
    "site_by_timepoint": (SITE, "site_by_timepoint", RESPONDENT, RESIDUAL),
    "site_intercepts": (SITE, RESPONDENT, RESIDUAL),
}


@dataclass(frozen=True)
class MixedModelChange:
    """Change by the mixed model; n counts rows everywhere.

    mean_change to p_value : Kenward-Roger. cluster_robust : CR2 by site on the same fit.
    mean_baseline, mean_follow_up : model-based means, covariates at their means over the rows used.
    variance_components : "variance_site" and so on, those of left-out terms not estimable.
    persons, sites : how many there are in the rows used (a respondent of two sites is two persons).
    notes : sentences on terms left out, variances at zero and rows left out.
    """

    mean_change: Estimate
    standard_error: Estimate
    degrees_of_freedom: Estimate
    p_value: Estimate
    cluster_robust: ChangeInference
    mean_baseline: Estimate
    mean_follow_up: Estimate
    variance_components: tuple[Estimate, ...]
    persons: int
    sites: int
    notes: tuple[str, ...]


class ChangeSettings(TypedDict, total=False):
    """What a change by the mixed model can be told.

    covariates : by name, n numbers or n texts each. Rows with a missing covariate are left out.
    structure : the random effects, see fit_mixed_model; "site_slopes" if not said.
    baseline, follow_up : the labels of the planned contrast; 0 and 1 if not said.
    level : confidence level; 0.95 if not said.
    minimum_sites, minimum_degrees_of_freedom : below either the change keeps its value, has no interval,
        and the rest is not estimable; 5 and 4 if not said.
    """

    covariates: Covariates | None
    structure: Structure
    baseline: object
    follow_up: object
    level: float
    minimum_sites: int
    minimum_degrees_of_freedom: float


def mixed_model_change(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    **settings: Unpack[ChangeSettings],
) -> MixedModelChange:
    """Model-based mean at follow-up minus that at baseline, over all rows.

    Parameters
    ----------
    scores : n scores, NaN where missing (the row is left out).
    timepoint : n labels. With "site_slopes" each is `baseline` or `follow_up` (0 and 1 in the model); with
        "site_by_timepoint" there may be more, each with a mean of its own.
    site : n site labels, none missing.
    respondent : n ids; the key is site and id. An empty id is a person of their own (an unlinked row).
    settings : see ChangeSettings.

    Returns
    -------
    MixedModelChange. Whatever cannot be estimated says why.

    Raises
    ------
    ValueError : unequal lengths, infinite numbers, a timepoint that is none of the two with site slopes,
        or a level that is none.

    Sources: Kenward and Roger (1997), Biometrics 53, 983-997; Pustejovsky and Tipton (2018), Journal of
    Business & Economic Statistics 36, 672-683.
    """
    model, contrast = _model(scores, timepoint, site, respondent, **settings)
    main = model.model_based(CHANGE, contrast)
    return MixedModelChange(
        main.change, main.standard_error, main.degrees_of_freedom, main.p_value,
        model.cluster_robust(CHANGE, contrast), *_marginal_means(model),
        variance_estimates(model, settings.get("structure", "site_slopes")), *counts(model), model.notes,
    )  # fmt: skip


def model_based_change(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    **settings: Unpack[ChangeSettings],
) -> ChangeInference:
    """Return mean change to p-value of mixed_model_change and no more, for analyses that repeat it often."""
    model, contrast = _model(scores, timepoint, site, respondent, **settings)
    return model.model_based(CHANGE, contrast)


def _model(
    scores: ArrayLike,
    timepoint: ArrayLike,
    site: ArrayLike,
    respondent: ArrayLike,
    *,
    covariates: Covariates | None = None,
    structure: Structure = "site_slopes",
    baseline: object = 0,
    follow_up: object = 1,
    level: float = 0.95,
    minimum_sites: int = MINIMUM_SITES,
    minimum_degrees_of_freedom: float = MINIMUM_DEGREES_OF_FREEDOM,
) -> tuple[Fitted, FloatArray]:
    """Return the fitted model and the contrast of its coefficients that is the change."""
    check_level(level)
    used = cases(
        scores, timepoint, site, respondent, baseline=baseline, follow_up=follow_up,
        structure=structure, covariates=covariates,
    )  # fmt: skip
    rules = Rules(level, minimum_sites, minimum_degrees_of_freedom)
    design = np.column_stack([np.ones(used.n), used.later, used.others, used.covariates])
    return _named_if_constant(fitted(used, design, structure, rules)), np.eye(design.shape[1])[1]


def variance_estimates(model: Fitted, structure: Structure) -> tuple[Estimate, ...]:
    """Return the variance of each term of the structure, in the structure's order."""
    n, fit = model.cases.n, model.fit
    found = {}
    reason = fit.reason if isinstance(fit, NotFitted) else "the term is left out of the model"
    if isinstance(fit, MixedModelFit):
        found = {part.name: part.variance for part in fit.components}
    return tuple(
        Estimate(f"variance_{name}", found[name], n=n, method=METHOD, source=SOURCE, reason=WITHOUT_INTERVAL)
        if name in found
        else Estimate.not_estimable(f"variance_{name}", reason, n=n, method=METHOD)
        for name in COMPONENTS_OF[structure]
    )


def counts(model: Fitted) -> tuple[int, int]:
    """Return persons and sites of the rows used; persons are counted where a model was fitted."""
    if isinstance(model.fit, MixedModelFit):
        return model.fit.persons, model.fit.sites
    if model.cases.n == 0:
        return 0, 0
    names, codes = np.unique(model.cases.site, return_inverse=True)
    return int(person_codes(codes.astype(np.intp), model.cases.respondent).max()) + 1, names.size


def _named_if_constant(model: Fitted) -> Fitted:
    used = model.cases
    if used.problem or np.ptp(used.scores) > RELATIVE_ROUNDING * largest_magnitude(used.scores):
        return model
    if model.fit.coefficients is None:
        return model
    level_only = np.zeros_like(model.fit.coefficients)
    level_only[0] = used.scores[0]
    named = NotFitted(ALL_EQUAL, used.n, level_only, model.fit.dropped)
    return Fitted(used, named, model.no_inference, model.rules)


def _marginal_means(model: Fitted) -> tuple[Estimate, Estimate]:
    """Return the model's means at both timepoints."""
    used = model.cases
    middle = used.covariates.mean(axis=0) if used.n else np.zeros(used.covariates.shape[1])
    before, after = (np.concatenate([[1.0, at], np.zeros(used.others.shape[1]), middle]) for at in (0.0, 1.0))
    return _mean(model, before), _mean(model, after)


def _mean(model: Fitted, contrast: FloatArray) -> Estimate:
    return model.model_based("mean", contrast).change
