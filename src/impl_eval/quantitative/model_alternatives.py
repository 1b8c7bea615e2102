"""Alternatives that fit the mixed model again: on other rows, links, scores or random effects."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.matching import respondent_links
from impl_eval.quantitative.mixed_changes import (
    ModelRows,
    Texts,
    Values,
    alternative_change,
    covariate_of,
    model_rows,
    planned_structure,
)
from impl_eval.quantitative.scale_data import Alternative, ScaleData, indicators
from impl_eval.quantitative.scoring import score_scales
from impl_eval.results import Estimate
from impl_eval.statistics.mixed_model.rows import Structure
from impl_eval.statistics.multiple_imputation import (
    CompletedAnalysis,
    ImputedScores,
    impute_scores,
    pooled_change,
)

NO_P_VALUE = "a range over several analyses has no p value"


def _of_model(data: ScaleData, names: tuple[str, str, str], scores: Values, rows: ModelRows) -> Alternative:
    change = alternative_change(data.design, scores, rows, planned_structure(data.design))
    return Alternative(*names, change.change, change.p_value)


def site_by_timepoint(data: ScaleData) -> Iterator[Alternative]:
    """The other random effects than the planned ones."""
    structure: Structure = "site_slopes"
    label, short = "Mixed model, site slopes, two timepoints", "Site slopes"
    among = None
    if planned_structure(data.design) == "site_slopes":
        structure, short = "site_by_timepoint", "Site by timepoint"
        label = "Mixed model, site by timepoint"
        among = np.isin(data.design.responses.timepoint, data.design.compared)
    rows = model_rows(data.design, structure, among=among)
    change = alternative_change(data.design, data.scores, rows, structure)
    yield Alternative(structure, label, short, change.change, change.p_value)


def prorating(data: ScaleData) -> Iterator[Alternative]:
    """Yield the planned model on scores that ask for other shares of answered items."""
    rows = model_rows(data.design, planned_structure(data.design))
    for share in data.design.plan.sensitivity.prorating_shares:
        scores = score_scales(data.design.responses, min_valid_share=share).of(data.scale_id)
        least = "all items" if share == 1 else f"at least {round(100 * share)}% of the items"
        label = f"Mixed model, {least} answered"
        short = "All items" if share == 1 else f"{round(100 * share)}% of the items"
        yield _of_model(data, (f"prorating_{round(100 * share)}", label, short), scores, rows)


def matching(data: ScaleData) -> Iterator[Alternative]:
    """Yield the planned model under each rule of matching, and with nobody linked."""
    structure, responses = planned_structure(data.design), data.design.responses
    nobody = np.full(len(responses), "", dtype=np.str_)
    variants: tuple[tuple[tuple[str, str, str], Callable[[], Texts]], ...] = (
        (
            ("matching_exact", "Mixed model, equal codes linked", "Equal codes linked"),
            partial(respondent_links, responses, "exact"),
        ),
        (
            ("matching_distance_1", "Mixed model, codes with one slip linked too", "One slip linked too"),
            partial(respondent_links, responses, "distance_1"),
        ),
        (("matching_nobody", "Mixed model, nobody linked", "Nobody linked"), lambda: nobody),
    )
    for names, links in variants:
        rows = model_rows(data.design, structure, links=links())
        yield _of_model(data, names, data.scores, rows)


def leave_one_site_out(data: ScaleData) -> Iterator[Alternative]:
    """The lowest and the highest change without one site: the range, never the name of the site."""
    design, structure = data.design, planned_structure(data.design)
    site = design.responses.site
    changes = []
    for left_out in np.unique(site[data.compared()]):
        change = alternative_change(
            design, data.scores, model_rows(design, structure, among=site != left_out), structure
        ).change
        if change.value is not None:
            changes.append(change)
    for key, what, best in (
        ("without_one_site_lowest", "lowest without one site", min),
        ("without_one_site_highest", "highest without one site", max),
    ):
        if len(changes) < 2:
            reason = "fewer than two sites can be left out"
            nothing = Estimate.not_estimable("mean_change", reason)
            yield Alternative(key, *_named(what), nothing, Estimate.not_estimable("p_value", reason))
            continue
        # Without its n: the rows that are missing would tell how many people answered at the one site.
        found = replace(best(changes, key=lambda change: (change.value or 0.0, change.n or 0)), n=None)
        yield Alternative(key, *_named(what), found, Estimate.not_estimable("p_value", NO_P_VALUE))


def _named(what: str) -> tuple[str, str]:
    return f"Mixed model, {what}", what.capitalize()


def multiple_imputation(data: ScaleData) -> Iterator[Alternative]:
    """Yield the planned model on scores completed by multiple imputation, pooled."""
    design, structure = data.design, planned_structure(data.design)
    imputed = data.imputed()
    column = design.scores.scale_ids.index(data.scale_id)
    compared = np.flatnonzero(np.isin(design.responses.timepoint, design.compared))
    two_only = np.zeros(len(design.responses), dtype=np.bool_)
    two_only[compared] = True
    rows = model_rows(design, structure, among=two_only)

    def analysis(copy: Values) -> CompletedAnalysis:
        scores = np.full(len(design.responses), np.nan)
        scores[compared] = copy[:, column]
        change = alternative_change(design, scores, rows, structure)
        error, freedom = change.standard_error.value, change.degrees_of_freedom.value
        if change.change.value is None or error is None or freedom is None:
            return CompletedAnalysis(0.0, 0.0, 0.0, 0, reason=change.standard_error.reason)
        return CompletedAnalysis(change.change.value, error**2, freedom, change.change.n or 0)

    pooled = pooled_change(imputed, analysis, level=data.level)
    two_of_several = ", two timepoints" if len(design.labels.timepoints) > 2 else ""
    yield Alternative(
        "multiple_imputation",
        f"Mixed model, multiple imputation{two_of_several}",
        "Multiple imputation",
        pooled.pooled,
        pooled.p_value,
    )


def imputations_of(design: SurveyDesign) -> ImputedScores:
    """Impute the scores of all scales at the compared timepoints, as the plan says: once for all scales.

    Copies stand in the order of the rows. The draws do not depend on it: an export that is sorted in
    another way gives the same copies.
    """
    rows = np.flatnonzero(np.isin(design.responses.timepoint, design.compared))
    rows = rows[_canonical_order(design, rows)]
    covariates, _ = indicators(design, rows)
    plan = design.plan.sensitivity
    imputed = impute_scores(
        design.scores.scores[rows],
        design.at(design.compared[-1])[rows],
        design.links[rows].tolist(),
        design.responses.site[rows],
        seed=plan.seed,
        covariates=covariates,
        names=design.scores.scale_ids,
        imputations=plan.imputations,
        iterations=plan.iterations,
    )
    return replace(imputed, scores=imputed.scores[:, np.argsort(rows)])


def _canonical_order(design: SurveyDesign, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the order of rows by site, code, timepoint, covariates and scores: what a row is, not where."""
    responses = design.responses
    predictors = design.plan.sensitivity.nonresponse_predictors
    texts = [responses.site, responses.respondent_id, responses.timepoint]
    texts += [covariate_of(design, name) for name in predictors]
    keys = [np.unique(column[rows], return_inverse=True)[1].astype(np.float64) for column in texts]
    return np.lexsort((*design.scores.scores[rows].T, *reversed(keys)))
