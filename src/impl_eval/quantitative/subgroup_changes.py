"""Change by subgroup as interactions of the model, and against comparison sites where there are any."""

from collections.abc import Sequence

import numpy as np

from impl_eval.protocols import STAKEHOLDER_GROUP
from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.mixed_changes import (
    NOT_STATED,
    covariate_of,
    model_rows,
    model_settings,
    planned_structure,
)
from impl_eval.quantitative.reporting import count, report, scale_subject, slugs
from impl_eval.results import Cell, Estimate, Table
from impl_eval.statistics.mixed_model import mixed_model_difference_in_differences, mixed_model_interaction

INTERACTION, COMPARISON = "interaction", "difference_in_differences"


def subgroups_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return the change of each subgroup and the joint test; None where no subgroup is planned."""
    if design.no_change_reason or not design.plan.subgroups:
        return None
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        if result.subject.scale_id in {design.headline, *design.family}:
            for name in design.plan.subgroups:
                rows += _subgroup_rows(design, result, name)
    return Table(
        id=f"{design.prefix}.subgroups",
        title="Change by subgroup",
        columns=("Scale", "Subgroup", "Answers", "Change", "p (all changed alike)"),
        rows=tuple(rows),
        note=(
            "One mixed model with a mean for each subgroup and timepoint; the joint test is Kenward and "
            "Roger's F. Rows without a stated subgroup are left out. p values are not adjusted."
        ),
    )


def _subgroup_rows(design: SurveyDesign, result: SubjectResult, name: str) -> list[tuple[Cell, ...]]:
    structure = planned_structure(design)
    stated = covariate_of(design, name)
    rows = model_rows(design, structure)
    found = mixed_model_interaction(
        design.scores.of(result.subject.scale_id)[rows.kept],
        rows.timepoint,
        rows.site,
        rows.link,
        np.where(stated == NOT_STATED, "", stated)[rows.kept],
        covariates={key: column for key, column in rows.covariates.items() if key != name},
        **model_settings(design, structure),
    )
    about = {"contrast": design.contrast, "analysis": INTERACTION}
    joint = report(design, result.subject, found.p_value, INTERACTION, name, **about)
    if not found.subgroups:
        nothing = Estimate.not_estimable("mean_change", found.p_value.reason)
        change = report(design, result.subject, nothing, INTERACTION, name, "none", **about)
        return [(result.subject.label, name.replace("_", " "), "", change, joint)]
    parts = slugs([one.subgroup for one in found.subgroups])
    lines: list[tuple[Cell, ...]] = []
    for one in found.subgroups:
        label = _label(design, name, one.subgroup)
        change = report(
            design, result.subject, one.change.change, INTERACTION, name, parts[one.subgroup],
            label=f"mean change, {label}", group=label, **about,
        )  # fmt: skip
        number = report(
            design, result.subject, count(one.rows, "answers"), INTERACTION, name, parts[one.subgroup],
            label=f"answers, {label}", group=label, **about,
        )  # fmt: skip
        lines.append((result.subject.label, label, number, change, joint if not lines else ""))
    return lines


def _label(design: SurveyDesign, name: str, subgroup: str) -> str:
    if name == STAKEHOLDER_GROUP:
        return design.labels.groups.get(subgroup, subgroup)
    return f"{name.replace('_', ' ')}: {subgroup}"


def comparison_table(
    whole: SurveyDesign, comparison_sites: frozenset[str], scale_ids: Sequence[str]
) -> Table | None:
    """Return changes at programme and comparison sites and their difference; None without comparison sites.

    `whole` is the design over all rows, those of comparison sites too.
    """
    if whole.no_change_reason or not comparison_sites:
        return None
    structure = planned_structure(whole)
    rows = model_rows(whole, structure)
    is_comparison = np.isin(rows.site, sorted(comparison_sites))
    lines: list[tuple[Cell, ...]] = []
    for scale in whole.instrument.scales:
        if scale.id not in scale_ids:
            continue
        found = mixed_model_difference_in_differences(
            whole.scores.of(scale.id)[rows.kept],
            rows.timepoint,
            rows.site,
            rows.link,
            is_comparison,
            covariates=rows.covariates,
            **model_settings(whole, structure),
        )
        estimates = (
            (found.programme.change, "programme_sites"),
            (found.comparison.change, "comparison_sites"),
            (found.effect.change, "effect"),
            (found.effect.p_value, "effect"),
            (found.cluster_robust.p_value, "effect_cr2"),
        )
        subject = scale_subject(scale)
        about = {"contrast": whole.contrast, "analysis": COMPARISON}
        cells = (
            report(whole, subject, estimate, COMPARISON, detail, label=detail.replace("_", " "), **about)
            for estimate, detail in estimates
        )
        lines.append((scale.label, *cells))
    return Table(
        id=f"{whole.prefix}.comparison",
        title="Programme sites against comparison sites",
        columns=("Scale", "Programme sites", "Comparison sites", "Effect (difference)", "p", "p (CR2)"),
        rows=tuple(lines),
        note=(
            "Difference in differences in the mixed model. It is an effect only as far as the comparison "
            "sites "
            "would have changed like the programme sites without the programme. p values are not adjusted."
        ),
    )
