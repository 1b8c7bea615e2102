"""The change by the mixed model, for the rows, links, covariates and rules of a survey design."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
import numpy.typing as npt

from impl_eval.protocols import STAKEHOLDER_GROUP
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.statistics.mixed_model import (
    ChangeInference,
    ChangeSettings,
    MixedModelChange,
    mixed_model_change,
    model_based_change,
)
from impl_eval.statistics.mixed_model.rows import Structure

Values = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]
NOT_STATED = "not stated"


class ModelSettings(TypedDict):
    """The rules of the plan that every fit of the mixed model is given."""

    structure: Structure
    baseline: str
    follow_up: str | None
    level: float
    minimum_sites: int
    minimum_degrees_of_freedom: float


def model_settings(design: SurveyDesign, structure: Structure) -> ModelSettings:
    """Return the rules of the plan for a fit with these random effects."""
    plan = design.plan
    return ModelSettings(
        structure=structure,
        baseline=plan.baseline,
        follow_up=plan.follow_up,
        level=plan.confidence_level,
        minimum_sites=plan.mixed_model.minimum_sites,
        minimum_degrees_of_freedom=plan.mixed_model.minimum_degrees_of_freedom,
    )


@dataclass(frozen=True, eq=False)
class ModelRows:
    """The n rows of a model: when, where, who (links; "" links to no other) and the plan's covariates."""

    kept: npt.NDArray[np.bool_]
    timepoint: Texts
    site: Texts
    link: Texts
    covariates: Mapping[str, Texts]


def planned_structure(design: SurveyDesign) -> Structure:
    """Return the random effects of the plan; left out, they follow the number of timepoints."""
    planned = design.plan.mixed_model.random_effects
    if planned is not None:
        return planned
    return "site_slopes" if len(design.labels.timepoints) <= 2 else "site_by_timepoint"


def model_rows(
    design: SurveyDesign,
    structure: Structure,
    *,
    links: Texts | None = None,
    among: npt.NDArray[np.bool_] | None = None,
) -> ModelRows:
    """Return the rows of a model.

    Site slopes compare two timepoints; with site by timepoint the rows of all timepoints are in.
    `links` take the place of the plan's; `among` marks the rows that may take part.
    """
    responses = design.responses
    kept = np.ones(len(responses), dtype=np.bool_) if among is None else among
    if structure != "site_by_timepoint":
        kept = kept & np.isin(responses.timepoint, design.compared)
    links = design.links if links is None else links
    return ModelRows(
        kept,
        responses.timepoint[kept],
        responses.site[kept],
        links[kept],
        {name: covariate_of(design, name)[kept] for name in design.plan.mixed_model.covariates},
    )


def covariate_of(design: SurveyDesign, name: str) -> Texts:
    """Return a covariate of all rows; what is unknown is a category of its own and loses no row."""
    responses = design.responses
    if name == STAKEHOLDER_GROUP:
        stated = responses.stakeholder_group
    else:
        stated = responses.covariates.get(name, np.full(len(responses), "", dtype=np.str_))
    return np.where(stated == "", NOT_STATED, stated)


def varying_covariates(rows: ModelRows, used: npt.NDArray[np.bool_]) -> dict[str, Texts]:
    """Return the covariates with more than one value among the used of the n rows: others say nothing."""
    return {name: column for name, column in rows.covariates.items() if len(np.unique(column[used])) > 1}


def change_by_mixed_model(
    design: SurveyDesign, values: Values, rows: ModelRows, structure: Structure
) -> MixedModelChange:
    """Return the change of n values (all rows of the responses) by the mixed model.

    A covariate with one value only among the rows with a score says nothing and is left out, and a note
    says so.
    """
    settings = _settings(design, values, rows, structure)
    change = mixed_model_change(values[rows.kept], rows.timepoint, rows.site, rows.link, **settings)
    constant = [name for name in rows.covariates if name not in (settings["covariates"] or {})]
    notes = tuple(f"covariate {name} has one value only: left out" for name in constant)
    return replace(change, notes=(*change.notes, *notes))


def alternative_change(
    design: SurveyDesign, values: Values, rows: ModelRows, structure: Structure
) -> ChangeInference:
    """Return the same change without companion, means and notes, for analyses that stand beside another."""
    settings = _settings(design, values, rows, structure)
    return model_based_change(values[rows.kept], rows.timepoint, rows.site, rows.link, **settings)


def _settings(design: SurveyDesign, values: Values, rows: ModelRows, structure: Structure) -> ChangeSettings:
    varying = varying_covariates(rows, ~np.isnan(values[rows.kept]))
    return ChangeSettings(covariates=varying, **model_settings(design, structure))
